// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"
#include "support/log.h"

#include <cstdint>
#include <optional>
#include <string>

namespace astro::gateway {

/// Counts the frames that could not be used. A flood of them is one log line at once, and one a minute with their
/// count.
class DroppedFrames {
public:
    explicit DroppedFrames(Log log) : log_(std::move(log)) {}

    /// @param why as the log line says it; nothing of the frame's content that was not made presentable.
    /// @return true when a line was written.
    bool count(std::string why, Deadline now);
    /// Says what was not said yet, once that is due. @return true when a line was written.
    bool on_time(Deadline now);
    std::optional<Deadline> next_deadline() const;
    std::uint64_t total() const { return total_; }

private:
    Log log_;
    std::uint64_t total_ = 0, unsaid_ = 0;
    std::string last_why_;
    std::optional<Deadline> quiet_until_;
};

} // namespace astro::gateway
