// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/failure.h"
#include "gateway/session/session.h"
#include "support/instant.h"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace astro::gateway {

/// One connection as its session sees it.
struct Connection {
    ConnectionId id = 0;
    std::uint64_t series = 0; ///< as in a Notification
    bool resumes = false;     ///< carries a reconnect token: the subscriptions come along
    bool open = false;
    bool ready = false; ///< requests can be sent
    Deadline begun;     ///< asked for
    Instant since;      ///< asked for, then opened
    Instant heard;
    bool pinged = false;
    /// The computer slept: the connection has to answer a PING, or to open, in time.
    struct LivenessTest {
        Deadline until;
        std::uint64_t ping = 0; ///< whose answer is waited for; 0: it has to open first
    };
    std::optional<LivenessTest> liveness_test;
    std::optional<Deadline> subscribed_at; ///< the first of its topics
    std::set<std::string> topics;          ///< subscribed on it
    std::set<std::string> brings_along;    ///< once it is the old one: topics that the gateway may have for it
    std::optional<Deadline> closes_at;     ///< it was taken over: until then what is on its way may come

    /// Something came. During a liveness test that proves nothing: it may have come before the sleep.
    void hear(const Instant &now);
    /// This PING was answered.
    void pass_liveness_test(std::uint64_t ping);
    /// As the wall clock says it now: it may have been set back since.
    std::chrono::system_clock::time_point last_heard(const Instant &now) const;
    bool delivers() const { return !topics.empty(); }
    /// For how long; nothing: it never was.
    std::optional<Deadline::duration> subscribed_for(Deadline now) const;
    /// Why it has to be given up: nothing came for too long, or no sign of life after a sleep. Failure::none while it
    /// may live.
    Failure fault(Deadline now) const;
    bool needs_ping(Deadline now) const;
    /// It is open, and no welcome came in the time that one may take.
    bool welcome_is_late(Deadline now) const;
    /// When one of these three changes next, or it closes.
    Deadline next_deadline() const;
};

/// The current connection and, while that takes over and a little longer, the old one, which goes on delivering: never
/// more than two.
/// What is to be opened, closed and pinged goes to `outputs`.
class Connections {
public:
    /// @param outputs outlives this.
    explicit Connections(std::vector<SessionOutput> &outputs) : outputs_(outputs) {}

    /// A new current connection; there must be none.
    void open(const Secret &url, bool resumes, const Instant &now);
    /// The current connection becomes the old one. Where there is an old one already, that is kept only if it delivers
    /// all that the current one does, and more.
    void demote_current();
    void close_old() { close(old_); }
    /// The current connection has taken over: the old one delivers what is on its way, then it is closed.
    void drain_old(Deadline now);
    /// When that is, if it is under way.
    std::optional<Deadline> drained_at() const { return old_ ? old_->closes_at : std::nullopt; }
    /// The old connection is needed (again).
    void keep_old();
    void close_drained(Deadline now);
    void close_all();
    /// A connection has ended. When it was the current one, the old one is kept for as long as it lives. @return as it
    /// was; nothing when it was let go of before.
    std::optional<Connection> remove(ConnectionId id);

    /// Null when the session has let go of it.
    Connection *find(ConnectionId id);
    Connection *current() { return current_ ? &*current_ : nullptr; }
    const Connection *current() const { return current_ ? &*current_ : nullptr; }
    bool is_current(const Connection &connection) const { return current_ && current_->id == connection.id; }
    bool delivers(const std::string &topic) const;
    /// The last sign of life of those that deliver a topic; nothing when none does.
    std::optional<std::chrono::system_clock::time_point> last_heard_delivering(const std::string &topic,
                                                                               const Instant &now) const;
    bool only_old_delivers(const std::string &topic) const;

    /// One that has a fault().
    const Connection *dead(Deadline now) const;
    /// The computer slept: each is asked for a sign of life.
    void test_liveness(const Instant &now);
    void test_liveness(Connection &connection, Deadline now);
    void ping_silent(Deadline now);
    std::optional<Deadline> next_deadline() const;

private:
    /// Of those that there are, the current one first.
    template <typename Do>
    void each(const Do &todo)
    {
        for (auto *connection : {&current_, &old_}) {
            if (*connection)
                todo(**connection);
        }
    }
    template <typename Do>
    void each(const Do &todo) const
    {
        for (const auto *connection : {&current_, &old_}) {
            if (*connection)
                todo(**connection);
        }
    }
    bool old_delivers_more() const;
    void close(std::optional<Connection> &connection);
    void ping(const Connection &connection) { outputs_.emplace_back(SendPing{connection.id, ++last_ping_}); }

    std::vector<SessionOutput> &outputs_;
    ConnectionId last_id_ = 0;
    std::uint64_t last_ping_ = 0;
    std::uint64_t last_series_ = 0;
    std::optional<Connection> current_, old_;
};

} // namespace astro::gateway
