// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/event_filter.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace astro::rules {

/// Finds the rules that an event concerns by what they wait for, so that the others cost nothing.
class RuleIndex {
public:
    void add(const EventFilter &filter, std::size_t rule)
    {
        if (filter.any())
            any_.push_back(rule);
        else if (filter.kind())
            kinds_[*filter.kind()].push_back(rule);
        else if (!filter.topic().empty())
            topics_[filter.topic()].push_back(rule);
    }

    void clear() { *this = {}; }

    /// @return the rules whose filter the event passes, in the order in which they were added.
    std::vector<std::size_t> find(const events::Event &event) const
    {
        std::vector<std::size_t> found;
        if (const auto topic = topics_.find(event.topic); topic != topics_.end())
            found = topic->second;
        if (event.for_its_topic_only)
            return found;
        const bool only_for_gift = event.of_community_gift;
        if (const auto kind = kinds_.find(event.kind);
            kind != kinds_.end() && (!only_for_gift || event.kind == events::Kind::gift))
            merge(found, kind->second);
        if (!only_for_gift)
            merge(found, any_);
        return found;
    }

private:
    static void merge(std::vector<std::size_t> &found, const std::vector<std::size_t> &more)
    {
        const auto middle = static_cast<std::ptrdiff_t>(found.size());
        found.insert(found.end(), more.begin(), more.end());
        std::inplace_merge(found.begin(), found.begin() + middle, found.end());
    }

    std::vector<std::size_t> any_;
    std::map<events::Kind, std::vector<std::size_t>> kinds_;
    std::unordered_map<std::string, std::vector<std::size_t>> topics_;
};

} // namespace astro::rules
