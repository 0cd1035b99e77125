// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/alarms.h"

#include <gtest/gtest.h>

namespace astro {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr Deadline start{hours(5)};

TEST(AlarmsTest, OneIsSetOnlyForWhatIsEarlierThanAllThatAreOut)
{
    Alarms alarms;
    EXPECT_TRUE(alarms.set(start + seconds(10)));
    EXPECT_FALSE(alarms.set(start + seconds(10)));
    EXPECT_FALSE(alarms.set(start + seconds(11)));
    EXPECT_TRUE(alarms.set(start + seconds(5)));
    EXPECT_FALSE(alarms.set(start + seconds(7)));
    EXPECT_EQ(alarms.out(), 2U);
}

TEST(AlarmsTest, AFarOneIsNotSetAnewAfterEachNearOne)
{
    Alarms alarms;
    const Deadline far = start + hours(24);
    EXPECT_TRUE(alarms.set(far));
    for (Deadline near = start; near < far; near += seconds(2)) {
        EXPECT_TRUE(alarms.set(near));
        alarms.rang(near);
        EXPECT_FALSE(alarms.set(far));
        ASSERT_EQ(alarms.out(), 1U);
    }
}

TEST(AlarmsTest, OneThatRangTooEarlyIsSetAgain)
{
    Alarms alarms;
    EXPECT_TRUE(alarms.set(start));
    alarms.rang(start);
    EXPECT_TRUE(alarms.set(start));
}

} // namespace
} // namespace astro
