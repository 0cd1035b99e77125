// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "support/json.h"

#include <memory>
#include <string>

namespace astro::rules {

/// An event of that kind by Ada, with a notification that holds `data` (a JSON object).
inline events::Event some_event(events::Kind kind = events::Kind::follow, const std::string &data = "{}")
{
    events::Event event;
    event.kind = kind;
    event.account = "Twitch";
    event.topic = "channel.activities";
    event.user = "Ada";
    std::string why;
    event.frame = std::make_shared<const Json::Value>(
        json::parse(R"({"topic":"channel.activities","data":)" + data + "}", why).value_or(Json::Value()));
    return event;
}

} // namespace astro::rules
