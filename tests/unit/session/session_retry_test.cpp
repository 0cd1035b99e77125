// SPDX-License-Identifier: GPL-2.0-or-later
// When a session connects again after a loss, and how often it may.
#include "session_driver.h"

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <random>
#include <string>

namespace astro::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(SessionRetry, DelaysGrowFromOneSecondToOneMinute)
{
    SessionDriver driver;
    driver.random = 0.9999; // next to the longest of each
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.start();
    for (const int expected : {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
        ASSERT_EQ(driver.status().state, State::waiting_retry);
        const auto delay = *driver.until_next_try();
        EXPECT_LE(delay, seconds(expected));
        EXPECT_GT(delay, seconds(expected) - milliseconds(100));
        driver.advance(delay);
    }
}

TEST(SessionRetry, DelaysAreDrawnEvenlyBelowThat)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.random = 0.5;
    driver.start();
    for (const int expected : {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
        EXPECT_EQ(driver.until_next_try(), milliseconds(expected));
        driver.advance(*driver.until_next_try());
    }
    driver.random = 0;
    driver.advance(seconds(30));
    EXPECT_EQ(driver.until_next_try(), milliseconds(200)) << "a draw of nothing is no busy loop";
}

TEST(SessionRetry, StartsOverAfterTenSecondsThatHeld)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.start();
    driver.advance(seconds(16)); // 0.5 + 1 + 2 + 4 + 8 is 15.5: the next delay drawn is of 32 s
    driver.gateway.refusal.reset();
    driver.advance(seconds(16));
    ASSERT_EQ(driver.status().state, State::subscribed);
    driver.advance(seconds(8)); // did not hold for ten seconds
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_EQ(driver.until_next_try(), milliseconds(500)) << "a loss is no try that failed";
    driver.advance(milliseconds(500));
    EXPECT_EQ(driver.until_next_try(), seconds(30)) << "but this is one more in a row";
    driver.gateway.refusal.reset();
    driver.advance(seconds(31));
    ASSERT_EQ(driver.status().state, State::subscribed);
    driver.advance(seconds(10));
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_EQ(driver.until_next_try(), milliseconds(500));
    driver.advance(milliseconds(500));
    EXPECT_EQ(driver.until_next_try(), milliseconds(500));
}

/// While connected, nothing was lost; but each cut made the next wait longer, up to a minute, and most of the time
/// nobody was connected.
TEST(SessionRetry, ANetworkThatCutsSeventeenTimesInSevenMinutesCostsASecondEachTime)
{
    for (const int held : {24, 12, 10}) {
        SessionDriver driver;
        std::mt19937 random(static_cast<unsigned>(held));
        driver.draw = [&] { return std::uniform_real_distribution<>(0, 1)(random); };
        driver.subscribe();
        milliseconds down{0};
        for (int cut = 0; cut < 17; ++cut) {
            driver.advance(seconds(held));
            driver.event();
            driver.close(SessionDriver::closed(Failure::network));
            ASSERT_EQ(driver.status().state, State::waiting_retry);
            const milliseconds wait = *driver.until_next_try();
            EXPECT_LE(wait, held == 10 ? seconds(5) : seconds(1)) << "cut " << cut << " after " << held << " s";
            down += wait;
            driver.advance(wait);
            driver.advance(seconds(1));
            ASSERT_EQ(driver.status().state, State::subscribed);
        }
        EXPECT_EQ(driver.delivered(), 17U);
        EXPECT_LT(down, seconds(17 * held) / 4) << "after " << held << " s each";
    }
}

TEST(SessionRetry, DelaysGrowWhereAGatewayTakesEverySubscriptionAndCloses)
{
    SessionDriver driver;
    driver.random = 0.9999;
    driver.start();
    for (const int expected : {1, 2, 4, 8, 16, 32, 60, 60}) {
        driver.advance(seconds(1));
        ASSERT_EQ(driver.status().state, State::subscribed);
        driver.close(SessionDriver::closed(Failure::closed_by_gateway, 1008));
        EXPECT_LE(*driver.until_next_try(), seconds(expected));
        EXPECT_GT(*driver.until_next_try(), seconds(expected) - milliseconds(100));
        driver.advance(*driver.until_next_try());
    }
}

/// What opens connections again and again. The driver counts them at each.
TEST(SessionRetry, OpensThirtyConnectionsInFiveMinutesAtTheMostWhateverAsksForThem)
{
    const std::map<std::string, std::function<void(SessionDriver &)>> each_second = {
        {"cuts", [](SessionDriver &d) { d.close_all(SessionDriver::closed(Failure::network)); }},
        {"cuts_when_just_not_at_once",
         [](SessionDriver &d) {
             d.advance(seconds(3));
             d.close_all(SessionDriver::closed(Failure::network));
         }},
        {"an_impatient_streamer",
         [](SessionDriver &d) {
             d.close_all(SessionDriver::closed(Failure::network));
             d.retry_now();
         }},
        {"other_addresses",
         [](SessionDriver &d) {
             Account account = d.session().account();
             account.url += "/x";
             d.configure(account);
         }},
        {"on_and_off",
         [](SessionDriver &d) {
             Account account = d.session().account();
             account.enabled = !account.enabled;
             d.configure(account);
         }},
        {"sleep",
         [](SessionDriver &d) {
             d.gateway.pings = false;
             d.sleep(hours(1));
             d.advance(seconds(5));
         }},
        {"moves_to_gateways_that_do_not_take_over",
         [](SessionDriver &d) {
             d.gateway.takes_over = false;
             d.ask_to_reconnect("token");
         }},
        {"moves_and_losses",
         [](SessionDriver &d) {
             d.advance(seconds(11));
             d.ask_to_reconnect("");
             d.advance(seconds(4));
             d.close_all(SessionDriver::closed(Failure::network));
         }},
    };
    for (const auto &[name, happens] : each_second) {
        SCOPED_TRACE(name);
        SessionDriver driver;
        driver.random = 0;
        driver.start();
        driver.forget();
        while (driver.elapsed() < minutes(5)) {
            happens(driver);
            driver.advance(seconds(1));
        }
        EXPECT_LT(driver.opened(), 30U) << "and the one before makes thirty";
        EXPECT_GT(driver.opened(), 5U);
        Account account = SessionDriver::some_account();
        driver.gateway = {};
        driver.configure(account);
        driver.advance(minutes(2));
        EXPECT_EQ(driver.status().state, State::subscribed);
    }
}

TEST(SessionRetry, LossesLeaveRoomForAMove)
{
    SessionDriver driver;
    driver.subscribe();
    for (int losses = 0; driver.until_next_try().value_or(seconds(0)) <= seconds(1); ++losses) {
        ASSERT_LT(losses, 30) << "nothing bounds the tries";
        driver.advance(seconds(5)); // a second of which it may wait
        driver.close(SessionDriver::closed(Failure::network));
    }
    driver.advance(*driver.until_next_try());
    driver.advance(seconds(1));
    ASSERT_EQ(driver.status().state, State::subscribed);
    driver.forget();
    driver.ask_to_reconnect("token");
    EXPECT_EQ(driver.opened(), 1U) << "the gateway may close the old connection soon";
}

TEST(SessionRetry, AMoveBeyondTheBudgetWaitsAndTheOldConnectionDeliversMeanwhile)
{
    SessionDriver driver;
    driver.subscribe();
    const auto gap_before = driver.status().gap_from;
    std::size_t waited = 0;
    for (int i = 0; i < 100; ++i) {
        driver.forget();
        driver.ask_to_reconnect("token-" + std::to_string(i));
        waited += driver.opened() == 0 ? 1 : 0;
        for (int second = 0; second < 11; ++second) {
            driver.event();
            driver.advance(seconds(1));
        }
        EXPECT_EQ(driver.delivered(), 11U);
        ASSERT_EQ(driver.status().state, State::subscribed);
    }
    EXPECT_GT(waited, 10U);
    EXPECT_EQ(driver.status().gap_from, gap_before);
}

TEST(SessionRetry, WaitsForTheBudgetAloneAsConnectingAndNotAsAFailure)
{
    SessionDriver driver;
    driver.gateway.accepts = false;
    driver.start();
    for (int i = 0; i < 15; ++i) {
        Account account = driver.session().account();
        account.url += "/x";
        driver.configure(account);
    }
    EXPECT_EQ(driver.connections().size(), 0U);
    EXPECT_EQ(driver.status().state, State::connecting);
    EXPECT_EQ(driver.status().why, Failure::none);
    driver.gateway.accepts = true;
    driver.advance(seconds(16));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionRetry, ATimeWithoutASubscriptionIsNoneThatHeld)
{
    SessionDriver driver;
    driver.gateway.answer = {"err_internal_error", "no", {}};
    driver.start();
    driver.advance(minutes(10));
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_EQ(driver.until_next_try(), milliseconds(500));
    driver.advance(minutes(10));
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_EQ(driver.until_next_try(), milliseconds(1000));
}

TEST(SessionRetry, ObeysRetryAfterWithinReason)
{
    struct Case {
        std::optional<int> asked;
        seconds next;
    };
    for (const Case &one : {Case{2, seconds(2)}, Case{120, seconds(120)}, Case{86400, seconds(600)}}) {
        SessionDriver driver;
        driver.gateway.refusal = SessionDriver::refused_upgrade(Failure::too_many_connections, 429, one.asked);
        driver.start();
        EXPECT_EQ(driver.until_next_try(), one.next);
        EXPECT_EQ(driver.status().why, Failure::too_many_connections);
    }
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::refused_upgrade(Failure::draining, 503, -5);
    driver.start();
    EXPECT_EQ(driver.until_next_try(), milliseconds(500));
}

TEST(SessionRetry, NeverGivesUp)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::closed(Failure::name_not_found);
    driver.start();
    driver.advance(hours(24 * 7));
    EXPECT_GT(driver.opened(), 10000U);
    driver.gateway.refusal.reset();
    driver.advance(minutes(2));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

} // namespace
} // namespace astro::gateway
