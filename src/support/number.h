// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/text.h"

#include <locale>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace astro {

/// A decimal number as people and files write it ("5", " 4.2 ", "-1e3"), whatever the system's language.
/// @return nothing for anything else ("5,5", "0x10", "inf", "5 EUR") and for what a double can't hold.
inline std::optional<double> number_from(std::string_view text)
{
    const std::string_view digits = text::trim(text);
    // Some standard libraries read hexadecimal and "inf" from a stream, and not all of them have from_chars for double.
    if (digits.empty() || digits.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
        return std::nullopt;
    std::istringstream stream{std::string(digits)};
    stream.imbue(std::locale::classic());
    double number = 0;
    if (!(stream >> number) || stream.peek() != std::istringstream::traits_type::eof())
        return std::nullopt;
    return number;
}

} // namespace astro
