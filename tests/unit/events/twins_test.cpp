// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/twins.h"

#include <gtest/gtest.h>

namespace astro::events {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Twins::Source one{"main", 1, 1};
const Twins::Source two{"main", 2, 1};
constexpr Deadline start{std::chrono::hours(5)};

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
    EXPECT_FALSE(twins.take(7, {"main", 3, 2}, start));
    EXPECT_TRUE(twins.take(7, two, start)) << "of the first";
    EXPECT_TRUE(twins.take(7, {"another", 4, 9}, start)) << "of the second";
}

TEST(TwinsTest, TheyComeShortlyAfterEachOther)
{
    Twins twins(10, seconds(10));
    EXPECT_FALSE(twins.take(7, one, start));
    EXPECT_TRUE(twins.take(7, two, start + seconds(10)));
    EXPECT_FALSE(twins.take(8, one, start));
    EXPECT_FALSE(twins.take(8, two, start + seconds(10) + milliseconds(1)));
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
