// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/session/session_timing.h"
#include "support/instant.h"

#include <algorithm>

namespace astro::gateway {

/// A token bucket: bounds how many connections are opened, whatever asks for them. Full, it allows connects_at_once;
/// one more comes with each connect_refill. So no five minutes see more than 10 + 300 / 15 = 30.
///
/// The last connects_reserved are not for tries after a loss: a gateway that asks to move finds them there, however
/// many losses came before, and so does a streamer.
class ConnectBudget {
public:
    enum class For {
        retry,
        move, ///< or what a streamer asked for
    };

    /// When the next connection may be opened: now, or later.
    Deadline next(For what, Deadline now) const
    {
        const int left_over = what == For::retry ? timing::connects_reserved : 0;
        return std::max(now, full_at_ - timing::connect_refill * (timing::connects_at_once - 1 - left_over));
    }

    /// One was opened, whether that was allowed or not.
    void spend(Deadline now) { full_at_ = std::max(full_at_, now) + timing::connect_refill; }

private:
    Deadline full_at_{}; ///< the bucket is full again
};

} // namespace astro::gateway
