// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <deque>

namespace astro_sim {

/// The gateway's limit on one connection's commands: 100 in 10 s, and, when strict, one in 100 ms.
class CommandRate {
public:
    using Clock = std::chrono::steady_clock;

    explicit CommandRate(bool strict) : strict_(strict) {}

    /// Counts the command when it is within the limit.
    bool allows(Clock::time_point now)
    {
        while (!taken_.empty() && now - taken_.front() >= window)
            taken_.pop_front();
        if (taken_.size() >= burst || (strict_ && !taken_.empty() && now - taken_.back() < pace))
            return false;
        taken_.push_back(now);
        return true;
    }

private:
    static constexpr std::size_t burst = 100;
    static constexpr std::chrono::milliseconds window{10000};
    static constexpr std::chrono::milliseconds pace{100};

    bool strict_;
    std::deque<Clock::time_point> taken_;
};

} // namespace astro_sim
