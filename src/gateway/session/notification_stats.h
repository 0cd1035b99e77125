// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace astro::gateway {

/// Since when notifications could come, how many did, and when the last one.
class NotificationStats {
public:
    using Time = std::chrono::system_clock::time_point;

    /// @param wanted it is of the account as it is now. @return true when it is the first such one.
    bool count(Time now, bool wanted)
    {
        ++received_;
        last_ = now;
        return wanted && !std::exchange(heard_, true);
    }
    /// Some topics are subscribed.
    void subscribed(Time now)
    {
        if (!first_subscribed_)
            first_subscribed_ = now;
    }
    /// From now on it may be another account's.
    void reset_account()
    {
        first_subscribed_.reset();
        heard_ = false;
    }
    void tell(Status &status) const
    {
        status.received = received_;
        status.last_notification = last_;
        status.first_subscribed = first_subscribed_;
        status.heard = heard_;
    }

private:
    std::optional<Time> first_subscribed_, last_;
    std::uint64_t received_ = 0;
    bool heard_ = false;
};

} // namespace astro::gateway
