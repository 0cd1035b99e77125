// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/http_date.h"

#include <charconv>
#include <cstdint>

namespace astro::gateway {
namespace {

constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::string_view days = "Mon Tue Wed Thu Fri Sat Sun ";
constexpr std::string_view months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";

/// Which of the words of three letters it is; -1: none.
int index_in(std::string_view words, std::string_view word)
{
    const std::size_t at = words.find(word);
    return at == std::string_view::npos || at % 4 != 0 ? -1 : static_cast<int>(at / 4);
}

/// -1 when there is anything but digits.
int number_at(std::string_view text, std::size_t at, std::size_t digits)
{
    int number = 0;
    const char *end = text.data() + at + digits;
    const auto read = std::from_chars(text.data() + at, end, number);
    return read.ec == std::errc() && read.ptr == end ? number : -1;
}

/// Days since 1970 in the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
std::int64_t days_since_1970(int year, int month, int day)
{
    const int shifted_year = month <= 2 ? year - 1 : year; // a year that begins with March ends with the leap day
    const int era = shifted_year / 400;
    const int year_of_era = shifted_year - era * 400;
    const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return std::int64_t{era} * 146097 + day_of_era - 719468;
}

bool looks_like_one(std::string_view text)
{
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool fixed = form[i] == ' ' || form[i] == ',' || form[i] == ':';
        if (fixed && text[i] != form[i])
            return false;
    }
    return text.substr(26) == "GMT" && index_in(days, text.substr(0, 3)) >= 0;
}

} // namespace

std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text)
{
    if (text.size() != form.size() || !looks_like_one(text))
        return std::nullopt;
    const int day = number_at(text, 5, 2);
    const int month = index_in(months, text.substr(8, 3)) + 1;
    const int year = number_at(text, 12, 4);
    const int hour = number_at(text, 17, 2);
    const int minute = number_at(text, 20, 2);
    const int second = number_at(text, 23, 2); // 60 is a leap second
    const bool holds = day >= 1 && day <= 31 && month >= 1 && year >= 1970 && year < 2255 && hour >= 0 && hour < 24 &&
                       minute >= 0 && minute < 60 && second >= 0 && second <= 60;
    if (!holds)
        return std::nullopt;
    using namespace std::chrono;
    const seconds since_1970 =
        hours(24 * days_since_1970(year, month, day)) + hours(hour) + minutes(minute) + seconds(second);
    return system_clock::time_point(duration_cast<system_clock::duration>(since_1970));
}

} // namespace astro::gateway
