// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace astro {

/// Reads a file that must not be longer than `max_bytes`, and nothing that would keep its reader waiting, as a pipe
/// does. (A drive that is gone may.)
/// @return nothing when there is no such file or it can't be read (then `why` says so; "" when it is just missing).
std::optional<std::string> read_whole(const std::filesystem::path &file, std::size_t max_bytes, std::string &why);

} // namespace astro
