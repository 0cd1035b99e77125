// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/redact.h"
#include "gateway/session/connections.h"
#include "gateway/session/delivery.h"
#include "gateway/session/dropped_frames.h"
#include "gateway/session/gap_tracker.h"
#include "gateway/session/notification_stats.h"
#include "gateway/session/retry.h"
#include "gateway/session/session.h"
#include "gateway/session/sleep_detector.h"
#include "gateway/session/subscriptions.h"

#include <optional>
#include <string>
#include <vector>

namespace astro::gateway {

/// Joins the parts: which connections there are (Connections), what is asked on them (Subscriptions), which topics
/// are delivered (Delivery), when to try again (Retry), what to tell of it (GapTracker, NotificationStats,
/// DroppedFrames).
class Session::Impl {
public:
    Impl(Account account, const Random &random, Log log);

    void start(const Instant &now);
    void stop(const Instant &now);
    void configure(Account next, const Instant &now);
    void retry_now(const Instant &now);
    void on_open(ConnectionId id, const Instant &now);
    void on_frame(ConnectionId id, std::string_view frame, const Instant &now);
    void on_life(ConnectionId id, const Instant &now);
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
    void connect_soon(ConnectBudget::For what, const Instant &now);
    void move(const Instant &now);
    void disconnect(const Instant &now);
    void disconnect_and_note_gap(const Instant &now);
    void stop_until_configured(Failure why, const std::string &detail, const Instant &now);
    void lost(const Closed &closed, const Instant &now);
    void move_from_old(const Connection &old, const Secret &token, const Instant &now);
    void move_failed(const Closed &closed, const Instant &now);
    void schedule_retry(Closed closed, const Instant &now);
    void give_up(ConnectionId id, Failure why, const Instant &now);
    void notice_sleep(const Instant &now);
    void proceed_without_welcome(Connection &connection, const Instant &now);
    void make_ready(Connection &connection, const Instant &now);

    // Messages (session_messages.cpp)
    void handle(Connection &connection, const Welcome &, const Instant &now) { make_ready(connection, now); }
    void handle(Connection &connection, Response response, const Instant &now);
    void handle(Connection &connection, Notification notification, const Instant &now);
    void handle(Connection &connection, const Reconnect &reconnect, const Instant &now);
    void handle(Connection &connection, const UnknownMessage &unknown, const Instant &now);
    void handle(Connection &connection, const MalformedMessage &malformed, const Instant &now);
    void drop(const std::string &why, const Instant &now);
    void deliver(Notification notification, const Instant &now);
    void ask_late_again(const Instant &now);
    void subscribe_on_new_connection(const Instant &now);
    void reconnect_to_unsubscribe(const Instant &now);
    void after_answer(const Instant &now);
    void update_delivery(const Instant &now);
    void end_gap(const Instant &now);
    void send_due(const Instant &now);

    void note_lost_topics(const Delivery::Delivered &before);

    bool active() const { return running_ && account_.enabled && stopped_ == Failure::none; }
    bool can_send() const { return connections_.current() && connections_.current()->ready; }
    State state() const;
    bool is_lost() const;
    void changed() { ++revision_; }
    void set_failure(Failure why, const std::string &detail);
    void log(LogLevel level, const std::string &line) const;
    Log logger() const
    {
        return [this](LogLevel level, const std::string &line) { log(level, line); };
    }

    Log log_;
    Redactor redactor_;
    Connections connections_;
    Retry retry_;
    Subscriptions subscriptions_;
    Delivery delivery_;
    DroppedFrames dropped_;
    GapTracker gap_;
    NotificationStats stats_;
    SleepDetector sleep_detector_;
    bool running_ = false;
    bool stopped_delivering_ = false; ///< and no settings did that
    Failure stopped_ = Failure::none; ///< until settings change
    Failure why_ = Failure::none;     ///< of the last loss, until subscribed again
    std::string detail_;
    std::optional<Move> move_;
};

} // namespace astro::gateway
