// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

/// What a system must offer for files that nobody else may read and that are written whole; private_file_posix.cpp and
/// private_file_windows.cpp are the places for it. All take names of any length.
namespace astro::settings {

/// Writes a new file, readable by this user alone, through to the disk. One that could not be written whole is removed
/// again; one that was there already is left alone.
std::error_code write_new_file(const std::filesystem::path &file, std::string_view content);

/// Renames; what stands at `to` is replaced at once, and stays where that can't be done.
std::error_code replace(const std::filesystem::path &from, const std::filesystem::path &to);

/// The folder, and those that it is in.
std::error_code make_folders(const std::filesystem::path &folder);

/// Takes others' right to read it away. Where that can't be done it stays as it is.
void make_private(const std::filesystem::path &file);

} // namespace astro::settings
