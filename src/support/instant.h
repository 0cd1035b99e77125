// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>

namespace astro {

/// A moment as the core sees it: nothing in the core reads a clock, it is told the time.
/// `steady` orders timers and never jumps; `wall` is what a streamer reads on a clock. The two drift apart when a
/// computer slept, which is how a session notices that.
struct Instant {
    std::chrono::steady_clock::time_point steady{};
    std::chrono::system_clock::time_point wall{};

    static Instant now() { return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()}; }

    Instant after(std::chrono::milliseconds delay) const { return {steady + delay, wall + delay}; }
};

using Deadline = std::chrono::steady_clock::time_point;

} // namespace astro
