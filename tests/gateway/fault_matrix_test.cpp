// SPDX-License-Identifier: GPL-2.0-or-later
// The fault matrix over real sockets: the whole client, through TLS, and a gateway that follows a script. (The same
// faults and more are played to the session alone in tests/unit/session, those of single bytes to the transport in
// transport_test.cpp.) Each row ends with a gateway that works: the client must be subscribed to everything and
// deliver.
#include "gateway/client_driver.h"
#include "gateway/named_rows.h"
#include "gateway/raw_server.h"
#include "gateway/roots_by_hash.h"
#include "harness/machine.h"
#include "harness/temp_folder.h"
#include "support/json.h"

#include "astro-sim/certificate.h"

#include <gmock/gmock.h>
#include <openssl/pem.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <mutex>

using namespace astro;
using namespace astro::gateway;
using namespace std::chrono_literals;
using frames::text_frame;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

namespace {

using named_rows::name_of;
using named_rows::operator<<;

constexpr const char *token = "tok3n-that-must-not-leak";
constexpr const char *welcome = R"({"type":"welcome","data":{"client_id":"c"}})";
const std::vector<std::string> topics = {"channel.activities", "channel.tips"};

/// What a gateway has to have to be believed, made once.
class Trust {
public:
    Trust() : context(asio::ssl::context::tls_server)
    {
        const auto certificate = astro_sim::make_certificate(astro_sim::CertificateKind::good);
        context.use_certificate(asio::buffer(certificate.leaf), asio::ssl::context::pem);
        context.use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem);
        harness::write_file(ca_file(), certificate.ca);
    }
    std::filesystem::path ca_file() const { return folder_.path() / "ca.pem"; }

    asio::ssl::context context;

private:
    harness::TempFolder folder_;
};

/// As OpenSSL looks for a certificate in a folder.
std::string hashed_name(const std::string &pem)
{
    const std::unique_ptr<BIO, int (*)(BIO *)> bytes(BIO_new_mem_buf(pem.data(), -1), BIO_free);
    const std::unique_ptr<X509, void (*)(X509 *)> certificate(PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr),
                                                              X509_free);
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "%08lx.0", X509_subject_name_hash(certificate.get()));
    return name.data();
}

Trust &trust()
{
    static Trust made;
    return made;
}

// --- What scripts are made of

/// The next request; PINGs are answered on the way.
Json::Value next_request(RawPeer &peer)
{
    for (;;) {
        const RawPeer::Frame frame = peer.read_frame();
        if (frame.opcode == frames::ping) {
            peer.write(frames::frame(frames::fin | frames::pong, frame.payload));
            continue;
        }
        std::string why;
        const auto request = json::parse(frame.payload, why);
        if (frame.opcode != frames::text || !request)
            throw std::runtime_error("no request came, but opcode " + std::to_string(frame.opcode));
        return *request;
    }
}

Json::Value answer_to(const Json::Value &request)
{
    Json::Value answer;
    answer["type"] = "response";
    answer["nonce"] = request["nonce"];
    answer["data"]["topic"] = request["data"]["topic"];
    return answer;
}

void say(RawPeer &peer, const Json::Value &message)
{
    peer.write(text_frame(json::write_compact(message)));
}

void answer_next(RawPeer &peer)
{
    say(peer, answer_to(next_request(peer)));
}

void publish(RawPeer &peer, const std::string &viewer)
{
    Json::Value event;
    event["type"] = "message";
    event["topic"] = topics[0];
    event["data"]["type"] = "follow";
    event["data"]["_id"] = "id of " + viewer;
    event["data"]["data"]["username"] = viewer;
    say(peer, event);
}

void ask_to_reconnect(RawPeer &peer, const std::string &reconnect_token)
{
    Json::Value message;
    message["type"] = "reconnect";
    message["data"]["reconnect_token"] = reconnect_token;
    say(peer, message);
}

/// How far a connection has come, as the gateway sees it.
enum class Step { accepted, tls, asked_to_upgrade, upgraded, welcomed, asked, half_answered, subscribed };
constexpr std::array step_names = {"accepted", "tls",   "asked_to_upgrade", "upgraded",
                                   "welcomed", "asked", "half_answered",    "subscribed"};

void PrintTo(Step step, std::ostream *out)
{
    *out << step_names.at(static_cast<std::size_t>(step));
}

/// @return the request of the upgrade, where it came to that.
std::string go_to(RawPeer &peer, Step step)
{
    if (step == Step::accepted)
        return {};
    peer.start_tls(trust().context);
    if (step == Step::tls)
        return {};
    std::string upgrade = peer.read_request();
    if (step == Step::asked_to_upgrade)
        return upgrade;
    peer.write(RawPeer::acceptance(upgrade));
    if (step == Step::upgraded)
        return upgrade;
    peer.write(text_frame(welcome));
    if (step == Step::welcomed)
        return upgrade;
    const Json::Value first = next_request(peer);
    if (step == Step::asked)
        return upgrade;
    say(peer, answer_to(first));
    if (step == Step::half_answered)
        return upgrade;
    answer_next(peer);
    return upgrade;
}

class FaultTest : public testing::Test {
protected:
    using Script = RawServer::Script;

    /// A gateway that plays these, and one account that is connected to it.
    void play(std::vector<Script> scripts)
    {
        server_ = std::make_unique<RawServer>(std::move(scripts));
        connect(server_->url("wss"));
    }
    void connect(const std::string &url)
    {
        account_.name = "main";
        account_.url = url;
        account_.ca_file = trusts_the_system_ ? "" : trust().ca_file().u8string();
        account_.token = Secret(token);
        account_.topics = topics;
        driver_.set_accounts({account_});
    }

    /// A gateway without a fault: subscribes to everything, tells of this viewer, and stays.
    Script willing(const std::string &viewer)
    {
        return [=](RawPeer &peer) {
            note_upgrade(go_to(peer, Step::subscribed));
            publish(peer, viewer);
            peer.wait_for_end();
        };
    }
    /// Takes over what another one had, and tells of this viewer.
    Script taking_over(const std::string &viewer)
    {
        return [=](RawPeer &peer) {
            note_upgrade(go_to(peer, Step::welcomed));
            publish(peer, viewer);
            peer.wait_for_end();
        };
    }

    bool stands(State state, Failure why)
    {
        return driver_.wait_for("main",
                                [&](const Status &status) { return status.state == state && status.why == why; });
    }
    Status status() { return driver_.status("main"); }

    /// The client leaves, and the scripts have to have gone through.
    void finish()
    {
        driver_.client().stop(50ms); // few scripts answer a goodbye
        EXPECT_EQ(server_->finish(), "");
    }
    /// After finish(): the addresses that were asked for, in order, without their host.
    std::vector<std::string> paths() const { return paths_; }

    void TearDown() override
    {
        driver_.client().stop();
        EXPECT_THAT(driver_.lines_with_a_token(), IsEmpty());
        if (HasFailure()) {
            for (const std::string &line : driver_.everything_told())
                std::cerr << line << "\n";
        }
    }

    void note_upgrade(const std::string &request)
    {
        const std::lock_guard hold(lock_);
        const auto begin = request.find(' ') + 1;
        paths_.push_back(request.substr(begin, request.find(' ', begin) - begin));
    }

    Account account_;
    bool trusts_the_system_ = false;
    std::mutex lock_;
    std::vector<std::string> paths_;
    std::promise<void> reached_, let_go_;
    std::unique_ptr<RawServer> server_; ///< outlived by what its scripts use
    ClientDriver driver_;
};

// --- Whom it believes

TEST_F(FaultTest, ACertificateThatTheSystemTrustsNeedsNoSettings)
{
    const harness::TrustedBySystem trusted(trust().ca_file());
    trusts_the_system_ = true;
    play({willing("Ada")});
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    finish();
}

// As Debian and others keep them: a file for each root, named by its hash.
TEST_F(FaultTest, ARootInTheSystemsFolderIsFoundAmongAll)
{
    LEAVE_OUT_ON_WINDOWS("its roots are in no folder");
    const RootsByHash roots;
    const std::string ca = harness::read_file(trust().ca_file());
    harness::write_file(roots.path() / hashed_name(ca), ca);
    trusts_the_system_ = true;
    play({willing("Ada")});
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    finish();
}

// --- Every way to end, at every step

struct End {
    const char *name;
    std::function<void(RawPeer &)> come;
    Step from; ///< the first step at which it can be
};

void PrintTo(const End &end, std::ostream *out)
{
    *out << end.name;
}

/// Bytes that are nothing, in whatever the client thinks that it is in the middle of.
void babble(RawPeer &peer)
{
    peer.write_bare(std::string(64, '\xff'));
    peer.wait_for_end();
}

void half_close(RawPeer &peer)
{
    peer.finish_writing();
    peer.wait_for_end();
}

/// The beginning of a TLS record that would be longer.
void truncate(RawPeer &peer)
{
    peer.write_bare(std::string("\x17\x03\x03\x01\x00half", 9));
    half_close(peer);
}

const End ends[] = {{"reset", [](RawPeer &peer) { peer.reset(); }, Step::accepted},
                    {"half_closed", half_close, Step::accepted},
                    {"truncated", truncate, Step::tls},
                    {"ended_by_tls", [](RawPeer &peer) { peer.end_tls(); }, Step::tls},
                    {"garbage", babble, Step::accepted}};

class EachEnd : public FaultTest, public testing::WithParamInterface<std::tuple<End, Step>> {};

TEST_P(EachEnd, AtEachStepIsToldAndConnectedAnew)
{
    const auto &[end, step] = GetParam();
    play({[this, end = end, step = step](RawPeer &peer) {
              go_to(peer, step);
              if (step == Step::subscribed)
                  let_go_.get_future().wait_for(20s); // until the client knows it
              end.come(peer);
          },
          willing("Ada")});
    if (step == Step::subscribed) {
        EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
        let_go_.set_value();
    }
    ASSERT_TRUE(driver_.wait_for("main", State::waiting_retry));
    const Status lost = driver_.found("main");
    EXPECT_THAT(lost.why, testing::AnyOf(Failure::network, Failure::tls)) << "found by itself, not by a time-out";
    EXPECT_LE(lost.next_try->steady - Instant::now().steady, 1s);
    EXPECT_EQ(lost.gap_from.has_value(), step >= Step::half_answered) << "what was subscribed may be missed";
    driver_.skip(1s);
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_EQ(status().gap_to.has_value(), step >= Step::half_answered);
    finish();
}

std::vector<std::tuple<End, Step>> each_end_at_each_step()
{
    std::vector<std::tuple<End, Step>> rows;
    for (const End &end : ends) {
        for (auto step = static_cast<std::size_t>(end.from); step < step_names.size(); ++step)
            rows.emplace_back(end, static_cast<Step>(step));
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(Fault, EachEnd, testing::ValuesIn(each_end_at_each_step()), [](const auto &row) {
    return std::string(std::get<End>(row.param).name) + "_when_" +
           step_names.at(static_cast<std::size_t>(std::get<Step>(row.param)));
});

TEST_F(FaultTest, ANetworkThatCutsAgainAndAgainCostsNoMoreThanASecondEachTime)
{
    constexpr std::size_t cuts = 12;
    std::array<std::promise<void>, cuts> cut;
    std::vector<Script> scripts;
    for (std::promise<void> &now : cut) {
        scripts.push_back([&now](RawPeer &peer) {
            go_to(peer, Step::subscribed);
            now.get_future().wait_for(20s);
            peer.reset();
        });
    }
    scripts.push_back(willing("Ada"));
    play(std::move(scripts));
    std::chrono::seconds skipped{0};
    const auto skip = [&](std::chrono::seconds time) {
        driver_.skip(time);
        skipped += time;
    };
    for (std::promise<void> &now : cut) {
        ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
        skip(11s);
        now.set_value();
        ASSERT_TRUE(driver_.wait_for("main", State::waiting_retry));
        EXPECT_LE(driver_.found("main").next_try->steady - Instant::now().steady - skipped, 1s);
        EXPECT_TRUE(driver_.found("main").lost);
        skip(1s);
    }
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_FALSE(driver_.found("main").lost);
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    finish();
}

// --- Black holes: nothing ever comes again, and nobody says so

struct Hole {
    const char *name;
    Step at;
    State seen; ///< before time goes by
    Failure why;
    std::chrono::seconds after; ///< and not much earlier
};

class EachBlackHole : public FaultTest, public testing::WithParamInterface<Hole> {};

TEST_P(EachBlackHole, IsFoundInTime)
{
    const Hole &hole = GetParam();
    play({[&](RawPeer &peer) {
              go_to(peer, hole.at);
              reached_.set_value();
              let_go_.get_future().wait_for(60s);
          },
          willing("Ada")});
    reached_.get_future().wait_for(20s);
    ASSERT_TRUE(driver_.wait_for("main", hole.seen));
    const auto skipped = driver_.skip_until("main", State::waiting_retry);
    ASSERT_TRUE(skipped) << "it is waited for for ever";
    EXPECT_EQ(status().why, hole.why);
    EXPECT_GE(*skipped, hole.after - 5s) << "the gateway may have been a little ahead of the client";
    EXPECT_LE(*skipped, hole.after + 5s);
    driver_.skip(1s);
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    let_go_.set_value();
    finish();
}

INSTANTIATE_TEST_SUITE_P(
    Fault, EachBlackHole,
    testing::Values(Hole{"instead_of_tls", Step::accepted, State::connecting, Failure::timed_out, 60s},
                    Hole{"instead_of_an_answer", Step::asked_to_upgrade, State::connecting, Failure::timed_out, 60s},
                    Hole{"instead_of_a_welcome", Step::upgraded, State::waiting_answers, Failure::no_answer, 22s},
                    Hole{"instead_of_answers", Step::asked, State::waiting_answers, Failure::no_answer, 20s},
                    Hole{"once_subscribed", Step::subscribed, State::subscribed, Failure::silent, 80s}),
    name_of<Hole>);

TEST_F(FaultTest, ABlackHoleInsteadOfTheSecondAnswerIsLeftForAnotherConnectionAtOnce)
{
    play({[&](RawPeer &peer) {
              go_to(peer, Step::half_answered);
              reached_.set_value();
              let_go_.get_future().wait_for(60s);
          },
          willing("Ada")});
    reached_.get_future().wait_for(20s);
    ASSERT_TRUE(driver_.wait_for("main", State::waiting_answers));
    for (int seconds = 0; seconds < 22; ++seconds) // two askings of 10 s
        driver_.skip(1s);
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.states("main"), Not(Contains(State::waiting_retry)));
    let_go_.set_value();
    finish();
}

TEST_F(FaultTest, AGatewayThatAnswersPingsIsNotGivenUp)
{
    play({[](RawPeer &peer) {
        go_to(peer, Step::subscribed);
        for (int pings = 0; pings < 3; ++pings) {
            const RawPeer::Frame frame = peer.read_frame();
            if (frame.opcode != frames::ping)
                throw std::runtime_error("something else than a PING came");
            peer.write(frames::frame(frames::fin | frames::pong, frame.payload));
            publish(peer, "viewer " + std::to_string(pings)); // for the test to know that it came
        }
        peer.wait_for_end();
    }});
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    for (std::size_t pings = 1; pings <= 3; ++pings) {
        driver_.skip(21s); // both at once would look like a sleep
        driver_.skip(20s);
        ASSERT_TRUE(driver_.wait_for_notifications(pings));
    }
    EXPECT_THAT(driver_.states("main"), testing::Not(testing::Contains(State::waiting_retry)));
    finish();
}

TEST_F(FaultTest, AComputerThatSleptGetsWhatCameMeanwhileAndKeepsAConnectionThatLives)
{
    std::promise<void> asleep;
    play({[&](RawPeer &peer) {
        go_to(peer, Step::subscribed);
        asleep.get_future().wait();
        for (const char *name : {"Ada", "Bob", "Cleo"})
            publish(peer, name);
        const RawPeer::Frame asked = peer.read_frame();
        if (asked.opcode != frames::ping)
            throw std::runtime_error("something else than a PING came");
        peer.write(frames::frame(frames::fin | frames::pong, asked.payload));
        publish(peer, "Dora");
        peer.wait_for_end();
    }});
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    driver_.turn_page("main");
    driver_.sleep(60s);
    asleep.set_value();
    EXPECT_TRUE(driver_.wait_for_notifications(4));
    driver_.skip(6s);
    EXPECT_THAT(driver_.names(), testing::ElementsAre("Ada", "Bob", "Cleo", "Dora"));
    EXPECT_EQ(status().state, State::subscribed);
    EXPECT_THAT(driver_.states("main"), testing::Not(testing::Contains(State::waiting_retry)));
    EXPECT_FALSE(status().gap_from);
    finish();
}

TEST_F(FaultTest, AComputerThatSleptConnectsAnewAndTellsSinceWhenEventsMayBeMissing)
{
    play({[](RawPeer &peer) {
              go_to(peer, Step::subscribed);
              peer.wait_for_end();
          },
          willing("Ada")});
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    driver_.sleep(3600s);
    driver_.turn_page("main");
    driver_.skip(6s);
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    ASSERT_TRUE(status().gap_from && status().gap_to);
    EXPECT_GE(*status().gap_to - *status().gap_from, 3600s);
    finish();
}

/// Its address before the one that works takes connections, and swallows what is said on them.
TEST_F(FaultTest, AGatewayIsReachedOverIPv4WhereIPv6SwallowsWhatIsSaid)
{
    server_ = std::make_unique<RawServer>(willing("Ada"));
    const std::string host = server_->host();
    const std::string port = host.substr(host.find(':') + 1);
    asio::io_context loop;
    asio::ip::tcp::acceptor silent(loop);
    asio::error_code no_ipv6;
    silent.open(asio::ip::tcp::v6(), no_ipv6);
    if (!no_ipv6)
        silent.bind({asio::ip::address_v6::loopback(), static_cast<std::uint16_t>(std::stoi(port))}, no_ipv6);
    if (!no_ipv6)
        silent.listen();

    connect("wss://localhost:" + port);
    if (!no_ipv6) {
        EXPECT_TRUE(stands(State::waiting_retry, Failure::timed_out));
    }
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    finish();
}

TEST_F(FaultTest, AGatewayThatIsSlowInAllItSaysIsWaitedFor)
{
    play({[](RawPeer &peer) {
        peer.start_tls(trust().context);
        peer.write_slowly(RawPeer::acceptance(peer.read_request()));
        peer.write_slowly(text_frame(welcome));
        for (std::size_t i = 0; i < topics.size(); ++i)
            peer.write_slowly(text_frame(json::write_compact(answer_to(next_request(peer)))));
        peer.write_slowly(text_frame(R"({"type":"message","topic":"channel.tips","data":{}})"));
        peer.wait_for_end();
    }});
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    finish();
}

// --- Answers

TEST_F(FaultTest, ATopicThatTheGatewayDoesNotLetGoOfIsLeftWithItsConnection)
{
    play({[](RawPeer &peer) {
              go_to(peer, Step::subscribed);
              const Json::Value request = next_request(peer);
              if (request["type"] != "unsubscribe" || request["data"]["topic"] != "channel.tips")
                  throw std::runtime_error("something else is asked for");
              Json::Value answer = answer_to(request);
              answer["error"] = "err_bad_request";
              say(peer, answer);
              publish(peer, "Ada");
              peer.wait_for_end();
          },
          [](RawPeer &peer) {
              go_to(peer, Step::welcomed);
              answer_next(peer); // there is one topic left
              publish(peer, "Bo");
              peer.wait_for_end();
          }});
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    driver_.turn_page("main");
    account_.topics = {"channel.activities"};
    driver_.set_accounts({account_});
    EXPECT_TRUE(driver_.wait_for_notifications(2));
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_FALSE(status().gap_from);
    finish();
}

TEST_F(FaultTest, AnAnswerThatIsMissingIsAskedForAgain)
{
    play({[this](RawPeer &peer) {
        go_to(peer, Step::half_answered);
        next_request(peer); // and no answer
        let_go_.set_value();
        answer_next(peer);
        publish(peer, "Ada");
        peer.wait_for_end();
    }});
    let_go_.get_future().wait_for(20s);
    driver_.skip(10s);
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_THAT(driver_.states("main"), testing::Not(testing::Contains(State::waiting_retry)));
    finish();
}

/// The gateway's words for what went wrong, and what becomes of a topic.
struct Refusal {
    const char *name;
    TopicState becomes;
};

void PrintTo(const Refusal &refusal, std::ostream *out)
{
    *out << refusal.name;
}

enum class Asked { first, second, anew, later };
constexpr std::array asked_names = {"first", "second", "after_a_reconnect", "later"};

void PrintTo(Asked asked, std::ostream *out)
{
    *out << asked_names.at(static_cast<std::size_t>(asked));
}

class EachErrorCode : public FaultTest, public testing::WithParamInterface<std::tuple<Refusal, Asked>> {
protected:
    static void refuse(RawPeer &peer)
    {
        Json::Value answer = answer_to(next_request(peer));
        answer["error"] = std::get<Refusal>(GetParam()).name;
        answer["data"]["message"] = "the gateway's own words";
        say(peer, answer);
    }
    /// Whatever comes from here on is answered well.
    static void answer_all(RawPeer &peer)
    {
        try {
            for (;;)
                answer_next(peer);
        } catch (const std::exception &) {
            // The client has left.
        }
    }
};

TEST_P(EachErrorCode, AtEachAskingIsToldAndAskedAgainWhereThatHelps)
{
    const auto &[refusal, asked] = GetParam();
    const bool at_once_all = asked == Asked::first || asked == Asked::second;
    play({[asked = asked](RawPeer &peer) {
              go_to(peer, asked == Asked::first    ? Step::welcomed
                          : asked == Asked::second ? Step::half_answered
                                                   : Step::subscribed);
              if (asked == Asked::anew) {
                  peer.end_tls();
                  return;
              }
              refuse(peer);
              answer_all(peer);
          },
          [asked = asked](RawPeer &peer) {
              if (asked != Asked::anew)
                  return;
              go_to(peer, Step::half_answered);
              refuse(peer);
              answer_all(peer);
          }});
    if (!at_once_all) {
        ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    }
    if (asked == Asked::later) {
        account_.topics.emplace_back("channel.follows");
        driver_.set_accounts({account_});
    }
    const auto refused = [&, becomes = refusal.becomes](const Status &status) {
        for (const TopicStatus &topic : status.topics) {
            if (topic.state == becomes && topic.error != ErrorCode::none)
                return topic.text == "the gateway's own words";
        }
        return false;
    };
    EXPECT_TRUE(driver_.wait_for("main", refused));
    if (refusal.becomes == TopicState::retrying) {
        driver_.skip(2s);
        EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    }
}

INSTANTIATE_TEST_SUITE_P(Fault, EachErrorCode,
                         testing::Combine(testing::Values(Refusal{"err_internal_error", TopicState::retrying},
                                                          Refusal{"err_deadline_exceeded", TopicState::retrying},
                                                          Refusal{"err_bad_request", TopicState::refused},
                                                          Refusal{"err_unauthorized", TopicState::refused},
                                                          Refusal{"invalid_message", TopicState::refused},
                                                          Refusal{"invalid_message_type", TopicState::refused},
                                                          Refusal{"err_something_new", TopicState::retrying}),
                                          testing::Values(Asked::first, Asked::second, Asked::anew, Asked::later)),
                         [](const auto &row) {
                             return std::string(std::get<Refusal>(row.param).name) + "_when_asked_" +
                                    asked_names.at(static_cast<std::size_t>(std::get<Asked>(row.param)));
                         });

// --- Asked to move to another server

class MoveTest : public FaultTest {
protected:
    /// Everything is subscribed, then it asks to move, with this token.
    Script asking_to_move(const std::string &reconnect_token)
    {
        return [=](RawPeer &peer) {
            note_upgrade(go_to(peer, Step::subscribed));
            ask_to_reconnect(peer, reconnect_token);
            peer.wait_for_end();
        };
    }
    /// Does not believe the token that it is given.
    Script not_taking_over()
    {
        return [=](RawPeer &peer) {
            note_upgrade(go_to(peer, Step::upgraded));
            peer.write(frames::frame(frames::fin | frames::close, frames::close_payload(1008, "no such token")));
            peer.wait_for_end();
        };
    }
    std::vector<std::uint64_t> series()
    {
        std::vector<std::uint64_t> all;
        for (const auto &[account, notification] : driver_.received())
            all.push_back(notification.series);
        return all;
    }
    bool never_interrupted()
    {
        const auto states = driver_.states("main");
        return !status().gap_from && std::count(states.begin(), states.end(), State::waiting_retry) == 0;
    }
};

TEST_F(MoveTest, AGoodTokenTakesOverAndNothingIsAsked)
{
    play({asking_to_move("t1"), taking_over("Ada")}); // a request would stay unanswered
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_EQ(status().state, State::subscribed);
    driver_.skip(30s);
    EXPECT_TRUE(never_interrupted());
    finish();
    EXPECT_THAT(paths(), ElementsAre("/", "/?reconnect_token=t1"));
}

TEST_F(MoveTest, AUsedTokenIsFollowedByAPlainConnection)
{
    play({asking_to_move("t1"),
          [this](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::welcomed));
              publish(peer, "Ada");
              ask_to_reconnect(peer, "t1"); // the same once more
              peer.wait_for_end();
          },
          not_taking_over(), willing("Bo")});
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    driver_.skip(10s); // asked to move again so soon, it takes its time
    EXPECT_TRUE(driver_.wait_for_notifications(2));
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(never_interrupted());
    finish();
    EXPECT_THAT(paths(), ElementsAre("/", "/?reconnect_token=t1", "/?reconnect_token=t1", "/"));
    EXPECT_THAT(driver_.names(), ElementsAre("Ada", "Bo"));
}

TEST_F(MoveTest, WithoutATokenAllIsAskedAnew)
{
    play({asking_to_move(""), willing("Ada")});
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(never_interrupted());
    finish();
    EXPECT_THAT(paths(), ElementsAre("/", "/"));
}

TEST_F(MoveTest, ATokenThatIsRefusedAtTheUpgradeIsFollowedByAPlainConnection)
{
    play({asking_to_move("t1"),
          [this](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::asked_to_upgrade));
              peer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
          },
          willing("Ada")});
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(never_interrupted());
    finish();
    EXPECT_THAT(paths(), ElementsAre("/", "/?reconnect_token=t1", "/"));
}

TEST_F(MoveTest, InTheMiddleOfSubscribingTheRestIsAskedOnTheNewConnection)
{
    play({[this](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::half_answered));
              ask_to_reconnect(peer, "t1");
              peer.wait_for_end();
          },
          [this](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::welcomed));
              const Json::Value request = next_request(peer);
              if (request["data"]["topic"] != topics[1])
                  throw std::runtime_error("what had its answer was asked again");
              say(peer, answer_to(request));
              publish(peer, "Ada");
              peer.wait_for_end();
          }});
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    EXPECT_TRUE(never_interrupted());
    finish();
}

TEST_F(MoveTest, EventsOverBothConnectionsAllCome)
{
    std::promise<void> open;
    play({[&](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::subscribed));
              publish(peer, "before");
              ask_to_reconnect(peer, "t1");
              publish(peer, "right after");
              open.get_future().wait_for(20s);
              publish(peer, "while the other one is silent");
              let_go_.set_value();
              peer.wait_for_end();
          },
          [&](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::upgraded));
              open.set_value();
              let_go_.get_future().wait_for(20s);
              publish(peer, "before its welcome");
              peer.write(text_frame(welcome));
              publish(peer, "after");
              peer.wait_for_end();
          }});
    EXPECT_TRUE(driver_.wait_for_notifications(5));
    const std::vector<std::string> names = driver_.names();
    EXPECT_THAT(names, testing::UnorderedElementsAre("before", "right after", "while the other one is silent",
                                                     "before its welcome", "after"));
    EXPECT_THAT(series(), testing::Each(1U)) << "what comes over both may be the same";
    EXPECT_TRUE(never_interrupted());
    finish();
}

TEST_F(MoveTest, EachEventTellsWhenItsConnectionWasAskedFor)
{
    play({[&](RawPeer &peer) {
              go_to(peer, Step::subscribed);
              let_go_.get_future().wait_for(20s);
              ask_to_reconnect(peer, "t1");
              publish(peer, "before");
              peer.wait_for_end();
          },
          taking_over("after")});
    ASSERT_TRUE(driver_.wait_for("main", State::subscribed));
    driver_.skip(20s);
    let_go_.set_value();
    ASSERT_TRUE(driver_.wait_for_notifications(2));
    const auto received = driver_.received();
    const Deadline first = received.front().notification.connection_begun;
    for (const auto &[account, notification] : received)
        EXPECT_EQ(notification.connection_begun - first >= 20s, notification.connection == 2U);
    finish();
}

TEST_F(MoveTest, AfterALossNothingIsTheSameAsBefore)
{
    play({[](RawPeer &peer) {
              go_to(peer, Step::subscribed);
              publish(peer, "Ada");
              peer.end_tls();
          },
          willing("Bo")});
    EXPECT_TRUE(driver_.wait_for_notifications(2));
    EXPECT_THAT(series(), ElementsAre(1, 2));
    finish();
}

TEST_F(MoveTest, AnOldConnectionThatEndsAtOnceIsNotMissed)
{
    play({[this](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::subscribed));
              ask_to_reconnect(peer, "t1");
              peer.end_tls();
          },
          taking_over("Ada")});
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    EXPECT_TRUE(driver_.wait_for("main", State::subscribed));
    finish();
    EXPECT_THAT(paths(), ElementsAre("/", "/?reconnect_token=t1"));
}

TEST_F(MoveTest, ABlackHoleInsteadOfTheNewConnectionLeavesTheOldOneAtWork)
{
    std::promise<void> given_up;
    play({[&](RawPeer &peer) {
              note_upgrade(go_to(peer, Step::subscribed));
              ask_to_reconnect(peer, "t1");
              publish(peer, "Ada");
              given_up.get_future().wait_for(60s);
              publish(peer, "Bo");
              peer.wait_for_end();
          },
          [&](RawPeer &peer) {
              go_to(peer, Step::accepted);
              reached_.set_value();
              let_go_.get_future().wait_for(60s);
          },
          willing("Cy")});
    EXPECT_TRUE(driver_.wait_for_notifications(1));
    reached_.get_future().wait_for(20s);
    driver_.skip(35s);
    driver_.skip(30s); // the new connection is timed out by now
    given_up.set_value();
    EXPECT_TRUE(driver_.wait_for_notifications(3));
    EXPECT_THAT(driver_.names(), testing::UnorderedElementsAre("Ada", "Bo", "Cy"));
    EXPECT_TRUE(never_interrupted());
    let_go_.set_value();
    finish();
}

// --- The same event twice

TEST_F(FaultTest, WhatComesTwiceIsHandedOnTwiceForTheEventMakerToTell)
{
    play({[](RawPeer &peer) {
        go_to(peer, Step::subscribed);
        publish(peer, "Ada");
        publish(peer, "Ada");
        peer.wait_for_end();
    }});
    EXPECT_TRUE(driver_.wait_for_notifications(2));
    finish();
}

} // namespace
