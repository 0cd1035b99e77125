// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/number.h"

#include "support/text.h"

#include <algorithm>
#include <array>
#include <cfloat>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <ios>
#include <locale>
#include <sstream>

// Not all standard libraries have from_chars and to_chars for double, and streams are slow. Nearly all numbers that are
// met are a whole number of up to 2^53 times or by a power of ten of up to 10^22: a double holds either exactly, so
// that one multiplication or division rounds as reading the text does. All others go by a stream.
namespace astro {
namespace {

constexpr bool doubles_are_rounded_at_once = FLT_EVAL_METHOD == 0;
constexpr std::uint64_t most_exact = std::uint64_t{1} << 53;
constexpr std::array<double, 23> powers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                           1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// An unsigned number as it is written: digits times ten to the exponent.
struct Written {
    std::uint64_t digits = 0;
    int exponent = 0;
};

/// @return nothing for what is no number, or has too many digits to tell.
std::optional<Written> written(std::string_view text)
{
    constexpr std::size_t most_digits = 19;
    Written number;
    std::size_t count = 0, i = 0;
    const auto take_digits = [&] {
        for (; i < text.size() && is_digit(text[i]); ++i, ++count) {
            if (count < most_digits)
                number.digits = number.digits * 10 + static_cast<std::uint64_t>(text[i] - '0');
        }
    };
    take_digits();
    if (i < text.size() && text[i] == '.') {
        const std::size_t before = count;
        ++i;
        take_digits();
        number.exponent = -static_cast<int>(count - before);
    }
    if (count == 0 || count > most_digits)
        return std::nullopt;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        const bool plus = i < text.size() && text[i] == '+';
        int exponent = 0;
        const auto read = std::from_chars(text.data() + i + (plus ? 1 : 0), text.data() + text.size(), exponent);
        const bool digit_next = i + 1 < text.size() && is_digit(text[i + 1]);
        if (read.ec != std::errc() || exponent < -1000 || exponent > 1000 || (plus && !digit_next))
            return std::nullopt;
        i = static_cast<std::size_t>(read.ptr - text.data());
        number.exponent += exponent;
    }
    return i == text.size() ? std::optional(number) : std::nullopt;
}

std::optional<double> exact(const Written &number)
{
    if (!doubles_are_rounded_at_once || number.digits > most_exact)
        return std::nullopt;
    const auto digits = static_cast<double>(number.digits);
    const auto power = static_cast<std::size_t>(std::abs(number.exponent));
    if (number.digits == 0)
        return 0.0;
    if (power >= powers.size())
        return std::nullopt;
    return number.exponent < 0 ? digits / powers[power] : digits * powers[power];
}

std::optional<double> from_stream(std::string_view digits)
{
    // Some standard libraries read hexadecimal and "inf" from a stream.
    if (digits.empty() || digits.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
        return std::nullopt;
    std::istringstream stream{std::string(digits)};
    stream.imbue(std::locale::classic());
    double number = 0;
    if (!(stream >> number) || stream.peek() != std::istringstream::traits_type::eof())
        return std::nullopt;
    return number;
}

/// The number without its sign as a whole number over a power of ten, with as few decimals as there can be.
/// @return nothing when that takes more than `most_decimals`, or more than 15 digits: then there may be two of them.
std::optional<Written> decimal_of(double number, int most_decimals)
{
    constexpr double too_many_digits = 1e15;
    const double size = std::fabs(number);
    if (!doubles_are_rounded_at_once || !(size < too_many_digits))
        return std::nullopt;
    for (int decimals = 0; decimals <= most_decimals; ++decimals) {
        const double power = powers[static_cast<std::size_t>(decimals)];
        const double scaled = size * power + 0.5;
        if (scaled >= too_many_digits)
            return std::nullopt;
        const auto digits = static_cast<std::uint64_t>(scaled);
        if (static_cast<double>(digits) / power == size)
            return Written{digits, -decimals};
    }
    return std::nullopt;
}

std::string text_of(const Written &number, bool negative)
{
    std::array<char, 40> text{};
    char *const end = text.data() + text.size();
    char *begin = end;
    std::uint64_t left = number.digits;
    int decimals = -number.exponent;
    const auto put = [&] {
        *--begin = static_cast<char>('0' + left % 10);
        left /= 10;
    };
    for (; decimals > 0; --decimals)
        put();
    if (number.exponent < 0)
        *--begin = '.';
    do
        put();
    while (left > 0);
    if (negative)
        *--begin = '-';
    return {begin, end};
}

/// @param format how to print: std::fixed, or std::defaultfloat
std::string to_stream(double number, int precision, std::ios_base &(*format)(std::ios_base &))
{
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << format << std::setprecision(precision) << number;
    return out.str();
}

int digit_count(std::uint64_t number)
{
    int count = 1;
    for (; number >= 10; number /= 10)
        ++count;
    return count;
}

} // namespace

std::optional<double> number_from(std::string_view text)
{
    text = text::trim(text);
    const bool negative = !text.empty() && text[0] == '-';
    const bool is_signed = negative || (!text.empty() && text[0] == '+');
    if (const auto plain = written(text.substr(is_signed ? 1 : 0))) {
        if (const auto number = exact(*plain))
            return negative ? -*number : *number;
    }
    return from_stream(text);
}

std::string plain_number(double number)
{
    constexpr double largest = 1e15;
    if (!(std::fabs(number) < largest))
        return number > 0 ? "1000000000000000" : number < 0 ? "-1000000000000000" : "";
    constexpr int most_decimals = 6;
    // Below this, half a step of a double is less than half of the last decimal: what reads back is what is nearest.
    constexpr double fine_enough = 1e9;
    if (const auto decimal = decimal_of(number, std::fabs(number) < fine_enough ? most_decimals : 0))
        return text_of(*decimal, number < 0);
    std::string plain = to_stream(number, most_decimals, std::fixed);
    plain.erase(plain.find_last_not_of('0') + 1);
    if (plain.back() == '.')
        plain.pop_back();
    return plain == "-0" ? "0" : plain;
}

std::string shortest_text(double number)
{
    constexpr int fewest = 6, most = 17;
    constexpr double needs_exponent_below = 1e-4;
    const bool small = std::fabs(number) < needs_exponent_below && number != 0;
    if (const auto decimal = small ? std::nullopt : decimal_of(number, 15)) {
        std::uint64_t significant = decimal->digits;
        while (significant >= 10 && significant % 10 == 0)
            significant /= 10;
        const int shown = std::max(fewest, digit_count(significant));
        if (digit_count(decimal->digits) + decimal->exponent <= shown) // else with an exponent
            return text_of(*decimal, std::signbit(number));
    }
    for (int digits = fewest; digits <= most; ++digits) {
        std::string text = to_stream(number, digits, std::defaultfloat);
        if (from_stream(text) == number)
            return text;
    }
    return {};
}

} // namespace astro
