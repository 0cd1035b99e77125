// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/seen.h"

#include <gtest/gtest.h>

namespace astro::events {
namespace {

std::string key(int number)
{
    return "key " + std::to_string(number);
}

TEST(SeenTest, OnlyTheFirstTimeIsNew)
{
    Seen seen(10);
    EXPECT_FALSE(seen.contains("a"));
    EXPECT_TRUE(seen.add("a"));
    EXPECT_TRUE(seen.contains("a"));
    EXPECT_FALSE(seen.add("a"));
    EXPECT_TRUE(seen.add("b"));
    EXPECT_TRUE(seen.add("A"));
    EXPECT_EQ(seen.size(), 3U);
}

TEST(SeenTest, ItForgetsTheOldestOneByOne)
{
    Seen seen(3);
    for (int number = 0; number < 3; ++number)
        seen.add(key(number));
    for (int number = 3; number < 100; ++number) {
        EXPECT_TRUE(seen.add(key(number)));
        EXPECT_FALSE(seen.contains(key(number - 3)));
        EXPECT_TRUE(seen.contains(key(number - 2)));
        EXPECT_TRUE(seen.contains(key(number - 1)));
        EXPECT_TRUE(seen.contains(key(number)));
    }
}

TEST(SeenTest, ItNeverHoldsMoreThanItsBound)
{
    Seen seen(100);
    for (int number = 0; number < 10'000; ++number) {
        seen.add(key(number));
        ASSERT_LE(seen.size(), 100U);
    }
    EXPECT_EQ(seen.size(), 100U);
}

TEST(SeenTest, ARepeatPushesNothingOut)
{
    Seen seen(2);
    seen.add("a");
    seen.add("b");
    for (int i = 0; i < 10; ++i)
        EXPECT_FALSE(seen.add("b"));
    EXPECT_TRUE(seen.contains("a"));
}

TEST(SeenTest, WhatWasForgottenIsNewAgain)
{
    Seen seen(1);
    EXPECT_TRUE(seen.add("a"));
    EXPECT_TRUE(seen.add("b"));
    EXPECT_TRUE(seen.add("a"));
    EXPECT_FALSE(seen.add("a"));
    EXPECT_FALSE(seen.contains("b"));
}

TEST(LastStatesTest, OnlyAChangeIsNew)
{
    LastStates states(10);
    EXPECT_TRUE(states.change("a", 1));
    EXPECT_FALSE(states.change("a", 1));
    EXPECT_TRUE(states.change("b", 1));
    EXPECT_TRUE(states.change("a", 2));
    EXPECT_TRUE(states.change("a", 1)) << "back again";
    EXPECT_FALSE(states.change("a", 1));
    EXPECT_FALSE(states.change("b", 1));
}

TEST(LastStatesTest, WhatHasNotChangedForLongestIsForgottenFirst)
{
    LastStates states(2);
    states.change("a", 1);
    states.change("b", 1);
    states.change("a", 2);
    states.change("c", 1);
    EXPECT_EQ(states.size(), 2U);
    EXPECT_FALSE(states.change("a", 2));
    EXPECT_FALSE(states.change("c", 1));
    EXPECT_TRUE(states.change("b", 1));
    EXPECT_TRUE(states.change("a", 2)) << "pushed out by b";
}

TEST(LastStatesTest, ItNeverHoldsMoreThanItsBound)
{
    LastStates states(100);
    for (int number = 0; number < 10'000; ++number) {
        states.change(key(number), 1);
        ASSERT_LE(states.size(), 100U);
    }
}

} // namespace
} // namespace astro::events
