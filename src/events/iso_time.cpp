// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/iso_time.h"

#if defined(__GNUC__) && !defined(__clang__)
// GCC takes its count of seconds for uninitialized.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <date/date.h>

#include <locale>
#include <sstream>

namespace astro::events {

std::optional<std::chrono::system_clock::time_point> time_from_iso(const std::string &iso)
{
    if (iso >= "2262") // where a count of nanoseconds ends
        return std::nullopt;
    for (const char *const format : {"%FT%TZ", "%FT%T%Ez"}) {
        std::istringstream in(iso);
        in.imbue(std::locale::classic());
        date::sys_time<std::chrono::nanoseconds> time;
        std::chrono::minutes offset{0};
        if (in >> date::parse(format, time, offset) && std::chrono::abs(offset) < std::chrono::hours(24) &&
            time.time_since_epoch().count() >= 0)
            return std::chrono::time_point_cast<std::chrono::system_clock::duration>(time);
    }
    return std::nullopt;
}

} // namespace astro::events
