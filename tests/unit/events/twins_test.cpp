// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/twins.h"

#include <gtest/gtest.h>

namespace astro::events {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Deadline start{std::chrono::hours(5)};
const Twins::Source one{"main", 1, 1, start - std::chrono::hours(1)};
const Twins::Source two{"main", 2, 1, start};

TEST(TwinsTest, EachHasOneTwinAtMost)
{
    Twins twins(10, seconds(10));
    EXPECT_FALSE(twins.take(7, one, start));
    EXPECT_FALSE(twins.take(7, one, start));
    EXPECT_TRUE(twins.take(7, two, start));
    EXPECT_TRUE(twins.take(7, two, start));
    EXPECT_FALSE(twins.take(7, two, start));
}

TEST(TwinsTest, TheyMayComeInTurn)
{
    Twins twins(10, seconds(10));
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(twins.take(7, one, start));
        EXPECT_TRUE(twins.take(7, two, start));
    }
}

TEST(TwinsTest, TheyAreEqual)
{
    Twins twins(10, seconds(10));
    EXPECT_FALSE(twins.take(7, one, start));
    EXPECT_FALSE(twins.take(8, two, start));
}

TEST(TwinsTest, TheirConnectionsOverlappedOrAreOfTwoAccounts)
{
    Twins twins(10, seconds(10));
    EXPECT_FALSE(twins.take(7, one, start));
    EXPECT_FALSE(twins.take(7, {"main", 3, 2, start}, start));
    EXPECT_TRUE(twins.take(7, two, start)) << "of the first";
    EXPECT_TRUE(twins.take(7, {"another", 4, 9, start}, start)) << "of the second";
}

TEST(TwinsTest, TheyComeShortlyAfterEachOther)
{
    Twins twins(10, seconds(10));
    EXPECT_FALSE(twins.take(7, one, start));
    EXPECT_TRUE(twins.take(7, two, start + seconds(10)));
    EXPECT_FALSE(twins.take(8, one, start));
    EXPECT_FALSE(twins.take(8, two, start + seconds(10) + milliseconds(1)));
}

TEST(TwinsTest, NoConnectionRepeatsWhatCameLongBeforeItWasAskedFor)
{
    Twins twins(10, seconds(10));
    EXPECT_FALSE(twins.take(7, one, start - seconds(2)));
    EXPECT_TRUE(twins.take(7, two, start));
    EXPECT_FALSE(twins.take(7, one, start - seconds(2) - milliseconds(1)));
    EXPECT_FALSE(twins.take(7, two, start)) << "it happened again";
    EXPECT_TRUE(twins.take(7, one, start + seconds(1))) << "the older one is late with it";
}

TEST(TwinsTest, TheOldestIsForgotten)
{
    Twins twins(2, seconds(10));
    for (const std::size_t content : {1U, 2U, 3U})
        EXPECT_FALSE(twins.take(content, one, start));
    EXPECT_TRUE(twins.take(3, two, start));
    EXPECT_TRUE(twins.take(2, two, start));
    EXPECT_FALSE(twins.take(1, two, start));
}

} // namespace
} // namespace astro::events
