// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace astro::settings {

/// Replaces `file` by `content`, whole or not at all, readable by its owner alone; creates its folder. The content is
/// written beside the file and renamed, and nothing of it is left there on failure. A symbolic link stays one: what it
/// points to is replaced.
/// @return what went wrong, in the system's words, presentable; "" on success.
std::string write_atomically(const std::filesystem::path &file, std::string_view content);

/// Removes what a process that died while it wrote `file` left beside it, with what was secret in it. What is not older
/// than ten minutes may still be written to, and stays.
void remove_leftovers(const std::filesystem::path &file);

/// Where a chain of symbolic links ends, whether or not something is there; `file` itself when it is no link.
/// @param why set to what went wrong (links in a circle), else "".
std::filesystem::path follow_links(const std::filesystem::path &file, std::string &why);

} // namespace astro::settings
