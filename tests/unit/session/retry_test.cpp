// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/retry.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace astro::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double highest_draw = 1 - 1e-9;

class RetryTest : public testing::Test {
protected:
    /// A connection ends after it was subscribed for so long (nothing: never); then the next try's time comes.
    /// @return how long that was waited for, in whole seconds.
    long next_after(std::optional<Deadline::duration> subscribed, const Closed &closed = Closed())
    {
        retry_.ended(subscribed);
        retry_.plan(closed, now_);
        const auto waited = std::chrono::ceil<milliseconds>(retry_.next_try()->steady - now_.steady);
        now_ = now_.after(waited);
        EXPECT_TRUE(retry_.due(now_.steady));
        retry_.cancel();
        return static_cast<long>(std::chrono::round<seconds>(waited).count());
    }

    Instant now_{Deadline(hours(1)), std::chrono::system_clock::from_time_t(1767268800)};
    double random_ = highest_draw;
    Retry retry_{[this] { return random_; }};
};

TEST_F(RetryTest, WaitsGrowWithTriesThatFailInARow)
{
    for (const long expected : {1, 2, 4, 8, 16, 32, 60, 60})
        EXPECT_EQ(next_after(std::nullopt), expected);
}

TEST_F(RetryTest, TheLossOfASubscribedConnectionIsNoTryThatFailed)
{
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(next_after(seconds(5)), 1);
        now_ = now_.after(seconds(30)); // so that the budget has no say
    }
}

TEST_F(RetryTest, ABriefSubscriptionForgivesNothing)
{
    for (const long expected : {1, 2, 4, 8})
        EXPECT_EQ(next_after(std::nullopt), expected);
    EXPECT_EQ(next_after(seconds(9)), 1) << "the first try after it";
    EXPECT_EQ(next_after(std::nullopt), 16) << "and the next one goes on where it was";
}

TEST_F(RetryTest, ASubscriptionOfTenSecondsForgivesAll)
{
    for (const long expected : {1, 2, 4, 8})
        EXPECT_EQ(next_after(std::nullopt), expected);
    EXPECT_EQ(next_after(seconds(10)), 1);
    EXPECT_EQ(next_after(std::nullopt), 1);
    EXPECT_EQ(next_after(std::nullopt), 2);
}

TEST_F(RetryTest, AConnectionThatIsClosedAtOnceIsATryThatFailedAlthoughItWasSubscribed)
{
    for (const long expected : {1, 2, 4, 8, 16, 32, 60, 60})
        EXPECT_EQ(next_after(milliseconds(2999)), expected);
}

TEST_F(RetryTest, OftenLostConnectionsAreSpreadByTheBudget)
{
    std::vector<long> waits;
    for (int i = 0; i < 20; ++i) {
        retry_.opened(now_.steady);
        now_ = now_.after(seconds(4));
        waits.push_back(next_after(seconds(4)));
    }
    EXPECT_EQ(std::vector<long>(waits.begin(), waits.begin() + 8), std::vector<long>(8, 1));
    EXPECT_EQ(std::vector<long>(waits.end() - 8, waits.end()), std::vector<long>(8, 11)) << "one every 15 s";
}

TEST_F(RetryTest, TheGatewaysWordIsObeyedAfterWhicheverEnd)
{
    Closed closed;
    closed.retry_after = seconds(120);
    EXPECT_EQ(next_after(std::nullopt, closed), 120);
    EXPECT_EQ(next_after(minutes(5), closed), 120);
    closed.retry_after = hours(24);
    EXPECT_EQ(next_after(seconds(5), closed), 600);
}

TEST_F(RetryTest, ASleepEndsAWaitButNotTheBudgets)
{
    retry_.plan(Closed(), now_);
    now_.wall += hours(8);
    retry_.wake(now_);
    EXPECT_TRUE(retry_.due(now_.steady));
    for (int i = 0; i < 10; ++i)
        retry_.opened(now_.steady);
    retry_.plan(Closed(), now_);
    now_.wall += hours(8);
    retry_.wake(now_);
    EXPECT_EQ(retry_.next_try()->steady, now_.steady + seconds(45));
}

TEST_F(RetryTest, ASleepDoesNotEndAWaitThatTheGatewayAskedFor)
{
    Closed closed;
    closed.retry_after = seconds(120);
    retry_.plan(closed, now_);
    now_.wall += seconds(100);
    retry_.wake(now_);
    EXPECT_EQ(retry_.next_try()->steady, now_.steady + seconds(20));
}

TEST_F(RetryTest, AMoveIsMadeAtOnceUnlessItFollowsUponAnother)
{
    EXPECT_EQ(retry_.move_at(false, now_.steady), now_.steady);
    EXPECT_EQ(retry_.move_at(true, now_.steady), now_.steady) << "the first in a row";
    EXPECT_GT(retry_.move_at(true, now_.steady), now_.steady + milliseconds(900));
    EXPECT_GT(retry_.move_at(true, now_.steady), now_.steady + milliseconds(1900));
    EXPECT_EQ(retry_.move_at(false, now_.steady), now_.steady);
}

TEST_F(RetryTest, AMoveFindsRoomInTheBudgetThatLossesUsedUp)
{
    while (retry_.allowed(ConnectBudget::For::retry, now_.steady) == now_.steady)
        retry_.opened(now_.steady);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(retry_.move_at(false, now_.steady), now_.steady);
        retry_.opened(now_.steady);
    }
    EXPECT_EQ(retry_.move_at(false, now_.steady), now_.steady + seconds(15));
}

} // namespace
} // namespace astro::gateway
