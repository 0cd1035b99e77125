// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdlib>
#include <ctime>

namespace astro::events {

/// While this lives, local time is `zone` ("UTC0", "XYZ-5:30" for five and a half hours east).
class TimeZone {
public:
    explicit TimeZone(const char *zone) { use(zone); }
    ~TimeZone() { use("UTC0"); }
    TimeZone(const TimeZone &) = delete;
    TimeZone &operator=(const TimeZone &) = delete;

private:
    static void use(const char *zone)
    {
#ifdef _WIN32
        ::_putenv_s("TZ", zone);
        ::_tzset();
#else
        ::setenv("TZ", zone, 1);
        ::tzset();
#endif
    }
};

} // namespace astro::events
