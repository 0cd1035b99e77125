// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "support/instant.h"

#include <map>
#include <string>

namespace astro::events {

struct Composed {
    Event event;
    std::string unknown_field; ///< the first one that no event has; "" where all is well
    std::string no_number;     ///< the first one that should be a number and is something else, and so is missing
};

/// An event that nobody sent: `base` with these fields in place of its own. One that is set to "" or white space is
/// missing. What follows from another field (a chat message's command) follows it, unless it is given, too.
/// @param fields by their names, as texts; they are made presentable
Composed composed(Event base, const std::map<std::string, std::string> &fields);

/// Of an event what nobody says who tells of one: its kind, topic, type, provider and time. Whose it is, and all that a
/// viewer wrote, is missing: nothing of it is made up. So is the notification.
Event bare(const Event &sample);

/// What no gateway tells: an account's connection was lost or is back. Its `type` is the kind's word.
/// @param kind connection_lost or connection_back
Event connection_event(Kind kind, std::string account, const Instant &now);

} // namespace astro::events
