// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/form_values.h"

#include "studio/form_builder.h"
#include "studio/locale.h"

#include <obs-module.h>

#include <charconv>

namespace astro::studio {

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
