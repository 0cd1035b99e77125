// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace astro::studio::dock {

/// Says when something that may change a thousand times a second is to be shown: at once where it was quiet before,
/// else with the next tenth of a second, all that came until then together. Plain data; UI thread.
class Pace {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds between{100};

    /// Something is new. @return how long to wait before it is shown; nothing where that is under way already.
    std::optional<std::chrono::milliseconds> changed(Time now)
    {
        if (due_)
            return std::nullopt;
        due_ = std::max(now, next_);
        return std::chrono::ceil<std::chrono::milliseconds>(*due_ - now);
    }

    /// It is shown now.
    void shown(Time now)
    {
        due_.reset();
        next_ = now + between;
    }

private:
    std::optional<Time> due_;
    Time next_ = Time::min();
};

} // namespace astro::studio::dock
