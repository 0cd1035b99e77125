// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Numbers as texts, whatever the system's language.
namespace astro {

/// A decimal number as people and files write it ("5", " 4.2 ", "-1e3").
/// @return nothing for anything else ("5,5", "0x10", "inf", "5 EUR") and for what a double can't hold.
std::optional<double> number_from(std::string_view text);

/// As people write it: without an exponent, with up to six decimals and no needless zeros ("4.2", "1234567"). Of what
/// is beyond 10^15 that; "" for what is no number.
std::string plain_number(double number);

/// The fewest digits, but six, that read back as the same number; the largest and smallest with an exponent ("1e+21").
std::string shortest_text(double number);

} // namespace astro
