// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/supply.h"

#include <algorithm>

namespace astro::gateway {

/// All but those that were refused.
std::vector<std::string> Supply::obtainable() const
{
    std::vector<std::string> names;
    for (TopicStatus &topic : topics_.statuses()) {
        if (topic.state != TopicState::refused)
            names.push_back(std::move(topic.topic));
    }
    return names;
}

Supply::Brought Supply::brought(const Instant &now) const
{
    Brought brought;
    for (const TopicStatus &topic : topics_.statuses()) {
        if (const auto last_heard = connections_.last_heard_with(topic.topic, now))
            brought.emplace(topic.topic, *last_heard);
    }
    return brought;
}

std::optional<Supply::Time> Supply::gone_since(const Brought &before) const
{
    std::optional<Time> earliest;
    for (const std::string &topic : obtainable()) {
        const auto came = before.find(topic);
        if (came != before.end() && !connections_.brings(topic))
            earliest = std::min(came->second, earliest.value_or(came->second));
    }
    return earliest;
}

bool Supply::whole() const
{
    const auto topics = obtainable();
    return std::all_of(topics.begin(), topics.end(),
                       [this](const std::string &topic) { return connections_.brings(topic); });
}

bool Supply::needs_old() const
{
    const auto topics = obtainable();
    return std::any_of(topics.begin(), topics.end(),
                       [this](const std::string &topic) { return connections_.only_old_brings(topic); });
}

} // namespace astro::gateway
