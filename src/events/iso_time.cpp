// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/iso_time.h"

#include <date/date.h>
#include <re2/re2.h>

namespace astro::events {

std::optional<std::chrono::system_clock::time_point> time_from_iso(const std::string &iso)
{
    static const RE2 form(R"((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-]\d\d):?(\d\d)))");
    int year = 0;
    unsigned month = 0, day = 0;
    int hour = 0, minute = 0, second = 0;
    std::string zone_hour, zone_minute; // empty with a Z
    if (!RE2::FullMatch(iso, form, &year, &month, &day, &hour, &minute, &second, &zone_hour, &zone_minute))
        return std::nullopt;
    const auto date = date::year(year) / date::month(month) / date::day(day);
    // A leap second is a 60th.
    if (!date.ok() || year < 1970 || year > 2200 || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    auto time =
        date::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
    if (!zone_hour.empty()) {
        const std::chrono::hours hours(std::stoi(zone_hour));
        const std::chrono::minutes minutes(std::stoi(zone_minute));
        if (std::chrono::abs(hours).count() > 23 || minutes.count() > 59)
            return std::nullopt;
        time -= hours + (zone_hour[0] == '-' ? -minutes : minutes);
    }
    return std::chrono::time_point_cast<std::chrono::system_clock::duration>(time);
}

} // namespace astro::events
