// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace astro::rules {

/// Writes a value in another way. What it can do nothing with stays as it is.
/// @param value presentable, not blank
/// @param currency of the event, for money; "" where it has none
using Format = std::string (*)(std::string_view value, std::string_view currency);

/// By the word that stands behind the colon in a template: `{amount:money}`.
/// @return null for a word that is none.
Format find_format(std::string_view word);

/// All words, in the order in which they are told.
const std::vector<std::string> &format_words();

} // namespace astro::rules
