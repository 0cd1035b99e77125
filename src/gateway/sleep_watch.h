// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/session_timing.h"
#include "support/instant.h"

#include <utility>

namespace astro::gateway {

/// Notices that the computer slept: the wall clock ran on while the steady one stood. (Where the steady clock runs on
/// during sleep, as on Windows, a connection is found silent instead.) Setting the clock forward looks the same.
class SleepWatch {
public:
    void start(const Instant &now)
    {
        gap_ = gap(now);
        looked_ = now.steady;
    }
    /// Says true once after each sleep.
    bool slept(const Instant &now)
    {
        looked_ = now.steady;
        const auto before = std::exchange(gap_, gap(now));
        return gap_ - before > timing::slept_when_over;
    }

    Deadline next_look() const { return looked_ + timing::sleep_check; }

private:
    using Gap = std::chrono::system_clock::duration;

    static Gap gap(const Instant &now)
    {
        return std::chrono::duration_cast<Gap>(now.wall.time_since_epoch() - now.steady.time_since_epoch());
    }

    Gap gap_{};
    Deadline looked_;
};

} // namespace astro::gateway
