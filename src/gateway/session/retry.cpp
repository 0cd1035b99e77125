// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/retry.h"

#include "gateway/session/session_timing.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {

using std::chrono::milliseconds;

void Retry::ended(std::optional<Deadline::duration> subscribed)
{
    was_subscribed_ = subscribed && *subscribed >= timing::closed_at_once;
    if (subscribed && *subscribed >= timing::stable_after)
        backoff_.reset();
}

void Retry::plan(const Closed &closed, const Instant &now)
{
    milliseconds delay = std::exchange(was_subscribed_, false) ? Backoff().next(random_()) : backoff_.next(random_());
    if (closed.retry_after) {
        const auto asked_for = std::clamp(*closed.retry_after, std::chrono::seconds(0), timing::longest_retry_after);
        delay = std::max<milliseconds>(delay, asked_for);
    }
    plan_soon(ConnectBudget::For::retry, now);
    asked_for_ = closed.retry_after.has_value();
    if (next_try_->steady < now.steady + delay)
        next_try_ = now.after(delay);
}

void Retry::plan_soon(ConnectBudget::For what, const Instant &now)
{
    asked_for_ = false;
    next_try_ = now.after(std::chrono::ceil<milliseconds>(budget_.next(what, now.steady) - now.steady));
}

void Retry::bring_forward(const Instant &now)
{
    if (!std::exchange(was_subscribed_, false) || !next_try_ || asked_for_)
        return;
    const Deadline at =
        std::max(now.steady + Backoff().next(random_()), budget_.next(ConnectBudget::For::retry, now.steady));
    if (at < next_try_->steady)
        next_try_ = now.after(std::chrono::ceil<milliseconds>(at - now.steady));
}

void Retry::start_over()
{
    backoff_.reset();
    was_subscribed_ = false;
}

void Retry::wake(const Instant &now)
{
    if (!next_try_)
        return;
    const Deadline due = asked_for_ ? now.steady + (next_try_->wall - now.wall) : now.steady;
    const Deadline allowed = budget_.next(ConnectBudget::For::retry, now.steady);
    next_try_->steady = std::min(next_try_->steady, std::max(due, allowed));
}

Deadline Retry::move_at(bool soon, Deadline now)
{
    const bool again = std::exchange(moved_soon_, soon) && soon;
    if (!again)
        move_backoff_.reset();
    const milliseconds delay = again ? move_backoff_.next(random_()) : milliseconds(0);
    return std::max(now + delay, budget_.next(ConnectBudget::For::move, now));
}

} // namespace astro::gateway
