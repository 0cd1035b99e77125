// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/retry.h"

#include "gateway/session_timing.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {

std::chrono::milliseconds Retry::move_delay(bool soon)
{
    const bool again = std::exchange(moved_soon_, soon) && soon;
    if (again)
        return move_backoff_.next(random_());
    move_backoff_.reset();
    return std::chrono::milliseconds(0);
}

void Retry::plan(const Closed &closed, const Instant &now)
{
    std::chrono::milliseconds delay = backoff_.next(random_());
    if (closed.retry_after) {
        const auto asked_for = std::clamp(*closed.retry_after, std::chrono::seconds(0), timing::longest_retry_after);
        delay = std::max<std::chrono::milliseconds>(delay, asked_for);
    }
    asked_for_ = closed.retry_after.has_value();
    next_try_ = now.after(delay);
}

void Retry::wake(const Instant &now)
{
    if (!next_try_)
        return;
    const Deadline due = asked_for_ ? now.steady + (next_try_->wall - now.wall) : now.steady;
    next_try_->steady = std::min(next_try_->steady, due);
}

} // namespace astro::gateway
