// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace astro::rules {

/// Fills `{field}` and `{data.path}` from the event; a missing field is empty, `{{` and `}}` are braces, a brace
/// without its partner stands for itself. What comes from the event is never expanded again,
/// and is presentable; line breaks of the template itself stay.
/// @param max_code_points the whole result is cut to this length, its last being an ellipsis then.
std::string expand(std::string_view text, const events::Event &event, std::size_t max_code_points = 2000);

/// The fields that a template names, in order, without white space around them.
std::vector<std::string> fields_used(std::string_view text);

} // namespace astro::rules
