// SPDX-License-Identifier: GPL-2.0-or-later
// The fault matrix: what is done to a session, and what must come out. Each row ends with a gateway that works again,
// and the session must be subscribed to everything and deliver. The driver watches the rest (see session_driver.h).
#include "session_driver.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <ostream>

namespace astro::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAreArray;
using testing::HasSubstr;

using Driver = SessionDriver;
using Answer = Driver::Answer;
using Way = Answer::Way;
using Asked = std::vector<std::string>;

const std::string activities = "channel.activities";
const std::string tips = "channel.tips";
const Asked nothing;
const Asked both = {"subscribe " + activities, "subscribe " + tips};
const Asked only_activities = {both[0]};
const Asked only_tips = {both[1]};
const std::string leave = "unsubscribe " + activities;
const Answer no_answer{{}, {}, {}, Way::never};

Answer error(const std::string &word)
{
    return {word, "the gateway's own words", {}};
}

/// How far things have come when the fault comes.
enum class At {
    beginning,  ///< not started, the gateway does everything right until told otherwise
    connecting, ///< the connection hangs
    opened,     ///< no welcome yet, and none comes
    asked,      ///< both topics are asked for, no answer comes
    subscribed, ///< for two minutes
};

void reach(Driver &driver, At at)
{
    switch (at) {
    case At::beginning:
        return;
    case At::connecting:
        driver.gateway.accepts = false;
        return driver.start();
    case At::opened:
        driver.gateway.welcomes = false;
        return driver.start();
    case At::asked:
        driver.gateway.answer = no_answer;
        driver.start();
        driver.advance(seconds(1));
        return driver.forget();
    case At::subscribed:
        driver.subscribe();
        driver.advance(minutes(2));
        return driver.forget();
    }
}

/// The gateway is itself again. The session has to find that out; only refusals are a streamer's to take back.
void recover(Driver &driver)
{
    driver.gateway = {};
    driver.advance(minutes(11));
    const Status status = driver.status();
    const bool refused = std::any_of(status.topics.begin(), status.topics.end(),
                                     [](const TopicStatus &topic) { return topic.state == TopicState::refused; });
    if (status.state == State::stopped || refused)
        driver.retry_now();
    driver.advance(seconds(1));
}

void expect_recovered(Driver &driver)
{
    ASSERT_EQ(driver.status().state, State::subscribed);
    EXPECT_EQ(driver.status().why, Failure::none);
    EXPECT_EQ(driver.connections().size(), 1U);
    EXPECT_THAT(driver.unwanted(), testing::IsEmpty());
    driver.forget();
    driver.event();
    EXPECT_EQ(driver.delivered(), 1U);
    driver.advance(hours(1));
    EXPECT_EQ(driver.asked(), nothing) << "a session that is subscribed has nothing to ask";
    EXPECT_EQ(driver.opened(), 0U);
}

struct Expected {
    State state = State::subscribed;
    Failure why = Failure::none;
    Asked asked{};          ///< requests, since the fault
    std::size_t opened = 0; ///< connections, since the fault
    std::optional<milliseconds> next_try{};
    std::size_t delivered = 0;
    std::uint64_t dropped = 0;
    std::optional<TopicState> tips{};
};

struct Row {
    const char *name;
    At at;
    std::function<void(Driver &)> happens;
    Expected out;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class Fault : public testing::TestWithParam<Row> {};

TEST_P(Fault, ComesOutAsItMust)
{
    const auto &[name, at, happens, out] = GetParam();
    Driver driver;
    reach(driver, at);
    happens(driver);
    const Status status = driver.status();
    EXPECT_EQ(status.state, out.state);
    EXPECT_EQ(status.why, out.why);
    EXPECT_THAT(driver.asked(), ElementsAreArray(out.asked));
    EXPECT_EQ(driver.opened(), out.opened);
    EXPECT_EQ(driver.until_next_try(), out.next_try);
    EXPECT_EQ(driver.delivered(), out.delivered);
    EXPECT_EQ(status.dropped, out.dropped);
    if (out.tips) {
        EXPECT_EQ(driver.topic(tips).state, *out.tips);
    }
    recover(driver);
    expect_recovered(driver);
}

std::string name_of(const testing::TestParamInfo<Row> &row)
{
    return row.param.name;
}

void expect_open_gap(const Driver &driver)
{
    EXPECT_TRUE(driver.status().gap_from) << "events are missed";
    EXPECT_FALSE(driver.status().gap_to) << "events are missed still";
}

void expect_no_gap(const Driver &driver)
{
    EXPECT_FALSE(driver.status().gap_from) << "the old connection went on delivering";
}

void want_tips_only(Driver &driver)
{
    Account account = Driver::some_account();
    account.topics = {tips};
    driver.configure(account);
}

/// A move comes to nothing, and so do tries until the next one is long to come. The old connection delivers.
void have_no_new_connection(Driver &driver)
{
    driver.gateway.refusal = Driver::refused_upgrade(Failure::draining, 502);
    driver.ask_to_reconnect("token");
    for (int i = 0; i < 200 && driver.until_next_try().value_or(seconds(0)) < seconds(10); ++i)
        driver.advance(milliseconds(200));
    EXPECT_TRUE(driver.status().delivering);
    driver.forget();
}

/// Three moves in a row, each so soon after the other that the last one is put off.
void have_a_move_wait(Driver &driver)
{
    driver.ask_to_reconnect("first");
    driver.advance(seconds(4));
    driver.ask_to_reconnect("second");
    driver.advance(seconds(4));
    driver.ask_to_reconnect("third");
}

Answer twice(Answer answer)
{
    answer.way = Way::twice;
    return answer;
}

/// A topic is taken out. What its unsubscribe is answered at first, then, and what is asked for it.
Row unsubscribed(const char *name, const Answer &first, const Answer &then, const Asked &asked, std::size_t opened = 0)
{
    return {name,
            At::subscribed,
            [=](Driver &d) {
                d.gateway.unsubscribe_answer = first;
                want_tips_only(d);
                d.gateway.unsubscribe_answer = then;
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, asked, opened}};
}

// --- On the way to the gateway

/// A connection that fails before it opens, for this reason, is tried again after half of the first second.
Row tried_again(const char *name, Closed why, Failure shown, milliseconds next_try = milliseconds(500))
{
    return {
        name, At::connecting, [why](Driver &d) { d.close(why); }, {State::waiting_retry, shown, nothing, 1, next_try}};
}

Row tried_again(const char *name, Failure why)
{
    return tried_again(name, Driver::closed(why), why);
}

Row stopped(const char *name, Closed why)
{
    return {name,
            At::connecting,
            [why](Driver &d) {
                d.close(why);
                d.advance(hours(1));
            },
            {State::stopped, why.failure, nothing, 1}};
}

INSTANTIATE_TEST_SUITE_P(
    Connecting, Fault,
    testing::Values(tried_again("name_not_found", Failure::name_not_found), tried_again("refused", Failure::refused),
                    tried_again("timed_out", Failure::timed_out), tried_again("reset", Failure::network),
                    tried_again("proxy", Failure::proxy), tried_again("tls_untrusted", Failure::tls_untrusted),
                    tried_again("tls_expired", Failure::tls_expired),
                    tried_again("tls_wrong_host", Failure::tls_wrong_host),
                    tried_again("tls_old_or_cut_off", Failure::tls),
                    tried_again("upgrade_garbage", Failure::not_a_gateway),
                    tried_again("upgrade_broken_frames", Failure::protocol_error),
                    tried_again("no_reason_given", Driver::closed(Failure::none), Failure::closed_by_gateway),
                    tried_again("ca_file_cannot_be_read", Failure::bad_ca_file),
                    Row{"name_not_found_then_found",
                        At::beginning,
                        [](Driver &d) {
                            d.gateway.refusal = Driver::closed(Failure::name_not_found);
                            d.start();
                            d.gateway.refusal.reset();
                            d.advance(seconds(1));
                        },
                        {State::subscribed, Failure::none, both, 2}},
                    Row{"nothing_ever_comes_back",
                        At::connecting,
                        [](Driver &d) { d.advance(seconds(60)); },
                        {State::waiting_retry, Failure::timed_out, nothing, 1, milliseconds(500)}},
                    Row{"opens_after_it_was_given_up",
                        At::connecting,
                        [](Driver &d) {
                            d.advance(seconds(60));
                            d.session().on_open(1, d.now());
                            d.welcome(1);
                        },
                        {State::waiting_retry, Failure::timed_out, nothing, 1, milliseconds(500)}},
                    Row{"closed_twice",
                        At::connecting,
                        [](Driver &d) {
                            d.close(Driver::closed(Failure::refused));
                            d.close(Driver::closed(Failure::network));
                        },
                        {State::waiting_retry, Failure::refused, nothing, 1, milliseconds(500)}},
                    Row{"words_that_quote_the_token",
                        At::connecting,
                        [](Driver &d) {
                            Closed why = Driver::closed(Failure::upgrade_refused);
                            why.detail = std::string("no such token: ") + Driver::some_token() + ", sorry";
                            d.close(why);
                            EXPECT_EQ(d.status().detail, "no such token: (secret), sorry");
                        },
                        {State::waiting_retry, Failure::upgrade_refused, nothing, 1, milliseconds(500)}}),
    name_of);

// --- What must not be told: the driver looks for every token in the log and the status

const std::string reconnect_token = "Rec/onnect+Token=0123456789";

INSTANTIATE_TEST_SUITE_P(
    Secrets, Fault,
    testing::Values(
        Row{"the_token_before_this_one",
            At::subscribed,
            [](Driver &d) {
                Account account = Driver::some_account();
                account.token = Secret("another-token-of-the-account");
                d.configure(account);
                d.advance(seconds(1));
                d.forget();
                Closed why = Driver::closed(Failure::closed_by_gateway);
                why.detail = std::string("you left with ") + Driver::some_token();
                d.close(why);
                EXPECT_EQ(d.status().detail, "you left with (secret)");
            },
            {State::waiting_retry, Failure::closed_by_gateway, nothing, 0, milliseconds(500)}},
        Row{"a_reconnect_token",
            At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect(reconnect_token);
                Closed why = Driver::closed(Failure::closed_by_gateway);
                why.detail = "used: " + reconnect_token;
                d.gateway.refusal = why;
                d.close(why, 2);
                EXPECT_EQ(d.status().detail, "used: (secret)");
            },
            {State::waiting_retry, Failure::closed_by_gateway, nothing, 1, milliseconds(500)}},
        Row{"a_reconnect_token_as_a_url_has_it",
            At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect(reconnect_token);
                Closed why = Driver::closed(Failure::closed_by_gateway);
                why.detail = "no /?reconnect_token=Rec%2Fonnect%2BToken%3D0123456789 here";
                d.gateway.refusal = why;
                d.close(why, 2);
                EXPECT_EQ(d.status().detail, "no /?reconnect_token=(secret) here");
            },
            {State::waiting_retry, Failure::closed_by_gateway, nothing, 1, milliseconds(500)}},
        Row{"in_an_unknown_type",
            At::subscribed,
            [](Driver &d) {
                d.frame(std::string(R"({"type":"the )") + Driver::some_token() + R"("})");
                ASSERT_EQ(d.log().size(), 1U);
                EXPECT_EQ(d.log_lines_with("the (secret)"), 1U);
            },
            {State::subscribed, Failure::none, nothing, 0, {}, 0, 1}},
        Row{"in_an_unknown_type_told_of_later",
            At::subscribed,
            [](Driver &d) {
                d.frame("rubbish");
                d.frame(std::string(R"({"type":")") + Driver::some_token() + R"("})");
                for (const char *token : {"another-token-of-the-account", "the-third-token-of-the-account"}) {
                    Account account = Driver::some_account();
                    account.token = Secret(token);
                    d.configure(account);
                    d.advance(seconds(1));
                }
                d.forget();
                d.advance(minutes(2));
                EXPECT_EQ(d.log_lines_with("(secret)"), 1U);
            },
            {State::subscribed, Failure::none, nothing, 0, {}, 0, 2}},
        Row{"in_a_room",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.room = Driver::some_token();
                d.start();
                d.advance(seconds(1));
                EXPECT_EQ(d.topic(tips).room, "(secret)");
            },
            {State::subscribed, Failure::none, both, 1}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Upgrade, Fault,
    testing::Values(
        tried_again("http_301", Driver::refused_upgrade(Failure::upgrade_refused, 301), Failure::upgrade_refused),
        tried_again("http_400", Driver::refused_upgrade(Failure::upgrade_refused, 400), Failure::upgrade_refused),
        stopped("http_401", Driver::refused_upgrade(Failure::upgrade_unauthorized, 401)),
        stopped("http_403", Driver::refused_upgrade(Failure::upgrade_unauthorized, 403)),
        tried_again("http_404", Driver::refused_upgrade(Failure::upgrade_refused, 404), Failure::upgrade_refused),
        tried_again("http_429", Driver::refused_upgrade(Failure::too_many_connections, 429),
                    Failure::too_many_connections),
        tried_again("http_429_retry_after_2", Driver::refused_upgrade(Failure::too_many_connections, 429, 2),
                    Failure::too_many_connections, seconds(2)),
        tried_again("http_429_retry_after_a_day", Driver::refused_upgrade(Failure::too_many_connections, 429, 86400),
                    Failure::too_many_connections, minutes(10)),
        tried_again("http_500", Driver::refused_upgrade(Failure::draining, 500), Failure::draining),
        tried_again("http_502", Driver::refused_upgrade(Failure::draining, 502), Failure::draining),
        tried_again("http_503", Driver::refused_upgrade(Failure::draining, 503), Failure::draining),
        tried_again("http_503_retry_after_30", Driver::refused_upgrade(Failure::draining, 503, 30), Failure::draining,
                    seconds(30))),
    name_of);

// --- Answers

INSTANTIATE_TEST_SUITE_P(
    Answers, Fault,
    testing::Values(
        Row{"missing_once",
            At::asked,
            [](Driver &d) {
                d.gateway.answer = {};
                d.advance(seconds(11));
            },
            {State::subscribed, Failure::none, both}},
        Row{"missing_twice",
            At::asked,
            [](Driver &d) { d.advance(milliseconds(19000)); },
            {State::waiting_retry, Failure::no_answer, both, 0, milliseconds(500)}},
        Row{"missing_for_one_topic",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.start();
                d.advance(seconds(20));
            },
            {State::waiting_answers, Failure::none, {both[0], both[1], both[1]}, 1}},
        Row{"missing_for_one_topic_for_ever",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.start();
                d.advance(minutes(2));
                EXPECT_EQ(d.opened(), 2U) << "made anew once for it";
                EXPECT_EQ(d.topic(tips).error, ErrorCode::deadline_exceeded);
                d.forget();
                d.advance(hours(1));
                EXPECT_GT(d.asked().size(), 50U);
                EXPECT_LT(d.asked().size(), 200U) << "with delays that grow";
                d.forget();
            },
            {State::partly_subscribed, Failure::none, nothing, 0, {}, 0, 0, TopicState::retrying}},
        Row{"missing_for_a_topic_that_is_not_wanted_any_more",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[activities] = no_answer;
                d.start();
                d.advance(minutes(2));
                d.forget();
                want_tips_only(d);
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave}}},
        Row{"missing_for_one_topic_takes_nothing_from_the_other",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.start();
                d.advance(milliseconds(20500));
                EXPECT_EQ(d.opened(), 2U);
                const std::size_t before = d.delivered();
                d.event(activities, 1);
                EXPECT_EQ(d.delivered(), before + 1) << "the connection before goes on";
                d.advance(minutes(1));
                EXPECT_FALSE(d.status().gap_from);
                d.forget();
            },
            {State::partly_subscribed, Failure::none, nothing, 0, {}, 0, 0, TopicState::retrying}},
        Row{"missing_for_one_topic_then_late",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.start();
                d.advance(minutes(2));
                d.respond(d.requests().back(), {});
                d.forget();
                d.advance(hours(1));
            },
            {}},
        Row{"missing_for_one_topic_and_all_after_it",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.start();
                d.advance(minutes(2));
                d.gateway.answers.clear();
                d.gateway.answer = no_answer;
                d.close(Driver::closed(Failure::network));
                d.forget();
                d.advance(minutes(1));
                EXPECT_GE(d.opened(), 2U) << "nobody answers: the connection is made anew";
                d.gateway.answer = {};
                d.advance(minutes(1));
                d.forget();
            },
            {}},
        Row{"late_for_the_first_asking",
            At::asked,
            [](Driver &d) {
                d.advance(seconds(12));
                d.respond({"subscribe", activities, {}, "s1", {}, {}, d.newest(), {}}, {});
                d.respond({"subscribe", tips, {}, "s2", {}, {}, d.newest(), {}}, {});
                d.advance(seconds(30));
            },
            {State::subscribed, Failure::none, both}},
        Row{"doubled",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.way = Way::twice;
                d.start();
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"doubled_error",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = error("err_unauthorized");
                d.gateway.answers[tips].way = Way::twice;
                d.start();
                d.advance(seconds(1));
            },
            {State::partly_subscribed, Failure::none, both, 1, {}, 0, 1, TopicState::refused}},
        Row{"an_error_after_the_success",
            At::asked,
            [](Driver &d) {
                const Driver::Request request{"subscribe", tips, {}, "s2", {}, {}, d.newest(), {}};
                d.respond(request, {});
                d.respond(request, error("err_unauthorized"));
            },
            {State::waiting_answers, Failure::none, nothing, 0, {}, 0, 1, TopicState::subscribed}},
        Row{"out_of_order",
            At::asked,
            [](Driver &d) {
                d.respond({"subscribe", tips, {}, "s2", {}, {}, d.newest(), {}}, {});
                d.respond({"subscribe", activities, {}, "s1", {}, {}, d.newest(), {}}, {});
            },
            {State::subscribed}},
        Row{"with_a_wrong_nonce",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.way = Way::with_wrong_nonce;
                d.start();
                d.advance(milliseconds(20000));
            },
            {State::waiting_retry, Failure::no_answer, {both[0], both[1], both[0], both[1]}, 1, milliseconds(500)}},
        Row{"without_a_nonce",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.way = Way::without_nonce;
                d.start();
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"without_a_nonce_and_late",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.way = Way::without_nonce;
                d.gateway.latency = milliseconds(400);
                d.start();
                d.advance(seconds(3));
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"without_nonce_and_topic",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.way = Way::without_nonce_and_topic;
                d.start();
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"errors_without_nonce_and_topic",
            At::asked,
            [](Driver &d) {
                d.frame(R"({"type":"response","error":"invalid_message","data":{"message":"what?"}})");
                EXPECT_EQ(d.topic(activities).state, TopicState::refused) << "it was asked for first";
                EXPECT_EQ(d.topic(activities).text, "what?");
                d.respond({"subscribe", tips, {}, "s2", {}, {}, d.newest(), {}}, {});
            },
            {State::partly_subscribed}},
        Row{"errors_without_nonce_and_topic_to_an_unsubscribe",
            At::subscribed,
            [](Driver &d) {
                d.gateway.latency = milliseconds(300);
                d.gateway.unsubscribe_answer = {"err_internal_error", "what?", {}, Way::without_nonce_and_topic};
                Account account = Driver::some_account();
                account.topics = {tips, "channel.chat.message"};
                d.configure(account);
                d.advance(milliseconds(500));
                d.gateway.unsubscribe_answer = {};
                d.advance(seconds(2));
                d.gateway.latency = milliseconds(0);
            },
            {State::subscribed,
             Failure::none,
             {"unsubscribe " + activities, "subscribe channel.chat.message", "unsubscribe " + activities}}},
        Row{"with_data_that_is_text",
            At::asked,
            [](Driver &d) {
                d.frame(R"({"type":"RESPONSE","nonce":"s1","data":"subscribed"})");
                d.frame(R"({"type":"RESPONSE","nonce":"s2","data":"subscribed"})");
            },
            {State::subscribed}},
        Row{"to_nothing_that_was_asked",
            At::subscribed,
            [](Driver &d) {
                d.frame(R"({"type":"response","nonce":"x","data":{"topic":"channel.tips"}})");
                d.frame(R"({"type":"response","data":{"topic":"channel.tips"}})");
                d.frame(R"({"type":"response"})");
            },
            {State::subscribed}},
        Row{"already_subscribed_to_nothing_that_was_asked",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer = {"err_bad_request", "already subscribed to topic", {}, Way::twice};
                d.start();
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"errors_to_nothing_that_was_asked",
            At::subscribed,
            [](Driver &d) {
                for (int i = 0; i < 1000; ++i)
                    d.frame(
                        R"({"type":"response","nonce":"x","error":"err_unauthorized","data":{"topic":"channel.tips"}})");
                EXPECT_EQ(d.log().size(), 1U);
            },
            {State::subscribed, Failure::none, nothing, 0, {}, 0, 1000}},
        Row{"over_a_connection_that_is_gone",
            At::asked,
            [](Driver &d) {
                const ConnectionId gone = d.newest();
                d.close(Driver::closed(Failure::network));
                d.advance(seconds(2));
                d.respond({"subscribe", tips, {}, "s2", {}, {}, gone, {}}, {});
            },
            {State::waiting_answers, Failure::network, both, 1, {}, 0, 0, TopicState::waiting}},
        Row{"already_subscribed",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer = {"err_bad_request", "Already subscribed to topic", {}};
                d.start();
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"that_quote_the_token",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = {"err_bad_request", std::string("bad token ") + Driver::some_token(), {}};
                d.start();
                d.advance(seconds(1));
                EXPECT_EQ(d.topic(tips).text, "bad token (secret)");
            },
            {State::partly_subscribed, Failure::none, both, 1}},
        Row{"that_quote_the_token_as_error",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[tips] = {Driver::some_token(), "", {}};
                d.start();
                d.advance(milliseconds(300));
                for (const std::string &line : d.log())
                    EXPECT_EQ(line.find("eyJ"), std::string::npos) << "the start of a token in the log";
                EXPECT_EQ(d.topic(tips).text.find("eyJ"), std::string::npos);
            },
            {State::partly_subscribed, Failure::none, both, 1, {}, 0, 0, TopicState::retrying}},
        unsubscribed("missing_for_unsubscribes", no_answer, no_answer, {leave, leave, both[1]}, 1),
        unsubscribed("an_unsubscribe_fails_once", error("err_internal_error"), {}, {leave, leave}),
        unsubscribed("an_unsubscribe_fails_once_and_that_is_said_twice", twice(error("err_internal_error")), {},
                     {leave, leave}),
        unsubscribed("an_unsubscribe_fails_always", error("err_internal_error"), error("err_internal_error"),
                     {leave, leave, both[1]}, 1),
        unsubscribed("an_unsubscribe_of_what_is_not_subscribed", {"err_bad_request", "Not subscribed to topic", {}},
                     no_answer, {leave}),
        Row{"late_to_an_unsubscribe",
            At::subscribed,
            [](Driver &d) {
                d.gateway.latency = seconds(12);
                want_tips_only(d);
                d.advance(minutes(5));
                d.gateway.latency = seconds(0);
            },
            {State::subscribed, Failure::none, {leave, leave}}},
        Row{"missing_for_unsubscribes_of_what_is_subscribed_again",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = no_answer;
                Account account = Driver::some_account();
                account.token = Secret("another-token-of-the-account");
                d.configure(account);
                d.advance(seconds(1));
                d.frame(R"({"type":"response","error":"rate_limit_exceeded"})");
                d.advance(seconds(10)); // sent once more, it would end what is subscribed
            },
            {State::subscribed, Failure::none, {"unsubscribe " + activities, both[0], "unsubscribe " + tips, both[1]}}},
        Row{"an_unsubscribe_is_refused",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_bad_request");
                want_tips_only(d);
                EXPECT_EQ(d.log_lines_with("was refused"), 1U);
                d.event(tips, 1);
                EXPECT_EQ(d.delivered(), 1U) << "until the new connection has taken over";
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave, both[1]}, 1, {}, 1}},
        Row{"the_room_of_before_is_not_known_and_can_not_be_left",
            At::asked,
            [](Driver &d) {
                d.gateway.answer = {};
                d.gateway.latency = milliseconds(150); // by then its topic is asked for
                d.gateway.unsubscribe_answer = error("err_internal_error");
                Account account = Driver::some_account();
                account.room = "0123456789abcdef01234567";
                d.configure(account);
                d.advance(minutes(5));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2}));
            },
            {State::subscribed, Failure::none, {leave, both[0], "unsubscribe " + tips, both[1], both[0], both[1]}, 1}},
        Row{"the_room_of_the_token_before_is_not_known_and_can_not_be_left",
            At::asked,
            [](Driver &d) {
                d.gateway.answer = {};
                d.gateway.latency = milliseconds(150); // by then its topic is asked for
                d.gateway.unsubscribe_answer = error("err_internal_error");
                Account account = Driver::some_account();
                account.token = Secret("a-token-of-another-account");
                d.configure(account);
                d.advance(minutes(5));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2}));
            },
            {State::subscribed, Failure::none, {leave, both[0], "unsubscribe " + tips, both[1], both[0], both[1]}, 1}},
        Row{"an_unsubscribe_fails_always_before_its_topic_is_asked_for",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_internal_error");
                Account account = Driver::some_account();
                account.token = Secret("another-token-of-the-account");
                d.configure(account);
                d.advance(minutes(5));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2}));
            },
            {State::subscribed, Failure::none, {leave, "unsubscribe " + tips, leave, both[0], both[1]}, 1}},
        Row{"the_command_limit_was_reached_between_an_unsubscribe_and_its_subscribe",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = {"rate_limit_exceeded", "slow down", {}, Way::without_nonce_and_topic};
                Account account = Driver::some_account();
                account.token = Secret("another-token-of-the-account");
                d.configure(account);
                d.gateway.unsubscribe_answer = {};
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave, leave, both[0], "unsubscribe " + tips, both[1]}}},
        Row{"an_unsubscribe_fails_once_before_its_topic_is_asked_for",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_internal_error");
                Account account = Driver::some_account();
                account.token = Secret("another-token-of-the-account");
                d.configure(account);
                d.gateway.unsubscribe_answer = {};
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave, "unsubscribe " + tips, both[1], leave, both[0]}}},
        Row{"an_unsubscribe_fails_once_and_its_topic_is_wanted_again_by_one_more_token",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_internal_error");
                want_tips_only(d);
                d.gateway.unsubscribe_answer = {};
                Account account = Driver::some_account();
                account.token = Secret("another-token-of-the-account");
                d.configure(account);
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave, "unsubscribe " + tips, both[1], leave, both[0]}}},
        Row{"the_own_room_of_before_can_not_be_left_and_no_answer_names_a_room",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.room.clear();
                d.subscribe();
                d.gateway.latency = milliseconds(150); // by then its topic is asked for
                d.gateway.unsubscribe_answer = error("err_internal_error");
                Account account = Driver::some_account();
                account.room = "0123456789abcdef01234567";
                d.configure(account);
                d.advance(minutes(5));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2}));
            },
            {State::subscribed, Failure::none, {leave, both[0], "unsubscribe " + tips, both[1], both[0], both[1]}, 1}},
        Row{"what_was_taken_out_can_not_be_left_and_is_wanted_again_of_another_account",
            At::beginning,
            [](Driver &d) {
                d.gateway.answer.room.clear();
                d.subscribe();
                d.gateway.unsubscribe_answer = no_answer;
                want_tips_only(d);
                d.gateway.unsubscribe_answer = {};
                Account account = Driver::some_account();
                account.token = Secret("a-token-of-another-account");
                d.configure(account);
                d.advance(minutes(5));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2}));
            },
            {State::subscribed, Failure::none, {leave, both[0], "unsubscribe " + tips, both[1], both[0], both[1]}, 1}},
        Row{"the_room_of_before_can_not_be_left_and_nothing_else_can_be_had",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_bad_request");
                d.gateway.refusal = Driver::refused_upgrade(Failure::draining, 502);
                Account account = Driver::some_account();
                account.room = "0123456789abcdef01234567";
                d.configure(account);
                d.event(tips, 1);
                EXPECT_EQ(d.delivered(), 0U);
                expect_no_gap(d);
            },
            {State::waiting_retry, Failure::draining, {leave}, 1, milliseconds(500)}},
        Row{"an_asking_is_not_answered_and_the_next_fails",
            At::beginning,
            [](Driver &d) {
                d.gateway.answers[activities] = no_answer; // but heard
                d.start();
                d.advance(seconds(2));
                d.gateway.answers[activities] = error("err_internal_error");
                d.advance(seconds(10));
                EXPECT_EQ(d.topic(activities).state, TopicState::retrying);
                d.forget();
                want_tips_only(d);
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave}}},
        Row{"an_unsubscribe_is_refused_while_the_connection_of_before_drains",
            At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("token");
                d.advance(seconds(1));
                d.gateway.unsubscribe_answer = error("err_bad_request");
                want_tips_only(d);
                d.event(tips, 1);              // was on its way
                d.ask_to_reconnect("another"); // which would take along what is to be left
                d.advance(minutes(5));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{3}));
            },
            {State::subscribed, Failure::none, {leave, both[1]}, 2, {}, 1}},
        Row{"an_unsubscribe_is_refused_in_a_move",
            At::subscribed,
            [](Driver &d) {
                d.gateway.latency = milliseconds(100);
                d.gateway.unsubscribe_answer = error("err_bad_request");
                want_tips_only(d);
                d.advance(milliseconds(99));
                d.gateway.accepts = false;
                d.ask_to_reconnect("token"); // would bring it along
                d.gateway.accepts = true;
                d.open();
                d.advance(minutes(5));
                d.gateway.latency = milliseconds(0);
            },
            {State::subscribed, Failure::none, {leave, leave, both[1]}, 2}},
        Row{"the_room_of_before_can_not_be_left",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_unauthorized");
                Account account = Driver::some_account();
                account.room = "0123456789abcdef01234567";
                d.configure(account);
                d.advance(minutes(5));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2}));
                for (const Driver::Request &request : d.requests())
                    EXPECT_EQ(request.room == account.room, request.connection == 2);
            },
            {State::subscribed, Failure::none, {leave, both[0], both[1]}, 1}},
        Row{"an_unsubscribe_that_failed_is_not_repeated_when_its_topic_is_wanted_again",
            At::subscribed, // it might end what is subscribed by then
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_internal_error");
                want_tips_only(d);
                d.gateway.answer.room.clear(); // so nobody knows which room was left
                d.configure(Driver::some_account());
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave, both[0], both[0], both[1]}, 1}},
        Row{"an_unsubscribe_failed_of_what_is_subscribed_again",
            At::subscribed,
            [](Driver &d) {
                d.gateway.unsubscribe_answer = error("err_internal_error");
                want_tips_only(d);
                d.configure(Driver::some_account());
                d.advance(minutes(5));
            },
            {State::subscribed, Failure::none, {leave, both[0]}}}),
    name_of);

// --- Frames

Row dropped(const char *name, const std::string &frame)
{
    return {name,
            At::subscribed,
            [frame](Driver &d) { d.frame(frame); },
            {State::subscribed, Failure::none, nothing, 0, {}, 0, 1}};
}

INSTANTIATE_TEST_SUITE_P(
    Frames, Fault,
    testing::Values(dropped("empty", ""), dropped("no_json", "hello"),
                    dropped("cut_off", R"({"type":"message","topic":"chan)"), dropped("an_array", "[]"),
                    dropped("a_number", "1"), dropped("null", "null"), dropped("no_type", "{}"),
                    dropped("type_is_a_number", R"({"type":1})"), dropped("type_is_unknown", R"({"type":"surprise"})"),
                    dropped("no_topic", R"({"type":"message","data":{}})"),
                    dropped("nested_10000_deep", std::string(10000, '[') + std::string(10000, ']')),
                    dropped("five_megabytes", "\"" + std::string(5U << 20U, 'x') + "\""),
                    dropped("not_utf8", "{\"type\":\"message\",\"topic\":\"\xC3\x28\"}"),
                    Row{"of_odd_members",
                        At::subscribed,
                        [](Driver &d) {
                            d.frame(R"({"type":"response","nonce":{},"error":[],"data":[1]})");
                            d.frame(R"({"type":"welcome","data":7})");
                            d.frame(R"({"type":"message","topic":"channel.tips","data":null,"room":3,"id":{}})");
                        },
                        {State::subscribed, Failure::none, nothing, 0, {}, 1, 1}},
                    Row{"a_flood_of_bad_ones",
                        At::subscribed,
                        [](Driver &d) {
                            for (int i = 0; i < 5000; ++i)
                                d.frame("rubbish");
                            EXPECT_EQ(d.log().size(), 1U);
                            d.event();
                            d.advance(minutes(1));
                            EXPECT_EQ(d.log().size(), 2U);
                            EXPECT_THAT(d.log().back(), HasSubstr("4999"));
                            d.advance(minutes(10));
                            EXPECT_EQ(d.log().size(), 2U);
                        },
                        {State::subscribed, Failure::none, nothing, 0, {}, 1, 5000}},
                    Row{"bad_ones_among_the_answers",
                        At::beginning,
                        [](Driver &d) {
                            d.gateway.latency = milliseconds(50);
                            d.start();
                            d.advance(milliseconds(50)); // for the connection to open
                            for (int i = 0; i < 100; ++i) {
                                d.frame("rubbish");
                                d.advance(milliseconds(10));
                            }
                        },
                        {State::subscribed, Failure::none, both, 1, {}, 0, 100}},
                    Row{"a_second_welcome", At::subscribed, [](Driver &d) { d.welcome(); }, {State::subscribed}},
                    Row{"no_welcome",
                        At::opened,
                        [](Driver &d) { d.advance(seconds(3)); },
                        {State::subscribed, Failure::none, both, 1}},
                    Row{"an_event_before_the_answer",
                        At::asked,
                        [](Driver &d) { d.event(tips); },
                        {State::waiting_answers, Failure::none, nothing, 0, {}, 1}},
                    Row{"an_event_of_a_topic_not_asked_for",
                        At::subscribed,
                        [](Driver &d) { d.event("astro"); },
                        {State::subscribed, Failure::none, nothing, 0, {}, 1}},
                    Row{"an_event_over_a_connection_that_is_gone",
                        At::subscribed,
                        [](Driver &d) {
                            const ConnectionId gone = d.newest();
                            d.close(Driver::closed(Failure::network));
                            d.event(tips, gone);
                        },
                        {State::waiting_retry, Failure::network, nothing, 0, milliseconds(500)}}),
    name_of);

// --- Silence

INSTANTIATE_TEST_SUITE_P(Silence, Fault,
                         testing::Values(Row{"no_sign_of_life_for_80_s",
                                             At::subscribed,
                                             [](Driver &d) {
                                                 d.gateway.pings = false;
                                                 d.ping();
                                                 d.advance(seconds(80));
                                                 EXPECT_EQ(d.pings_sent(), 1U);
                                             },
                                             {State::waiting_retry, Failure::silent, nothing, 0, milliseconds(500)}},
                                         Row{"no_sign_of_life_for_79_s",
                                             At::subscribed,
                                             [](Driver &d) {
                                                 d.gateway.pings = false;
                                                 d.ping();
                                                 d.advance(seconds(79));
                                                 d.ping();
                                                 d.advance(seconds(39));
                                             },
                                             {State::subscribed}},
                                         Row{"a_clock_that_leaps_over_both",
                                             At::subscribed, // a steady clock that counts sleep
                                             [](Driver &d) {
                                                 d.gateway.pings = false;
                                                 d.stand_still(hours(3));
                                                 d.advance(seconds(6));
                                                 EXPECT_EQ(d.pings_sent(), 1U);
                                             },
                                             {State::subscribed, Failure::none, both, 1}},
                                         Row{"asleep_for_a_night",
                                             At::subscribed,
                                             [](Driver &d) {
                                                 d.gateway.pings = false;
                                                 d.sleep(hours(8));
                                                 d.advance(minutes(1));
                                             },
                                             {State::subscribed, Failure::none, both, 1}},
                                         Row{"asleep_for_a_minute",
                                             At::subscribed,
                                             [](Driver &d) {
                                                 d.sleep(minutes(1));
                                                 d.event();
                                                 d.event();
                                                 d.advance(minutes(1));
                                                 EXPECT_FALSE(d.status().gap_from);
                                             },
                                             {State::subscribed, Failure::none, nothing, 0, {}, 2}},
                                         Row{"asleep_while_connecting",
                                             At::connecting,
                                             [](Driver &d) {
                                                 d.sleep(hours(8));
                                                 d.gateway.accepts = true;
                                                 d.advance(minutes(2));
                                             },
                                             {State::subscribed, Failure::none, both, 2}},
                                         Row{"asleep_while_taking_over",
                                             At::subscribed,
                                             [](Driver &d) {
                                                 d.gateway.accepts = false;
                                                 d.ask_to_reconnect("token");
                                                 d.gateway.accepts = true;
                                                 d.sleep(hours(8));
                                                 d.advance(minutes(2));
                                                 EXPECT_EQ(d.reconnect_token(d.newest()), "");
                                             },
                                             {State::subscribed, Failure::none, both, 2}}),
                         name_of);

// --- Lost again and again

/// Subscribed again each time, it is lost each time after so long.
void lose(Driver &driver, int times, milliseconds after)
{
    for (int i = 0; i < times; ++i) {
        driver.advance(after);
        driver.close(Driver::closed(Failure::network));
        driver.advance(*driver.until_next_try());
    }
    driver.advance(after);
    driver.close(Driver::closed(Failure::network));
}

const Asked both_thrice = {both[0], both[1], both[0], both[1], both[0], both[1]};

INSTANTIATE_TEST_SUITE_P(
    Loss, Fault,
    testing::Values(Row{"of_what_held",
                        At::subscribed,
                        [](Driver &d) { lose(d, 3, seconds(10)); },
                        {State::waiting_retry, Failure::network, both_thrice, 3, milliseconds(500)}},
                    Row{"of_what_held_a_little",
                        At::subscribed,
                        [](Driver &d) { lose(d, 3, seconds(4)); },
                        {State::waiting_retry, Failure::network, both_thrice, 3, milliseconds(500)}},
                    Row{"of_what_is_closed_at_once",
                        At::subscribed,
                        [](Driver &d) {
                            lose(d, 3, seconds(1)); // the first one held before
                        },
                        {State::waiting_retry, Failure::network, both_thrice, 3, seconds(2)}},
                    Row{"that_asks_for_patience",
                        At::subscribed,
                        [](Driver &d) {
                            lose(d, 3, seconds(10));
                            d.gateway.refusal = Driver::refused_upgrade(Failure::draining, 503, 30);
                            d.advance(seconds(1));
                        },
                        {State::waiting_retry, Failure::draining, both_thrice, 4, milliseconds(29500)}}),
    name_of);

// --- Moving to another server

INSTANTIATE_TEST_SUITE_P(
    Move, Fault,
    testing::Values(
        Row{"with_a_token", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("a/token with+signs");
                EXPECT_EQ(d.reconnect_token(d.newest()), "a/token with+signs");
                d.advance(minutes(1));
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, nothing, 1}},
        Row{"opens_the_new_before_it_lets_go_of_the_old", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                EXPECT_EQ(d.connections().size(), 2U);
                d.open();
                EXPECT_EQ(d.connections().size(), 2U);
                d.welcome();
                d.advance(milliseconds(2999));
                EXPECT_EQ(d.connections().size(), 2U) << "what is on its way may still come";
                d.advance(milliseconds(1));
                EXPECT_EQ(d.connections().size(), 1U);
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, nothing, 1}},
        Row{"without_a_token", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("");
                d.advance(seconds(1));
                EXPECT_EQ(d.status().state, State::subscribed);
                d.advance(seconds(3));
                EXPECT_EQ(d.connections().size(), 1U);
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"with_an_expired_token", At::subscribed,
            [](Driver &d) {
                d.gateway.takes_over = false;
                d.ask_to_reconnect("expired");
                EXPECT_EQ(d.reconnect_token(d.newest()), "");
                EXPECT_EQ(d.connections().size(), 2U) << "the old one delivers until the plain one is subscribed";
                d.advance(seconds(4));
                EXPECT_EQ(d.connections().size(), 1U);
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, both, 2}},
        Row{"with_a_used_token", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("same");
                d.advance(minutes(2));
                d.gateway.takes_over = false;
                d.ask_to_reconnect("same");
                d.advance(seconds(1));
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, both, 3}},
        Row{"the_new_address_refuses", At::subscribed,
            [](Driver &d) {
                d.gateway.refusal = Driver::closed(Failure::refused);
                d.ask_to_reconnect("token"); // the plain try fails as well
                EXPECT_EQ(d.connections().size(), 1U);
                d.event(activities, 1);
                expect_no_gap(d);
            },
            {State::waiting_retry, Failure::refused, nothing, 2, milliseconds(500), 1}},
        Row{"the_new_connection_is_one_too_many", At::subscribed,
            [](Driver &d) {
                d.gateway.refusal = Driver::refused_upgrade(Failure::too_many_connections, 429, 2);
                d.ask_to_reconnect("token");
                d.event(activities, 1);
                expect_no_gap(d);
            },
            {State::waiting_retry, Failure::too_many_connections, nothing, 1, seconds(2), 1}},
        Row{"the_new_connection_is_unauthorized", At::subscribed,
            [](Driver &d) {
                d.gateway.refusal = Driver::refused_upgrade(Failure::upgrade_unauthorized, 401);
                d.ask_to_reconnect("token");
                d.advance(seconds(4));
                d.event(tips, 1);
                expect_no_gap(d);
                d.close(Driver::closed(Failure::network), 1);
                d.advance(minutes(5));
                expect_open_gap(d);
            },
            {State::stopped, Failure::upgrade_unauthorized, nothing, 6, {}, 1}},
        Row{"a_plain_one_is_refused_everything", At::subscribed,
            [](Driver &d) {
                d.gateway.answer = error("err_unauthorized");
                d.ask_to_reconnect("");
                d.advance(seconds(1));
                expect_open_gap(d);
            },
            {State::stopped, Failure::unauthorized, both, 1}},
        Row{"the_new_connection_never_opens", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.advance(seconds(59));
                EXPECT_EQ(d.connections().size(), 2U);
                d.gateway.accepts = true;
                d.advance(seconds(2));
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, both, 2}},
        Row{"no_welcome", At::subscribed,
            [](Driver &d) {
                d.gateway.welcomes = false;
                d.gateway.answer = {"err_bad_request", "already subscribed to topic", {}};
                d.ask_to_reconnect("token");
                EXPECT_EQ(d.connections().size(), 2U);
                d.advance(seconds(6));
                EXPECT_EQ(d.connections().size(), 1U);
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"no_welcome_and_nothing_else", At::subscribed,
            [](Driver &d) {
                d.gateway.welcomes = false;
                d.gateway.answer = no_answer;
                d.ask_to_reconnect("token");
                d.advance(seconds(9));
                EXPECT_EQ(d.status().state, State::waiting_answers) << "it is not believed";
                d.event(tips, 1);
                EXPECT_EQ(d.connections().size(), 2U);
                d.advance(seconds(20));
                d.event(tips, 1);
                EXPECT_EQ(d.connections().count(1), 1U);
                expect_no_gap(d);
                d.forget();
            },
            {State::waiting_answers, Failure::no_answer}},
        Row{"an_event_comes_instead_of_a_welcome", At::subscribed,
            [](Driver &d) {
                d.gateway.welcomes = false;
                d.ask_to_reconnect("token");
                d.event();
                d.advance(seconds(3));
                EXPECT_EQ(d.connections().size(), 1U);
            },
            {State::subscribed, Failure::none, nothing, 1, {}, 1}},
        Row{"events_over_both", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.event(tips, 1);
                d.open();
                d.event(tips, 1);
                d.welcome();
                d.event(tips);
                d.event(tips, 1); // was on its way
                d.advance(milliseconds(2999));
                d.event(tips, 1);
                d.advance(milliseconds(1));
                d.event(tips, 1); // let go of
            },
            {State::subscribed, Failure::none, nothing, 1, {}, 5}},
        Row{"events_over_the_old_one_after_a_plain_move", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("");
                d.advance(seconds(1));
                d.event(tips, 1);
                d.advance(seconds(3));
                d.event(tips, 1); // let go of
            },
            {State::subscribed, Failure::none, both, 1, {}, 1}},
        Row{"the_gateway_closes_the_old_one_that_was_taken_over", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("token");
                EXPECT_EQ(d.connections().size(), 2U);
                d.close(Driver::closed(Failure::closed_by_gateway, 1001), 1);
                EXPECT_EQ(d.connections().size(), 1U);
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, nothing, 1}},
        Row{"the_new_one_is_lost_while_the_old_is_still_there", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("token");
                d.gateway.refusal = Driver::closed(Failure::refused);
                d.close(Driver::closed(Failure::network));
                d.advance(seconds(10));
                d.event(tips, 1);
                expect_no_gap(d);
                d.gateway.refusal.reset();
                d.advance(seconds(20));
                EXPECT_EQ(d.connections().count(1), 0U);
                d.forget();
                d.event(tips, 1);
                d.event(tips);
            },
            {State::subscribed, Failure::none, nothing, 0, {}, 1}},
        Row{"moved_again_while_the_first_one_is_still_there", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("first");
                d.gateway.accepts = false;
                d.ask_to_reconnect("second");
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2, 3})) << "two at the most";
                d.event(tips, 2);
                d.open();
                d.welcome();
                d.event(tips, 2);
                d.advance(seconds(3));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{3}));
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, nothing, 2, {}, 2}},
        Row{"asked_again_over_the_old_one_after_it_came_to_nothing", At::subscribed,
            [](Driver &d) {
                have_no_new_connection(d);
                d.gateway.refusal.reset();
                d.ask_to_reconnect("token-2", 1);
                EXPECT_EQ(d.reconnect_token(d.newest()), "token-2");
                d.close(Driver::closed(Failure::closed_by_gateway, 1001), 1);
                d.advance(seconds(1));
                EXPECT_TRUE(d.status().delivering);
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"asked_again_over_the_old_one_which_has_what_nobody_wants_any_more", At::subscribed,
            [](Driver &d) {
                have_no_new_connection(d);
                want_tips_only(d);
                d.gateway.refusal.reset();
                d.ask_to_reconnect("token-2", 1);
                EXPECT_EQ(d.reconnect_token(d.newest()), "");
                d.advance(seconds(4));
                EXPECT_TRUE(d.unwanted().empty());
                expect_no_gap(d);
                d.configure(Driver::some_account());
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, {both[1], both[0]}, 2}},
        Row{"the_old_one_ends_while_the_next_try_is_far_away", At::subscribed,
            [](Driver &d) {
                have_no_new_connection(d);
                d.close(Driver::closed(Failure::closed_by_gateway, 1001), 1);
            },
            {State::waiting_retry, Failure::draining, nothing, 0, milliseconds(500)}},
        Row{"the_old_one_ends_while_the_gateway_asked_for_patience", At::subscribed,
            [](Driver &d) {
                d.gateway.refusal = Driver::refused_upgrade(Failure::draining, 502, 100);
                d.ask_to_reconnect("token");
                d.close(Driver::closed(Failure::closed_by_gateway, 1001), 1);
            },
            {State::waiting_retry, Failure::draining, nothing, 1, seconds(100)}},
        Row{"the_old_one_has_nothing_that_is_wanted_any_more_and_the_new_one_is_unauthorized", At::subscribed,
            [](Driver &d) {
                have_no_new_connection(d);
                d.gateway.refusal = Driver::refused_upgrade(Failure::upgrade_unauthorized, 401);
                Account account = Driver::some_account();
                account.topics = {"a"};
                d.configure(account);
                d.advance(seconds(1));
                EXPECT_EQ(d.status().state, State::stopped);
                EXPECT_EQ(d.status().why, Failure::upgrade_unauthorized);
                d.gateway.refusal.reset();
                d.configure(Driver::some_account());
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 2}},
        Row{"topics_change_while_a_move_waits", At::subscribed,
            [](Driver &d) {
                have_a_move_wait(d);
                Account account = Driver::some_account();
                account.topics = {activities, "a"};
                d.configure(account);
                d.advance(milliseconds(300));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{3}));
                ASSERT_THAT(d.asked(), ElementsAreArray(Asked{"unsubscribe " + tips, "subscribe a"}));
                d.advance(seconds(10));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{4}));
                EXPECT_TRUE(d.unwanted().empty());
                expect_no_gap(d);
                d.configure(Driver::some_account());
                d.advance(seconds(1));
            },
            {State::subscribed,
             Failure::none,
             {"unsubscribe " + tips, "subscribe a", "unsubscribe " + tips, "subscribe a", "unsubscribe a", both[1]},
             3}},
        Row{"a_topic_goes_and_comes_again_while_a_move_waits", At::subscribed,
            [](Driver &d) {
                have_a_move_wait(d);
                want_tips_only(d);
                d.configure(Driver::some_account());
                d.advance(seconds(10));
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, {leave, both[0], both[0]}, 3}},
        Row{"other_topics_are_wanted_while_the_old_one_is_still_there", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("token");
                Account account = Driver::some_account();
                account.token = Secret("a-token-of-another-account");
                d.configure(account);
                EXPECT_EQ(d.connections().size(), 1U) << "the old one delivers what the old token may see";
                d.advance(seconds(1));
            },
            {State::subscribed,
             Failure::none,
             {"unsubscribe " + activities, both[0], "unsubscribe " + tips, both[1]},
             1}},
        Row{"switched_off_while_the_old_one_is_still_there", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("token");
                Account account = Driver::some_account();
                account.enabled = false;
                d.configure(account);
                EXPECT_TRUE(d.connections().empty());
                EXPECT_EQ(d.status().state, State::disabled);
                d.configure(Driver::some_account());
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 2}},
        Row{"the_old_connection_ends_early", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.close(Driver::closed(Failure::closed_by_gateway, 1001), 1);
                EXPECT_EQ(d.status().state, State::connecting) << "nothing is connected";
                EXPECT_TRUE(d.status().gap_from);
                d.open();
                EXPECT_EQ(d.status().state, State::waiting_answers);
                d.welcome();
                EXPECT_TRUE(d.status().gap_to);
            },
            {State::subscribed, Failure::none, nothing, 1}},
        Row{"both_end", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.close(Driver::closed(Failure::network), 1);
                d.gateway.refusal = Driver::closed(Failure::network);
                d.close(Driver::closed(Failure::network), 2);
                EXPECT_TRUE(d.status().gap_from);
                EXPECT_FALSE(d.status().gap_to);
            },
            {State::waiting_retry, Failure::network, nothing, 2, milliseconds(500)}},
        Row{"asked_twice", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("first", 1);
                d.ask_to_reconnect("second", 1);
                d.open();
                d.welcome();
            },
            {State::subscribed, Failure::none, nothing, 1}},
        Row{"asked_by_the_new_one_at_once", At::subscribed,
            [](Driver &d) {
                d.ask_to_reconnect("first");
                d.ask_to_reconnect("second");
                EXPECT_EQ(d.reconnect_token(d.newest()), "second");
                d.ask_to_reconnect("third"); // the first delay is half a second
                EXPECT_EQ(d.opened(), 2U);
                d.advance(milliseconds(500));
                EXPECT_EQ(d.reconnect_token(d.newest()), "third");
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, nothing, 3}},
        Row{"asked_soon_after_a_long_outage", At::beginning,
            [](Driver &d) {
                d.gateway.refusal = Driver::closed(Failure::refused);
                d.start();
                d.advance(minutes(10));
                d.gateway.refusal.reset();
                d.retry_now();
                d.advance(seconds(1));
                d.forget();
                d.ask_to_reconnect("token"); // does not wait as long as the next try would
                EXPECT_EQ(d.reconnect_token(d.newest()), "token");
            },
            {State::subscribed, Failure::none, nothing, 1}},
        Row{"a_flood_of_requests_to_move", At::subscribed,
            [](Driver &d) {
                for (int i = 0; i < 1000; ++i)
                    d.ask_to_reconnect("token" + std::to_string(i));
                EXPECT_LE(d.log().size(), 10U);
                d.advance(minutes(1));
                EXPECT_EQ(d.reconnect_token(d.newest()), "token999");
                EXPECT_LE(d.log().size(), 10U);
            },
            {State::subscribed, Failure::none, nothing, 3}},
        Row{"asked_again_and_again", At::subscribed,
            [](Driver &d) {
                for (int i = 0; i < 600; ++i) {
                    d.ask_to_reconnect("token" + std::to_string(i));
                    d.advance(milliseconds(100));
                }
                EXPECT_LE(d.opened(), 8U) << "delays that grow";
                d.forget();
            },
            {State::subscribed}},
        Row{"in_the_middle_of_subscribing", At::asked,
            [](Driver &d) {
                d.respond({"subscribe", activities, {}, "s1", {}, {}, 1, {}}, {});
                d.advance(milliseconds(9050)); // no longer so soon after opening that it would be put off
                d.gateway.answer = {};
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.respond({"subscribe", tips, {}, "s2", {}, {}, 1, {}}, {}); // late, over the old one
                d.open();
                d.welcome();
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, only_tips, 1}},
        Row{"before_any_answer", At::asked,
            [](Driver &d) {
                d.advance(seconds(9)); // just when the first topic is asked for again
                d.gateway.answer = {"err_bad_request", "already subscribed", {}};
                d.ask_to_reconnect("token");
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, {both[0], both[0], both[1]}, 1}},
        Row{"before_the_welcome", At::opened,
            [](Driver &d) {
                d.gateway.welcomes = true;
                d.ask_to_reconnect("token");
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, both, 2}},
        Row{"lost_before_its_turn", At::asked,
            [](Driver &d) {
                d.ask_to_reconnect("token");
                d.ask_to_reconnect("again");
                d.close(Driver::closed(Failure::network));
                d.forget();
                d.gateway.answer = {};
                d.advance(minutes(1));
                EXPECT_EQ(d.reconnect_token(d.newest()), "");
            },
            {State::subscribed, Failure::none, both, 1}},
        Row{"the_new_one_asks_before_its_welcome_and_ends", At::subscribed,
            [](Driver &d) {
                d.gateway.welcomes = false;
                d.ask_to_reconnect("first");
                d.ask_to_reconnect("second");
                d.ask_to_reconnect("third"); // waits for its turn
                d.gateway.welcomes = true;
                d.close(Driver::closed(Failure::closed_by_gateway, 1008));
                d.advance(minutes(1));
                EXPECT_EQ(d.reconnect_token(d.newest()), "") << "a token of a connection that failed";
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, both, 3}},
        Row{"the_one_that_delivers_is_kept", At::subscribed,
            [](Driver &d) {
                d.gateway.welcomes = false;
                d.ask_to_reconnect("first");
                d.ask_to_reconnect("second"); // by the new one, which has not taken over
                d.gateway.accepts = false;
                d.advance(milliseconds(500));
                d.event(tips, 1);
                d.open();
                d.welcome();
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, nothing, 2, {}, 1}},
        Row{"a_plain_one_is_lost_half_subscribed", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.ask_to_reconnect("");
                d.advance(seconds(1));
                d.close(Driver::closed(Failure::network));
                d.event(tips, 1);
                expect_no_gap(d);
            },
            {State::waiting_retry, Failure::network, both, 1, milliseconds(500), 1}},
        Row{"taken_over_without_a_subscription_and_lost", At::asked,
            [](Driver &d) {
                d.ask_to_reconnect("token");
                d.advance(seconds(1));
                d.close(Driver::closed(Failure::network));
                expect_no_gap(d);
            },
            {State::waiting_retry, Failure::network, both, 1, milliseconds(500)}},
        Row{"another_token_meanwhile", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.open();
                Account account = Driver::some_account();
                account.token = Secret("a-token-of-another-account");
                d.configure(account);
                EXPECT_EQ(d.connections().size(), 1U) << "the old one delivers what the old token may see";
                d.welcome();
                d.advance(seconds(1));
            },
            {State::subscribed,
             Failure::none,
             {"unsubscribe " + activities, both[0], "unsubscribe " + tips, both[1]},
             1}},
        Row{"a_plain_one_fails_while_the_old_delivers", At::subscribed,
            [](Driver &d) {
                d.gateway.answer = error("err_internal_error");
                d.ask_to_reconnect("");
                d.advance(milliseconds(300));
                d.event(tips, 1);
                expect_no_gap(d);
            },
            {State::waiting_answers, Failure::none, both, 1, {}, 1, 0, TopicState::retrying}},
        Row{"one_topic_fails_on_a_plain_one_while_the_old_delivers_it", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = error("err_internal_error");
                d.ask_to_reconnect("");
                d.advance(minutes(5));
                EXPECT_EQ(d.status().state, State::partly_subscribed);
                d.event(tips, 1);
                EXPECT_EQ(d.delivered(), 1U);
                expect_no_gap(d);
                d.gateway.answers.clear();
                d.advance(minutes(1));
                EXPECT_EQ(d.connections().size(), 1U);
                d.forget();
            },
            {}},
        Row{"the_old_one_ends_while_it_alone_brings_a_topic", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = error("err_internal_error");
                d.ask_to_reconnect("");
                d.advance(seconds(10));
                expect_no_gap(d);
                d.close(Driver::closed(Failure::closed_by_gateway, 1001), 1);
                expect_open_gap(d);
                EXPECT_EQ(d.status().state, State::partly_subscribed);
                EXPECT_TRUE(d.status().first_subscribed) << "the other topic comes";
                d.gateway.answers.clear();
                d.advance(minutes(1));
                EXPECT_TRUE(d.status().gap_to);
                d.forget();
            },
            {}},
        Row{"the_old_one_ends_before_the_last_answer", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.ask_to_reconnect("");
                d.advance(seconds(1));
                d.close(Driver::closed(Failure::closed_by_gateway, 1001), 1);
                expect_open_gap(d);
                d.gateway.answers.clear();
                d.advance(seconds(10));
                EXPECT_TRUE(d.status().gap_to);
            },
            {State::subscribed, Failure::none, {both[0], both[1], both[1]}, 1}},
        Row{"moved_again_by_one_that_brings_less_than_the_old_one", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = error("err_internal_error");
                d.ask_to_reconnect("");
                d.advance(seconds(11));
                d.ask_to_reconnect("token");
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{1, 3}));
                d.advance(seconds(10));
                d.event(tips, 1);
                EXPECT_EQ(d.delivered(), 1U);
                d.gateway.answers.clear();
                d.advance(minutes(1));
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{3}));
                expect_no_gap(d);
                d.forget();
            },
            {}},
        Row{"moved_again_by_one_that_brings_other_topics", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = error("err_internal_error");
                d.ask_to_reconnect("");
                Account account = Driver::some_account();
                account.topics.emplace_back("channel.chat.message");
                d.configure(account);
                d.advance(seconds(11));
                d.ask_to_reconnect("token");
                EXPECT_EQ(d.connections(), (std::set<ConnectionId>{2, 3})) << "two at the most";
                expect_open_gap(d);
                d.gateway.answers.clear();
                d.advance(minutes(1));
                EXPECT_TRUE(d.status().gap_to);
                d.forget();
            },
            {}},
        Row{"a_topic_taken_out_and_put_back_while_the_old_one_brings_it", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = no_answer;
                d.ask_to_reconnect("");
                d.advance(seconds(1));
                Account account = Driver::some_account();
                account.topics = {activities};
                d.configure(account);
                d.advance(seconds(1));
                d.configure(Driver::some_account());
                d.advance(seconds(5));
                d.event(tips, 1);
                EXPECT_EQ(d.delivered(), 1U);
                d.gateway.answers.clear();
                d.advance(minutes(1));
                EXPECT_EQ(d.connections().size(), 1U);
                expect_no_gap(d);
                d.forget();
            },
            {}},
        Row{"the_old_one_falls_silent", At::subscribed,
            [](Driver &d) {
                d.gateway.pings = false;
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.advance(seconds(59));
                d.gateway.accepts = true;
                d.gateway.answer = no_answer;
                d.advance(milliseconds(1500)); // the plain one is being asked
                EXPECT_EQ(d.connections().size(), 2U);
                d.ping(3);
                d.advance(milliseconds(19600));
                EXPECT_EQ(d.connections().count(1), 0U);
            },
            {State::waiting_retry, Failure::no_answer, {both[0], both[1], both[0], both[1]}, 2, milliseconds(400)}},
        Row{"a_loss_long_after_a_move_is_a_first_one", At::beginning,
            [](Driver &d) {
                d.gateway.refusal = Driver::closed(Failure::refused);
                d.start();
                d.advance(minutes(10));
                d.gateway.refusal.reset();
                d.advance(minutes(10));
                d.ask_to_reconnect("token");
                d.advance(seconds(30));
                d.forget();
                d.close(Driver::closed(Failure::network));
            },
            {State::waiting_retry, Failure::network, nothing, 0, milliseconds(500)}},
        Row{"other_topics_meanwhile", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.open();
                Account account = Driver::some_account();
                account.topics = {tips, "channel.chat.message"};
                d.configure(account);
                d.welcome();
                d.advance(seconds(1));
            },
            {State::subscribed, Failure::none, {"unsubscribe " + activities, "subscribe channel.chat.message"}, 1}},
        Row{"try_again_now_what_the_old_one_still_brings", At::subscribed,
            [](Driver &d) {
                d.gateway.answers[tips] = error("err_bad_request");
                d.ask_to_reconnect("");
                d.advance(seconds(1));
                d.gateway.answers[tips] = no_answer;
                d.retry_now();
                d.advance(seconds(5)); // without that, it would be closed by now
                d.event(tips, 1);
                EXPECT_EQ(d.delivered(), 1U);
                expect_no_gap(d);
                d.forget();
            },
            {State::waiting_answers}},
        Row{"another_topic_before_the_new_one_is_open", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                Account account = Driver::some_account();
                account.topics.emplace_back("channel.chat.message");
                d.configure(account);
                d.event(tips, 1);
                d.open();
                d.welcome();
                d.advance(seconds(1));
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, {"subscribe channel.chat.message"}, 1, {}, 1}},
        Row{"another_topic_while_the_old_one_waits_for_the_next", At::subscribed,
            [](Driver &d) {
                d.gateway.refusal = Driver::closed(Failure::refused);
                d.ask_to_reconnect("token");
                d.gateway.refusal.reset();
                Account account = Driver::some_account();
                account.topics.emplace_back("channel.chat.message");
                d.configure(account); // tried at once
                d.event(tips, 1);
                d.advance(seconds(1));
                expect_no_gap(d);
            },
            {State::subscribed, Failure::none, {both[0], both[1], "subscribe channel.chat.message"}, 3, {}, 1}},
        Row{"try_again_now_meanwhile", At::subscribed,
            [](Driver &d) {
                d.gateway.accepts = false;
                d.ask_to_reconnect("token");
                d.retry_now();
                d.open();
                d.welcome();
            },
            {State::subscribed, Failure::none, nothing, 1}}),
    name_of);

// --- Every close code at every step

constexpr int close_codes[] = {1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010,
                               1011, 1012, 1013, 1014, 1015, 3000, 4000, 4001, 4999};

class CloseCode : public testing::TestWithParam<std::tuple<int, At>> {};

TEST_P(CloseCode, IsTriedAgainWhateverItIs)
{
    const auto [code, at] = GetParam();
    Driver driver;
    reach(driver, at);
    driver.close(Driver::closed(Failure::closed_by_gateway, code));
    EXPECT_EQ(driver.status().state, State::waiting_retry);
    EXPECT_EQ(driver.status().why, Failure::closed_by_gateway);
    EXPECT_EQ(driver.until_next_try(), milliseconds(500));
    EXPECT_EQ(driver.status().gap_from.has_value(), at == At::subscribed);
    EXPECT_EQ(driver.log_lines_with("close code " + std::to_string(code)), 1U);
    recover(driver);
    expect_recovered(driver);
}

INSTANTIATE_TEST_SUITE_P(EachStep, CloseCode,
                         testing::Combine(testing::ValuesIn(close_codes),
                                          testing::Values(At::opened, At::asked, At::subscribed)));

// --- Every error code at every step

enum class Course { passes, ends_topic, pauses };

struct ErrorWord {
    const char *word;
    ErrorCode code;
    Course course;
};

void PrintTo(const ErrorWord &error, std::ostream *out)
{
    *out << error.word;
}

constexpr ErrorWord error_words[] = {
    {"err_internal_error", ErrorCode::internal_error, Course::passes},
    {"err_deadline_exceeded", ErrorCode::deadline_exceeded, Course::passes},
    {"err_never_heard_of", ErrorCode::unknown, Course::passes},
    {"err_bad_request", ErrorCode::bad_request, Course::ends_topic},
    {"err_unauthorized", ErrorCode::unauthorized, Course::ends_topic},
    {"invalid_message", ErrorCode::invalid_message, Course::ends_topic},
    {"invalid_message_type", ErrorCode::invalid_message, Course::ends_topic},
    {"rate_limit_exceeded", ErrorCode::rate_limit_exceeded, Course::pauses},
};

class EachError : public testing::TestWithParam<ErrorWord> {
protected:
    EachError()
    {
        refusal_ = error(GetParam().word);
        if (GetParam().course == Course::pauses)
            refusal_.way = Way::without_nonce_and_topic; // as the gateway documents it
    }

    Answer refusal_;
    Driver driver_;
};

TEST_P(EachError, ForOneTopicLeavesTheOtherAlone)
{
    driver_.gateway.answers[tips] = refusal_;
    driver_.start();
    driver_.advance(milliseconds(300));
    EXPECT_EQ(driver_.topic(activities).state, TopicState::subscribed);
    EXPECT_EQ(driver_.asked(), both);
    const TopicStatus refused = driver_.topic(tips);
    switch (GetParam().course) {
    case Course::passes:
        EXPECT_EQ(driver_.status().state, State::partly_subscribed);
        EXPECT_EQ(refused.state, TopicState::retrying);
        break;
    case Course::ends_topic:
        EXPECT_EQ(driver_.status().state, State::partly_subscribed);
        EXPECT_EQ(refused.state, TopicState::refused);
        break;
    case Course::pauses:
        EXPECT_EQ(driver_.status().state, State::waiting_answers);
        EXPECT_EQ(refused.state, TopicState::waiting);
        break;
    }
    if (GetParam().course != Course::pauses) {
        EXPECT_EQ(refused.error, GetParam().code);
        EXPECT_EQ(refused.text, "the gateway's own words");
    }
    driver_.forget();
    driver_.gateway = {};
    driver_.advance(minutes(2));
    EXPECT_EQ(driver_.asked(), GetParam().course == Course::ends_topic ? nothing : only_tips);
    EXPECT_EQ(driver_.opened(), 0U);
    driver_.retry_now();
    driver_.advance(seconds(1));
    expect_recovered(driver_);
}

TEST_P(EachError, ForEveryTopicStopsOnlyWhereAskingAgainIsOfNoUse)
{
    driver_.gateway.answer = refusal_;
    driver_.start();
    driver_.advance(minutes(5));
    EXPECT_EQ(driver_.opened(), 1U);
    if (GetParam().course == Course::ends_topic) {
        EXPECT_EQ(driver_.status().state, State::stopped);
        EXPECT_EQ(driver_.status().why,
                  GetParam().code == ErrorCode::unauthorized ? Failure::unauthorized : Failure::refused_topics);
        EXPECT_EQ(driver_.asked(), both);
    } else {
        EXPECT_EQ(driver_.status().state, State::waiting_answers);
        EXPECT_GT(driver_.asked().size(), 10U);
        EXPECT_LT(driver_.asked().size(), 100U);
    }
    EXPECT_LT(driver_.log().size(), 100U);
    recover(driver_);
    expect_recovered(driver_);
}

TEST_P(EachError, AfterAReconnectionIsTakenAsBeforeIt)
{
    driver_.subscribe();
    driver_.gateway.answers[tips] = refusal_;
    driver_.close(Driver::closed(Failure::network));
    driver_.advance(seconds(1));
    EXPECT_EQ(driver_.topic(activities).state, TopicState::subscribed);
    EXPECT_EQ(driver_.status().state,
              GetParam().course == Course::pauses ? State::waiting_answers : State::partly_subscribed);
    driver_.gateway = {};
    driver_.retry_now();
    driver_.advance(minutes(2));
    expect_recovered(driver_);
}

TEST_P(EachError, ForANewTopicLeavesWhatIsSubscribed)
{
    driver_.subscribe();
    driver_.gateway.answer = refusal_;
    Account account = Driver::some_account();
    account.topics.emplace_back("channel.chat.message");
    driver_.configure(account);
    driver_.advance(seconds(1));
    EXPECT_EQ(driver_.topic(activities).state, TopicState::subscribed);
    EXPECT_EQ(driver_.topic(tips).state, TopicState::subscribed);
    EXPECT_NE(driver_.topic("channel.chat.message").state, TopicState::subscribed);
    for (const std::string &asked : driver_.asked())
        EXPECT_EQ(asked, "subscribe channel.chat.message");
    driver_.gateway = {};
    driver_.retry_now();
    driver_.advance(minutes(2));
    expect_recovered(driver_);
}

TEST_P(EachError, OfARefusedTopicIsRememberedOverAReconnection)
{
    driver_.gateway.answers[tips] = refusal_;
    driver_.start();
    driver_.advance(seconds(1));
    driver_.gateway = {};
    driver_.forget();
    driver_.close(Driver::closed(Failure::network));
    driver_.advance(seconds(2));
    driver_.advance(seconds(5));
    EXPECT_EQ(driver_.asked(), GetParam().course == Course::ends_topic ? only_activities : both);
    driver_.retry_now();
    driver_.advance(minutes(2));
    expect_recovered(driver_);
}

TEST_P(EachError, SentUnaskedHarmsNothing)
{
    driver_.subscribe();
    driver_.respond({"subscribe", tips, {}, "no-such-nonce", {}, {}, driver_.newest(), {}}, refusal_);
    driver_.advance(minutes(2));
    EXPECT_EQ(driver_.asked(), nothing);
    expect_recovered(driver_);
}

INSTANTIATE_TEST_SUITE_P(EachStep, EachError, testing::ValuesIn(error_words),
                         [](const auto &row) { return std::string(row.param.word); });

TEST(RateLimit, WaitsFiveSecondsThenAsksWhatIsUnanswered)
{
    Driver driver;
    driver.gateway.answers[tips] = {"rate_limit_exceeded", "slow down", {}, Way::without_nonce_and_topic};
    driver.start();
    driver.advance(seconds(1));
    const Instant limited = driver.requests().back().at;
    driver.gateway.answers.clear();
    driver.forget();
    driver.advance(seconds(10));
    ASSERT_EQ(driver.asked(), only_tips);
    EXPECT_EQ(driver.requests()[0].at.steady - limited.steady, seconds(5));
    EXPECT_EQ(driver.status().state, State::subscribed);
}

TEST(RateLimit, AFloodOfItIsOneLogLine)
{
    Driver driver;
    reach(driver, At::asked);
    for (int i = 0; i < 1000; ++i)
        driver.frame(R"({"type":"response","error":"rate_limit_exceeded","data":{"message":"slow down"}})");
    EXPECT_EQ(driver.log().size(), 1U);
    recover(driver);
    expect_recovered(driver);
}

TEST(PassingErrors, AreAskedAgainWithDelaysThatGrow)
{
    Driver driver;
    driver.gateway.answers[tips] = error("err_internal_error");
    driver.start();
    driver.advance(minutes(3));
    std::vector<milliseconds> delays;
    for (std::size_t i = 2; i < driver.requests().size(); ++i)
        delays.push_back(std::chrono::duration_cast<milliseconds>(driver.requests()[i].at.steady -
                                                                  driver.requests()[i - 1].at.steady));
    const std::vector<milliseconds> half_of_each = {milliseconds(500), seconds(1),  seconds(2),  seconds(4),
                                                    seconds(8),        seconds(16), seconds(30), seconds(30)};
    ASSERT_GE(delays.size(), half_of_each.size());
    delays.resize(half_of_each.size());
    EXPECT_EQ(delays, half_of_each);
    EXPECT_EQ(driver.topic(activities).state, TopicState::subscribed);
}

TEST(PassingErrors, StartOverWithShortDelaysAfterASuccess)
{
    Driver driver;
    driver.gateway.answers[tips] = error("err_internal_error");
    driver.start();
    driver.advance(minutes(3));
    driver.gateway.answers.clear();
    driver.advance(minutes(1));
    ASSERT_EQ(driver.status().state, State::subscribed);
    driver.gateway.answers[tips] = error("err_internal_error");
    driver.close(Driver::closed(Failure::network));
    driver.advance(milliseconds(700));
    driver.forget();
    driver.advance(milliseconds(500));
    EXPECT_EQ(driver.asked(), only_tips);
}

} // namespace
} // namespace astro::gateway
