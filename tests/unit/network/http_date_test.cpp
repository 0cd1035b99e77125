// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/http_date.h"

#include <gtest/gtest.h>

namespace astro::gateway {
namespace {

std::optional<std::time_t> read(std::string_view text)
{
    const auto date = parse_http_date(text);
    return date ? std::optional(std::chrono::system_clock::to_time_t(*date)) : std::nullopt;
}

TEST(HttpDate, IsReadAsTheSpecificationWritesIt)
{
    EXPECT_EQ(read("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
    EXPECT_EQ(read("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
    EXPECT_EQ(read("Thu, 29 Feb 2024 23:59:59 GMT"), 1709251199);
    EXPECT_EQ(read("Fri, 01 Mar 2024 00:00:00 GMT"), 1709251200);
    EXPECT_EQ(read("Sat, 31 Dec 2016 23:59:60 GMT"), 1483228800);
    EXPECT_EQ(read("Mon, 01 Mar 2100 00:00:00 GMT"), 4107542400);
}

TEST(HttpDate, IsNothingElse)
{
    for (const char *text : {"",
                             "120",
                             "-5",
                             "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994",
                             "Sun, 06 Nov 1994 08:49:37 CET",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 08:49:37 GMT ",
                             "Xyz, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Xyz 1994 08:49:37 GMT",
                             "Sun, 06 nov 1994 08:49:37 GMT",
                             "Sun, 32 Nov 1994 08:49:37 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:49:37 GMT",
                             "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Sun, 06 Nov 1994 08:49:61 GMT",
                             "Sun, 06 Nov 1969 08:49:37 GMT",
                             "Sun, 06 Nov 9999 08:49:37 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 08-49-37 GMT",
                             "Sun, 06 an  1994 08:49:37 GMT",
                             "Sun, +6 Nov 1994 08:49:37 GMT"})
        EXPECT_EQ(read(text), std::nullopt) << text;
}

} // namespace
} // namespace astro::gateway
