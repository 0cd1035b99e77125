// SPDX-License-Identifier: GPL-2.0-or-later
// The transport against a server that says, byte for byte, what no decent gateway would.
#include "astro-sim/certificate.h"
#include "gateway/named_rows.h"
#include "gateway/network/detached_task.h"
#include "gateway/network/tls_context.h"
#include "gateway/network/transport.h"
#include "gateway/raw_server.h"
#include "gateway/roots_by_hash.h"
#include "harness/machine.h"
#include "harness/process.h"
#include "harness/temp_folder.h"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <gmock/gmock.h>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <future>
#include <list>
#include <stdexcept>
#include <thread>

using namespace astro;
using namespace astro::gateway;
using namespace frames;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

using named_rows::name_of;
using named_rows::operator<<;

class TransportTest : public testing::Test {
protected:
    void serve(RawServer::Script script) { server_ = std::make_unique<RawServer>(std::move(script)); }

    /// Plays this to a client whose upgrade was accepted.
    void serve_accepted(RawServer::Script script)
    {
        serve([script = std::move(script)](RawPeer &peer) {
            peer.accept();
            script(peer);
        });
    }

    void open(const std::string &scheme = "ws") { open_url(server_->url(scheme)); }

    void open_url(const std::string &url)
    {
        options_.url = Secret(url);
        Transport::Callbacks callbacks;
        callbacks.on_open = [this] {
            EXPECT_FALSE(opened_) << "told twice";
            opened_ = true;
            if (when_open_)
                when_open_();
        };
        callbacks.on_frame = [this](const std::string &frame) {
            EXPECT_FALSE(closed_) << "a frame after the end";
            frames_.push_back(frame);
            if (when_frame_)
                when_frame_();
        };
        callbacks.on_life = [this] { ++lives_; };
        callbacks.on_pong = [this](const std::string &payload) { pongs_.push_back(payload); };
        callbacks.on_closed = [this](const Closed &closed) {
            EXPECT_FALSE(closed_) << "told twice";
            closed_ = closed;
        };
        transport_ = Transport::open(loop_, options_, callbacks);
        EXPECT_FALSE(closed_) << "told inside the call";
    }

    bool wait_until(const std::function<bool()> &condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        loop_.restart();
        while (!condition() && loop_.run_one_until(deadline) > 0) {
        }
        return condition();
    }
    bool wait_for_open()
    {
        return wait_until([this] { return opened_; });
    }
    bool wait_for_frames(std::size_t count)
    {
        return wait_until([&] { return frames_.size() >= count; });
    }
    /// Waits for the end. @return why; Failure::none and nothing else when it did not come.
    Closed end()
    {
        EXPECT_TRUE(wait_until([this] { return closed_.has_value(); })) << "no end";
        return closed_.value_or(Closed());
    }

    /// Lets go of the connection, and sees that the script went through.
    void finish()
    {
        if (transport_)
            transport_->abandon();
        loop_.restart();
        loop_.poll();
        if (server_) {
            EXPECT_EQ(server_->finish(), "");
        }
    }
    void TearDown() override { finish(); }

    // What scripts wrote down, to be read after finish(). Here, for a test that fails halfway leaves its script
    // running.
    std::string request_;
    RawPeer::Frame heard_;
    std::vector<RawPeer::Frame> all_heard_;
    std::promise<void> let_go_;

    std::unique_ptr<RawServer> server_;
    asio::io_context loop_;
    asio::executor_work_guard<asio::io_context::executor_type> keep_running_{loop_.get_executor()};
    Transport::Options options_;
    std::function<void()> when_open_, when_frame_;
    bool opened_ = false;
    std::vector<std::string> frames_;
    int lives_ = 0;
    std::vector<std::string> pongs_;
    std::optional<Closed> closed_;
    std::shared_ptr<Transport> transport_;
};

std::string repeated(std::size_t count, const std::string &text)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

// --- The upgrade

TEST_F(TransportTest, AsksForAnUpgradeAsTheProtocolWants)
{
    serve([this](RawPeer &peer) {
        request_ = peer.accept();
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_for_open());
    finish();
    EXPECT_THAT(request_, testing::StartsWith("GET / HTTP/1.1\r\n"));
    EXPECT_THAT(request_, HasSubstr("\r\nHost: 127.0.0.1"));
    EXPECT_THAT(request_, HasSubstr("\r\nSec-WebSocket-Version: 13\r\n"));
    EXPECT_THAT(request_, testing::Not(HasSubstr("Sec-WebSocket-Extensions")));
}

TEST_F(TransportTest, AnIPv6AddressIsNamedInItsBrackets)
{
    try {
        server_ = std::make_unique<RawServer>(
            [this](RawPeer &peer) {
                request_ = peer.accept();
                peer.wait_for_end();
            },
            asio::ip::address_v6::loopback());
    } catch (const std::system_error &) {
        GTEST_SKIP() << "no IPv6 on this machine";
    }
    open();
    ASSERT_TRUE(wait_for_open());
    const std::string host = server_->host();
    finish();
    EXPECT_THAT(host, testing::StartsWith("[::1]:"));
    EXPECT_THAT(request_, HasSubstr("\r\nHost: " + host + "\r\n"));
}

TEST_F(TransportTest, AnAnswerThatComesAByteAtATimeIsAnAnswer)
{
    serve([](RawPeer &peer) {
        peer.write_slowly(RawPeer::acceptance(peer.read_request()));
        peer.write_slowly(text_frame(R"({"type":"welcome"})"));
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_for_frames(1));
    EXPECT_THAT(frames_, ElementsAre(R"({"type":"welcome"})"));
}

TEST_F(TransportTest, FramesThatComeWithTheAnswerAreNotLost)
{
    serve([](RawPeer &peer) {
        peer.write(RawPeer::acceptance(peer.read_request()) + text_frame("one") + text_frame("two"));
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_for_frames(2));
    EXPECT_THAT(frames_, ElementsAre("one", "two"));
}

struct BadAnswer {
    const char *name;
    std::function<std::string(const std::string &request)> answer;
    Failure failure;
    int http_status = 0;
    std::optional<std::chrono::seconds> retry_after = {};
};

BadAnswer status_answer(const char *name, const std::string &status, const std::string &headers, Failure failure,
                        std::optional<std::chrono::seconds> retry_after = {})
{
    return {name,
            [=](const std::string &) {
                return "HTTP/1.1 " + status + " Words\r\nContent-Length: 0\r\n" + headers + "\r\n";
            },
            failure, std::stoi(status), retry_after};
}

BadAnswer other_text(const char *name, const std::string &answer, Failure failure)
{
    return {name, [=](const std::string &) { return answer; }, failure};
}

/// The right answer, but for this.
BadAnswer changed(const char *name, const std::string &from, const std::string &to)
{
    return {name,
            [=](const std::string &request) {
                std::string answer = RawPeer::acceptance(request);
                return answer.replace(answer.find(from), from.size(), to);
            },
            Failure::not_a_gateway};
}

class EachBadAnswer : public TransportTest, public testing::WithParamInterface<BadAnswer> {};

TEST_P(EachBadAnswer, IsNoConnection)
{
    serve([](RawPeer &peer) { peer.write(GetParam().answer(peer.read_request())); });
    open();
    const Closed closed = end();
    EXPECT_FALSE(opened_);
    EXPECT_EQ(to_word(closed.failure), to_word(GetParam().failure)) << closed.detail;
    EXPECT_EQ(closed.http_status, GetParam().http_status);
    EXPECT_EQ(closed.retry_after, GetParam().retry_after);
}

INSTANTIATE_TEST_SUITE_P(
    TransportTest, EachBadAnswer,
    testing::Values(changed("wrong_accept", "Sec-WebSocket-Accept: ", "Sec-WebSocket-Accept: x"),
                    changed("no_accept", "Sec-WebSocket-Accept", "X-Accept"),
                    changed("no_upgrade", "Upgrade: websocket", "X-Upgrade: websocket"),
                    changed("other_upgrade", "Upgrade: websocket", "Upgrade: h2c"),
                    changed("no_connection_upgrade", "Connection: Upgrade", "Connection: close"),
                    other_text("garbage", std::string("\x00\xff\x13\x37 what?\r\n\r\n", 14), Failure::not_a_gateway),
                    other_text("another_protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", Failure::not_a_gateway),
                    other_text("headers_without_end", "HTTP/1.1 101 Yes\r\n" + repeated(5000, "X-More: of this\r\n"),
                               Failure::not_a_gateway),
                    other_text("an_end_before_the_answer", "", Failure::network),
                    other_text("an_end_within_the_answer", "HTTP/1.1 101 Switching Pro", Failure::network),
                    status_answer("ok_but_a_page", "200", "Content-Type: text/html\r\n", Failure::upgrade_refused),
                    status_answer("redirect", "301", "Location: ws://127.0.0.1:1/\r\n", Failure::upgrade_refused),
                    status_answer("bad_request", "400", "", Failure::upgrade_refused),
                    status_answer("who_are_you", "401", "WWW-Authenticate: Basic\r\n", Failure::upgrade_unauthorized),
                    status_answer("forbidden", "403", "", Failure::upgrade_unauthorized),
                    status_answer("not_found", "404", "", Failure::upgrade_refused),
                    status_answer("too_many", "429", "Retry-After: 2\r\n", Failure::too_many_connections, 2s),
                    status_answer("too_many_without_time", "429", "", Failure::too_many_connections),
                    status_answer("too_many_with_a_date", "429", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n",
                                  Failure::too_many_connections, 0s),
                    status_answer("too_many_with_nonsense", "429", "Retry-After: -5\r\n",
                                  Failure::too_many_connections),
                    status_answer("too_many_beyond_all_numbers", "429", "Retry-After: 99999999999999999999\r\n",
                                  Failure::too_many_connections, 2147483647s),
                    status_answer("too_many_below_all_numbers", "429", "Retry-After: -99999999999999999999\r\n",
                                  Failure::too_many_connections),
                    status_answer("server_fault", "500", "", Failure::draining),
                    status_answer("draining", "502", "", Failure::draining),
                    status_answer("unavailable", "503", "Retry-After: 30\r\n", Failure::draining, 30s)),
    name_of<BadAnswer>);

TEST_F(TransportTest, ADateToTryAgainAtIsObeyed)
{
    const std::time_t then = std::time(nullptr) + 120;
    std::array<char, 64> date{};
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread of the test asks for a date
    ASSERT_GT(std::strftime(date.data(), date.size(), "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&then)), 0U);
    serve([&](RawPeer &peer) {
        peer.read_request();
        peer.write("HTTP/1.1 503 Later\r\nContent-Length: 0\r\nRetry-After: " + std::string(date.data()) + "\r\n\r\n");
    });
    open();
    const Closed closed = end();
    ASSERT_TRUE(closed.retry_after);
    EXPECT_LE(*closed.retry_after, 120s);
    EXPECT_GT(*closed.retry_after, 90s);
}

TEST_F(TransportTest, AResetInsteadOfAnAnswerIsTold)
{
    serve([](RawPeer &peer) {
        peer.read_request();
        peer.reset();
    });
    open();
    EXPECT_EQ(end().failure, Failure::network);
}

TEST_F(TransportTest, AnAnswerThatNeverComesIsNotWaitedFor)
{
    options_.connect_timeout = 50ms;
    serve([](RawPeer &peer) { peer.wait_for_end(); });
    open();
    EXPECT_EQ(end().failure, Failure::timed_out);
}

TEST_F(TransportTest, AnAnswerThatDribblesForEverIsNotWaitedFor)
{
    options_.connect_timeout = 100ms;
    serve([](RawPeer &peer) {
        peer.read_request();
        peer.write_slowly("HTTP/1.1 101 Switching Protocols\r\n" + repeated(20, "X-More: of this\r\n"));
    });
    open();
    EXPECT_EQ(end().failure, Failure::timed_out);
}

TEST_F(TransportTest, AnAnswerThatIsReadTogetherWithTheEndOfItsTimeIsAnAnswer)
{
    options_.connect_timeout = 1s;
    serve([this](RawPeer &peer) {
        request_ = peer.read_request();
        std::promise<void> answered;
        // What the loop does next it finds all at once: the answer, and that the time is over.
        asio::post(loop_, [this, answer = answered.get_future().share()] {
            answer.wait();
            asio::steady_timer(loop_, options_.connect_timeout).wait();
        });
        peer.write(RawPeer::acceptance(request_));
        answered.set_value();
        peer.read_frame();
        peer.write(text_frame("heard"));
        peer.wait_for_end();
    });
    when_open_ = [this] { transport_->send(Secret("hello")); };
    open();
    EXPECT_TRUE(wait_until([this] { return closed_ || !frames_.empty(); }));
    EXPECT_FALSE(closed_) << closed_->detail;
}

TEST_F(TransportTest, NobodyListens)
{
    serve([](RawPeer &peer) { peer.wait_for_end(); });
    const std::string url = server_->url();
    server_.reset();
    open_url(url);
    EXPECT_EQ(to_word(end().failure), to_word(Failure::refused));
}

struct BadAddress {
    const char *name;
    const char *url;
    Failure failure;
};
class EachBadAddress : public TransportTest, public testing::WithParamInterface<BadAddress> {};

TEST_P(EachBadAddress, IsToldLater)
{
    open_url(GetParam().url);
    EXPECT_EQ(to_word(end().failure), to_word(GetParam().failure));
}

INSTANTIATE_TEST_SUITE_P(
    TransportTest, EachBadAddress,
    testing::Values(BadAddress{"empty", "", Failure::bad_address},
                    BadAddress{"words", "no address at all", Failure::bad_address},
                    BadAddress{"http", "http://localhost/", Failure::bad_address},
                    BadAddress{"with_password", "wss://me:secret@localhost/", Failure::bad_address},
                    BadAddress{"plain_to_elsewhere", "ws://gateway.invalid/", Failure::plain_not_local}),
    name_of<BadAddress>);

// --- Names. Only a proxy's has to be looked up here: it is where a raw server can stand behind any name.

class NameTest : public TransportTest {
protected:
    /// A server whose name others look up.
    void serve_named()
    {
        serve([this](RawPeer &peer) {
            request_ = peer.read_request();
            peer.write("HTTP/1.1 407 Who are you?\r\n\r\n");
        });
        const std::string host = server_->host();
        options_.proxy = "proxy.test" + host.substr(host.find(':'));
    }
    void open_named() { open_url("wss://gateway.invalid/"); }
    /// The server behind the name was reached.
    void expect_reached()
    {
        EXPECT_EQ(end().detail, "the proxy answered 407");
        finish();
        EXPECT_THAT(request_, testing::StartsWith("CONNECT "));
    }

    /// A look-up that gives nothing until it is let go.
    NameLookup blocking()
    {
        return [gate = let_go_.get_future().share()](const std::string &) -> std::vector<std::string> {
            gate.wait();
            return {};
        };
    }
};

TEST_F(NameTest, IsAskedFor)
{
    serve_named();
    options_.look_up = [](const std::string &name) {
        return name == "proxy.test" ? std::vector<std::string>{"127.0.0.1"} : std::vector<std::string>();
    };
    open_named();
    expect_reached();
}

TEST_F(NameTest, ThatNobodyHasIsTold)
{
    options_.look_up = [](const std::string &) { return std::vector<std::string>(); };
    open_url("wss://gateway.test/");
    EXPECT_EQ(to_word(end().failure), to_word(Failure::name_not_found));
}

TEST_F(NameTest, ThatCanNotBeIsTold)
{
    harness::set_variable("no_proxy", "*");
    open_url("wss://gateway.invalid/"); // the system's own resolver (RFC 6761, section 6.4)
    EXPECT_TRUE(wait_until([this] { return closed_.has_value(); }));
    ASSERT_TRUE(closed_);
    EXPECT_EQ(to_word(closed_->failure), to_word(Failure::name_not_found));
}

TEST_F(NameTest, WhoseLookUpFailsIsToldAsNotFound)
{
    options_.look_up = [](const std::string &) -> std::vector<std::string> { throw std::runtime_error("no memory"); };
    open_url("wss://gateway.test/");
    EXPECT_EQ(to_word(end().failure), to_word(Failure::name_not_found));
}

TEST_F(NameTest, ThatIsSlowToBeFoundLeavesTheWholeTimeToConnect)
{
    serve_named();
    options_.connect_timeout = 1500ms;
    options_.look_up = [](const std::string &) -> std::vector<std::string> {
        std::this_thread::sleep_for(2s);
        return {"127.0.0.1"};
    };
    open_named();
    expect_reached();
}

TEST_F(NameTest, ThatIsNeverFoundIsNotWaitedFor)
{
    options_.look_up_timeout = 50ms;
    options_.look_up = blocking();
    open_url("wss://gateway.test/");
    EXPECT_EQ(to_word(end().failure), to_word(Failure::name_not_found));
    let_go_.set_value();
}

TEST_F(NameTest, ThatIsBeingLookedUpHoldsNobodyUp)
{
    options_.url = Secret("wss://gateway.test/");
    options_.look_up = blocking();
    {
        asio::io_context loop;
        const auto transport = Transport::open(loop, options_, {});
        loop.poll();
        transport->abandon();
        loop.restart();
        loop.run();      // nothing is waited for any more
    }                    // nor does the loop's own end wait
    let_go_.set_value(); // only now
}

// --- The certificate file

TEST_F(TransportTest, ACertificateFileThatIsAPipeIsAnErrorAndNoWait)
{
    LEAVE_OUT_ON_WINDOWS("pipes are not among files there");
    const harness::TempFolder folder;
    options_.ca_file = (folder.path() / "ca.pem").u8string();
    ASSERT_TRUE(harness::make_pipe(options_.ca_file));
    open_url("wss://127.0.0.1:1/");
    EXPECT_EQ(to_word(end().failure), to_word(Failure::bad_ca_file));
}

TEST_F(TransportTest, ACertificateFileWithoutACertificateIsAnError)
{
    const harness::TempFolder folder;
    options_.ca_file = (folder.path() / "ca.pem").u8string();
    const std::string damaged = "-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n";
    const std::string whole = astro_sim::make_certificate(astro_sim::CertificateKind::good).ca;
    for (const std::string &content : {std::string(), damaged, whole + damaged}) {
        harness::write_file(options_.ca_file, content);
        closed_.reset();
        open_url("wss://127.0.0.1:1/");
        EXPECT_EQ(to_word(end().failure), to_word(Failure::bad_ca_file));
    }
}

/// Its own program again, with an OpenSSL that knows no cipher.
TEST_F(TransportTest, AnOpenSslThatIsSetUpWithoutCiphersIsToldAndNoEndOfTheProgram)
{
    LEAVE_OUT_ON_WINDOWS("our OpenSSL reads no settings there");
    constexpr const char *again = "ASTRO_TEST_WITHOUT_CIPHERS";
    if (std::getenv(again)) { // NOLINT(concurrency-mt-unsafe): nobody changes it
        options_.look_up_timeout = 100ms;
        open_url("wss://127.0.0.1:1/");
        EXPECT_EQ(to_word(end().failure), to_word(Failure::tls));
        return;
    }
    const harness::TempFolder folder;
    const auto settings = folder.path() / "openssl.cnf";
    harness::write_file(settings, "openssl_conf = all\n[all]\nproviders = some\n[some]\nbase = base\n"
                                  "[base]\nactivate = 1\n");
    const auto *self = testing::UnitTest::GetInstance()->current_test_info();
    const auto finished = harness::run({harness::own_program().u8string(),
                                        std::string("--gtest_filter=") + self->test_suite_name() + "." + self->name()},
                                       {{"OPENSSL_CONF", settings.u8string()}, {again, "1"}}, 20s);
    EXPECT_TRUE(finished.exit.clean()) << finished.exit.told() << "\n" << finished.output;
}

/// What hangs on one kind takes no thread from another.
TEST(DetachedTaskTest, EachKindHasABudgetOfItsOwn)
{
    static DetachedTaskLimit some{2}, others{2};
    std::promise<void> let_go;
    const auto gate = let_go.get_future().share();
    EXPECT_TRUE(run_detached(some, [gate] { gate.wait(); }));
    EXPECT_TRUE(run_detached(some, [gate] { gate.wait(); }));
    EXPECT_FALSE(run_detached(some, [] {}));
    std::promise<void> done;
    EXPECT_TRUE(run_detached(others, [&done] { done.set_value(); }));
    EXPECT_EQ(done.get_future().wait_for(20s), std::future_status::ready);
    let_go.set_value();
}

// A loopback that swallows what a full queue can't take, as a broken route would, is Linux' own.

/// Takes no connection, and refuses none: whoever asks waits.
class BlackHole {
public:
    BlackHole(const std::string &address, std::uint16_t port) : acceptor_(loop_)
    {
        const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address), port);
        acceptor_.open(endpoint.protocol());
        acceptor_.bind(endpoint);
        acceptor_.listen(0);
        for (int i = 0; i < 4; ++i) { // the queue takes one or two
            fillers_.emplace_back(loop_);
            fillers_.back().async_connect(endpoint, [this](const asio::error_code &) { ++answered_; });
        }
        loop_.run_for(200ms);
    }
    bool swallows() const { return answered_ < fillers_.size(); }

private:
    asio::io_context loop_;
    asio::ip::tcp::acceptor acceptor_;
    std::list<asio::ip::tcp::socket> fillers_;
    std::size_t answered_ = 0;
};

TEST_F(NameTest, WhoseFirstAddressSwallowsPacketsIsReachedAtTheSecond)
{
    LEAVE_OUT_ON_WINDOWS("its loopback refuses what a full queue does not take");
    serve_named();
    const std::string host = server_->host();
    const BlackHole hole("127.0.0.2", static_cast<std::uint16_t>(std::stoi(host.substr(host.find(':') + 1))));
    if (!hole.swallows())
        GTEST_SKIP() << "this system's loopback swallows nothing";
    options_.look_up = [](const std::string &) -> std::vector<std::string> { return {"127.0.0.2", "127.0.0.1"}; };
    open_named();
    expect_reached(); // else it would end with a time-out
}

TEST_F(NameTest, WhoseOnlyAddressSwallowsPacketsIsNotWaitedForWithoutEnd)
{
    LEAVE_OUT_ON_WINDOWS("its loopback refuses what a full queue does not take");
    serve_named();
    const std::string host = server_->host();
    const BlackHole hole("127.0.0.2", static_cast<std::uint16_t>(std::stoi(host.substr(host.find(':') + 1))));
    if (!hole.swallows())
        GTEST_SKIP() << "this system's loopback swallows nothing";
    options_.connect_timeout = 400ms;
    options_.look_up = [](const std::string &) -> std::vector<std::string> { return {"127.0.0.2"}; };
    open_named();
    EXPECT_EQ(to_word(end().failure), to_word(Failure::timed_out));
    server_.reset(); // nobody came to it
}

// --- TLS that is none

struct BadTls {
    const char *name;
    std::string answer;
    Failure failure;
};
class EachBadTls : public TransportTest, public testing::WithParamInterface<BadTls> {};

TEST_P(EachBadTls, IsNoConnection)
{
    serve([](RawPeer &peer) {
        peer.read(1); // of the client's hello
        peer.write(GetParam().answer);
        peer.finish_writing();
        peer.wait_for_end();
    });
    open("wss");
    EXPECT_EQ(to_word(end().failure), to_word(GetParam().failure));
    EXPECT_FALSE(opened_);
}

INSTANTIATE_TEST_SUITE_P(TransportTest, EachBadTls,
                         testing::Values(BadTls{"plain_http", "HTTP/1.1 400 Bad Request\r\n\r\n", Failure::tls},
                                         BadTls{"garbage", std::string(64, '\xff'), Failure::tls},
                                         BadTls{"alert_of_an_old_version",
                                                std::string("\x15\x03\x01\x00\x02\x02\x46", 7), Failure::tls},
                                         BadTls{"an_end", "", Failure::network},
                                         BadTls{"an_end_within_the_hello",
                                                std::string("\x16\x03\x03\x00\x7a\x02\x00", 7), Failure::network}),
                         name_of<BadTls>);

/// OpenSSL's own server, with a certificate that nobody signed, that speaks this version at the most.
class TlsServer {
public:
    explicit TlsServer(int newest_version) : context_(SSL_CTX_new(TLS_server_method())), key_(EVP_RSA_gen(2048))
    {
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_.get(), newest_version);
        X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), 3600);
        X509_set_pubkey(certificate_.get(), key_.get());
        X509_sign(certificate_.get(), key_.get(), EVP_sha256());
        SSL_CTX_use_certificate(context_.get(), certificate_.get());
        SSL_CTX_use_PrivateKey(context_.get(), key_.get());
        tls_.reset(SSL_new(context_.get()));
        SSL_set_bio(tls_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_accept_state(tls_.get());
    }

    /// Shakes hands until one side has had enough, then waits until the client has left.
    void serve(RawPeer &peer)
    {
        try {
            while (SSL_do_handshake(tls_.get()) != 1 && answer(peer)) {
                const std::string byte = peer.read(1);
                BIO_write(SSL_get_rbio(tls_.get()), byte.data(), 1);
            }
            answer(peer);
            peer.wait_for_end();
        } catch (const asio::system_error &) {
            // The client has left.
        }
    }

private:
    /// @return false when there is nothing more to be said.
    bool answer(RawPeer &peer)
    {
        const bool goes_on = SSL_want_read(tls_.get());
        char *bytes = nullptr;
        const long count = BIO_get_mem_data(SSL_get_wbio(tls_.get()), &bytes);
        peer.write({bytes, static_cast<std::size_t>(count)});
        BIO_reset(SSL_get_wbio(tls_.get()));
        return goes_on;
    }

    template <auto release>
    struct Releaser {
        template <typename T>
        void operator()(T *held) const
        {
            release(held);
        }
    };

    std::unique_ptr<SSL_CTX, Releaser<SSL_CTX_free>> context_;
    std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>> key_;
    std::unique_ptr<X509, Releaser<X509_free>> certificate_{X509_new()};
    std::unique_ptr<SSL, Releaser<SSL_free>> tls_;
};

TEST_F(TransportTest, TlsBelow1_2IsRefused)
{
    serve([](RawPeer &peer) { TlsServer(TLS1_1_VERSION).serve(peer); });
    open("wss");
    const Closed closed = end();
    EXPECT_EQ(to_word(closed.failure), to_word(Failure::tls));
    EXPECT_THAT(closed.detail, HasSubstr("protocol")); // in OpenSSL's words
}

/// Its program runs without the system's own settings for OpenSSL, which may say the same.
TEST(TlsContext, ItselfWantsNoLessThan1_2)
{
    const auto context = make_tls_context({});
    ASSERT_TRUE(context);
    EXPECT_EQ(SSL_CTX_get_min_proto_version(context->native_handle()), TLS1_2_VERSION);
    EXPECT_EQ(SSL_CTX_get_verify_mode(context->native_handle()), SSL_VERIFY_PEER);
}

TEST(TlsContext, ReadsARootOfTheSystemsFolderOnlyOnceItIsNeeded)
{
    LEAVE_OUT_ON_WINDOWS("its roots are in no folder");
    const RootsByHash roots;
    const auto context = make_tls_context({});
    ASSERT_TRUE(context);
    EXPECT_EQ(sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(context->native_handle()))), 0);
}

TEST_F(TransportTest, TheSameServerWith1_2GetsAsFarAsItsCertificate)
{
    serve([](RawPeer &peer) { TlsServer(TLS1_2_VERSION).serve(peer); });
    open("wss");
    EXPECT_EQ(to_word(end().failure), to_word(Failure::tls_untrusted));
}

TEST_F(TransportTest, TlsThatNeverAnswersIsNotWaitedFor)
{
    options_.connect_timeout = 50ms;
    serve([](RawPeer &peer) { peer.wait_for_end(); });
    open("wss");
    EXPECT_EQ(end().failure, Failure::timed_out);
}

// --- A proxy on the way

struct BadProxy {
    const char *name;
    std::string answer;
    Failure failure;
};
class EachBadProxy : public TransportTest, public testing::WithParamInterface<BadProxy> {};

TEST_P(EachBadProxy, IsNoConnection)
{
    serve([this](RawPeer &peer) {
        request_ = peer.read_request();
        peer.write(GetParam().answer);
    });
    options_.proxy = server_->host();
    open_url("wss://gateway.invalid/path?reconnect_token=never-told-to-a-proxy");
    EXPECT_EQ(to_word(end().failure), to_word(GetParam().failure));
    finish();
    EXPECT_THAT(request_, testing::StartsWith("CONNECT gateway.invalid:443 HTTP/1.1\r\n"));
    EXPECT_THAT(request_, testing::Not(HasSubstr("never-told")));
}

INSTANTIATE_TEST_SUITE_P(
    TransportTest, EachBadProxy,
    testing::Values(BadProxy{"wants_a_password", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", Failure::proxy},
                    BadProxy{"forbids", "HTTP/1.1 403 Forbidden\r\n\r\n", Failure::proxy},
                    BadProxy{"speaks_something_else", "220 ready\r\n\r\n", Failure::proxy},
                    BadProxy{"answers_nothing", "", Failure::proxy},
                    BadProxy{"babbles", repeated(5000, "X-More: of this\r\n"), Failure::proxy},
                    BadProxy{"breaks_off_afterwards", "HTTP/1.1 200 Connection established\r\n\r\n", Failure::network}),
    name_of<BadProxy>);

TEST_F(TransportTest, AProxysWordsAreMadePresentable)
{
    serve([](RawPeer &peer) {
        peer.read_request();
        peer.write("HTTP/1.1 \x1b\xff\x07 no\r\n\r\n");
    });
    options_.proxy = server_->host();
    open_url("wss://gateway.invalid/");
    EXPECT_EQ(end().detail, "the proxy answered \xEF\xBF\xBD");
}

// --- Frames as they may come

struct GoodFrames {
    const char *name;
    std::string bytes;
    std::vector<std::string> expected;
};
class EachWayOfFraming : public TransportTest, public testing::WithParamInterface<GoodFrames> {};

TEST_P(EachWayOfFraming, GivesWholeMessages)
{
    serve_accepted([](RawPeer &peer) {
        peer.write(GetParam().bytes + text_frame("the last"));
        peer.wait_for_end();
    });
    open();
    EXPECT_TRUE(wait_until([this] { return closed_ || (!frames_.empty() && frames_.back() == "the last"); }));
    EXPECT_FALSE(closed_);
    std::vector<std::string> expected = GetParam().expected;
    expected.emplace_back("the last");
    EXPECT_EQ(frames_, expected);
}

INSTANTIATE_TEST_SUITE_P(
    TransportTest, EachWayOfFraming,
    testing::Values(GoodFrames{"one", text_frame("{}"), {"{}"}}, GoodFrames{"empty", text_frame(""), {""}},
                    GoodFrames{"sixteen_bits_of_length", text_frame(std::string(300, 'a')), {std::string(300, 'a')}},
                    GoodFrames{
                        "more_than_sixteen_bits", text_frame(std::string(70000, 'a')), {std::string(70000, 'a')}},
                    GoodFrames{"fragments",
                               frame(text, "{\"a\"") + frame(continuation, ":") + frame(continuation) +
                                   frame(fin | continuation, "1}"),
                               {"{\"a\":1}"}},
                    GoodFrames{"ping_between_fragments",
                               frame(text, "he") + frame(fin | ping, "still there?") + frame(fin | continuation, "llo"),
                               {"hello"}},
                    GoodFrames{"a_letter_over_two_fragments",
                               frame(text, "\xf0\x9f") + frame(fin | continuation, "\x8e\x89"),
                               {"\xf0\x9f\x8e\x89"}},
                    GoodFrames{"binary_is_left_out", frame(fin | binary, "\xff\xfe") + text_frame("{}"), {"{}"}},
                    GoodFrames{"pong_unasked", frame(fin | pong, "?"), {}}),
    name_of<GoodFrames>);

TEST_F(TransportTest, ABurstComesWholeAndInOrder)
{
    std::vector<std::string> expected;
    std::string bytes;
    for (int i = 0; i < 5000; ++i) {
        expected.push_back("{\"n\":" + std::to_string(i) + "}");
        bytes += text_frame(expected.back());
    }
    serve_accepted([bytes](RawPeer &peer) {
        peer.write(bytes);
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_for_frames(expected.size()));
    EXPECT_EQ(frames_, expected);
}

TEST_F(TransportTest, APingIsAnsweredWithItsOwnWordsAndTold)
{
    serve_accepted([this](RawPeer &peer) {
        peer.write(frame(fin | ping, "are you there?"));
        heard_ = peer.read_frame();
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_until([this] { return lives_ == 1; }));
    transport_->close();
    end();
    finish();
    EXPECT_EQ(heard_.opcode, pong);
    EXPECT_EQ(heard_.payload, "are you there?");
    EXPECT_TRUE(heard_.masked);
}

TEST_F(TransportTest, PartsOfALongMessageAreSignsOfLife)
{
    options_.life_interval = 0ms;
    const std::string message = text_frame(std::string(200'000, 'x'));
    serve_accepted([&](RawPeer &peer) {
        peer.write(message.substr(0, 100'000));
        peer.read_frame();
        peer.write(message.substr(100'000));
        peer.wait_for_end();
    });
    open();
    EXPECT_TRUE(wait_until([this] { return lives_ > 0; }));
    EXPECT_THAT(frames_, IsEmpty());
    transport_->send(Secret("go on"));
    ASSERT_TRUE(wait_for_frames(1));
    EXPECT_EQ(frames_[0].size(), 200'000U);
}

TEST_F(TransportTest, PartsThatComeFastAreToldOfOnce)
{
    serve_accepted([](RawPeer &peer) {
        peer.write_slowly(text_frame(std::string(100, 'x')));
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_for_frames(1));
    EXPECT_EQ(lives_, 1);
}

TEST_F(TransportTest, OurPingIsAskedAndItsAnswerTold)
{
    serve_accepted([](RawPeer &peer) {
        const RawPeer::Frame asked = peer.read_frame();
        if (asked.opcode != ping)
            throw std::runtime_error("no PING");
        peer.write(frame(fin | pong, asked.payload));
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_for_open());
    transport_->ping("17");
    EXPECT_TRUE(wait_until([this] { return !pongs_.empty(); }));
    EXPECT_THAT(pongs_, ElementsAre("17"));
    EXPECT_EQ(lives_, 0);
}

TEST_F(TransportTest, WhatIsSentArrivesMaskedWholeAndInOrder)
{
    const std::string large(1024 * 1024, 'x');
    serve_accepted([this](RawPeer &peer) {
        for (int i = 0; i < 3; ++i)
            all_heard_.push_back(peer.read_frame());
        peer.write(text_frame("seen"));
        peer.wait_for_end();
    });
    when_open_ = [&] {
        for (const std::string &frame : {std::string("first"), large, std::string("last")})
            transport_->send(Secret(frame));
    };
    open();
    ASSERT_TRUE(wait_for_frames(1));
    finish();
    ASSERT_EQ(all_heard_.size(), 3U);
    EXPECT_EQ(all_heard_[0].payload, "first");
    EXPECT_TRUE(all_heard_[1].payload == large);
    EXPECT_EQ(all_heard_[2].payload, "last");
    for (const RawPeer::Frame &frame : all_heard_) {
        EXPECT_EQ(frame.opcode, text);
        EXPECT_TRUE(frame.masked);
    }
}

// --- Frames that break the rules

struct BadFrames {
    const char *name;
    std::string bytes;
    int told; ///< the code that the gateway is told when we leave
};
class EachBrokenFrame : public TransportTest, public testing::WithParamInterface<BadFrames> {};

TEST_P(EachBrokenFrame, EndsTheConnectionAndOnlyThat)
{
    options_.max_message_bytes = 1000;
    serve_accepted([this](RawPeer &peer) {
        peer.write(text_frame("{}") + GetParam().bytes);
        heard_ = peer.read_frame();
    });
    open();
    const Closed closed = end();
    finish();
    EXPECT_THAT(frames_, ElementsAre("{}")) << "what came before counts, what is broken does not";
    EXPECT_EQ(to_word(closed.failure), to_word(Failure::protocol_error));
    EXPECT_EQ(closed.close_code, GetParam().told);
    EXPECT_EQ(heard_.opcode, frames::close);
    EXPECT_EQ(heard_.close_code(), GetParam().told);
}

constexpr int protocol_fault = 1002;
constexpr int not_utf8 = 1007;
constexpr int too_big = 1009;
constexpr int our_library_gave_up = 1011;

/// A header with a length of eight bytes all of which are ones.
std::string negative_length(int first_byte)
{
    return static_cast<char>(first_byte) + std::string(1, 127) + std::string(8, '\xff');
}

INSTANTIATE_TEST_SUITE_P(
    TransportTest, EachBrokenFrame,
    testing::Values(
        BadFrames{"masked", std::string("\x81\x82\x01\x02\x03\x04\x7a\x7f", 8), protocol_fault},
        BadFrames{"unknown_opcode", frame(fin | 3, "?"), protocol_fault},
        BadFrames{"unknown_control_opcode", frame(fin | 11, "?"), protocol_fault},
        BadFrames{"compressed_unasked", frame(fin | rsv1 | text, "\xaa\x56\x2a"), protocol_fault},
        BadFrames{"reserved_bits", frame(fin | 0x20 | text, "{}"), protocol_fault},
        BadFrames{"continuation_of_nothing", frame(fin | continuation, "{}"), protocol_fault},
        BadFrames{"new_message_within_a_message", frame(text, "{") + text_frame("{}"), protocol_fault},
        BadFrames{"fragmented_ping", frame(ping, "?"), protocol_fault},
        BadFrames{"ping_too_long", frame(fin | ping, std::string(126, '?')), protocol_fault},
        BadFrames{"length_longer_than_need_be", std::string("\x81\x7e\x00\x02{}", 6), our_library_gave_up},
        BadFrames{"negative_length", negative_length(fin | text), too_big},
        BadFrames{"negative_length_of_a_fragment",
                  frame(text, "{") + negative_length(continuation) + std::string(100000, 'a'), too_big},
        BadFrames{"invalid_utf8", text_frame("{\"a\":\"\xff\"}"), not_utf8},
        BadFrames{"surrogate", text_frame("\xed\xa0\x80"), not_utf8},
        BadFrames{"half_a_letter_at_the_end", text_frame("\xf0\x9f"), not_utf8},
        BadFrames{"half_a_letter_in_fragments", frame(text, "\xf0") + frame(fin | continuation, "a"), not_utf8},
        BadFrames{"half_a_letter_at_the_end_of_fragments", frame(text, "a") + frame(fin | continuation, "\xf0\x9f"),
                  not_utf8},
        BadFrames{"oversized", text_frame(std::string(1001, 'a')), too_big},
        BadFrames{"oversized_before_it_came", std::string("\x81\x7f\x00\x00\x00\x01\x00\x00\x00\x00", 10), too_big},
        BadFrames{"oversized_in_fragments",
                  frame(text, std::string(600, 'a')) + frame(fin | continuation, std::string(401, 'a')), too_big},
        BadFrames{"close_of_one_byte", frame(fin | frames::close, "\x03"), protocol_fault},
        BadFrames{"close_with_no_code_at_all", frame(fin | frames::close, close_payload(999)), protocol_fault},
        BadFrames{"close_with_a_reserved_code", frame(fin | frames::close, close_payload(1005)), protocol_fault},
        BadFrames{"close_with_an_unknown_code", frame(fin | frames::close, close_payload(1016)), protocol_fault},
        BadFrames{"close_beyond_all_codes", frame(fin | frames::close, close_payload(5000)), protocol_fault},
        BadFrames{"close_with_words_not_utf8", frame(fin | frames::close, close_payload(1000, "\xff")),
                  protocol_fault}),
    name_of<BadFrames>);

TEST_F(TransportTest, AMessageOfTheLargestSizeIsTaken)
{
    options_.max_message_bytes = 1000;
    serve_accepted([](RawPeer &peer) {
        peer.write(text_frame(std::string(1000, 'a')));
        peer.write(frame(text, std::string(600, 'a')) + frame(fin | continuation, std::string(400, 'a')));
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_until([this] { return closed_ || frames_.size() == 2; }));
    EXPECT_FALSE(closed_);
}

// --- How it ends

class EachCloseCode : public TransportTest, public testing::WithParamInterface<int> {};

TEST_P(EachCloseCode, IsToldAndAnswered)
{
    serve_accepted([this](RawPeer &peer) {
        peer.write(frame(fin | frames::close, close_payload(GetParam(), "so\nlong")));
        heard_ = peer.read_frame();
    });
    open();
    const Closed closed = end();
    finish();
    EXPECT_EQ(to_word(closed.failure), to_word(Failure::closed_by_gateway));
    EXPECT_EQ(closed.close_code, GetParam());
    EXPECT_EQ(closed.detail, "so long") << "fit for a log";
    EXPECT_EQ(heard_.opcode, frames::close);
    EXPECT_EQ(heard_.close_code(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(TransportTest, EachCloseCode,
                         testing::Values(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000,
                                         3999, 4000, 4999),
                         testing::PrintToStringParamName());

TEST_F(TransportTest, ACloseWithoutACodeIsToldAndAnswered)
{
    serve_accepted([this](RawPeer &peer) {
        peer.write(frame(fin | frames::close));
        heard_ = peer.read_frame();
    });
    open();
    EXPECT_EQ(end().failure, Failure::closed_by_gateway);
    finish();
    EXPECT_EQ(heard_.opcode, frames::close);
}

TEST_F(TransportTest, APeerThatSaysGoodbyeAndStaysIsLeft)
{
    serve_accepted([](RawPeer &peer) {
        peer.write(frame(fin | frames::close, close_payload(1001)));
        peer.wait_for_end(); // of the client's making
    });
    open();
    EXPECT_EQ(end().close_code, 1001);
}

TEST_F(TransportTest, NothingAfterACloseFrameCounts)
{
    serve_accepted([](RawPeer &peer) {
        peer.write(frame(fin | frames::close, close_payload(1000)) + text_frame("{}"));
        peer.read_frame();
    });
    open();
    end();
    EXPECT_THAT(frames_, IsEmpty());
}

struct Ending {
    const char *name;
    std::string last_words;
    void (RawPeer::*leave)();
};
class EachEndWithoutAGoodbye : public TransportTest, public testing::WithParamInterface<Ending> {};

TEST_P(EachEndWithoutAGoodbye, IsTold)
{
    serve_accepted([](RawPeer &peer) {
        peer.write(text_frame("{}"));
        peer.read_frame(); // it came that far
        peer.write(GetParam().last_words);
        (peer.*GetParam().leave)();
        peer.wait_for_end();
    });
    when_frame_ = [this] { transport_->send(Secret("thanks")); };
    open();
    const Closed closed = end();
    EXPECT_EQ(to_word(closed.failure), to_word(Failure::network));
    EXPECT_EQ(closed.close_code, 0);
    EXPECT_FALSE(closed.detail.empty());
    EXPECT_THAT(frames_, ElementsAre("{}"));
}

INSTANTIATE_TEST_SUITE_P(TransportTest, EachEndWithoutAGoodbye,
                         testing::Values(Ending{"end", "", &RawPeer::finish_writing},
                                         Ending{"end_within_a_frame", "\x81\x7f", &RawPeer::finish_writing},
                                         Ending{"end_within_a_message", "\x01\x01{", &RawPeer::finish_writing},
                                         Ending{"reset", "", &RawPeer::reset},
                                         Ending{"reset_within_a_frame", "\x81\x10{", &RawPeer::reset}),
                         name_of<Ending>);

/// The answer to a PING meets a reset before the rest is read.
TEST_F(TransportTest, WhatCameBeforeAResetComesOutAlthoughNothingCanBeAnswered)
{
    constexpr std::size_t count = 4000;
    serve_accepted([this](RawPeer &peer) {
        peer.write(repeated(count, frame(fin | ping) + text_frame("{}")));
        peer.reset();
        let_go_.set_value();
    });
    open();
    ASSERT_TRUE(wait_for_open());
    let_go_.get_future().wait();
    EXPECT_EQ(to_word(end().failure), to_word(Failure::network));
    EXPECT_EQ(frames_.size(), count);
    EXPECT_EQ(lives_, static_cast<int>(count));
}

TEST_F(TransportTest, OurCloseIsSaidAndItsAnswerWaitedFor)
{
    serve_accepted([this](RawPeer &peer) {
        heard_ = peer.read_frame();
        peer.write(frame(fin | frames::close, heard_.payload));
    });
    open();
    ASSERT_TRUE(wait_for_open());
    options_.close_timeout = 20s;
    transport_->close();
    transport_->send(Secret("too late"));
    EXPECT_EQ(to_word(end().failure), to_word(Failure::none));
    finish();
    EXPECT_EQ(heard_.opcode, frames::close);
    EXPECT_EQ(heard_.close_code(), 1000);
}

TEST_F(TransportTest, OurCloseIsNotWaitedForWithoutEnd)
{
    options_.close_timeout = 50ms;
    serve_accepted([](RawPeer &peer) { peer.wait_for_end(); });
    open();
    ASSERT_TRUE(wait_for_open());
    transport_->close();
    transport_->close(); // twice is harmless
    EXPECT_EQ(end().failure, Failure::none);
}

TEST_F(TransportTest, NothingIsToldOnceWeAreLeaving)
{
    options_.close_timeout = 200ms;
    serve_accepted([](RawPeer &peer) {
        peer.read_frame();
        peer.write(text_frame("{}") + frame(fin | ping, "?"));
        peer.wait_for_end();
    });
    open();
    ASSERT_TRUE(wait_for_open());
    transport_->close();
    end();
    EXPECT_THAT(frames_, IsEmpty());
    EXPECT_EQ(lives_, 0);
}

TEST_F(TransportTest, CanBeClosedBeforeItIsOpen)
{
    serve([](RawPeer &peer) { peer.wait_for_end(); });
    open();
    transport_->close();
    EXPECT_FALSE(closed_) << "told inside the call";
    EXPECT_EQ(end().failure, Failure::none);
    EXPECT_FALSE(opened_);
}

TEST_F(TransportTest, CanBeAbandonedInsideItsOwnCallbacks)
{
    serve_accepted([](RawPeer &peer) {
        peer.write(text_frame("one") + text_frame("two"));
        peer.wait_for_end();
    });
    when_frame_ = [this] {
        transport_->abandon();
        transport_.reset();
    };
    open();
    ASSERT_TRUE(wait_for_frames(1));
    EXPECT_EQ(server_->finish(), ""); // it saw the end of us
    loop_.poll();
    EXPECT_THAT(frames_, ElementsAre("one"));
    EXPECT_FALSE(closed_);
}

TEST_F(TransportTest, APeerThatNeverReadsDoesNotFillOurMemory)
{
    serve_accepted([this](RawPeer &peer) {
        peer.write(text_frame("I do not listen"));
        let_go_.get_future().wait_for(20s);
    });
    when_frame_ = [this] {
        for (int megabytes = 0; megabytes < 64; ++megabytes)
            transport_->send(Secret(std::string(1024 * 1024, 'x')));
    };
    open();
    EXPECT_EQ(to_word(end().failure), to_word(Failure::network));
    let_go_.set_value();
    finish();
}

} // namespace
