// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/connections.h"

#include "gateway/deadline.h"
#include "gateway/session_timing.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {

// --- One

void Connection::hear(const Instant &now)
{
    if (doubt)
        return;
    heard = now;
    pinged = false;
}

void Connection::stand_test(std::uint64_t ping)
{
    if (doubt && doubt->ping != 0 && ping >= doubt->ping)
        doubt.reset();
}

std::chrono::system_clock::time_point Connection::last_heard(const Instant &now) const
{
    using Wall = std::chrono::system_clock;
    return std::min(heard.wall, now.wall - std::chrono::duration_cast<Wall::duration>(now.steady - heard.steady));
}

bool Connection::held_long_enough(Deadline now) const
{
    return subscribed_at && now - *subscribed_at >= timing::held_long_enough;
}

Failure Connection::fault(Deadline now) const
{
    if (doubt)
        return now >= doubt->until ? Failure::slept : Failure::none;
    if (open)
        return now - heard.steady >= timing::dead_after ? Failure::silent : Failure::none;
    return now - since.steady >= timing::connect_patience ? Failure::timed_out : Failure::none;
}

bool Connection::wants_ping(Deadline now) const
{
    return open && !pinged && !doubt && now - heard.steady >= timing::ping_after;
}

bool Connection::welcome_is_late(Deadline now) const
{
    return open && !ready && now - since.steady >= timing::welcome_patience;
}

Deadline Connection::next_deadline() const
{
    if (!open)
        return doubt ? doubt->until : since.steady + timing::connect_patience;
    const Deadline silence = doubt ? doubt->until : heard.steady + (pinged ? timing::dead_after : timing::ping_after);
    const Deadline life = std::min(silence, closes_at.value_or(silence));
    return ready ? life : std::min<Deadline>(life, since.steady + timing::welcome_patience);
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

void Connections::make_way()
{
    if (old_brings_more())
        return close(current_);
    close(old_);
    old_ = std::exchange(current_, std::nullopt);
    if (old_)
        old_->ready = true; // no welcome is waited for any more
}

bool Connections::old_brings_more() const
{
    if (!old_ || old_->closes_at)
        return false;
    const auto &brought = current_->brings;
    return old_->brings != brought &&
           std::includes(old_->brings.begin(), old_->brings.end(), brought.begin(), brought.end());
}

void Connections::drain_old(Deadline now)
{
    if (old_ && !old_->closes_at)
        old_->closes_at = now + timing::drain;
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

bool Connections::brings(const std::string &topic) const
{
    return (current_ && current_->brings.count(topic) == 1) || (old_ && old_->brings.count(topic) == 1);
}

std::optional<std::chrono::system_clock::time_point> Connections::last_heard_with(const std::string &topic,
                                                                                  const Instant &now) const
{
    std::optional<std::chrono::system_clock::time_point> last;
    for (const auto *connection : {&current_, &old_}) {
        if (*connection && (*connection)->brings.count(topic) == 1)
            last = std::max(last, std::optional((*connection)->last_heard(now)));
    }
    return last;
}

bool Connections::only_old_brings(const std::string &topic) const
{
    return old_ && old_->brings.count(topic) == 1 && !(current_ && current_->brings.count(topic) == 1);
}

const Connection *Connections::dead(Deadline now) const
{
    for (const auto *connection : {&current_, &old_}) {
        if (*connection && (*connection)->fault(now) != Failure::none)
            return &**connection;
    }
    return nullptr;
}

void Connections::doubt(const Instant &now)
{
    for (auto *connection : {&current_, &old_}) {
        if (!*connection)
            continue;
        (*connection)->heard.wall = (*connection)->last_heard(now);
        put_to_test(**connection, now.steady);
    }
}

void Connections::put_to_test(Connection &connection, Deadline now)
{
    connection.doubt = Connection::Doubt{now + timing::life_patience, 0};
    if (!connection.open)
        return;
    ping(connection);
    connection.doubt->ping = last_ping_;
}

void Connections::ping_the_quiet(Deadline now)
{
    for (auto *connection : {&current_, &old_}) {
        if (!*connection || !(*connection)->wants_ping(now))
            continue;
        (*connection)->pinged = true;
        ping(**connection);
    }
}

std::optional<Deadline> Connections::next_deadline() const
{
    std::optional<Deadline> next;
    for (const auto *connection : {&current_, &old_}) {
        if (*connection)
            next = earlier(next, (*connection)->next_deadline());
    }
    return next;
}

} // namespace astro::gateway
