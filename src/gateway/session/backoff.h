// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace astro::gateway {

/// How long to wait before the next try: exponential from 1 s to 60 s with full jitter, so that a gateway that comes
/// back is not met by all its clients at once (Brooker, "Exponential Backoff And Jitter", 2015).
class Backoff {
public:
    static constexpr std::chrono::milliseconds first{1000};
    static constexpr std::chrono::milliseconds longest{60000};
    static constexpr std::chrono::milliseconds shortest{200}; ///< jitter does not make a busy loop

    /// @param random evenly from [0, 1).
    std::chrono::milliseconds next(double random)
    {
        const auto jittered = std::chrono::duration_cast<std::chrono::milliseconds>(cap_ * random);
        cap_ = std::min(cap_ * 2, longest);
        return std::max(jittered, shortest);
    }

    void reset() { cap_ = first; }

private:
    std::chrono::milliseconds cap_ = first;
};

} // namespace astro::gateway
