// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/connect_budget.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace astro::gateway {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using For = ConnectBudget::For;

const Deadline start{std::chrono::hours(1)};

/// Opens as many as it may at once. @return how many.
int drain(ConnectBudget &budget, For what, Deadline now)
{
    int opened = 0;
    while (budget.next(what, now) == now && opened < 1000) {
        budget.spend(now);
        ++opened;
    }
    return opened;
}

TEST(ConnectBudgetTest, AFreshOneAllowsTenAtOnceOfWhichTwoAreKeptForMoves)
{
    ConnectBudget budget;
    EXPECT_EQ(drain(budget, For::retry, start), 8);
    EXPECT_EQ(drain(budget, For::move, start), 2);
}

TEST(ConnectBudgetTest, ThenOneComesEveryFifteenSeconds)
{
    ConnectBudget budget;
    drain(budget, For::move, start);
    EXPECT_EQ(budget.next(For::move, start), start + seconds(15));
    EXPECT_EQ(budget.next(For::retry, start), start + seconds(45)) << "the two for moves come first";
    EXPECT_EQ(drain(budget, For::move, start + seconds(15)), 1);
    EXPECT_EQ(drain(budget, For::move, start + seconds(29)), 0);
    EXPECT_EQ(drain(budget, For::move, start + seconds(75)), 4);
}

TEST(ConnectBudgetTest, IsFullAgainAfterAWhileAndNoFuller)
{
    ConnectBudget budget;
    drain(budget, For::move, start);
    EXPECT_EQ(drain(budget, For::move, start + seconds(150)), 10);
    EXPECT_EQ(drain(budget, For::move, start + std::chrono::hours(24)), 10);
}

TEST(ConnectBudgetTest, WhatIsOpenedAllTheSameIsPaidForLater)
{
    ConnectBudget budget;
    for (int i = 0; i < 12; ++i)
        budget.spend(start);
    EXPECT_EQ(budget.next(For::move, start), start + seconds(45));
}

TEST(ConnectBudgetTest, NoFiveMinutesSeeMoreThanThirtyHoweverTheyAreAskedFor)
{
    for (unsigned seed = 1; seed <= 50; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](int limit) { return std::uniform_int_distribution<>(0, limit - 1)(random); };
        ConnectBudget budget;
        std::deque<Deadline> opened;
        Deadline now = start;
        std::size_t most = 0;
        for (int i = 0; i < 2000; ++i) {
            now = std::max(now, budget.next(below(2) == 0 ? For::move : For::retry, now));
            budget.spend(now);
            opened.push_back(now);
            while (opened.front() < now - minutes(5))
                opened.pop_front();
            most = std::max(most, opened.size());
            ASSERT_LE(opened.size(), 30U) << "seed " << seed;
            if (below(50) == 0)
                now += minutes(below(10));
        }
        EXPECT_EQ(most, 30U) << "what is allowed is never used up: a bound that is too tight";
    }
}

} // namespace
} // namespace astro::gateway
