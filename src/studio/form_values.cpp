// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/form_values.h"

#include "studio/form_builder.h"
#include "studio/locale.h"

#include <obs.hpp>

#include <charconv>

namespace astro::studio {

namespace {

/// Calls `use` with each line that is not empty.
template <typename Use>
void for_each_line(obs_data_t *fields, const std::string &name, Use use)
{
    const OBSDataArrayAutoRelease array = obs_data_get_array(fields, name.c_str());
    const std::size_t count = obs_data_array_count(array);
    for (std::size_t i = 0; i < count; ++i) {
        const OBSDataAutoRelease line = obs_data_array_item(array, i);
        if (const char *value = obs_data_get_string(line, "value"); *value)
            use(value, obs_data_get_bool(line, "selected"));
    }
}

} // namespace

std::vector<std::string> read_lines(obs_data_t *fields, const std::string &name)
{
    std::vector<std::string> lines;
    for_each_line(fields, name, [&](const char *value, bool) { lines.emplace_back(value); });
    return lines;
}

std::optional<std::size_t> read_marked(obs_data_t *fields, const std::string &name)
{
    std::optional<std::size_t> marked;
    std::size_t place = 0;
    for_each_line(fields, name, [&](const char *, bool selected) {
        if (selected && !marked)
            marked = place;
        ++place;
    });
    return marked;
}

std::size_t read_index(const std::string &value)
{
    std::size_t index = 0;
    std::from_chars(value.data(), value.data() + value.size(), index);
    return index;
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

std::string label_of_topic(const std::string &topic)
{
    const std::string key = "Topic." + topic;
    const char *label = nullptr;
    return obs_module_get_string(key.c_str(), &label) ? text("Topic.Labelled", {label, topic}) : topic;
}

} // namespace astro::studio
