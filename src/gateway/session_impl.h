// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/connections.h"
#include "gateway/coverage.h"
#include "gateway/dropped_frames.h"
#include "gateway/redact.h"
#include "gateway/retry.h"
#include "gateway/session.h"
#include "gateway/sleep_watch.h"
#include "gateway/subscriptions.h"
#include "gateway/supply.h"

#include <optional>
#include <string>
#include <vector>

namespace astro::gateway {

/// Joins the parts: which connections there are (Connections), what is asked on them (Subscriptions), which
/// topics come (Supply), when to try again (Retry), what to tell of it (Coverage, DroppedFrames).
class Session::Impl {
public:
    Impl(Account account, const Random &random, Log log);

    void start(const Instant &now);
    void stop(const Instant &now);
    void configure(Account next, const Instant &now);
    void retry_now(const Instant &now);
    void on_open(ConnectionId id, const Instant &now);
    void on_frame(ConnectionId id, std::string_view frame, const Instant &now);
    void on_ping(ConnectionId id, const Instant &now);
    void on_pong(ConnectionId id, std::uint64_t number, const Instant &now);
    void on_closed(ConnectionId id, const Closed &closed, const Instant &now);
    void on_time(const Instant &now);
    std::optional<Deadline> next_deadline() const;
    Status status() const;

    Account account_;
    std::vector<SessionOutput> outputs_;
    std::uint64_t revision_ = 0;

private:
    /// The gateway asked to move to another server.
    struct Move {
        Secret token; ///< empty: a plain new connection
        Deadline at;
        bool leaves = false; ///< something behind, which a token would take along
    };

    // Connecting
    void begin(const Instant &now);
    void connect(const Instant &now, const Secret &reconnect_token = Secret());
    void move(const Instant &now);
    void leave(const Instant &now);
    void leave_what_is_wanted(const Instant &now);
    void stand_still(Failure why, const std::string &detail, const Instant &now);
    void lost(const Closed &closed, const Instant &now);
    void move_failed(const Closed &closed, const Instant &now);
    void try_later(Closed closed, const Instant &now);
    void give_up(ConnectionId id, Failure why, const Instant &now);
    void notice_sleep(const Instant &now);
    void do_without_welcome(Connection &connection, const Instant &now);
    void make_ready(Connection &connection, const Instant &now);

    // Talking (session_talk.cpp)
    void handle(Connection &connection, const Welcome &, const Instant &now) { make_ready(connection, now); }
    void handle(Connection &connection, Response response, const Instant &now);
    void handle(Connection &connection, Notification notification, const Instant &now);
    void handle(Connection &connection, const Reconnect &reconnect, const Instant &now);
    void handle(Connection &connection, const UnknownMessage &unknown, const Instant &now);
    void handle(Connection &connection, const MalformedMessage &malformed, const Instant &now);
    void drop(const std::string &why, const Instant &now);
    void deliver(const Connection &connection, Notification notification, const Instant &now);
    void ask_late_again(const Instant &now);
    void ask_elsewhere(const Instant &now);
    void leave_behind(const Instant &now);
    void after_answer(const Instant &now);
    void take_stock(const Instant &now);
    void end_gap(const Instant &now);
    void send_due(const Instant &now);

    void miss_what_came(const Supply::Brought &before);

    bool at_work() const { return running_ && account_.enabled && stopped_ == Failure::none; }
    bool can_ask() const { return connections_.current() && connections_.current()->ready; }
    State state() const;
    void changed() { ++revision_; }
    void blame(Failure why, const std::string &detail);
    void say(LogLevel level, const std::string &line) const;
    Log teller() const
    {
        return [this](LogLevel level, const std::string &line) { say(level, line); };
    }

    Log log_;
    Redactor secrets_;
    Connections connections_;
    Retry retry_;
    Subscriptions subscriptions_;
    Supply supply_;
    DroppedFrames dropped_;
    Coverage coverage_;
    SleepWatch sleep_watch_;
    bool running_ = false;
    Failure stopped_ = Failure::none; ///< until settings change
    Failure why_ = Failure::none;     ///< of the last loss, until subscribed again
    std::string detail_;
    std::optional<Move> move_;
};

} // namespace astro::gateway
