// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/retry.h"

#include "gateway/session_timing.h"

#include <algorithm>

namespace astro::gateway {

void Retry::plan(const Closed &closed, const Instant &now)
{
    std::chrono::milliseconds delay = growing_delay();
    if (closed.retry_after) {
        const auto asked_for = std::clamp(*closed.retry_after, std::chrono::seconds(0), timing::longest_retry_after);
        delay = std::max<std::chrono::milliseconds>(delay, asked_for);
    }
    next_try_ = now.after(delay);
}

} // namespace astro::gateway
