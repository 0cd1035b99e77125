// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/session/session_timing.h"
#include "support/instant.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace astro::gateway {

/// Notices that the computer slept, or this process stood still: the wall clock ran on while the steady one stood, or
/// where that runs on as well, as on Windows, nobody looked for too long. Setting the clock forward looks the same.
class SleepDetector {
public:
    void start(const Instant &now)
    {
        gap_ = gap(now);
        looked_ = now.steady;
    }
    /// Says true once after each sleep. To be asked at next_look() or earlier.
    bool slept(const Instant &now)
    {
        const auto late = now.steady - std::exchange(looked_, now.steady) - timing::sleep_check_interval;
        const auto before = std::exchange(gap_, gap(now));
        return std::max<Gap>(gap_ - before, std::chrono::duration_cast<Gap>(late)) > timing::sleep_threshold;
    }

    Deadline next_look() const { return looked_ + timing::sleep_check_interval; }

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
