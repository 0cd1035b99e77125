// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/problem.h"

#include <cstddef>
#include <string>
#include <vector>

/// What the dialog's forms share: reading values that OBS's widgets set, and words for what they show.
namespace astro::studio {

/// A list index that was stored as a text; 0 when it is none.
std::size_t read_index(const std::string &value);

/// Several lines from outside as one rich text.
std::string html_lines(const std::vector<std::string> &lines);
std::string html_problems(const std::vector<Problem> &problems);

/// "Follows, subs, tips and more (channel.activities)", or the topic itself when it has no text.
std::string label_of_topic(const std::string &topic);

} // namespace astro::studio
