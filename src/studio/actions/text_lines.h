// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace astro::studio {

/// A list of the latest as one text, a line each: `lines` with `line` at its end, and no more than the last `most`.
/// What has line breaks in it is several lines. No lines are an empty text.
std::string with_line(const std::string &lines, const std::string &line, std::size_t most);

} // namespace astro::studio
