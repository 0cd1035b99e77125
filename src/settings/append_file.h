// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace astro::settings {

/// Adds a line to `file`, whole or not at all; where there is none, it is made as write_atomically() does. The line
/// begins and ends as one of its own, whatever stood at the end of the file. Who has the file open keeps it.
/// @return what went wrong, in the system's words, presentable; "" on success.
std::string append_line(const std::filesystem::path &file, std::string_view line);

} // namespace astro::settings
