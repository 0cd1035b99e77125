// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace astro::gateway {

/// Since when events come, and between which times some may be missing: the gateway replays nothing.
class Coverage {
public:
    using Time = std::chrono::system_clock::time_point;

    /// @param wanted it is of the account as it is now. @return true when it is the first such one.
    bool received(Time now, bool wanted);
    /// Some topic is brought by no connection any more. What came after the last sign of life of the one that brought
    /// it may be missing.
    void missing(Time last_heard);
    /// From now on another account's events are wanted.
    void begin_anew();
    /// Events of some topics come.
    void begun(Time now);
    /// Every topic that can be comes.
    void whole(Time now);
    void tell(Status &status) const;

private:
    std::optional<Time> first_, gap_from_, gap_to_, last_notification_;
    std::uint64_t received_ = 0;
    bool heard_ = false;
};

} // namespace astro::gateway
