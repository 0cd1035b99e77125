// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace astro_sim {

/// What one connection has subscribed to.
struct Subscription {
    std::string topic;
    std::string room;

    friend bool operator==(const Subscription &a, const Subscription &b)
    {
        return a.topic == b.topic && a.room == b.room;
    }
};
using Subscriptions = std::vector<Subscription>;

/// @param topic "": any.
inline bool has_topic(const Subscriptions &subscriptions, const std::string &topic)
{
    return std::any_of(subscriptions.begin(), subscriptions.end(),
                       [&](const Subscription &one) { return topic.empty() || one.topic == topic; });
}

} // namespace astro_sim
