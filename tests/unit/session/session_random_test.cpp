// SPDX-License-Identifier: GPL-2.0-or-later
// Random walks: anything happens in any order. What must hold at every step is watched by SessionDriver; at the end the
// gateway works again, and the session has to find its way back without help, then to be silent once stopped.
#include "session_driver.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

namespace astro::gateway {
namespace {

using Way = SessionDriver::Answer::Way;

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int seeds = 200;
constexpr int steps = 500;

class RandomWalk {
public:
    explicit RandomWalk(unsigned seed) : random_(seed)
    {
        driver_.draw = [this] { return std::uniform_real_distribution<>(0, 1)(random_); };
    }

    /// One thing that happens. @return what it was, for a failing test.
    const char *step()
    {
        switch (below(16)) {
        case 0:
            return gateway_changes();
        case 1:
            return answers_change();
        case 2:
            driver_.close(some_end(), some_connection());
            return "a connection ends";
        case 3:
            driver_.close_all(some_end());
            return "all connections end";
        case 4:
            driver_.frame(some_frame(), some_connection());
            return "a frame";
        case 5:
            driver_.event(one_of<std::string>({"channel.tips", "a", "b", "never.asked.for"}), some_connection());
            return "an event";
        case 6:
            driver_.ask_to_reconnect(maybe() ? "reconnect-token-" + std::to_string(below(1000000)) : std::string(),
                                     some_connection());
            return "asked to reconnect";
        case 7:
            maybe() ? driver_.welcome(some_connection()) : driver_.open(some_connection());
            return "opened or welcomed";
        case 8:
            driver_.ping(some_connection());
            return "a ping";
        case 9:
            return streamer_acts();
        case 10:
            driver_.sleep(one_of<milliseconds>({seconds(5), minutes(1), hours(8), -minutes(1)}));
            return "asleep";
        case 11:
            driver_.stand_still(one_of<milliseconds>({milliseconds(30), seconds(2), seconds(45), minutes(10)}));
            return "nobody calls";
        case 12:
        case 13:
            driver_.advance(milliseconds(below(300)));
            return "a moment";
        case 14:
            driver_.advance(milliseconds(below(15000)));
            return "some seconds";
        default:
            driver_.advance(milliseconds(below(150000)));
            return "a minute or two";
        }
    }

    void recover()
    {
        driver_.gateway = {};
        driver_.advance(minutes(11)); // the longest Retry-After, and a little
        const Status status = driver_.status();
        const bool refused = std::any_of(status.topics.begin(), status.topics.end(),
                                         [](const TopicStatus &topic) { return topic.state == TopicState::refused; });
        if (status.state == State::disabled || status.state == State::stopped || refused) {
            driver_.configure(SessionDriver::some_account());
            driver_.retry_now();
            driver_.advance(minutes(2));
        }
        ASSERT_EQ(driver_.status().state, State::subscribed);
        ASSERT_EQ(driver_.connections().size(), 1U);
        EXPECT_THAT(driver_.unwanted(), testing::IsEmpty());
        driver_.forget();
        driver_.event();
        EXPECT_EQ(driver_.delivered(), 1U);
        driver_.advance(hours(1));
        EXPECT_THAT(driver_.asked(), testing::IsEmpty());
        EXPECT_EQ(driver_.opened(), 0U);
    }

    void stop()
    {
        driver_.stop();
        for (int i = 0; i < 20; ++i)
            step();
        EXPECT_EQ(driver_.status().state, State::disabled);
    }

    SessionDriver &driver() { return driver_; }

private:
    int below(int limit) { return std::uniform_int_distribution<>(0, limit - 1)(random_); }
    bool maybe() { return below(2) == 0; }
    bool seldom() { return below(8) == 0; }

    template <typename T>
    T one_of(std::initializer_list<T> choices)
    {
        return *(choices.begin() + below(static_cast<int>(choices.size())));
    }

    /// The newest or one of the three before it, gone or not.
    ConnectionId some_connection()
    {
        const ConnectionId newest = driver_.newest();
        return newest - std::min<ConnectionId>(static_cast<ConnectionId>(below(4)), newest > 0 ? newest - 1 : 0);
    }

    Closed some_end()
    {
        Closed end =
            SessionDriver::closed(one_of({Failure::none, Failure::name_not_found, Failure::refused, Failure::timed_out,
                                          Failure::network, Failure::proxy, Failure::tls, Failure::too_many_connections,
                                          Failure::draining, Failure::upgrade_refused, Failure::not_a_gateway,
                                          Failure::closed_by_gateway, Failure::protocol_error}),
                                  one_of({0, 1000, 1001, 1006, 1008, 1011, 4000}));
        if (seldom())
            end.failure = one_of({Failure::upgrade_unauthorized, Failure::bad_ca_file});
        if (seldom())
            end.retry_after = seconds(one_of({0, 2, 120, 100000}));
        if (maybe())
            end.detail = "no good: " + driver_.session().account().token.reveal();
        return end;
    }

    std::string some_frame()
    {
        return one_of<std::string>(
            {"", "rubbish", "{}", "[1]", R"({"type":"welcome"})", R"({"type":"news"})", R"({"type":"reconnect"})",
             R"({"type":"response"})", R"({"type":"response","data":{"topic":"a"}})",
             R"({"type":"response","error":"err_unauthorized","data":{"topic":"a"}})",
             R"({"type":"response","error":"rate_limit_exceeded"})",
             R"({"type":"response","nonce":"s1","error":"err_bad_request"})", R"({"type":"message"})",
             R"({"type":"message","topic":""})", R"({"type":"Message","topic":"a","data":[]})"});
    }

    const char *gateway_changes()
    {
        SessionDriver::Gateway &gateway = driver_.gateway;
        gateway.accepts = !seldom();
        gateway.welcomes = !seldom();
        gateway.takes_over = maybe();
        gateway.pings = !seldom();
        gateway.latency = milliseconds(one_of({0, 0, 20, 300, 12000}));
        gateway.refusal.reset();
        if (below(4) == 0) {
            gateway.refusal = some_end();
            gateway.refusal->detail.clear(); // it may outlive the token that it would quote
        }
        return "another gateway";
    }

    const char *answers_change()
    {
        SessionDriver::Answer answer;
        if (maybe())
            answer.error = one_of({"err_internal_error", "err_bad_request", "err_unauthorized", "err_deadline_exceeded",
                                   "rate_limit_exceeded", "invalid_message", "err_new"});
        answer.way = one_of({Way::once, Way::once, Way::once, Way::twice, Way::never, Way::with_wrong_nonce,
                             Way::without_nonce, Way::without_nonce_and_topic});
        answer.message = one_of({"already subscribed ", "Not subscribed to topic", "words ", "words ", "words "});
        answer.quotes_token = maybe();
        switch (below(5)) {
        case 0:
            driver_.gateway.answers[one_of({"a", "b", "channel.tips"})] = answer;
            break;
        case 1:
        case 2:
            driver_.gateway.unsubscribe_answer = answer;
            break;
        case 3:
            driver_.gateway.answers.clear();
            driver_.gateway.answer = {};
            break;
        default:
            driver_.gateway.answer = answer;
        }
        return "other answers";
    }

    const char *streamer_acts()
    {
        if (below(4) == 0) {
            driver_.retry_now();
            return "try again now";
        }
        Account account = driver_.session().account();
        switch (below(8)) {
        case 0:
            account.enabled = !seldom();
            break;
        case 1:
            account.token = Secret(seldom() ? "" : "a-token-of-no-account-" + std::to_string(below(1000000)));
            break;
        case 2:
        case 3:
            account.room = one_of({"", "0123456789abcdef01234567", SessionDriver::own_room});
            break;
        case 4:
            account.url = one_of({"wss://example.org", "wss://example.org/path?query=1", "ws://example.org"});
            break;
        default:
            account.topics.clear();
            for (const char *topic : {"a", "b", "c", "channel.tips", "channel.activities"}) {
                if (maybe())
                    account.topics.emplace_back(topic);
            }
        }
        driver_.configure(std::move(account));
        return "other settings";
    }

    std::mt19937 random_;
    SessionDriver driver_;
};

TEST(SessionRandomWalk, KeepsItsPromisesAndComesBack)
{
    std::set<State> seen;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomWalk walk(seed);
        walk.driver().start();
        for (int i = 0; i < steps; ++i) {
            const char *what = walk.step();
            ASSERT_FALSE(testing::Test::HasFailure()) << "at step " << i << ": " << what;
            seen.insert(walk.driver().status().state);
        }
        walk.recover();
        ASSERT_FALSE(testing::Test::HasFailure()) << "on the way back";
        walk.stop();
        ASSERT_FALSE(testing::Test::HasFailure()) << "after the stop";
    }
    EXPECT_EQ(seen.size(), 7U) << "a state that no walk came through";
}

} // namespace
} // namespace astro::gateway
