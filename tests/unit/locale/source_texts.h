// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The string literals of C++ sources, read well enough to find the locale keys among them.
namespace source_texts {

struct Literal {
    std::string text;                ///< between the quotes, escapes as they are written
    std::string place;               ///< "form.cpp:12"
    std::optional<std::size_t> args; ///< of a braced list that follows as the next argument
};

std::vector<Literal> literals_in(std::string_view source, const std::string &name);
/// Of all .cpp and .h files under the folder.
std::vector<Literal> literals_under(const std::filesystem::path &folder);

} // namespace source_texts
