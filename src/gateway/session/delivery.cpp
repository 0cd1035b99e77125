// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/delivery.h"

#include <algorithm>

namespace astro::gateway {

/// All but those that were refused.
std::vector<std::string> Delivery::obtainable() const
{
    std::vector<std::string> names;
    for (TopicStatus &topic : topics_.statuses()) {
        if (topic.state != TopicState::refused)
            names.push_back(std::move(topic.topic));
    }
    return names;
}

Delivery::Delivered Delivery::delivered(const Instant &now) const
{
    Delivered delivered;
    for (const TopicStatus &topic : topics_.statuses()) {
        if (const auto last_heard = connections_.last_heard_delivering(topic.topic, now))
            delivered.emplace(topic.topic, *last_heard);
    }
    return delivered;
}

std::optional<Delivery::Time> Delivery::lost_since(const Delivered &before) const
{
    std::optional<Time> earliest;
    for (const std::string &topic : obtainable()) {
        const auto came = before.find(topic);
        if (came != before.end() && !connections_.delivers(topic))
            earliest = std::min(came->second, earliest.value_or(came->second));
    }
    return earliest;
}

bool Delivery::any() const
{
    const auto topics = topics_.statuses();
    return std::any_of(topics.begin(), topics.end(),
                       [this](const TopicStatus &topic) { return connections_.delivers(topic.topic); });
}

bool Delivery::complete() const
{
    const auto topics = obtainable();
    return std::all_of(topics.begin(), topics.end(),
                       [this](const std::string &topic) { return connections_.delivers(topic); });
}

bool Delivery::needs_old_connection() const
{
    const auto topics = obtainable();
    return std::any_of(topics.begin(), topics.end(),
                       [this](const std::string &topic) { return connections_.only_old_delivers(topic); });
}

} // namespace astro::gateway
