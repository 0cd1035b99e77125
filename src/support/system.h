// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>

/// What each system does in its own way; system_posix.cpp and system_windows.cpp are the places for it.
namespace astro::system {

/// Names the calling thread for debuggers, where the system knows such names.
/// @param name ASCII, 15 letters at the most.
void name_this_thread(const char *name);

/// Keeps the module that this code is in in memory for as long as the program runs, even when OBS unloads it: a thread
/// that is left behind may outlive it.
void keep_this_module_loaded();

/// The user's local time; nothing for a moment that has none.
std::optional<std::tm> local_time(std::time_t when);
/// The same in UTC.
std::optional<std::tm> utc_time(std::time_t when);

unsigned long process_id();

/// The same file, absolute, by a name that the system takes whatever its length: Windows has another form for those of
/// more than 260 letters.
std::filesystem::path of_any_length(const std::filesystem::path &file);

/// What stands there, links not followed; not_found where nothing does. For names of any length.
std::filesystem::file_type type_of(const std::filesystem::path &file);

/// The first `most` bytes of a regular file.
/// @return nothing when there is no such file or it can't be read (then `why` says so; "" when it is just missing).
std::optional<std::string> read_regular(const std::filesystem::path &file, std::size_t most, std::string &why);

} // namespace astro::system
