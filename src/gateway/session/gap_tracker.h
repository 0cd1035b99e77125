// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"

#include <chrono>
#include <optional>

namespace astro::gateway {

/// Between which times events may be missing: the gateway replays nothing.
class GapTracker {
public:
    using Time = std::chrono::system_clock::time_point;

    /// No connection delivers some topic any more. What came after the last sign of life of the one that did may be
    /// missing.
    void begin(Time last_heard);
    /// Every topic that can be had is delivered.
    void end(Time now);
    void tell(Status &status) const;

private:
    std::optional<Time> from_, to_;
};

} // namespace astro::gateway
