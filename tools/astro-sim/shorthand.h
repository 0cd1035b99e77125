// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace astro_sim {

/// What one line of shorthand has published, and how long after the line.
struct Planned {
    Publication publication;
    std::chrono::milliseconds delay{0};
};

/// A line's words; "several words in quotes" are one, with \" and \\ inside.
/// @return nothing when a quote is not closed.
std::optional<std::vector<std::string>> split_words(std::string_view line);

/// Whether the word begins a line of shorthand.
bool is_shorthand(const std::string &verb);

/// @param why says what the line should look like, when nothing is returned.
std::optional<std::vector<Planned>> read_shorthand(const std::vector<std::string> &words, const std::string &line,
                                                   std::string &why);

/// Every line that can be read, for --help.
std::string shorthand_help();

} // namespace astro_sim
