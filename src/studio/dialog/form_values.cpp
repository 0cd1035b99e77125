// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/form_values.h"

#include "studio/locale.h"

#include "support/json.h"
#include "support/text.h"

#include <obs-module.h>

#include <algorithm>
#include <charconv>

namespace astro::studio {

std::size_t read_index(const std::string &value)
{
    std::size_t index = 0;
    std::from_chars(value.data(), value.data() + value.size(), index);
    return index;
}

std::optional<RowField> row_field(const std::string &name, std::string_view prefix)
{
    if (name.compare(0, prefix.size(), prefix) != 0)
        return std::nullopt;
    const std::size_t dot = name.find('.', prefix.size());
    if (dot == std::string::npos)
        return std::nullopt;
    return RowField{read_index(name.substr(prefix.size(), dot - prefix.size())), name.substr(dot + 1)};
}

std::string html_lines(const std::vector<std::string> &lines)
{
    std::string html;
    for (const std::string &line : lines)
        html += (html.empty() ? "" : "<br/>") + FormBuilder::escape(line);
    return html;
}

std::string html_problems(const std::vector<Problem> &problems)
{
    std::vector<std::string> lines;
    lines.reserve(problems.size());
    for (const Problem &problem : problems)
        lines.push_back(text(problem));
    return html_lines(lines);
}

std::string html_excerpt(const Json::Value &unreadable)
{
    constexpr std::size_t longest = 200;
    return FormBuilder::escape(text::presentable(json::write_compact(unreadable), longest));
}

std::vector<Choice> names(const std::vector<std::string> &values)
{
    std::vector<Choice> choices;
    choices.reserve(values.size());
    for (const std::string &value : values)
        choices.push_back({value, value});
    return choices;
}

std::vector<Choice> words(const std::vector<std::string> &values, const std::string &key_prefix)
{
    std::vector<Choice> choices;
    choices.reserve(values.size());
    for (const std::string &value : values)
        choices.push_back({text((key_prefix + value).c_str()), value});
    return choices;
}

std::vector<Choice> choices_of_several(const std::vector<Choice> &offered, const std::vector<std::string> &chosen)
{
    std::string all;
    std::vector<Choice> missing;
    for (const std::string &name : chosen) {
        const auto known =
            std::find_if(offered.begin(), offered.end(), [&](const Choice &choice) { return choice.value == name; });
        const std::string label = known == offered.end() ? text("List.Missing", {name}) : known->label;
        all += (all.empty() ? "" : ", ") + label;
        if (known == offered.end())
            missing.push_back({text("List.TakeAway", {label}), name});
    }
    std::vector<Choice> choices{{all.empty() ? text("List.Choose") : all, ""}};
    for (const Choice &choice : offered) {
        const bool has = std::find(chosen.begin(), chosen.end(), choice.value) != chosen.end();
        choices.push_back({text(has ? "List.TakeAway" : "List.Add", {choice.label}), choice.value});
    }
    choices.insert(choices.end(), missing.begin(), missing.end());
    return choices;
}

void add_or_take_away(std::vector<std::string> &names, const std::string &name)
{
    if (name.empty())
        return;
    const auto there = std::find(names.begin(), names.end(), name);
    if (there == names.end())
        names.push_back(name);
    else
        names.erase(there);
}

} // namespace astro::studio
