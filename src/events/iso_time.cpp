// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/iso_time.h"

#include <date/date.h>
#include <re2/re2.h>

#include <charconv>
#include <cstddef>

namespace astro::events {

std::optional<std::chrono::system_clock::time_point> time_from_iso(const std::string &iso)
{
    // The form alone: to hand out its groups takes RE2 ten times as long, and they stand where they stand.
    static const RE2 form(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))");
    if (!RE2::FullMatch(iso, form))
        return std::nullopt;
    const auto digits = [&iso](std::size_t place, std::size_t count) {
        int number = 0;
        std::from_chars(iso.data() + place, iso.data() + place + count, number);
        return number;
    };
    const int year = digits(0, 4), hour = digits(11, 2), minute = digits(14, 2), second = digits(17, 2);
    const auto date = date::year(year) / digits(5, 2) / digits(8, 2);
    // A leap second is a 60th.
    if (!date.ok() || year < 1970 || year > 2200 || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    auto time =
        date::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
    if (iso.back() != 'Z') {
        const std::size_t sign = iso.find_last_of("+-");
        const std::chrono::hours hours(digits(sign + 1, 2));
        const std::chrono::minutes minutes(digits(iso.size() - 2, 2));
        if (hours.count() > 23 || minutes.count() > 59)
            return std::nullopt;
        time -= iso[sign] == '-' ? -(hours + minutes) : hours + minutes;
    }
    return std::chrono::time_point_cast<std::chrono::system_clock::duration>(time);
}

} // namespace astro::events
