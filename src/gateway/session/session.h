// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/account.h"
#include "gateway/failure.h"
#include "gateway/message.h"
#include "gateway/status.h"
#include "support/instant.h"
#include "support/log.h"
#include "support/secret.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace astro::gateway {

/// Numbers a session's connections from 1; a new one is never given an old one's number.
using ConnectionId = std::uint64_t;

// What a session wants done, in this order. Whatever holds a token is a Secret.
struct OpenConnection {
    ConnectionId connection;
    Secret url; ///< may carry a reconnect token
};
struct SendFrame {
    ConnectionId connection;
    Secret frame;
};
struct SendPing {
    ConnectionId connection;
    std::uint64_t number; ///< goes out with it, and comes back with its answer
};
/// Close politely; the transport bounds the wait. Nothing of this connection is wanted any more.
struct CloseConnection {
    ConnectionId connection;
};
struct Deliver {
    Notification notification;
};
using SessionOutput = std::variant<OpenConnection, SendFrame, SendPing, CloseConnection, Deliver>;

/// What to do next on one account's connection: welcome, subscribe, answers, pacing, retry, resume.
///
/// A state machine without socket, thread or clock: it is given what happened and the time, and gives out what to do
/// (take_outputs) and when it wants to be called again (next_deadline). Every fault can be played to it in a test.
/// Not thread-safe; the client calls it on its one thread. Timing constants are in session_timing.h with their sources.
class Session {
public:
    /// Gives a number evenly from [0, 1): the jitter of retry delays. Tests give a fixed one.
    using Random = std::function<double()>;

    Session(Account account, const Random &random, Log log);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    void start(const Instant &now);
    /// Closes what is open and asks for nothing more: no output after the close, no deadline.
    void stop(const Instant &now);
    /// New settings: keeps the connection when only topics, room or token changed, and asks only for what changed.
    void configure(Account account, const Instant &now);
    /// What a streamer's "Try again now" does: no waiting for the retry time, refused topics are asked again.
    void retry_now(const Instant &now);

    // What happened. Events of a connection that the session has let go of are ignored.
    void on_open(ConnectionId connection, const Instant &now);
    void on_frame(ConnectionId connection, std::string_view frame, const Instant &now);
    /// A PING or a part of a message.
    void on_life(ConnectionId connection, const Instant &now);
    /// @param number of the PING that it answers; 0 when it bears none of ours.
    void on_pong(ConnectionId connection, std::uint64_t number, const Instant &now);
    void on_closed(ConnectionId connection, const Closed &closed, const Instant &now);
    /// Call at next_deadline() or later; calling early is harmless.
    void on_time(const Instant &now);

    /// What is to be done since the last call, in order.
    std::vector<SessionOutput> take_outputs();
    std::optional<Deadline> next_deadline() const;

    const Account &account() const;
    Status status() const;
    /// Rises whenever status() may have changed in more than its counters.
    std::uint64_t status_revision() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace astro::gateway
