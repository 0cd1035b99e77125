// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/session/connections.h"
#include "gateway/session/topics.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace astro::gateway {

/// Which of the wanted topics are delivered, by whichever connection.
class Delivery {
public:
    using Time = std::chrono::system_clock::time_point;
    /// Topics that are delivered, and the last sign of life of the connection that does it.
    using Delivered = std::map<std::string, Time>;

    /// Both outlive this.
    Delivery(const Topics &topics, const Connections &connections) : topics_(topics), connections_(connections) {}

    Delivered delivered(const Instant &now) const;
    /// Of the topics that were delivered before, are not any more, and are still wanted: the earliest last sign of
    /// life. Refused topics do not count, the status tells of them.
    std::optional<Time> lost_since(const Delivered &before) const;
    /// Some wanted topic is delivered.
    bool any() const;
    /// Every topic that was not refused is delivered.
    bool complete() const;
    /// The old connection delivers what the current one does not yet.
    bool needs_old_connection() const;

private:
    std::vector<std::string> obtainable() const;

    const Topics &topics_;
    const Connections &connections_;
};

} // namespace astro::gateway
