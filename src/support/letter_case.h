// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace astro::text {

/// Letters of any script in lower or upper case, by Unicode's simple mappings (one code point for one) and the German
/// ß, which is SS in upper case. The same on every computer, whatever its language. What is not UTF-8 stays as it is.
std::string lower(std::string_view text);
std::string upper(std::string_view text);
/// To compare by: texts that differ in case alone become the same, also where a capital has two small letters (σ, ς).
std::string without_case(std::string_view text);

} // namespace astro::text
