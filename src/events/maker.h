// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "gateway/message.h"
#include "support/instant.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace astro::events {

/// Makes events of notifications, each happening once: across reconnects, over both topics of a tip, and a community
/// gift's N + 1 activities as one `community_gift` (its single gifts are marked of_community_gift). A tip that comes
/// over its second topic, or is not approved, is an event for_its_topic_only. A test or a replay from StreamElements'
/// dashboard is an event each time that it is asked for, and once as well.
/// A sans-IO machine like the session: told the time, holds no clock. Memory is bounded. Not thread-safe.
class Maker {
public:
    Maker();
    ~Maker();
    Maker(const Maker &) = delete;
    Maker &operator=(const Maker &) = delete;

    /// @return the events that this notification completes, possibly none (seen before, or waiting for its group).
    std::vector<Event> make(const std::string &account, const gateway::Notification &notification, const Instant &now);
    /// @return events whose wait is over (a community gift whose own activity never came).
    std::vector<Event> on_time(const Instant &now);
    std::optional<Deadline> next_deadline() const;

    /// How many notifications told nothing new: those that were dropped, and a tip's over its second topic.
    std::uint64_t repeats() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace astro::events
