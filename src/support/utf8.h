// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8, code point by code point.
namespace astro::utf8 {

struct Decoded {
    char32_t code = 0;
    std::size_t length = 0; ///< in bytes; 0: not well-formed here
};

/// The first code point, by the table of well-formed sequences (Unicode, table 3-7).
/// @param bytes not empty
Decoded decode(std::string_view bytes);

/// @param code a code point that is no surrogate
void append(std::string &text, char32_t code);

/// How many bytes at the beginning are ASCII.
std::size_t ascii_length(std::string_view bytes);

/// Whether a code point begins here, in well-formed UTF-8.
inline bool begins_code_point(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

} // namespace astro::utf8
