// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/connections.h"
#include "gateway/topics.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace astro::gateway {

/// Which of the wanted topics come, over whichever connection.
class Supply {
public:
    using Time = std::chrono::system_clock::time_point;
    /// Topics that come, and the last sign of life of what brings them.
    using Brought = std::map<std::string, Time>;

    /// Both outlive this.
    Supply(const Topics &topics, const Connections &connections) : topics_(topics), connections_(connections) {}

    Brought brought(const Instant &now) const;
    /// Of those that were brought before, not any more, and still wanted: the earliest last sign of life. What was
    /// refused is told of by itself.
    std::optional<Time> gone_since(const Brought &before) const;
    /// Every topic comes that was not refused.
    bool whole() const;
    /// The old connection brings what the current one does not yet.
    bool needs_old() const;

private:
    std::vector<std::string> obtainable() const;

    const Topics &topics_;
    const Connections &connections_;
};

} // namespace astro::gateway
