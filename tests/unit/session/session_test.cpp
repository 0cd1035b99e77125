// SPDX-License-Identifier: GPL-2.0-or-later
// What a session does when it is started, configured, kept waiting and stopped. What it does in faults is in
// session_faults_test.cpp.
#include "session_driver.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace astro::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::system_clock;
using testing::ElementsAre;
using testing::IsEmpty;

using Answer = SessionDriver::Answer;
using Way = Answer::Way;

const Answer no_answer{{}, {}, {}, Way::never};

Account account_with(std::vector<std::string> topics)
{
    Account account = SessionDriver::some_account();
    account.topics = std::move(topics);
    return account;
}

// --- Starting

TEST(SessionStart, SubscribesToEachTopicWithTheTokenTypeAndRoomOfTheAccount)
{
    Account account = SessionDriver::some_account();
    account.token = Secret("an-overlay-token-of-forty-signs-or-so-123");
    account.token_type = TokenType::apikey;
    account.room = "0123456789abcdef01234567";
    SessionDriver driver(account);
    driver.start();
    driver.advance(seconds(1));
    ASSERT_THAT(driver.asked(), ElementsAre("subscribe channel.activities", "subscribe channel.tips"));
    for (const auto &request : driver.requests()) {
        EXPECT_EQ(request.token, account.token.reveal());
        EXPECT_EQ(request.token_type, "apikey");
        EXPECT_EQ(request.room, account.room);
    }
    EXPECT_NE(driver.requests()[0].nonce, driver.requests()[1].nonce);
}

TEST(SessionStart, PacesManyTopicsToTheCommandLimit)
{
    std::vector<std::string> topics;
    for (int i = 0; i < 120; ++i)
        topics.push_back("topic." + std::to_string(i));
    SessionDriver driver(account_with(topics)); // which checks the limit at each request
    driver.start();
    driver.advance(seconds(10));
    EXPECT_LE(driver.requests().size(), 100U);
    EXPECT_GE(driver.requests().size(), 90U) << "paced more than is needed";
    driver.advance(seconds(4));
    EXPECT_EQ(driver.requests().size(), 120U);
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionStart, AsksForSoManyTopicsAtTheMostAndSaysHowManyAreLeftOut)
{
    std::vector<std::string> topics;
    for (int i = 0; i < 100000; ++i)
        topics.push_back("topic." + std::to_string(i));
    SessionDriver driver(account_with(topics));
    driver.start();
    driver.advance(minutes(1));
    EXPECT_EQ(driver.requests().size(), most_topics);
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().topics_left_out, topics.size() - most_topics);
}

TEST(SessionStart, SaysConnectedOnlyOnceEveryTopicIsAnswered)
{
    SessionDriver driver;
    driver.gateway.accepts = false;
    driver.gateway.answer = no_answer;
    EXPECT_EQ(driver.status().state, State::disabled);
    driver.start();
    EXPECT_EQ(driver.status().state, State::connecting);
    driver.open();
    EXPECT_EQ(driver.status().state, State::waiting_answers);
    driver.welcome();
    driver.advance(seconds(1));
    ASSERT_EQ(driver.requests().size(), 2U);
    EXPECT_EQ(driver.status().state, State::waiting_answers);
    driver.respond(driver.requests()[0], {});
    EXPECT_EQ(driver.status().state, State::waiting_answers);
    EXPECT_EQ(driver.topic("channel.activities").state, TopicState::subscribed);
    EXPECT_EQ(driver.topic("channel.tips").state, TopicState::waiting);
    EXPECT_FALSE(driver.status().first_subscribed);
    driver.respond(driver.requests()[1], {});
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().first_subscribed, driver.now().wall);
    EXPECT_EQ(driver.status().why, Failure::none);
}

TEST(SessionStart, WaitsForTheWelcomeButNotForEver)
{
    SessionDriver driver;
    driver.gateway.welcomes = false;
    driver.start();
    driver.advance(milliseconds(1999));
    EXPECT_THAT(driver.asked(), IsEmpty());
    driver.advance(seconds(1));
    EXPECT_EQ(driver.asked().size(), 2U);
    driver.welcome(); // late: nothing is asked twice
    driver.advance(minutes(1));
    EXPECT_EQ(driver.asked().size(), 2U);
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionStart, ShowsTheRoomThatTheGatewayAnswered)
{
    SessionDriver driver;
    driver.gateway.answer.room = "another-room";
    driver.subscribe();
    EXPECT_EQ(driver.topic("channel.tips").room, "another-room");
}

TEST(SessionStart, IsPartlySubscribedWhenOneTopicIsRefused)
{
    SessionDriver driver;
    driver.gateway.answers["channel.tips"] = {"err_unauthorized", "no scope for tips", {}};
    driver.start();
    driver.advance(seconds(1));
    EXPECT_EQ(driver.status().state, State::partly_subscribed);
    const TopicStatus tips = driver.topic("channel.tips");
    EXPECT_EQ(tips.state, TopicState::refused);
    EXPECT_EQ(tips.error, ErrorCode::unauthorized);
    EXPECT_EQ(tips.text, "no scope for tips");
    driver.forget();
    driver.advance(hours(1));
    EXPECT_THAT(driver.asked(), IsEmpty());
}

TEST(SessionStart, AsksForATopicOnceHoweverOftenItIsListed)
{
    SessionDriver driver(account_with({"a", "", "b", "a"}));
    driver.subscribe();
    EXPECT_EQ(driver.status().topics.size(), 2U);
}

struct Unusable {
    const char *name;
    std::function<void(Account &)> make;
    Failure why;
};

class EachUnusableAccount : public testing::TestWithParam<Unusable> {};

TEST_P(EachUnusableAccount, ConnectsNowhereAndSaysWhyUntilItIsMended)
{
    Account account = SessionDriver::some_account();
    GetParam().make(account);
    SessionDriver driver(account);
    driver.start();
    driver.advance(hours(1));
    driver.retry_now();
    EXPECT_EQ(driver.status().state, State::stopped);
    EXPECT_EQ(driver.status().why, GetParam().why);
    EXPECT_EQ(driver.opened(), 0U);
    driver.configure(SessionDriver::some_account());
    driver.advance(seconds(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

INSTANTIATE_TEST_SUITE_P(
    SessionStart, EachUnusableAccount,
    testing::Values(Unusable{"address", [](Account &a) { a.url = "gateway"; }, Failure::bad_address},
                    Unusable{"scheme", [](Account &a) { a.url = "https://example.org"; }, Failure::bad_address},
                    Unusable{"plain", [](Account &a) { a.url = "ws://example.org"; }, Failure::plain_not_local},
                    Unusable{"token", [](Account &a) { a.token = Secret(); }, Failure::no_token},
                    Unusable{"topics", [](Account &a) { a.topics = {""}; }, Failure::no_topics}),
    [](const auto &row) { return std::string(row.param.name); });

TEST(SessionStart, DoesNothingForAnAccountThatIsSwitchedOff)
{
    Account account = SessionDriver::some_account();
    account.enabled = false;
    SessionDriver driver(account);
    driver.start();
    driver.advance(hours(1));
    driver.retry_now();
    driver.sleep(hours(8));
    driver.advance(hours(1));
    EXPECT_EQ(driver.status().state, State::disabled);
    EXPECT_EQ(driver.opened(), 0U);
    account.enabled = true;
    driver.configure(account);
    driver.advance(seconds(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

// --- Other settings

TEST(SessionConfigure, ASmallerListOfTopicsUnsubscribesOnlyWhatIsLeftOut)
{
    SessionDriver driver;
    driver.subscribe();
    driver.configure(account_with({"channel.tips"}));
    driver.advance(seconds(30));
    ASSERT_THAT(driver.asked(), ElementsAre("unsubscribe channel.activities"));
    EXPECT_EQ(driver.requests()[0].room, Answer().room) << "the room that the gateway answered";
    EXPECT_EQ(driver.requests()[0].token, "");
    EXPECT_EQ(driver.status().topics.size(), 1U);
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.opened(), 0U);
}

TEST(SessionConfigure, ALongerListOfTopicsSubscribesOnlyWhatIsNew)
{
    SessionDriver driver;
    driver.subscribe();
    driver.configure(account_with({"channel.chat.message", "channel.activities", "channel.tips"}));
    driver.advance(seconds(1));
    EXPECT_THAT(driver.asked(), ElementsAre("subscribe channel.chat.message"));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.opened(), 0U);
}

TEST(SessionConfigure, AnotherOrderOfTopicsAsksNothing)
{
    SessionDriver driver;
    driver.subscribe();
    driver.configure(account_with({"channel.tips", "channel.activities"}));
    driver.advance(minutes(1));
    EXPECT_THAT(driver.asked(), IsEmpty());
    EXPECT_EQ(driver.opened(), 0U);
}

TEST(SessionConfigure, ATopicSwappedAtOnceIsUnsubscribedBeforeTheOtherIsSubscribed)
{
    SessionDriver driver(account_with({"a"}));
    driver.subscribe();
    driver.configure(account_with({"b"}));
    driver.advance(seconds(1));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe a", "subscribe b"));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionConfigure, ATopicTakenOutAndPutBackBeforeTheUnsubscribeWasSentIsSubscribedInTheEnd)
{
    SessionDriver driver(account_with({"a", "b", "c"}));
    driver.subscribe();
    driver.configure(account_with({"c"}));
    driver.configure(account_with({"a", "b", "c"}));
    driver.advance(seconds(2));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe a", "subscribe a", "unsubscribe b", "subscribe b"));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionConfigure, ANewTokenIsTriedOnTheSameConnection)
{
    SessionDriver driver;
    driver.subscribe();
    Account account = SessionDriver::some_account();
    account.token = Secret("another-token-for-the-same-account");
    driver.configure(account);
    EXPECT_EQ(driver.status().state, State::waiting_answers);
    driver.advance(seconds(1));
    ASSERT_THAT(driver.asked(), ElementsAre("unsubscribe channel.activities", "subscribe channel.activities",
                                            "unsubscribe channel.tips", "subscribe channel.tips"));
    EXPECT_EQ(driver.requests()[3].token, "another-token-for-the-same-account");
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.opened(), 0U);
}

TEST(SessionConfigure, ATopicThatIsToBeLeftOnceMoreIsSubscribedAfterThat)
{
    SessionDriver driver(account_with({"a", "b"}));
    driver.subscribe();
    driver.gateway.answer = no_answer;
    Account account = account_with({"a", "b"});
    for (const char *token : {"another-token-for-the-same-account", "and-one-more-token-for-the-same-account"}) {
        account.token = Secret(token);
        driver.configure(account);
        driver.advance(milliseconds(120)); // the first "a" is left and asked for
    }
    driver.gateway.answer = {};
    driver.advance(seconds(2));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe a", "subscribe a", "unsubscribe b", "subscribe b",
                                            "unsubscribe a", "subscribe a"));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionConfigure, ANewTokenWhileTheOldOneIsAskedLeavesNoSubscriptionOfTheOldOne)
{
    SessionDriver driver(account_with({"a"}));
    driver.gateway.answer = no_answer;
    driver.start();
    driver.advance(seconds(1));
    driver.forget();
    driver.gateway.answer = {};
    Account account = account_with({"a"});
    account.token = Secret("another-token-for-the-same-account");
    driver.configure(account);
    driver.advance(seconds(1));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe a", "subscribe a"));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionConfigure, ANewRoomLeavesTheOldRoom)
{
    Account account = account_with({"a"});
    account.room = "old-room";
    SessionDriver driver(account);
    driver.gateway.answer.room = "";
    driver.subscribe();
    account.room = "new-room";
    driver.configure(account);
    driver.advance(seconds(1));
    ASSERT_THAT(driver.asked(), ElementsAre("unsubscribe a", "subscribe a"));
    EXPECT_EQ(driver.requests()[0].room, "old-room");
    EXPECT_EQ(driver.requests()[1].room, "new-room");
    EXPECT_EQ(driver.opened(), 0U);
}

TEST(SessionConfigure, ARefusedTopicIsAskedAgainWithTheNewToken)
{
    SessionDriver driver;
    driver.gateway.answers["channel.tips"] = {"err_unauthorized", "no", {}};
    driver.start();
    driver.advance(seconds(1));
    driver.forget();
    driver.gateway.answers.clear();
    Account account = SessionDriver::some_account();
    account.token = Secret("a-token-with-the-scope");
    driver.configure(account);
    driver.advance(seconds(1));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe channel.activities", "subscribe channel.activities",
                                            "subscribe channel.tips"));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionConfigure, AnotherAddressCAFileOrProxyConnectsAnew)
{
    const std::vector<std::function<void(Account &)>> changes = {
        [](Account &a) { a.url = "wss://example.org"; },
        [](Account &a) { a.ca_file = "/ca.pem"; },
        [](Account &a) { a.proxy = "localhost:3128"; },
    };
    for (const auto &change : changes) {
        SessionDriver driver;
        driver.subscribe();
        Account account = SessionDriver::some_account();
        change(account);
        driver.configure(account);
        EXPECT_EQ(driver.connections().size(), 1U);
        EXPECT_EQ(driver.opened(), 1U);
        driver.advance(seconds(1));
        EXPECT_THAT(driver.asked(), ElementsAre("subscribe channel.activities", "subscribe channel.tips"));
        EXPECT_EQ(driver.status().state, State::subscribed);
    }
}

TEST(SessionConfigure, TheSameSettingsOrANewNameChangeNothing)
{
    SessionDriver driver;
    driver.subscribe();
    Account account = SessionDriver::some_account();
    driver.configure(account);
    account.name = "another";
    driver.configure(account);
    driver.advance(minutes(1));
    EXPECT_THAT(driver.asked(), IsEmpty());
    EXPECT_EQ(driver.opened(), 0U);
    EXPECT_EQ(driver.status().account, "another");
}

TEST(SessionConfigure, SwitchingOffClosesAndTellsNoTopicAsSubscribed)
{
    SessionDriver driver;
    driver.subscribe();
    Account account = SessionDriver::some_account();
    account.enabled = false;
    driver.configure(account);
    EXPECT_THAT(driver.connections(), IsEmpty());
    EXPECT_EQ(driver.status().state, State::disabled);
    EXPECT_EQ(driver.topic("channel.tips").state, TopicState::waiting);
    EXPECT_FALSE(driver.status().gap_from) << "a streamer's own wish is no outage";
}

TEST(SessionConfigure, SettingsThatMendTheFaultAreTriedAtOnce)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::refused_upgrade(Failure::too_many_connections, 429, 300);
    driver.start();
    EXPECT_EQ(driver.status().state, State::waiting_retry);
    driver.gateway.refusal.reset();
    driver.configure(account_with({"channel.tips"}));
    driver.advance(seconds(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionConfigure, UnsubscribesThatWereNotSentDieWithTheConnection)
{
    SessionDriver driver(account_with({"a", "b", "c", "d"}));
    driver.subscribe();
    driver.configure(account_with({"d"})); // one unsubscribe goes out at once, two have to wait
    driver.close(SessionDriver::closed(Failure::network));
    driver.advance(minutes(1));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe a", "subscribe d"));
}

TEST(SessionConfigure, UnsubscribesThatMetTheCommandLimitAreSentAgain)
{
    SessionDriver driver(account_with({"a", "b"}));
    driver.subscribe();
    driver.gateway.unsubscribe_answer = {"rate_limit_exceeded", "slow down", {}, Way::without_nonce_and_topic};
    driver.configure(account_with({"b"}));
    driver.gateway.unsubscribe_answer = {};
    driver.advance(seconds(4));
    EXPECT_EQ(driver.asked().size(), 1U);
    driver.advance(minutes(5));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe a", "unsubscribe a"));
}

TEST(SessionConfigure, TheAnswerToAnUnsubscribeIsNotTakenForOneToASubscribe)
{
    SessionDriver driver(account_with({"a"}));
    driver.subscribe();
    driver.gateway.latency = milliseconds(200); // by then both are asked
    driver.gateway.unsubscribe_answer.way = Way::without_nonce;
    driver.gateway.answer = {"err_unauthorized", "no", {}};
    Account account = account_with({"a"});
    account.token = Secret("a-token-that-is-refused");
    driver.configure(account);
    driver.advance(milliseconds(250));
    ASSERT_THAT(driver.asked(), ElementsAre("unsubscribe a", "subscribe a"));
    EXPECT_EQ(driver.status().state, State::waiting_answers);
    driver.advance(milliseconds(250));
    EXPECT_EQ(driver.status().state, State::stopped);
    EXPECT_EQ(driver.status().why, Failure::unauthorized);
}

TEST(SessionConfigure, ManyUnsubscribesAllGoOut)
{
    SessionDriver driver(account_with({"a", "b", "c", "d"}));
    driver.subscribe();
    driver.configure(account_with({"d"}));
    driver.advance(seconds(1));
    EXPECT_THAT(driver.asked(), ElementsAre("unsubscribe a", "unsubscribe b", "unsubscribe c"));
}

TEST(SessionConfigure, OtherSettingsAreTriedWithShortDelays)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.start();
    driver.advance(minutes(5));
    Account account = SessionDriver::some_account();
    account.url = "wss://example.org";
    driver.configure(account);
    EXPECT_EQ(driver.until_next_try(), milliseconds(500));
}

// --- Try again now

TEST(SessionRetryNow, DoesNotWaitForTheNextTry)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.start();
    driver.advance(minutes(5));
    driver.gateway.refusal.reset();
    driver.forget();
    driver.retry_now();
    EXPECT_EQ(driver.opened(), 1U);
    driver.advance(minutes(5));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.opened(), 1U) << "the planned try came all the same";
}

TEST(SessionRetryNow, AsksARefusedTopicAgainOnTheSameConnection)
{
    SessionDriver driver;
    driver.gateway.answers["channel.tips"] = {"err_unauthorized", "no", {}};
    driver.start();
    driver.advance(seconds(1));
    driver.gateway.answers.clear();
    driver.forget();
    driver.retry_now();
    driver.advance(seconds(1));
    EXPECT_THAT(driver.asked(), ElementsAre("subscribe channel.tips"));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionRetryNow, StartsAStoppedAccountAgain)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::refused_upgrade(Failure::upgrade_unauthorized, 401);
    driver.start();
    EXPECT_EQ(driver.status().state, State::stopped);
    driver.gateway.refusal.reset();
    driver.retry_now();
    driver.advance(seconds(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionRetryNow, LeavesAGoodConnectionAlone)
{
    SessionDriver driver;
    driver.subscribe();
    driver.retry_now();
    driver.advance(minutes(1));
    EXPECT_EQ(driver.opened(), 0U);
    EXPECT_THAT(driver.asked(), IsEmpty());
}

// --- Stopping: the driver checks that nothing comes out and no deadline is left, at every turn after stop()

TEST(SessionStop, IsSilentInEveryState)
{
    const std::vector<std::function<void(SessionDriver &)>> states = {
        [](SessionDriver &) {},
        [](SessionDriver &d) {
            d.gateway.accepts = false;
            d.start();
        },
        [](SessionDriver &d) {
            d.gateway.answer = no_answer;
            d.start();
        },
        [](SessionDriver &d) { d.subscribe(); },
        [](SessionDriver &d) {
            d.gateway.refusal = SessionDriver::closed(Failure::refused);
            d.start();
        },
        [](SessionDriver &d) {
            d.gateway.answer.error = "err_unauthorized";
            d.start();
        },
        [](SessionDriver &d) {
            d.subscribe();
            d.frame("flood");
            d.frame("flood");
        },
        [](SessionDriver &d) {
            d.subscribe();
            d.ask_to_reconnect("early"); // waits for its turn
        },
        [](SessionDriver &d) {
            d.subscribe();
            d.advance(minutes(2));
            d.gateway.accepts = false;
            d.ask_to_reconnect("token");
        },
        [](SessionDriver &d) {
            d.subscribe();
            d.configure(account_with({"x", "y", "z"}));
        },
    };
    for (const auto &reach : states) {
        SessionDriver driver;
        reach(driver);
        const auto connections = driver.connections();
        driver.stop();
        EXPECT_THAT(driver.connections(), IsEmpty());
        driver.advance(hours(1));
        driver.sleep(hours(1));
        for (const ConnectionId connection : connections) {
            driver.session().on_open(connection, driver.now());
            driver.frame(R"({"type":"welcome"})", connection);
            driver.event("channel.tips", connection);
            driver.ping(connection);
            driver.close(SessionDriver::closed(Failure::network), connection);
        }
        driver.configure(account_with({"later"}));
        driver.retry_now();
        driver.advance(hours(1));
        EXPECT_EQ(driver.status().state, State::disabled);
    }
}

// --- Life of a connection

TEST(SessionLife, PingsAfter40SecondsOfSilenceAndGivesUpAfter80)
{
    SessionDriver driver;
    driver.gateway.pings = false;
    driver.subscribe();
    driver.event();
    driver.advance(milliseconds(39999));
    EXPECT_EQ(driver.pings_sent(), 0U);
    driver.advance(milliseconds(1));
    EXPECT_EQ(driver.pings_sent(), 1U);
    driver.advance(milliseconds(39999));
    EXPECT_EQ(driver.pings_sent(), 1U);
    EXPECT_EQ(driver.status().state, State::subscribed);
    driver.advance(milliseconds(1));
    EXPECT_THAT(driver.connections(), IsEmpty());
    EXPECT_EQ(driver.status().state, State::waiting_retry);
    EXPECT_EQ(driver.status().why, Failure::silent);
}

TEST(SessionLife, AConnectionThatAnswersPingsLivesOn)
{
    SessionDriver driver;
    driver.subscribe();
    driver.advance(hours(2));
    EXPECT_GE(driver.pings_sent(), 100U);
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.opened(), 0U);
}

TEST(SessionLife, PingsOfTheGatewayAloneKeepItAlive)
{
    SessionDriver driver;
    driver.subscribe();
    for (int i = 0; i < 20; ++i) {
        driver.advance(seconds(30));
        driver.ping();
    }
    EXPECT_EQ(driver.pings_sent(), 0U);
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionLife, ACallBeforeTheDeadlineIsHarmless)
{
    SessionDriver driver;
    driver.subscribe();
    for (int i = 0; i < 1000; ++i)
        driver.session().on_time(driver.now());
    driver.advance(milliseconds(0));
    EXPECT_THAT(driver.asked(), IsEmpty());
    EXPECT_EQ(driver.pings_sent(), 0U);
}

// --- Sleep

TEST(SessionSleep, ADeadConnectionIsMadeAnewAndTheStatusSaysFromWhenEventsMayBeMissing)
{
    SessionDriver driver;
    driver.subscribe();
    driver.event();
    const auto before = driver.now().wall;
    driver.advance(seconds(5));
    driver.gateway.pings = false;
    driver.sleep(hours(8));
    driver.advance(minutes(1)); // until the timer that was armed before the sleep
    EXPECT_EQ(driver.opened(), 1U);
    EXPECT_EQ(driver.connections().size(), 1U);
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().gap_from, before);
    ASSERT_TRUE(driver.status().gap_to);
    EXPECT_GE(*driver.status().gap_to - before, hours(8));
}

TEST(SessionSleep, IsNoticedWithinTenSecondsOfItsEnd)
{
    const std::vector<std::function<void(SessionDriver &)>> before = {
        [](SessionDriver &d) {
            d.subscribe();
            d.gateway.pings = false;
        },
        [](SessionDriver &d) {
            d.random = 0.999;
            d.gateway.refusal = SessionDriver::closed(Failure::name_not_found);
            d.start();
            d.advance(minutes(10));
            d.gateway.refusal.reset();
            d.forget();
        },
    };
    for (const auto &reach : before) {
        SessionDriver driver;
        reach(driver);
        driver.sleep(hours(8)); // during which no timer runs on
        driver.advance(seconds(11));
        EXPECT_EQ(driver.opened() + driver.pings_sent(), 1U);
        driver.advance(seconds(5)); // which a connection has to show life in
        EXPECT_EQ(driver.opened(), 1U);
        EXPECT_EQ(driver.status().state, State::subscribed);
    }
}

TEST(SessionSleep, StartsOverWithShortDelaysAfterAConnectionThatHeld)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.start();
    driver.advance(minutes(5)); // delays have grown
    driver.gateway.refusal.reset();
    driver.advance(minutes(5));
    ASSERT_EQ(driver.status().state, State::subscribed);
    driver.gateway.refusal = SessionDriver::closed(Failure::name_not_found); // the network comes back a little later
    driver.gateway.pings = false;
    driver.sleep(hours(8));
    driver.session().on_time(driver.now());
    driver.advance(seconds(5));
    EXPECT_EQ(driver.until_next_try(), milliseconds(500));
}

TEST(SessionSleep, IsNoticedWithWhateverComesFirst)
{
    const std::vector<std::function<void(SessionDriver &)>> first = {
        [](SessionDriver &d) { d.ping(); },
        [](SessionDriver &d) { d.event(); },
        [](SessionDriver &d) { d.frame("{}"); },
        [](SessionDriver &d) {
            d.session().on_time(d.now());
            d.advance(milliseconds(0));
        },
    };
    for (const auto &happens : first) {
        SessionDriver driver;
        driver.subscribe();
        driver.gateway.pings = false;
        driver.sleep(minutes(2));
        happens(driver);
        EXPECT_EQ(driver.pings_sent(), 1U);
        driver.ping(); // it may have come before the sleep, and so is no sign of life
        driver.event();
        driver.advance(seconds(6));
        EXPECT_EQ(driver.opened(), 1U);
        EXPECT_EQ(driver.connections().size(), 1U);
        EXPECT_EQ(driver.status().state, State::subscribed);
    }
}

TEST(SessionSleep, WhatWasOnItsWayStillComesOut)
{
    SessionDriver driver;
    driver.subscribe();
    driver.gateway.pings = false;
    driver.sleep(minutes(2));
    for (int i = 0; i < 100; ++i)
        driver.event();
    EXPECT_EQ(driver.delivered(), 100U);
    EXPECT_EQ(driver.status().received, 100U);
}

TEST(SessionSleep, AConnectionThatLivesIsKeptAndNothingIsSaidToBeMissing)
{
    const std::vector<std::function<void(SessionDriver &)>> passes = {
        [](SessionDriver &d) { d.sleep(minutes(1)); },
        [](SessionDriver &d) { d.sleep(hours(1)); },        // or its clock was set
        [](SessionDriver &d) { d.stand_still(minutes(5)); } // this process alone, or the steady clock counts sleep
    };
    for (const auto &time : passes) {
        SessionDriver driver;
        driver.subscribe();
        driver.gateway.latency = seconds(3);
        time(driver);
        driver.event(); // it came meanwhile
        driver.advance(minutes(2));
        EXPECT_EQ(driver.opened(), 0U);
        EXPECT_EQ(driver.delivered(), 1U);
        EXPECT_EQ(driver.status().state, State::subscribed);
        EXPECT_FALSE(driver.status().gap_from);
    }
}

TEST(SessionSleep, NoSignOfLifeFromBeforeItCounts)
{
    const std::vector<std::function<void(SessionDriver &)>> befores = {
        [](SessionDriver &d) { // a PONG has come
            d.subscribe();
            d.gateway.pings = false;
            d.advance(seconds(40));
            d.sleep(hours(8));
            d.event();
            d.pong(1, 1);
        },
        [](SessionDriver &d) { // the answer to the upgrade of a connection that takes over has
            d.subscribe();
            d.gateway.pings = false;
            d.gateway.accepts = false;
            d.ask_to_reconnect("token");
            d.sleep(hours(8));
            d.open();
            d.welcome();
        },
    };
    for (const auto &happens : befores) {
        SessionDriver driver;
        const auto begun = driver.now().wall;
        happens(driver);
        driver.gateway = {};
        driver.advance(minutes(1));
        EXPECT_EQ(driver.status().state, State::subscribed);
        ASSERT_TRUE(driver.status().gap_from);
        EXPECT_LT(*driver.status().gap_from - begun, minutes(1));
    }
}

TEST(SessionSleep, AnOutageThatSeemedToEndInItIsToldOfFromItsBeginning)
{
    SessionDriver driver;
    driver.subscribe();
    const auto begun = driver.now().wall;
    driver.gateway.refusal = SessionDriver::closed(Failure::refused);
    driver.close(*driver.gateway.refusal);
    driver.advance(minutes(10));
    driver.gateway = {};
    driver.gateway.answer = no_answer;
    driver.advance(minutes(1)); // until it has asked
    driver.forget();
    driver.sleep(hours(8));
    driver.gateway.pings = false;
    driver.session().on_time(driver.now());
    for (const std::string topic : {"channel.activities", "channel.tips"})
        driver.frame(R"({"type":"response","data":{"topic":")" + topic + R"("}})"); // they were on their way
    driver.gateway.answer = {};
    driver.advance(minutes(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
    ASSERT_TRUE(driver.status().gap_from);
    EXPECT_LE(*driver.status().gap_from, begun);
}

TEST(SessionSleep, AgainDoesNotMakeAnOldSignOfLifeCount)
{
    SessionDriver driver;
    driver.subscribe();
    driver.sleep(hours(1));
    driver.advance(minutes(1));
    const auto before = driver.now().wall;
    driver.pong();
    driver.gateway.pings = false;
    driver.sleep(hours(1));
    driver.advance(minutes(1));
    EXPECT_EQ(driver.opened(), 1U);
    EXPECT_EQ(driver.status().gap_from, before);
}

TEST(SessionSleep, EndsTheWaitForTheNextTry)
{
    SessionDriver driver;
    driver.random = 0.999;
    driver.gateway.refusal = SessionDriver::closed(Failure::name_not_found);
    driver.start();
    driver.advance(minutes(10));
    driver.gateway.refusal.reset();
    driver.forget();
    driver.sleep(minutes(30));
    driver.session().on_time(driver.now());
    driver.advance(seconds(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.opened(), 1U);
}

TEST(SessionSleep, EndsNoWaitThatTheGatewayAskedFor)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::refused_upgrade(Failure::too_many_connections, 429, 300);
    driver.start();
    driver.gateway.refusal.reset();
    driver.forget();
    driver.sleep(minutes(1));
    const auto before = driver.session().status_revision();
    driver.advance(minutes(1));
    EXPECT_GT(driver.session().status_revision(), before) << "the countdown is another";
    EXPECT_EQ(driver.opened(), 0U);
    driver.sleep(minutes(2));
    driver.advance(seconds(59));
    EXPECT_EQ(driver.opened(), 0U);
    driver.advance(seconds(1)); // five minutes by the wall clock
    EXPECT_EQ(driver.opened(), 1U);
    driver.advance(seconds(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionSleep, AClockSetALittleIsNoSleep)
{
    SessionDriver driver;
    driver.subscribe();
    driver.sleep(seconds(29));
    driver.advance(minutes(1));
    driver.sleep(-hours(1));
    driver.advance(minutes(1));
    EXPECT_EQ(driver.opened(), 0U);
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(SessionSleep, WakesNoAccountThatIsStopped)
{
    SessionDriver driver;
    driver.gateway.answer.error = "err_unauthorized";
    driver.start();
    driver.advance(seconds(1));
    driver.forget();
    driver.sleep(hours(8));
    driver.session().on_time(driver.now());
    driver.advance(hours(1));
    EXPECT_EQ(driver.status().state, State::stopped);
    EXPECT_EQ(driver.opened(), 0U);
}

// --- What the status tells

TEST(SessionStatus, TellsBetweenWhichTimesEventsMayBeMissing)
{
    SessionDriver driver;
    driver.subscribe();
    EXPECT_FALSE(driver.status().gap_from);
    driver.advance(seconds(10));
    driver.event();
    const auto last_heard = driver.now().wall;
    driver.advance(seconds(3));
    driver.gateway.refusal = SessionDriver::closed(Failure::network);
    driver.close(*driver.gateway.refusal);
    EXPECT_EQ(driver.status().gap_from, last_heard);
    EXPECT_FALSE(driver.status().gap_to);
    driver.advance(seconds(20)); // several tries later
    EXPECT_EQ(driver.status().gap_from, last_heard);
    driver.gateway.refusal.reset();
    driver.advance(minutes(1));
    ASSERT_EQ(driver.status().state, State::subscribed);
    ASSERT_TRUE(driver.status().gap_to);
    // The next outage takes its place.
    driver.advance(minutes(1));
    driver.ping();
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_EQ(driver.status().gap_from, driver.now().wall);
    EXPECT_FALSE(driver.status().gap_to);
}

/// What a rule would be told as "connection lost" and "connection back".
TEST(SessionStatus, IsLostFromARealLossUntilSomethingComesAgain)
{
    SessionDriver driver;
    EXPECT_FALSE(driver.status().delivering);
    driver.subscribe();
    EXPECT_TRUE(driver.status().delivering);
    EXPECT_FALSE(driver.status().lost);
    const auto revision = driver.session().status_revision();
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_FALSE(driver.status().delivering);
    EXPECT_TRUE(driver.status().lost);
    EXPECT_GT(driver.session().status_revision(), revision) << "nobody would look";
    driver.gateway.answers["channel.tips"] = no_answer;
    driver.advance(seconds(1));
    EXPECT_TRUE(driver.status().delivering) << "one topic does";
    EXPECT_FALSE(driver.status().lost);
}

TEST(SessionStatus, IsNotLostBeforeAnythingCameNorByMovesNorByAStreamersWish)
{
    struct Case {
        const char *name;
        std::function<void(SessionDriver &)> happens;
    };
    const auto configured = [](const std::function<void(Account &)> &change) {
        return [change](SessionDriver &d) {
            Account account = SessionDriver::some_account();
            change(account);
            d.configure(account);
        };
    };
    const std::vector<Case> cases = {
        {"a move", [](SessionDriver &d) { d.ask_to_reconnect("token"); }},
        {"a plain move", [](SessionDriver &d) { d.ask_to_reconnect(""); }},
        {"a move whose token is not taken",
         [](SessionDriver &d) {
             d.gateway.takes_over = false;
             d.ask_to_reconnect("token");
         }},
        {"a move whose old connection is closed first",
         [](SessionDriver &d) {
             d.gateway.accepts = false;
             d.ask_to_reconnect("token");
             d.close(SessionDriver::closed(Failure::closed_by_gateway, 1001), 1);
             EXPECT_FALSE(d.status().delivering);
             EXPECT_FALSE(d.status().lost);
             d.gateway.accepts = true;
             d.open();
             d.welcome();
             EXPECT_TRUE(d.status().delivering);
         }},
        {"another address", configured([](Account &account) { account.url += "/x"; })},
        {"another token", configured([](Account &account) { account.token = Secret("another-token-of-it"); })},
        {"another topic", configured([](Account &account) { account.topics = {"a"}; })},
        {"switched off", configured([](Account &account) { account.enabled = false; })},
        {"a stop", [](SessionDriver &d) { d.stop(); }},
    };
    for (const auto &[name, happens] : cases) {
        SCOPED_TRACE(name);
        SessionDriver driver;
        std::size_t lost = 0;
        driver.watching = [&](const Status &status) { lost += status.lost ? 1 : 0; };
        driver.start();
        driver.advance(minutes(1));
        happens(driver);
        driver.advance(seconds(10));
        EXPECT_EQ(lost, 0U);
    }
}

TEST(SessionStatus, IsLostWhereAMoveComesToNothingAndWhereTheTokenIsRevoked)
{
    const std::vector<std::function<void(SessionDriver &)>> losses = {
        [](SessionDriver &d) {
            d.gateway.accepts = false;
            d.ask_to_reconnect("token");
            d.close(SessionDriver::closed(Failure::closed_by_gateway, 1001), 1);
            d.close(SessionDriver::closed(Failure::network));
        },
        [](SessionDriver &d) {
            d.gateway.answer = {"err_unauthorized", "no", {}};
            d.ask_to_reconnect("");
            d.advance(seconds(1));
            EXPECT_EQ(d.status().state, State::stopped);
        },
        [](SessionDriver &d) {
            d.gateway.refusal = SessionDriver::refused_upgrade(Failure::upgrade_unauthorized, 401);
            d.close(SessionDriver::closed(Failure::network));
        },
    };
    for (const auto &happens : losses) {
        SessionDriver driver;
        driver.subscribe();
        happens(driver);
        EXPECT_TRUE(driver.status().lost);
        driver.gateway = {};
        driver.retry_now();
        driver.advance(minutes(2));
        ASSERT_EQ(driver.status().state, State::subscribed);
        EXPECT_FALSE(driver.status().lost);
    }
}

TEST(SessionStatus, AGapBeginsWithTheLastSignOfLifeOfTheConnectionThatDelivered)
{
    const std::vector<std::function<void(SessionDriver &)>> ends = {
        [](SessionDriver &d) { d.close(SessionDriver::closed(Failure::network), 1); },
        [](SessionDriver &d) {
            d.sleep(hours(8));
            d.session().on_time(d.now());
            d.advance(seconds(5));
        },
    };
    for (const auto &end : ends) {
        SessionDriver driver;
        driver.subscribe();
        driver.advance(minutes(2));
        driver.gateway.pings = false;
        driver.gateway.answer = no_answer;
        driver.ask_to_reconnect(""); // heard over the old one, for the last time
        const auto last_heard = driver.now().wall;
        driver.advance(seconds(9));
        driver.ping(); // over the new one, which delivers nothing yet
        end(driver);
        EXPECT_EQ(driver.status().gap_from, last_heard);
    }
}

TEST(SessionStatus, AGapBeginsWhereTheFirstTopicMayBeMissing)
{
    SessionDriver driver;
    driver.subscribe();
    driver.advance(minutes(2));
    driver.gateway.pings = false;
    driver.gateway.answers["channel.tips"] = {"err_internal_error", "", {}};
    driver.ask_to_reconnect(""); // heard over the old one, which alone brings tips from now on
    const auto last_heard = driver.now().wall;
    driver.advance(seconds(20));
    driver.ping(); // over the new one
    driver.sleep(hours(8));
    driver.advance(seconds(15));
    EXPECT_EQ(driver.status().gap_from, last_heard);
}

TEST(SessionStatus, AnOutageEndsWhenWhatIsMissingStillIsNotWantedAnyMore)
{
    SessionDriver driver;
    driver.subscribe();
    driver.gateway.answers["channel.tips"] = {"err_internal_error", "", {}};
    driver.close(SessionDriver::closed(Failure::network));
    driver.advance(seconds(20));
    EXPECT_FALSE(driver.status().gap_to);
    Account account = SessionDriver::some_account();
    account.topics = {"channel.activities"};
    driver.gateway.accepts = false;
    driver.ask_to_reconnect("token"); // also while the old connection alone delivers
    driver.configure(account);
    EXPECT_EQ(driver.status().gap_to, driver.now().wall);
}

TEST(SessionStatus, AGapIsTrueWhereTheClockIsSetBack)
{
    SessionDriver driver;
    driver.subscribe();
    driver.sleep(-hours(1));
    driver.advance(seconds(30));
    const auto before = driver.now().wall;
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_LE(driver.status().gap_from, before - seconds(30));
    driver.sleep(-hours(1));
    driver.advance(minutes(1));
    ASSERT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().gap_to, driver.status().gap_from) << "not before it";
}

TEST(SessionStatus, AnOutageLastsUntilEverythingIsSubscribedAgain)
{
    SessionDriver driver;
    driver.subscribe();
    driver.close(SessionDriver::closed(Failure::network));
    const auto begun = driver.status().gap_from;
    driver.gateway.answers["channel.tips"] = no_answer;
    driver.advance(seconds(5)); // one topic is back
    EXPECT_FALSE(driver.status().gap_to);
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_EQ(driver.status().gap_from, begun);
    driver.gateway = {};
    driver.advance(seconds(5));
    EXPECT_EQ(driver.status().gap_from, begun);
    EXPECT_TRUE(driver.status().gap_to);
}

TEST(SessionStatus, AnOutageOfOneTopicLastsUntilThatOneIsSubscribedAgain)
{
    SessionDriver driver;
    driver.subscribe();
    driver.gateway.answers["channel.tips"] = {"err_internal_error", "not now", {}};
    driver.close(SessionDriver::closed(Failure::network));
    driver.advance(minutes(2));
    EXPECT_EQ(driver.status().state, State::partly_subscribed);
    EXPECT_TRUE(driver.status().first_subscribed);
    EXPECT_TRUE(driver.status().gap_from);
    EXPECT_FALSE(driver.status().gap_to);
    driver.gateway = {};
    driver.advance(minutes(2));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_TRUE(driver.status().gap_to);
}

TEST(SessionStatus, TellsNoGapBeforeTheFirstSubscription)
{
    SessionDriver driver;
    driver.gateway.refusal = SessionDriver::closed(Failure::network);
    driver.start();
    driver.advance(minutes(1));
    driver.gateway.refusal.reset();
    driver.advance(minutes(2));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_FALSE(driver.status().gap_from);
    EXPECT_FALSE(driver.status().gap_to);
}

TEST(SessionStatus, CountsWhatWasReceivedAndWhatCouldNotBeUsed)
{
    SessionDriver driver;
    driver.subscribe();
    EXPECT_FALSE(driver.status().last_notification);
    for (int i = 0; i < 5; ++i)
        driver.event();
    driver.frame("no JSON");
    driver.frame(R"({"type":"something new"})");
    EXPECT_EQ(driver.status().received, 5U);
    EXPECT_EQ(driver.delivered(), 5U);
    EXPECT_EQ(driver.status().dropped, 2U);
    EXPECT_EQ(driver.status().last_notification, driver.now().wall);
}

TEST(SessionStatus, TellsWhenAJWTExpiresAndNothingOfOtherTokens)
{
    SessionDriver driver;
    EXPECT_EQ(driver.status().token_expires, system_clock::from_time_t(1900000000));
    Account account = SessionDriver::some_account();
    account.token_type = TokenType::apikey;
    driver.configure(account);
    EXPECT_FALSE(driver.status().token_expires);
    account.token_type = TokenType::jwt;
    account.token = Secret("not.a.jwt");
    driver.configure(account);
    EXPECT_FALSE(driver.status().token_expires);
}

TEST(SessionStatus, TellsWhetherAnythingCameThroughOutagesAndMoves)
{
    SessionDriver driver;
    driver.subscribe();
    EXPECT_FALSE(driver.status().heard);
    driver.event();
    EXPECT_TRUE(driver.status().heard);
    driver.close(SessionDriver::closed(Failure::network));
    driver.advance(minutes(1));
    driver.ask_to_reconnect("a-token-to-move-with");
    driver.advance(minutes(1));
    driver.sleep(hours(8));
    driver.advance(minutes(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_TRUE(driver.status().heard);
}

struct Change {
    const char *name;
    std::function<void(Account &)> make;
    bool of_account; ///< it may be another one
};

class EachChangeOfSettings : public testing::TestWithParam<Change> {};

TEST(SessionStatus, TellsSinceWhenAnEventCouldHaveComeWhateverWasBetween)
{
    SessionDriver driver;
    driver.subscribe();
    const auto first = driver.status().first_subscribed;
    ASSERT_TRUE(first);
    for (int i = 0; i < 5; ++i) {
        driver.advance(minutes(29));
        driver.close(SessionDriver::closed(Failure::network));
    }
    driver.advance(minutes(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().first_subscribed, first);
}

TEST_P(EachChangeOfSettings, CountsAnewWhatCameIfTheAccountMayBeAnother)
{
    SessionDriver driver;
    driver.subscribe();
    const auto first = driver.status().first_subscribed;
    driver.event();
    driver.advance(minutes(10));
    Account account = SessionDriver::some_account();
    GetParam().make(account);
    driver.configure(account);
    driver.advance(minutes(10));
    ASSERT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().heard, !GetParam().of_account);
    if (GetParam().of_account) {
        EXPECT_GT(driver.status().first_subscribed, first);
    }
    EXPECT_EQ(driver.status().received, 1U);
    driver.event();
    EXPECT_TRUE(driver.status().heard);
}

INSTANTIATE_TEST_SUITE_P(
    SessionStatus, EachChangeOfSettings,
    testing::Values(Change{"token", [](Account &a) { a.token = Secret("a-token-of-another-account"); }, true},
                    Change{"token_type", [](Account &a) { a.token_type = TokenType::oauth2; }, true},
                    Change{"room", [](Account &a) { a.room = "another-room"; }, true},
                    Change{"url", [](Account &a) { a.url = "wss://example.org"; }, true},
                    Change{"proxy", [](Account &a) { a.proxy = "localhost:3128"; }, false},
                    Change{"name", [](Account &a) { a.name = "another"; }, false},
                    Change{"topics", [](Account &a) { a.topics = {"channel.chat.message"}; }, false}),
    [](const auto &row) { return std::string(row.param.name); });

TEST(SessionStatus, AnAccountThatIsSwitchedOffAndOnIsTheSame)
{
    SessionDriver driver;
    driver.subscribe();
    driver.event();
    Account account = SessionDriver::some_account();
    account.enabled = false;
    driver.configure(account);
    account.enabled = true;
    driver.configure(account);
    driver.advance(seconds(1));
    ASSERT_EQ(driver.status().state, State::subscribed);
    EXPECT_TRUE(driver.status().heard);
}

TEST(SessionStatus, WhatIsOnItsWayOfTheAccountBeforeIsNotTakenForTheNewOnes)
{
    SessionDriver driver;
    driver.subscribe();
    driver.gateway.latency = milliseconds(200);
    Account account = SessionDriver::some_account();
    account.token = Secret("a-token-of-another-account");
    driver.configure(account);
    driver.event(); // sent before the unsubscribe was read
    driver.advance(seconds(5));
    EXPECT_EQ(driver.delivered(), 1U);
    ASSERT_EQ(driver.status().state, State::subscribed);
    EXPECT_FALSE(driver.status().heard);
}

TEST(SessionStatus, WhatComesOnATopicThatIsNotLeftYetIsNotTakenForTheNewAccounts)
{
    SessionDriver driver;
    driver.subscribe();
    Account account = SessionDriver::some_account();
    account.token = Secret("a-token-of-another-account");
    driver.configure(account);
    driver.advance(milliseconds(150));
    ASSERT_EQ(driver.topic("channel.activities").state, TopicState::subscribed);
    ASSERT_EQ(driver.topic("channel.tips").state, TopicState::waiting);
    driver.event("channel.tips");
    EXPECT_FALSE(driver.status().heard);
    driver.event("channel.activities");
    EXPECT_TRUE(driver.status().heard);
}

TEST(SessionStatus, TellsNoRoomOfTheAccountBefore)
{
    SessionDriver driver;
    driver.subscribe();
    ASSERT_NE(driver.topic("channel.tips").room, "");
    driver.gateway.answer.room = "";
    Account account = SessionDriver::some_account();
    account.token = Secret("a-token-of-another-account");
    driver.configure(account);
    driver.advance(seconds(5));
    ASSERT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.topic("channel.tips").room, "");
}

TEST(SessionRoom, OfAnEventIsTheOneThatItTellsElseItsTopicsOwn)
{
    SessionDriver driver;
    driver.gateway.answers["channel.tips"].room = "room-of-tips";
    driver.start();
    driver.event("channel.tips"); // before any answer
    EXPECT_EQ(driver.room_of_last(), "");
    driver.advance(seconds(5));
    driver.event("channel.tips");
    EXPECT_EQ(driver.room_of_last(), "room-of-tips");
    driver.event("channel.activities");
    EXPECT_EQ(driver.room_of_last(), SessionDriver::own_room);
    driver.event("channel.nobody.asked.for");
    EXPECT_EQ(driver.room_of_last(), "");
    driver.frame(R"({"type":"message","topic":"channel.tips","room":"another","data":{}})");
    EXPECT_EQ(driver.room_of_last(), "another");
}

TEST(SessionRoom, IsNotTheOneOfTheAccountBefore)
{
    SessionDriver driver;
    driver.subscribe();
    Account account = SessionDriver::some_account();
    account.token = Secret("a-token-of-another-account");
    driver.configure(account);
    driver.event();
    EXPECT_EQ(driver.room_of_last(), "") << "nobody knows which of the two accounts it is of";
    driver.advance(seconds(5));
    driver.event();
    EXPECT_EQ(driver.room_of_last(), SessionDriver::own_room);
}

TEST(SessionStatus, KeepsTheReasonOfTheLastLossUntilSubscribedAgain)
{
    SessionDriver driver;
    driver.subscribe();
    Closed why = SessionDriver::closed(Failure::tls_expired);
    why.detail = "certificate has expired";
    driver.gateway.refusal = why;
    driver.close(SessionDriver::closed(Failure::network));
    driver.advance(seconds(5));
    EXPECT_EQ(driver.status().why, Failure::tls_expired);
    EXPECT_EQ(driver.status().detail, "certificate has expired");
    driver.gateway.refusal.reset();
    driver.gateway.answer = no_answer;
    driver.retry_now();
    EXPECT_EQ(driver.status().state, State::waiting_answers);
    EXPECT_EQ(driver.status().why, Failure::tls_expired);
    driver.gateway.answer = {};
    driver.advance(minutes(1));
    EXPECT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().why, Failure::none);
    EXPECT_EQ(driver.status().detail, "");
}

TEST(SessionStatus, RisesItsRevisionWithEveryChangeOfState)
{
    SessionDriver driver;
    auto revision = driver.session().status_revision();
    const auto rose = [&] {
        return driver.session().status_revision() > std::exchange(revision, driver.session().status_revision());
    };
    driver.gateway.accepts = false;
    driver.start();
    EXPECT_TRUE(rose());
    driver.open();
    EXPECT_TRUE(rose());
    driver.welcome();
    driver.advance(seconds(1));
    EXPECT_TRUE(rose());
    driver.event();
    EXPECT_TRUE(rose()) << "the first event";
    driver.event();
    EXPECT_FALSE(rose()) << "a counter alone";
    driver.close(SessionDriver::closed(Failure::network));
    EXPECT_TRUE(rose());
    driver.advance(seconds(1));
    EXPECT_TRUE(rose());
}

} // namespace
} // namespace astro::gateway
