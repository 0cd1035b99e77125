// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/backoff.h"

#include <gtest/gtest.h>

namespace astro::gateway {
namespace {

using std::chrono::milliseconds;

constexpr double nearly_one = 1 - 1e-9;

TEST(BackoffTest, TheLongestWaitDoublesFromASecondToAMinute)
{
    Backoff backoff;
    for (const int ms : {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000}) {
        const milliseconds wait = backoff.next(nearly_one);
        EXPECT_LE(wait, milliseconds(ms));
        EXPECT_GE(wait, milliseconds(ms - 1));
    }
}

TEST(BackoffTest, TheJitterIsFull)
{
    Backoff backoff;
    for (const int ms : {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000})
        EXPECT_EQ(backoff.next(0.5), milliseconds(ms));
}

TEST(BackoffTest, ChanceMakesNoBusyLoop)
{
    Backoff backoff;
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(backoff.next(0), milliseconds(200));
    EXPECT_GT(backoff.next(0.5), milliseconds(20000)); // a short wait counts as a try all the same
}

TEST(BackoffTest, AResetBeginsAnew)
{
    Backoff backoff;
    for (int i = 0; i < 20; ++i)
        backoff.next(0.5);
    backoff.reset();
    EXPECT_EQ(backoff.next(0.5), milliseconds(500));
    EXPECT_EQ(backoff.next(0.5), milliseconds(1000));
}

TEST(BackoffTest, ATimeOfTriesNeverOverflows)
{
    Backoff backoff;
    for (int i = 0; i < 100'000; ++i)
        ASSERT_LE(backoff.next(nearly_one), Backoff::longest);
}

} // namespace
} // namespace astro::gateway
