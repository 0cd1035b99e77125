// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/dialog/form_builder.h"
#include "support/problem.h"

#include <json/value.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the dialog's forms share: reading values that OBS's widgets set, and words for what they show.
namespace astro::studio {

/// A list index that was stored as a text; 0 when it is none.
std::size_t read_index(const std::string &value);

/// "rule.action.3.scene" taken apart.
struct RowField {
    std::size_t row;
    std::string member;
};
/// @return nothing when `name` does not begin with `prefix`.
std::optional<RowField> row_field(const std::string &name, std::string_view prefix);

/// Several lines from outside as one rich text.
std::string html_lines(const std::vector<std::string> &lines);
std::string html_problems(const std::vector<Problem> &problems);
/// Hand-edited JSON that is shown and not understood.
std::string html_excerpt(const Json::Value &unreadable);

/// What is shown as it is stored.
std::vector<Choice> names(const std::vector<std::string> &values);
/// What is shown as the locale has it.
std::vector<Choice> words(const std::vector<std::string> &values, const std::string &key_prefix);

/// Entries of a list that adds what is chosen, or takes it away; the first one, chosen by "", tells what was.
std::vector<Choice> choices_of_several(const std::vector<Choice> &offered, const std::vector<std::string> &chosen);
/// What such a list does.
void add_or_take_away(std::vector<std::string> &names, const std::string &name);

} // namespace astro::studio
