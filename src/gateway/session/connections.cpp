// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/connections.h"

#include "gateway/session/deadline.h"
#include "gateway/session/session_timing.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {

// --- One

void Connection::hear(const Instant &now)
{
    if (liveness_test)
        return;
    heard = now;
    pinged = false;
}

void Connection::pass_liveness_test(std::uint64_t ping)
{
    if (liveness_test && liveness_test->ping != 0 && ping >= liveness_test->ping)
        liveness_test.reset();
}

std::chrono::system_clock::time_point Connection::last_heard(const Instant &now) const
{
    using Wall = std::chrono::system_clock;
    return std::min(heard.wall, now.wall - std::chrono::duration_cast<Wall::duration>(now.steady - heard.steady));
}

std::optional<Deadline::duration> Connection::subscribed_for(Deadline now) const
{
    return subscribed_at ? std::optional(now - *subscribed_at) : std::nullopt;
}

Failure Connection::fault(Deadline now) const
{
    if (liveness_test)
        return now >= liveness_test->until ? Failure::slept : Failure::none;
    if (open)
        return now - heard.steady >= timing::dead_after ? Failure::silent : Failure::none;
    return now - since.steady >= timing::connect_timeout ? Failure::timed_out : Failure::none;
}

bool Connection::needs_ping(Deadline now) const
{
    return open && !pinged && !liveness_test && now - heard.steady >= timing::ping_after;
}

bool Connection::welcome_is_late(Deadline now) const
{
    return open && !ready && now - since.steady >= timing::welcome_timeout;
}

Deadline Connection::next_deadline() const
{
    if (!open)
        return liveness_test ? liveness_test->until : since.steady + timing::connect_timeout;
    const Deadline silence =
        liveness_test ? liveness_test->until : heard.steady + (pinged ? timing::dead_after : timing::ping_after);
    const Deadline life = std::min(silence, closes_at.value_or(silence));
    return ready ? life : std::min<Deadline>(life, since.steady + timing::welcome_timeout);
}

// --- Both

void Connections::open(const Secret &url, bool resumes, const Instant &now)
{
    current_.emplace();
    current_->id = ++last_id_;
    current_->series = old_ ? last_series_ : ++last_series_;
    current_->resumes = resumes;
    current_->begun = now.steady;
    current_->since = current_->heard = now;
    outputs_.emplace_back(OpenConnection{current_->id, url});
}

void Connections::demote_current()
{
    if (old_delivers_more())
        return close(current_);
    close(old_);
    old_ = std::exchange(current_, std::nullopt);
    if (old_)
        old_->ready = true; // no welcome is waited for any more
}

bool Connections::old_delivers_more() const
{
    if (!old_ || old_->closes_at)
        return false;
    const auto &wanted = current_->topics;
    return old_->topics != wanted &&
           std::includes(old_->topics.begin(), old_->topics.end(), wanted.begin(), wanted.end());
}

void Connections::drain_old(Deadline now)
{
    if (old_ && !old_->closes_at)
        old_->closes_at = now + timing::drain_time;
}

void Connections::keep_old()
{
    if (old_)
        old_->closes_at.reset();
}

void Connections::close_drained(Deadline now)
{
    if (old_ && old_->closes_at && *old_->closes_at <= now)
        close(old_);
}

void Connections::close(std::optional<Connection> &connection)
{
    if (connection)
        outputs_.emplace_back(CloseConnection{connection->id});
    connection.reset();
}

void Connections::close_all()
{
    close(current_);
    close(old_);
}

std::optional<Connection> Connections::remove(ConnectionId id)
{
    if (current_ && current_->id == id) {
        keep_old();
        return std::exchange(current_, std::nullopt);
    }
    if (old_ && old_->id == id)
        return std::exchange(old_, std::nullopt);
    return std::nullopt;
}

Connection *Connections::find(ConnectionId id)
{
    if (current_ && current_->id == id)
        return &*current_;
    return old_ && old_->id == id ? &*old_ : nullptr;
}

bool Connections::delivers(const std::string &topic) const
{
    return (current_ && current_->topics.count(topic) == 1) || (old_ && old_->topics.count(topic) == 1);
}

std::optional<std::chrono::system_clock::time_point> Connections::last_heard_delivering(const std::string &topic,
                                                                                        const Instant &now) const
{
    std::optional<std::chrono::system_clock::time_point> last;
    each([&](const Connection &connection) {
        if (connection.topics.count(topic) == 1)
            last = std::max(last, std::optional(connection.last_heard(now)));
    });
    return last;
}

bool Connections::only_old_delivers(const std::string &topic) const
{
    return old_ && old_->topics.count(topic) == 1 && !(current_ && current_->topics.count(topic) == 1);
}

const Connection *Connections::dead(Deadline now) const
{
    const Connection *dead = nullptr;
    each([&](const Connection &connection) {
        if (!dead && connection.fault(now) != Failure::none)
            dead = &connection;
    });
    return dead;
}

void Connections::test_liveness(const Instant &now)
{
    each([&](Connection &connection) {
        connection.heard.wall = connection.last_heard(now);
        test_liveness(connection, now.steady);
    });
}

void Connections::test_liveness(Connection &connection, Deadline now)
{
    connection.liveness_test = Connection::LivenessTest{now + timing::liveness_timeout, 0};
    if (!connection.open)
        return;
    ping(connection);
    connection.liveness_test->ping = last_ping_;
}

void Connections::ping_silent(Deadline now)
{
    each([&](Connection &connection) {
        if (!connection.needs_ping(now))
            return;
        connection.pinged = true;
        ping(connection);
    });
}

std::optional<Deadline> Connections::next_deadline() const
{
    std::optional<Deadline> next;
    each([&](const Connection &connection) { next = earlier(next, connection.next_deadline()); });
    return next;
}

} // namespace astro::gateway
