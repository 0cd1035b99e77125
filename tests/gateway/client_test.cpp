// SPDX-License-Identifier: GPL-2.0-or-later
// The real client against astro-sim, over real TCP and TLS.
#include "gateway/astro_sim_process.h"
#include "gateway/client_driver.h"

#include <gmock/gmock.h>

#include <csignal>

using namespace astro;
using namespace astro::gateway;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr const char *token = "tok3n-that-must-not-leak";

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
        made.ca_file = gateway_ ? gateway_->ca_file().string() : "";
        made.token = Secret(token);
        made.token_type = TokenType::apikey;
        return made;
    }

    void connect(const Account &with)
    {
        driver_.client().set_accounts({with});
        ASSERT_TRUE(driver_.wait_for(with.name, State::subscribed)) << driver_.everything_told();
    }

    /// Waits until `main` stands so because of this.
    bool stands(State state, Failure why)
    {
        return driver_.wait_for("main",
                                [&](const Status &status) { return status.state == state && status.why == why; });
    }

    Json::Value next_request() { return gateway_->wait_for("request"); }
    int connection_of(const Json::Value &printed) { return printed["connection"].asInt(); }

    void TearDown() override
    {
        driver_.client().stop();
        EXPECT_THAT(driver_.everything_told(), Not(HasSubstr(token)));
        if (HasFailure())
            std::cerr << driver_.everything_told();
    }

    std::unique_ptr<AstroSimProcess> gateway_;
    ClientDriver driver_;
};

// --- The usual way

TEST_F(ClientTest, AFollowArrivesOverTls)
{
    serve();
    connect(account());
    gateway_->publish("follow Ada");
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada"));
    EXPECT_EQ(driver_.status("main").topics.at(0).state, TopicState::subscribed);
    EXPECT_FALSE(driver_.status("main").topics.at(0).room.empty());
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

TEST_F(ClientTest, ItIsSubscribedOnlyOnceAnAnswerCame)
{
    serve();
    gateway_->publish("error err_internal_error");
    driver_.client().set_accounts({account()});
    const Json::Value answer = gateway_->wait_for("answered");
    EXPECT_EQ(answer["error"], "err_internal_error");
    EXPECT_THAT(driver_.states("main"), Not(Contains(State::subscribed)));
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

TEST_F(ClientTest, TwoAccountsAtOnce)
{
    serve();
    driver_.client().set_accounts({account("one"), account("two")});
    EXPECT_TRUE(driver_.wait_for("one", State::subscribed));
    EXPECT_TRUE(driver_.wait_for("two", State::subscribed));
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(2));
}

// --- Tokens

class EachTokenType : public ClientTest, public testing::WithParamInterface<const char *> {};

TEST_P(EachTokenType, IsAcceptedAndAWrongOneStopsTheAccount)
{
    const TokenType type = *token_type_from(GetParam());
    // A JWT's form without a claim, for what is told to be one.
    const std::string good = type == TokenType::jwt ? "eyJhbGciOiJIUzI1NiJ9.e30.c2ln" : token;
    serve({"--token", std::string(to_word(type)) + ":" + good});
    Account with = account();
    with.token_type = type;
    with.token = Secret(good);
    connect(with);
    EXPECT_EQ(next_request()["token_type"], std::string(to_word(type)));

    with.token = Secret(good + "-no-more");
    driver_.client().set_accounts({with});
    EXPECT_TRUE(stands(State::stopped, Failure::unauthorized));
    with.token = Secret(good);
    connect(with);
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachTokenType, testing::Values("jwt", "apikey", "oauth2", "oauth"));

// --- Answers to a subscribe

struct Refusal {
    const char *word;
    bool asked_again;
};
class EachErrorCode : public ClientTest, public testing::WithParamInterface<Refusal> {};

TEST_P(EachErrorCode, IsShownAndAskedAgainWhereThatHelps)
{
    serve();
    gateway_->publish(std::string("error ") + GetParam().word + " channel.tips 1");
    Account with = account();
    with.topics = {"channel.activities", "channel.tips"};
    driver_.client().set_accounts({with});
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
                                         Refusal{"err_unauthorized", false}, Refusal{"err_something_new", true}),
                         [](const auto &row) { return std::string(row.param.word); });

// --- Losing the connection

TEST_F(ClientTest, AResetIsConnectedAndSubscribedAnew)
{
    serve();
    connect(account());
    gateway_->publish("drop");
    ASSERT_TRUE(driver_.wait_for("main", [](const Status &status) { return status.gap_from && !status.gap_to; }));
    ASSERT_TRUE(driver_.wait_for("main", [](const Status &status) { return status.gap_to.has_value(); }));
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(1));
}

class EachCloseCode : public ClientTest, public testing::WithParamInterface<int> {};

TEST_P(EachCloseCode, IsConnectedAnew)
{
    serve();
    connect(account());
    const int first = connection_of(gateway_->wait_for("connected"));
    gateway_->publish("close " + std::to_string(GetParam()));
    EXPECT_GT(connection_of(gateway_->wait_for("connected")), first);
    EXPECT_TRUE(driver_.wait_for(
        "main", [](const Status &status) { return status.gap_to.has_value() && status.state == State::subscribed; }));
    EXPECT_TRUE(driver_.wait_for_log("close code " + std::to_string(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachCloseCode, testing::Values(1000, 1001, 1008, 1011, 1012, 1013, 4000));

struct Upgrade {
    int status;
    State state;
    Failure why;
};
class EachRefusedUpgrade : public ClientTest, public testing::WithParamInterface<Upgrade> {};

TEST_P(EachRefusedUpgrade, IsToldAndTriedAgainUnlessNothingButSettingsHelp)
{
    serve();
    gateway_->publish("refuse-upgrade " + std::to_string(GetParam().status) + " - 1");
    driver_.client().set_accounts({account()});
    EXPECT_TRUE(stands(GetParam().state, GetParam().why));
    if (GetParam().state == State::waiting_retry)
        EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    else
        EXPECT_TRUE((driver_.client().retry_now(), driver_.wait_for("main", State::subscribed)));
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachRefusedUpgrade,
                         testing::Values(Upgrade{301, State::waiting_retry, Failure::upgrade_refused},
                                         Upgrade{400, State::waiting_retry, Failure::upgrade_refused},
                                         Upgrade{401, State::stopped, Failure::upgrade_unauthorized},
                                         Upgrade{403, State::stopped, Failure::upgrade_unauthorized},
                                         Upgrade{404, State::waiting_retry, Failure::upgrade_refused},
                                         Upgrade{429, State::waiting_retry, Failure::too_many_connections},
                                         Upgrade{500, State::waiting_retry, Failure::draining},
                                         Upgrade{502, State::waiting_retry, Failure::draining},
                                         Upgrade{503, State::waiting_retry, Failure::draining}),
                         [](const auto &row) { return std::to_string(row.param.status); });

TEST_F(ClientTest, RetryAfterIsObeyed)
{
    serve();
    gateway_->publish("refuse-upgrade 429 40 1");
    const auto before = std::chrono::steady_clock::now();
    driver_.client().set_accounts({account()});
    ASSERT_TRUE(stands(State::waiting_retry, Failure::too_many_connections));
    EXPECT_GE(driver_.status("main").next_try->steady - before, std::chrono::seconds(40));
    driver_.client().retry_now();
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
}

TEST_F(ClientTest, NobodyListensAndThenSomebodyDoes)
{
    const int port = serve({}, false).port();
    const Account with = account();
    gateway_.reset();
    driver_.client().set_accounts({with});
    ASSERT_TRUE(stands(State::waiting_retry, Failure::refused));
    serve({"--port", std::to_string(port)}, false);
    connect(with);
}

// --- Graceful reconnect

TEST_F(ClientTest, AGracefulReconnectLosesAndRepeatsNothingAndAsksForNothing)
{
    serve();
    connect(account());
    next_request();
    gateway_->publish("follow Before");
    gateway_->publish("reconnect");
    gateway_->publish("follow Between");
    EXPECT_TRUE(gateway_->wait_for("connected", [](const auto &printed) { return printed["resumed"].asBool(); }));
    ASSERT_TRUE(driver_.wait_for_log("taken over"));
    gateway_->publish("follow After");
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    ASSERT_TRUE(driver_.wait_for_notifications(3));

    // The next request that comes at all is one that a change of settings asks for.
    Account more = account();
    more.topics.emplace_back("channel.tips");
    driver_.client().set_accounts({more});
    EXPECT_EQ(next_request()["topic"], "channel.tips");
    EXPECT_FALSE(driver_.status("main").gap_from);
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
    const char *kind;
    Failure why;
};
class EachBadCertificate : public ClientTest, public testing::WithParamInterface<BadCertificate> {};

TEST_P(EachBadCertificate, IsRefusedBeforeAnythingIsSent)
{
    serve({"--certificate", GetParam().kind});
    driver_.client().set_accounts({account()});
    EXPECT_TRUE(stands(State::waiting_retry, GetParam().why)) << driver_.everything_told();
    EXPECT_EQ(driver_.status("main").received, 0U);
}

INSTANTIATE_TEST_SUITE_P(ClientTest, EachBadCertificate,
                         testing::Values(BadCertificate{"expired", Failure::tls_expired},
                                         BadCertificate{"wrong-host", Failure::tls_wrong_host},
                                         BadCertificate{"self-signed", Failure::tls_untrusted}),
                         [](const auto &row) { return std::string(to_word(row.param.why)); });

TEST_F(ClientTest, AnIssuerThatNobodyTrustsIsRefused)
{
    serve();
    Account with = account();
    with.ca_file.clear();
    driver_.client().set_accounts({with});
    EXPECT_TRUE(stands(State::waiting_retry, Failure::tls_untrusted));
}

// --- Changed settings

TEST_F(ClientTest, ChangedTopicsKeepTheConnection)
{
    serve();
    Account with = account();
    connect(with);
    const int connection = connection_of(next_request());
    with.topics = {"channel.tips"};
    connect(with);
    const Json::Value one = next_request();
    const Json::Value other = next_request();
    EXPECT_EQ(connection_of(one), connection);
    EXPECT_EQ(connection_of(other), connection);
    EXPECT_THAT((std::vector{one["type"].asString() + " " + one["topic"].asString(),
                             other["type"].asString() + " " + other["topic"].asString()}),
                testing::UnorderedElementsAre("unsubscribe channel.activities", "subscribe channel.tips"));
}

TEST_F(ClientTest, AnAccountThatIsTakenAwayIsLetGoOf)
{
    serve();
    driver_.client().set_accounts({account("one"), account("two")});
    ASSERT_TRUE(driver_.wait_for("one", State::subscribed));
    ASSERT_TRUE(driver_.wait_for("two", State::subscribed));
    driver_.client().set_accounts({account("two")});
    gateway_->wait_for("closed");
    gateway_->publish("follow Ada");
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada"));
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

// --- Leaving

TEST_F(ClientTest, StopsInTimeWhenTheGatewayIsFrozen)
{
    serve();
    connect(account());
    gateway_->process().signal(SIGSTOP);
    const auto before = std::chrono::steady_clock::now();
    driver_.client().stop(std::chrono::milliseconds(500));
    // Bounded by its patience; the rest is what a busy machine may need.
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
    gateway_->process().signal(SIGCONT);
}

TEST_F(ClientTest, StopsBeforeAnyAccount)
{
    driver_.client().stop();
    driver_.client().set_accounts({account()});
    EXPECT_THAT(driver_.states("main"), testing::IsEmpty());
}

TEST_F(ClientTest, StopsWhileItWaitsForARetry)
{
    driver_.client().set_accounts({account()});
    ASSERT_TRUE(driver_.wait_for("main", State::waiting_retry));
}

TEST_F(ClientTest, StopsWhileItConnects)
{
    serve();
    gateway_->process().signal(SIGSTOP); // the kernel goes on taking connections
    driver_.client().set_accounts({account()});
    ASSERT_TRUE(driver_.wait_for("main", State::connecting));
    driver_.client().stop();
    gateway_->process().signal(SIGCONT);
}

TEST_F(ClientTest, StopsInTheMiddleOfABurst)
{
    serve();
    connect(account());
    for (int i = 0; i < 500; ++i)
        gateway_->publish("follow v" + std::to_string(i));
    ASSERT_TRUE(driver_.wait_for_notifications(1));
    driver_.client().stop();
    const auto count = driver_.names().size();
    driver_.client().stop(); // twice is harmless
    EXPECT_EQ(driver_.names().size(), count);
}

} // namespace
