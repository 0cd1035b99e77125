// SPDX-License-Identifier: GPL-2.0-or-later
// Any order of things that happen to a session, frames of any bytes among them: it keeps its bounds, tells no token, is
// silent once stopped, never waits for nothing while it should be at work, and delivers what it must.
#include "gateway/session/session.h"
#include "must.h"
#include "unit/session/delivery_oracle.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string_view>

using namespace astro;
using namespace astro::gateway;

namespace {

constexpr const char *token = "t0p-s3cr3t-t0k3n";

/// What bytes at random seldom are, and what brings a session on its way.
constexpr std::array<std::string_view, 7> usual_frames = {
    R"({"type":"welcome"})",
    R"({"type":"response","data":{"topic":"channel.activities"}})",
    R"({"type":"response","data":{"topic":"channel.tips"}})",
    R"({"type":"response","error":"err_internal_error","data":{"topic":"channel.tips"}})",
    R"({"type":"message","topic":"channel.tips","data":{}})",
    R"({"type":"reconnect","data":{"reconnect_token":"r"}})",
    R"({"type":"reconnect"})",
};

class Input {
public:
    Input(const std::uint8_t *bytes, std::size_t count) : left_(reinterpret_cast<const char *>(bytes), count) {}
    bool empty() const { return left_.empty(); }
    std::uint8_t byte()
    {
        if (left_.empty())
            return 0;
        const auto first = static_cast<std::uint8_t>(left_.front());
        left_.remove_prefix(1);
        return first;
    }
    std::string_view frame()
    {
        const auto count = std::min<std::size_t>(left_.size(), std::size_t{byte()} * 4);
        const std::string_view taken = left_.substr(0, count);
        left_.remove_prefix(std::min(count, left_.size()));
        return taken;
    }

private:
    std::string_view left_;
};

class Play {
public:
    explicit Play(Input input) : input_(input) {}

    void run()
    {
        session_.start(now_);
        look();
        while (!input_.empty()) {
            step();
            look();
        }
        session_.stop(now_);
        look();
        fuzz::must(!session_.next_deadline(), "a stopped session waits for nothing");
        session_.on_time(now_.after(std::chrono::hours(1)));
        fuzz::must(open_.empty(), "a stopped session has no connection");
        fuzz::must(session_.take_outputs().empty(), "a stopped session is silent");
    }

private:
    static Account account()
    {
        Account account;
        account.name = "main";
        account.token = Secret(token);
        account.topics = {"channel.activities", "channel.tips"};
        return account;
    }

    void step()
    {
        const ConnectionId connection = newest_ - std::min<ConnectionId>(newest_, input_.byte() % 2);
        switch (input_.byte() % 10) {
        case 0:
            return session_.on_open(connection, now_);
        case 1:
            return give(connection, input_.frame());
        case 2:
            return session_.on_life(connection, now_);
        case 3: {
            Closed closed;
            closed.failure = static_cast<Failure>(input_.byte() % 25);
            closed.http_status = closed.failure == Failure::upgrade_refused ? 404 : 0;
            open_.erase(connection);
            delivery_.on_closed(connection);
            return session_.on_closed(connection, closed, now_);
        }
        case 4: {
            Account changed = account();
            if (input_.byte() % 2)
                changed.topics.push_back("channel.chat.message");
            return session_.configure(changed, now_);
        }
        case 5:
            return session_.retry_now(now_);
        case 6:
            now_.wall += std::chrono::minutes(input_.byte()); // it slept, or its clock was set
            return session_.on_time(now_);
        case 7:
            return session_.on_pong(connection, input_.byte(), now_);
        case 8:
            return give(connection, usual_frames[input_.byte() % usual_frames.size()]);
        default:
            now_ = now_.after(std::chrono::milliseconds(500) * input_.byte());
            return session_.on_time(now_);
        }
    }

    void give(ConnectionId connection, std::string_view frame)
    {
        delivery_.on_frame(connection, frame);
        session_.on_frame(connection, frame, now_);
    }

    void look()
    {
        const auto outputs = session_.take_outputs();
        delivery_.take(outputs);
        for (const SessionOutput &output : outputs) {
            if (const auto *open = std::get_if<OpenConnection>(&output)) {
                fuzz::must(open->connection > newest_, "a number is given once");
                newest_ = open->connection;
                open_.insert(newest_);
            } else if (const auto *close = std::get_if<CloseConnection>(&output)) {
                fuzz::must(open_.erase(close->connection) == 1, "what is closed was open");
            }
        }
        fuzz::must(open_.size() <= 2, "there are two connections at the most");
        const Status status = session_.status();
        fuzz::must(status.detail.find(token) == std::string::npos, "the status tells no token");
        fuzz::must(status.state == State::stopped || status.state == State::disabled || session_.next_deadline(),
                   "a session at work waits for something");
    }

    Input input_;
    Instant now_{Deadline(std::chrono::hours(1)), std::chrono::system_clock::time_point(std::chrono::hours(24 * 365))};
    ConnectionId newest_ = 0;
    std::set<ConnectionId> open_;
    DeliveryOracle delivery_{[](const char *what) { fuzz::must(false, what); }};
    Session session_{account(), [] { return 0.5; },
                     [](LogLevel, const std::string &line) {
                         fuzz::must(line.find(token) == std::string::npos, "the log tells no token");
                     }};
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    Play(Input(bytes, count)).run();
    return 0;
}
