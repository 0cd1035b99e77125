// SPDX-License-Identifier: GPL-2.0-or-later
// The real client against astro-sim, over real TCP and TLS.
#include "gateway/astro_sim_process.h"
#include "gateway/client_driver.h"
#include "gateway/named_rows.h"
#include "gateway/raw_server.h"
#include "gateway/tunnel_proxy.h"
#include "harness/waiting.h"
#include "support/json.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <stdexcept>
#include <utility>

using namespace astro;
using namespace astro::gateway;
using namespace std::chrono_literals;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

using named_rows::name_of;
using named_rows::operator<<;
using gateway::TokenType; // Windows has another of this name

constexpr const char *token = "tok3n-that-must-not-leak";
/// A JWT of an account whose claim `channel` is 5f0a11ce5f0a11ce5f0a11ce.
constexpr const char *jwt = "eyJhbGciOiJIUzI1NiJ9.eyJjaGFubmVsIjoiNWYwYTExY2U1ZjBhMTFjZTVmMGExMWNlIn0.c2lnbmF0dXJl";
constexpr const char *room_of_jwt = "5f0a11ce5f0a11ce5f0a11ce";

/// Of stop(500 ms): above that, for a busy machine.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr auto longest_stop = 10s;
#else
constexpr auto longest_stop = 2s;
#endif

class ClientTest : public testing::Test {
protected:
    AstroSimProcess &serve(std::vector<std::string> arguments = {}, bool tls = true)
    {
        gateway_ = std::make_unique<AstroSimProcess>(AstroSimProcess::Options{tls, std::move(arguments)});
        return *gateway_;
    }

    Account account(const std::string &name = "main") const
    {
        Account made;
        made.name = name;
        made.url = gateway_ ? gateway_->url() : "wss://localhost:9";
        made.ca_file = gateway_ ? gateway_->ca_file().u8string() : "";
        made.token = Secret(token);
        made.token_type = TokenType::apikey;
        return made;
    }

    void connect(const Account &with)
    {
        driver_.turn_page(with.name);
        driver_.set_accounts({with});
        ASSERT_TRUE(driver_.wait_for(with.name, State::subscribed));
    }

    /// Waits until `main` stands so because of this.
    bool stands(State state, Failure why)
    {
        return driver_.wait_for("main",
                                [&](const Status &status) { return status.state == state && status.why == why; });
    }
    bool subscribed_again()
    {
        return driver_.wait_for("main", State::waiting_retry) && driver_.wait_for("main", State::subscribed);
    }

    /// A command that has to hold before what comes next. What was printed until then is let go.
    void order(const std::string &command)
    {
        gateway_->publish(command);
        gateway_->wait_for("command", [&](const Json::Value &printed) { return printed["line"] == command; });
    }

    Json::Value next_request() { return gateway_->wait_for("request"); }
    static int connection_of(const Json::Value &printed) { return printed["connection"].asInt(); }
    static std::string told(const Json::Value &request)
    {
        return request["type"].asString() + " " + request["topic"].asString();
    }

    /// In every state that a test ends in.
    void TearDown() override
    {
        const auto before = std::chrono::steady_clock::now();
        driver_.client().stop(500ms);
        EXPECT_LT(std::chrono::steady_clock::now() - before, longest_stop) << "stop() has to be bounded";
        EXPECT_THAT(driver_.lines_with_a_token(), IsEmpty());
        if (HasFailure()) {
            for (const std::string &line : driver_.everything_told())
                std::cerr << line << "\n";
        }
    }

    std::unique_ptr<AstroSimProcess> gateway_;
    ClientDriver driver_;
};

// --- The way there

/// A gateway of the name in its certificate, which only a proxy or a look-up of ours finds.
class NamedGatewayTest : public ClientTest {
protected:
    NamedGatewayTest() { serve({"--certificate", "wrong-host"}); }

    Account account_at(const std::string &host) const
    {
        Account at = account();
        at.url = "wss://" + host + ":" + std::to_string(gateway_->port());
        return at;
    }
    std::string port() const { return std::to_string(gateway_->port()); }
};

TEST_F(NamedGatewayTest, IsReachedThroughAProxyThatFindsIt)
{
    TunnelProxy proxy(gateway_->port());
    Account with = account_at("elsewhere.example");
    with.proxy = proxy.host();
    connect(with);
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    ASSERT_EQ(proxy.requests().size(), 1U);
    EXPECT_EQ(proxy.requests()[0],
              "CONNECT elsewhere.example:" + port() + " HTTP/1.1\r\nHost: elsewhere.example:" + port() + "\r\n\r\n");
    ASSERT_EQ(proxy.first_words().size(), 1U);
    EXPECT_THAT(proxy.first_words()[0], HasSubstr("elsewhere.example")) << "the host's name in the TLS hello (SNI)";
}

TEST_F(NamedGatewayTest, IsNotBelievedByAnotherNameThroughAProxyEither)
{
    TunnelProxy proxy(gateway_->port());
    Account with = account_at("gateway.invalid");
    with.proxy = "http://us%40er:p%3Aw@" + proxy.host() + "/";
    driver_.set_accounts({with});
    EXPECT_TRUE(stands(State::waiting_retry, Failure::tls_wrong_host));
    ASSERT_FALSE(proxy.requests().empty());
    EXPECT_THAT(proxy.requests()[0], HasSubstr("\r\nProxy-Authorization: Basic dXNAZXI6cDp3\r\n"));
    EXPECT_THAT(proxy.first_words()[0], HasSubstr("gateway.invalid"));
}

TEST_F(NamedGatewayTest, IsFoundWhenItsNameIsAgain)
{
    std::atomic<int> tries{0};
    ClientDriver driver([&tries](const std::string &host) {
        const bool found = ++tries > 1 && host == "elsewhere.example";
        return found ? std::vector<std::string>{"127.0.0.1"} : std::vector<std::string>();
    });
    driver.set_accounts({account_at("elsewhere.example")});
    EXPECT_TRUE(driver.wait_for("main", [](const Status &status) {
        return status.state == State::waiting_retry && status.why == Failure::name_not_found;
    }));
    EXPECT_TRUE(driver.wait_for("main", State::subscribed));
    driver.client().stop();
    EXPECT_EQ(tries, 2);
}

// --- Answers as no decent gateway gives them

class OddAnswersTest : public testing::Test {
protected:
    /// Answers the two subscribes, in the order of `topics`, with what `odd` makes of each; then sends an event.
    void play(const std::vector<std::size_t> &order,
              const std::function<Json::Value(Json::Value answer, int turn)> &odd)
    {
        server_ = std::make_unique<RawServer>([order, odd](RawPeer &peer) {
            peer.accept();
            peer.write(frames::text_frame(R"({"type":"welcome","data":{"client_id":"c"}})"));
            const std::vector<std::string> asked = {peer.read_frame().payload, peer.read_frame().payload};
            int turn = 0;
            for (const std::size_t which : order)
                peer.write(frames::text_frame(json::write_compact(odd(answer_to(asked.at(which)), turn++))));
            peer.write(frames::text_frame(R"({"type":"message","topic":"channel.tips","data":{}})"));
            peer.wait_for_end();
        });
        Account account;
        account.name = "main";
        account.url = server_->url();
        account.token = Secret(token);
        account.topics = {"channel.activities", "channel.tips"};
        driver_.set_accounts({account});
    }
    void expect_subscribed_and_delivering(std::uint64_t dropped)
    {
        EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
        EXPECT_TRUE(driver_.wait_for_notifications(1));
        std::promise<std::uint64_t> counted;
        driver_.client().post([&] { counted.set_value(driver_.client().statuses().at(0).dropped); });
        EXPECT_EQ(counted.get_future().get(), dropped);
        driver_.client().stop();
        EXPECT_EQ(server_->finish(), "");
        EXPECT_THAT(driver_.lines_with_a_token(), IsEmpty());
    }

private:
    static Json::Value answer_to(const std::string &request)
    {
        std::string why;
        const Json::Value asked = json::parse(request, why).value_or(Json::Value());
        Json::Value answer;
        answer["type"] = "response";
        answer["nonce"] = asked["nonce"];
        answer["data"]["topic"] = asked["data"]["topic"];
        return answer;
    }

    std::unique_ptr<RawServer> server_;
    ClientDriver driver_;
};

TEST_F(OddAnswersTest, OutOfOrder)
{
    play({1, 0}, [](Json::Value answer, int) { return answer; });
    expect_subscribed_and_delivering(0);
}

TEST_F(OddAnswersTest, Doubled)
{
    play({0, 0, 1, 1, 0}, [](Json::Value answer, int) { return answer; });
    expect_subscribed_and_delivering(0);
}

TEST_F(OddAnswersTest, RefusalsWithAWrongNonceAreNobodys)
{
    play({0, 1, 0, 1}, [](Json::Value answer, int turn) {
        if (turn < 2) {
            answer["nonce"] = "of somebody else";
            answer["error"] = "err_unauthorized";
        }
        return answer;
    });
    expect_subscribed_and_delivering(2);
}

TEST_F(OddAnswersTest, WithoutANonceTheirTopicTells)
{
    play({1, 0}, [](Json::Value answer, int) {
        answer.removeMember("nonce");
        return answer;
    });
    expect_subscribed_and_delivering(0);
}

// --- The usual way

TEST_F(ClientTest, AFollowArrivesOverTlsWithAllThatItTells)
{
    serve();
    connect(account());
    const TopicStatus topic = driver_.status("main").topics.at(0);
    EXPECT_EQ(topic.state, TopicState::subscribed);
    gateway_->publish("follow Ada");
    ASSERT_TRUE(driver_.wait_for_notifications(1));

    const auto [account, follow] = driver_.received().at(0);
    EXPECT_EQ(account, "main");
    EXPECT_EQ(follow.topic, "channel.activities");
    EXPECT_EQ(follow.room, topic.room);
    EXPECT_FALSE(follow.id.empty());
    EXPECT_FALSE(follow.ts.empty());
    EXPECT_EQ(follow.data()["type"], "follow");
    EXPECT_EQ(follow.data()["channel"], topic.room);
    EXPECT_EQ(follow.data()["data"]["username"], "Ada");
    EXPECT_FALSE(follow.data()["_id"].asString().empty());
}

TEST_F(ClientTest, AFollowArrivesOverPlainLoopback)
{
    serve({}, false);
    connect(account());
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(1));
}

TEST_F(ClientTest, AGatewayWithoutAWelcomeIsAskedAllTheSame)
{
    serve({"--no-welcome"});
    connect(account());
}

TEST_F(ClientTest, EventsKeepTheirOrderThroughABurst)
{
    serve();
    connect(account());
    std::vector<std::string> expected;
    for (int i = 0; i < 300; ++i) {
        expected.push_back("v" + std::to_string(i));
        gateway_->publish("follow " + expected.back());
    }
    ASSERT_TRUE(driver_.wait_for_notifications(expected.size()));
    EXPECT_EQ(driver_.names(), expected);
}

TEST_F(ClientTest, ItIsSubscribedOnlyOnceAnAnswerSaidSo)
{
    serve();
    order("error err_internal_error channel.activities 0");
    driver_.set_accounts({account()});
    ASSERT_TRUE(driver_.wait_for(
        "main", [](const Status &status) { return status.topics.at(0).state == TopicState::retrying; }));
    EXPECT_THAT(driver_.states("main"), Not(Contains(State::subscribed)));
    order("error off");
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed)); // asked again by itself
}

TEST_F(ClientTest, ARoomIsAskedForAndTheAnsweredOneShown)
{
    serve();
    Account with = account();
    with.room = "64aa000000000000000000ff";
    connect(with);
    EXPECT_EQ(next_request()["room"], with.room);
    EXPECT_EQ(driver_.status("main").topics.at(0).room, with.room);
}

TEST_F(ClientTest, TheRoomThatATokenBelongsToIsShownWhateverWasAskedFor)
{
    serve();
    Account with = account();
    with.room = "64aa000000000000000000ff";
    with.token = Secret(jwt);
    with.token_type = TokenType::jwt;
    connect(with);
    EXPECT_EQ(driver_.status("main").topics.at(0).room, room_of_jwt);
}

TEST_F(ClientTest, EachOfTwoAccountsGetsWhatIsItsOwn)
{
    serve();
    Account one = account("one");
    Account two = account("two");
    one.room = "11aa000000000000000000ff";
    two.room = "22aa000000000000000000ff";
    driver_.set_accounts({one, two});
    ASSERT_TRUE(driver_.wait_for("one", State::subscribed));
    ASSERT_TRUE(driver_.wait_for("two", State::subscribed));
    for (const Account &each : {two, one})
        gateway_->publish(R"({"publish":{"topic":"channel.activities","room":")" + each.room +
                          R"(","data":{"type":"follow","data":{"username":"fan of )" + each.name + R"("}}}})");
    ASSERT_TRUE(driver_.wait_for_notifications(2));
    for (const auto &[name, notification] : driver_.received())
        EXPECT_EQ(notification.data()["data"]["username"], "fan of " + name);
}

TEST_F(ClientTest, APingOfTheGatewaysIsAnswered)
{
    serve({"--ping-ms", "20", "--pong-timeout-ms", "10000"});
    connect(account());
    gateway_->wait_for("pong");
    gateway_->wait_for("pong");
}

// --- Tokens

struct Token {
    const char *name; ///< as a user may have written the type
    const char *good;
};
class EachTokenType : public ClientTest, public testing::WithParamInterface<Token> {};

TEST_P(EachTokenType, IsAcceptedAndAWrongOneStopsTheAccount)
{
    const TokenType type = *token_type_from(GetParam().name);
    const std::string word(to_word(type));
    serve({"--token", word + ":" + GetParam().good});
    Account with = account();
    with.token_type = type;
    with.token = Secret(GetParam().good);
    connect(with);
    EXPECT_EQ(next_request()["token_type"], word);

    with.token = Secret(std::string("not-") + GetParam().good);
    driver_.set_accounts({with});
    ASSERT_TRUE(stands(State::stopped, Failure::unauthorized));
    EXPECT_EQ(driver_.found("main").topics.at(0).state, TopicState::refused);
    EXPECT_EQ(driver_.found("main").topics.at(0).error, ErrorCode::unauthorized);

    with.token = Secret(GetParam().good);
    connect(with);
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachTokenType,
                         testing::Values(Token{"jwt", jwt}, Token{"apikey", "k3y-that-must-not-leak"},
                                         Token{"oauth2", "0auth-that-must-not-leak"},
                                         Token{"oauth", "0auth-that-must-not-leak"}),
                         name_of<Token>);

// --- Answers to a subscribe

struct Refusal {
    const char *name; ///< the gateway's word
    bool asked_again;
};
class EachErrorCode : public ClientTest, public testing::WithParamInterface<Refusal> {};

TEST_P(EachErrorCode, IsShownAndAskedAgainWhereThatHelps)
{
    serve();
    order(std::string("error ") + GetParam().name + " channel.tips 1");
    Account with = account();
    with.topics = {"channel.activities", "channel.tips"};
    driver_.set_accounts({with});
    if (GetParam().asked_again) {
        EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    } else {
        EXPECT_TRUE(driver_.wait_for("main", State::partly_subscribed));
        EXPECT_EQ(driver_.status("main").topics.at(1).state, TopicState::refused);
        gateway_->publish("follow Ada");
        EXPECT_TRUE(driver_.wait_for_notifications(1)) << "the other topic works";
    }
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachErrorCode,
                         testing::Values(Refusal{"err_internal_error", true}, Refusal{"err_deadline_exceeded", true},
                                         Refusal{"rate_limit_exceeded", true}, Refusal{"err_bad_request", false},
                                         Refusal{"err_unauthorized", false}, Refusal{"invalid_message", false},
                                         Refusal{"invalid_message_type", false}, Refusal{"err_something_new", true}),
                         name_of<Refusal>);

TEST_F(ClientTest, AlreadySubscribedIsASuccess)
{
    serve();
    Account with = account();
    connect(with);
    next_request();
    // An answer that is lost, then the gateway moves: the new connection asks for what was not answered.
    order("mute on");
    with.topics.emplace_back("channel.tips");
    driver_.set_accounts({with});
    gateway_->wait_for("answered", [](const Json::Value &answer) { return answer["topic"] == "channel.tips"; });
    order("mute off");
    gateway_->publish("reconnect");
    const Json::Value answer =
        gateway_->wait_for("answered", [](const Json::Value &one) { return one["topic"] == "channel.tips"; });
    EXPECT_EQ(answer["error"], "err_bad_request");
    EXPECT_TRUE(driver_.wait_for(
        "main", [](const Status &status) { return status.state == State::subscribed && status.topics.size() == 2; }));
}

TEST_F(ClientTest, ATokenThatTheGatewaySaysBackIsNotShown)
{
    serve();
    Account with = account();
    connect(with);
    order("mute on"); // the answer is ours to make
    with.topics.emplace_back("channel.tips");
    driver_.set_accounts({with});
    gateway_->wait_for("answered", [](const Json::Value &answer) { return answer["topic"] == "channel.tips"; });
    const std::string said = token;
    gateway_->publish(R"({"raw":"{\"type\":\"response\",\"error\":\"no_)" + said +
                      R"(\",\"data\":{\"message\":\"unknown token )" + said + R"(\"}}"})");
    gateway_->publish(R"({"raw":"{\"type\":\")" + said + R"(\"}"})");
    ASSERT_TRUE(driver_.wait_for("main", [](const Status &status) {
        return status.topics.size() == 2 && status.topics[1].error == ErrorCode::unknown;
    }));
    EXPECT_THAT(driver_.found("main").topics[1].text, testing::HasSubstr("unknown token"));
    EXPECT_TRUE(driver_.wait_for("main", [](const Status &status) { return status.dropped == 1; }));
    // TearDown() looks through all that was told.
}

// --- Losing the connection

TEST_F(ClientTest, AResetIsConnectedAndSubscribedAnewWithinASecondOrSo)
{
    serve();
    connect(account());
    gateway_->publish("drop");
    ASSERT_TRUE(driver_.wait_for("main", State::waiting_retry));
    const Status lost = driver_.found("main");
    EXPECT_LE(lost.next_try->steady - std::chrono::steady_clock::now(), 1s);
    EXPECT_TRUE(lost.gap_from && !lost.gap_to) << "from here on events may be missing";
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.found("main").gap_to.has_value()) << "up to here";
    gateway_->publish("follow Ada");
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada"));
}

class EachCloseCode : public ClientTest, public testing::WithParamInterface<int> {};

TEST_P(EachCloseCode, IsToldAndConnectedAnew)
{
    serve();
    connect(account());
    const int first = connection_of(gateway_->wait_for("connected"));
    gateway_->publish("close " + std::to_string(GetParam()));
    EXPECT_GT(connection_of(gateway_->wait_for("connected")), first);
    EXPECT_TRUE(subscribed_again());
    EXPECT_TRUE(driver_.wait_for_log("close code " + std::to_string(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachCloseCode, testing::Values(1000, 1001, 1008, 1011, 1012, 1013, 4000),
                         testing::PrintToStringParamName());

struct Upgrade {
    const char *name; ///< the HTTP status
    State state;
    Failure why;
};
class EachRefusedUpgrade : public ClientTest, public testing::WithParamInterface<Upgrade> {};

TEST_P(EachRefusedUpgrade, IsToldAndTriedAgainUnlessNothingButSettingsHelp)
{
    serve();
    order(std::string("refuse-upgrade ") + GetParam().name + " - 1");
    driver_.set_accounts({account()});
    EXPECT_TRUE(stands(GetParam().state, GetParam().why));
    if (GetParam().state == State::stopped)
        driver_.client().retry_now();
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachRefusedUpgrade,
                         testing::Values(Upgrade{"301", State::waiting_retry, Failure::upgrade_refused},
                                         Upgrade{"400", State::waiting_retry, Failure::upgrade_refused},
                                         Upgrade{"401", State::stopped, Failure::upgrade_unauthorized},
                                         Upgrade{"403", State::stopped, Failure::upgrade_unauthorized},
                                         Upgrade{"404", State::waiting_retry, Failure::upgrade_refused},
                                         Upgrade{"429", State::waiting_retry, Failure::too_many_connections},
                                         Upgrade{"500", State::waiting_retry, Failure::draining},
                                         Upgrade{"502", State::waiting_retry, Failure::draining},
                                         Upgrade{"503", State::waiting_retry, Failure::draining}),
                         name_of<Upgrade>);

TEST_F(ClientTest, RetryAfterIsObeyed)
{
    serve();
    order("refuse-upgrade 429 40 1");
    const auto before = std::chrono::steady_clock::now();
    driver_.set_accounts({account()});
    ASSERT_TRUE(stands(State::waiting_retry, Failure::too_many_connections));
    EXPECT_GE(driver_.found("main").next_try->steady - before, 40s);
    driver_.client().retry_now();
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
}

TEST_F(ClientTest, AGatewayThatDiesIsFoundAgainOnceItIsBack)
{
    const std::string port = std::to_string(serve({}, false).port());
    connect(account());
    gateway_->process().kill();
    ASSERT_TRUE(stands(State::waiting_retry, Failure::refused));
    serve({"--port", port}, false);
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(1));
}

// --- Graceful reconnect

TEST_F(ClientTest, AGracefulReconnectLosesAndRepeatsNothingAndAsksForNothing)
{
    serve();
    connect(account());
    const int first = connection_of(next_request());
    gateway_->publish("follow Before");
    gateway_->publish("reconnect");
    gateway_->publish("follow Between"); // the old connection still has to bring this one
    const Json::Value taken_over = gateway_->wait_for("connected");
    EXPECT_TRUE(taken_over["resumed"].asBool());
    EXPECT_EQ(connection_of(gateway_->wait_for("closed")), first) << "the old one is let go of, but not before";
    gateway_->publish("follow After");
    ASSERT_TRUE(driver_.wait_for_notifications(3));

    // The next request that comes at all is one that a change of settings asks for.
    Account more = account();
    more.topics.emplace_back("channel.tips");
    connect(more);
    const Json::Value request = next_request();
    EXPECT_EQ(request["topic"], "channel.tips");
    EXPECT_EQ(connection_of(request), connection_of(taken_over));
    EXPECT_THAT(driver_.names(), ElementsAre("Before", "Between", "After"));
    EXPECT_FALSE(driver_.status("main").gap_from);
    EXPECT_THAT(driver_.states("main"), Not(Contains(State::waiting_retry)));
}

TEST_F(ClientTest, AnEventThatComesOverBothConnectionsIsHeardOverBoth)
{
    serve();
    connect(account());
    gateway_->publish("reconnect");
    gateway_->wait_for("connected", [](const Json::Value &printed) { return printed["resumed"].asBool(); });
    gateway_->publish("follow Ada"); // over the old one too, which is heard out
    ASSERT_TRUE(driver_.wait_for_notifications(2));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada", "Ada"));
    const auto received = driver_.received();
    EXPECT_NE(received[0].notification.connection, received[1].notification.connection);
}

TEST_F(ClientTest, EveryReconnectHasATokenOfItsOwn)
{
    serve();
    connect(account());
    next_request();
    for (int i = 0; i < 2; ++i) {
        gateway_->publish("reconnect");
        EXPECT_TRUE(gateway_->wait_for("connected", [](const auto &printed) { return printed["resumed"].asBool(); }));
        gateway_->wait_for("closed");
    }
    gateway_->publish("follow Ada");
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada"));
}

TEST_F(ClientTest, AReconnectTokenThatIsRefusedIsFollowedByAPlainConnection)
{
    serve({"--reconnect-token-ms", "0"});
    connect(account());
    next_request();
    gateway_->publish("reconnect");
    next_request(); // a plain connection, which has to ask
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(1));
}

// --- TLS

struct BadCertificate {
    const char *name; ///< astro-sim's word
    Failure why;
};
class EachBadCertificate : public ClientTest, public testing::WithParamInterface<BadCertificate> {};

TEST_P(EachBadCertificate, IsRefusedBeforeAnythingIsSent)
{
    std::string kind = GetParam().name;
    std::replace(kind.begin(), kind.end(), '_', '-');
    serve({"--certificate", kind});
    driver_.set_accounts({account()});
    EXPECT_TRUE(stands(State::waiting_retry, GetParam().why));
    EXPECT_THAT(driver_.states("main"), Not(Contains(State::waiting_answers))) << "no frame, no token";
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachBadCertificate,
                         testing::Values(BadCertificate{"expired", Failure::tls_expired},
                                         BadCertificate{"wrong_host", Failure::tls_wrong_host},
                                         BadCertificate{"self_signed", Failure::tls_untrusted}),
                         name_of<BadCertificate>);

TEST_F(ClientTest, AnIssuerThatNobodyTrustsIsRefused)
{
    serve();
    Account with = account();
    with.ca_file.clear();
    driver_.set_accounts({with});
    EXPECT_TRUE(stands(State::waiting_retry, Failure::tls_untrusted));
}

TEST_F(ClientTest, SoManyLinesOfAnAccountAreLoggedAMinute)
{
    serve();
    Account with = account();
    with.topics.clear();
    for (int i = 0; i < 70; ++i)
        with.topics.push_back("topic " + std::to_string(i));
    driver_.set_accounts({with});
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    const auto lines_with = [&](const std::string &part) {
        std::size_t count = 0;
        for (const std::string &line : driver_.everything_told())
            count += line.find(part) != std::string::npos ? 1 : 0;
        return count;
    };
    EXPECT_GT(lines_with("main: subscribed to"), 30U);
    EXPECT_LE(lines_with("main: subscribed to"), 40U);
    driver_.skip(61s);
    with.topics.emplace_back("one more");
    driver_.set_accounts({with});
    EXPECT_TRUE(driver_.wait_for_log("lines left out of the log: "));
}

TEST_F(ClientTest, ACertificateFileThatIsBackIsUsed)
{
    serve();
    const harness::TempFolder drive;
    Account with = account();
    const std::filesystem::path certificate = with.ca_file;
    with.ca_file = (drive.path() / "ca.pem").u8string();
    driver_.set_accounts({with});
    ASSERT_TRUE(stands(State::waiting_retry, Failure::bad_ca_file));
    std::filesystem::copy_file(certificate, with.ca_file);
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
}

TEST_F(ClientTest, ACertificateFileMayHaveTheLineEndsOfWindows)
{
    serve();
    const harness::TempFolder folder;
    std::string pem = harness::read_file(gateway_->ca_file());
    for (std::size_t at = 0; (at = pem.find('\n', at)) != std::string::npos; at += 2)
        pem.insert(at, 1, '\r');
    harness::write_file(folder.path() / "ca.pem", pem);
    Account with = account();
    with.ca_file = (folder.path() / "ca.pem").u8string();
    connect(with);
}

// --- Changed settings

TEST_F(ClientTest, ChangedTopicsKeepTheConnectionAndAskOnlyForWhatChanged)
{
    serve();
    Account with = account();
    connect(with);
    const int connection = connection_of(next_request());
    const auto expect_request = [&](const std::string &expected) {
        const Json::Value request = next_request();
        EXPECT_EQ(told(request), expected);
        EXPECT_EQ(connection_of(request), connection);
    };

    with.topics = {"channel.activities", "channel.tips"};
    connect(with);
    expect_request("subscribe channel.tips");

    with.topics = {"channel.tips"};
    connect(with);
    expect_request("unsubscribe channel.activities");

    with.topics = {"channel.follow"};
    connect(with);
    expect_request("unsubscribe channel.tips");
    expect_request("subscribe channel.follow");
    EXPECT_THAT(driver_.states("main"), Not(Contains(State::waiting_retry)));
}

TEST_F(ClientTest, ATopicThatWasTakenAwayBringsNothingMore)
{
    serve();
    Account with = account();
    with.topics = {"channel.activities", "channel.chatbot.counters"};
    connect(with);
    with.topics = {"channel.chatbot.counters"};
    connect(with);
    gateway_->wait_for("request", [](const Json::Value &request) { return request["type"] == "unsubscribe"; });
    gateway_->publish("follow Ada");
    gateway_->publish(R"({"publish":{"topic":"channel.chatbot.counters","data":{"counter":"deaths","value":1}}})");
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.names(), ElementsAre("channel.chatbot.counters"));
}

TEST_F(ClientTest, AnAccountThatIsTakenAwayIsLetGoOf)
{
    serve();
    driver_.set_accounts({account("one"), account("two")});
    ASSERT_TRUE(driver_.wait_for("one", State::subscribed));
    ASSERT_TRUE(driver_.wait_for("two", State::subscribed));
    driver_.set_accounts({account("two")});
    gateway_->wait_for("closed");
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada"));
}

TEST_F(ClientTest, AnAccountThatGetsAnotherNameKeepsItsConnection)
{
    serve();
    driver_.set_accounts({account("one")});
    ASSERT_TRUE(driver_.wait_for("one", State::subscribed));
    driver_.set_accounts({account("uno")});
    ASSERT_TRUE(driver_.wait_for("uno", State::subscribed));
    gateway_->publish("follow Ada");
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_EQ(driver_.received().front().account, "uno");
    EXPECT_THAT(driver_.states("uno"), Each(State::subscribed));
}

TEST_F(ClientTest, ThatNoAccountIsLeftIsTold)
{
    serve();
    driver_.set_accounts({account("one")});
    ASSERT_TRUE(driver_.wait_for("one", State::subscribed));
    driver_.set_accounts({});
    EXPECT_TRUE(driver_.wait_for("", [](const Status &) { return true; }));
}

TEST_F(ClientTest, DamagedFramesLoseNothingElse)
{
    serve();
    connect(account());
    for (const char *bad : {R"({"raw":"no json"})", R"({"raw":"[1,2]"})", R"({"raw":"{\"type\":\"novelty\"}"})",
                            R"({"binary":"bytes"})", R"({"raw":""})"})
        gateway_->publish(bad);
    gateway_->publish("follow Ada");
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada"));
}

TEST_F(ClientTest, AFaultOfWhoHearsAnEventHoldsUpNothingElse)
{
    serve();
    std::promise<void> told_of_it;
    bool heard = false;
    Client::Callbacks callbacks;
    callbacks.on_notification = [](const std::string &, const Notification &) { throw std::runtime_error("a fault"); };
    callbacks.on_status = [&](const Status &status) {
        if (status.heard && !std::exchange(heard, true))
            told_of_it.set_value();
    };
    Client client(std::move(callbacks), [](LogLevel, const std::string &) {});
    client.start();
    client.set_accounts({account()});
    gateway_->wait_for("answered");
    gateway_->publish("follow Ada");
    // Before the session's next look at the clock, which comes after 10 s and would tell of it, too.
    EXPECT_EQ(told_of_it.get_future().wait_for(8s), std::future_status::ready);
    client.stop();
}

// --- Leaving: TearDown() bounds each of these, too

TEST_F(ClientTest, SaysGoodbyeToTheGateway)
{
    serve();
    connect(account());
    driver_.client().stop();
    EXPECT_EQ(gateway_->wait_for("closed")["code"], 1000);
}

TEST_F(ClientTest, StopsInTimeWhenTheGatewayIsFrozen)
{
    serve();
    connect(account());
    gateway_->process().stop();
    const auto before = std::chrono::steady_clock::now();
    driver_.client().stop(100ms);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
    gateway_->process().go_on();
}

TEST(ClientWithoutStart, CanBeStoppedAndLeft)
{
    Client client({}, [](LogLevel, const std::string &) {});
    client.set_accounts({Account()});
    client.stop();
}

TEST_F(ClientTest, StopsWhileANameIsBeingLookedUp)
{
    std::promise<void> let_go;
    ClientDriver driver([gate = let_go.get_future().share()](const std::string &) -> std::vector<std::string> {
        gate.wait();
        return {};
    });
    Account with = account();
    with.url = "wss://gateway.test";
    driver.set_accounts({with});
    ASSERT_TRUE(driver.wait_for("main", State::connecting));
    driver.client().stop(500ms); // would never come back
    let_go.set_value();
}

TEST_F(ClientTest, NothingOfAHandshakeThatTheStopBreaksOffIsKept)
{
    std::promise<void> begun;
    const RawServer server([&](RawPeer &peer) {
        peer.read(1);
        begun.set_value();
        peer.wait_for_end();
    });
    const auto held = std::make_shared<int>();
    ClientDriver driver([held](const std::string &) { return std::vector<std::string>{"127.0.0.1"}; });
    const auto uses = held.use_count();
    Account with = account();
    with.url = "wss://gateway.test" + server.host().substr(server.host().rfind(':'));
    driver.set_accounts({with});
    begun.get_future().wait();
    driver.client().stop(500ms);
    EXPECT_TRUE(harness::wait_until([&] { return held.use_count() == uses; }, 2s)) << "by what made the connection";
}

TEST_F(ClientTest, StopsBeforeAnyAccountAndTakesNoneAfterwards)
{
    driver_.client().stop();
    driver_.set_accounts({account()});
    driver_.client().retry_now();
    driver_.client().stop();
    EXPECT_THAT(driver_.states("main"), IsEmpty());
}

TEST_F(ClientTest, StopsWhileItWaitsForARetry)
{
    driver_.set_accounts({account()});
    ASSERT_TRUE(driver_.wait_for("main", State::waiting_retry));
}

TEST_F(ClientTest, StopsWhileAccountsAreStopped)
{
    serve({"--token", "apikey:another"});
    driver_.set_accounts({account()});
    ASSERT_TRUE(stands(State::stopped, Failure::unauthorized));
}

class WithAndWithoutTls : public ClientTest, public testing::WithParamInterface<bool> {};

TEST_P(WithAndWithoutTls, StopsWhileItConnectsToAGatewayThatDoesNotAnswer)
{
    serve({}, GetParam());
    gateway_->process().stop(); // the kernel goes on taking connections
    driver_.set_accounts({account()});
    ASSERT_TRUE(driver_.wait_for("main", State::connecting));
    driver_.client().stop();
    gateway_->process().go_on();
}

INSTANTIATE_TEST_SUITE_P(ClientTest, WithAndWithoutTls, testing::Bool(),
                         [](const auto &row) { return std::string(row.param ? "tls" : "plain"); });

TEST_F(ClientTest, StopsWhileItWaitsForAnswers)
{
    serve();
    order("mute on");
    driver_.set_accounts({account()});
    ASSERT_TRUE(driver_.wait_for("main", State::waiting_answers));
}

TEST_F(ClientTest, StopsWhileAnotherConnectionTakesOver)
{
    serve();
    connect(account());
    gateway_->publish("reconnect");
    gateway_->publish("mute on"); // no welcome: both connections stay
    gateway_->wait_for("connected", [](const Json::Value &printed) { return printed["resumed"].asBool(); });
    driver_.client().stop();
    gateway_->wait_for("closed");
    gateway_->wait_for("closed");
}

TEST_F(ClientTest, StopsInTheMiddleOfABurst)
{
    serve();
    connect(account());
    for (int i = 0; i < 500; ++i)
        gateway_->publish("follow v" + std::to_string(i));
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    driver_.client().stop();
    const auto count = driver_.received().size();
    driver_.client().stop(); // twice is harmless
    EXPECT_EQ(driver_.received().size(), count);
}

} // namespace
