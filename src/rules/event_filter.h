// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"

#include <optional>
#include <string>

namespace astro::rules {

/// An event of this beginning, followed by a topic, means each notification of the topic.
inline constexpr std::string_view topic_prefix = "topic:";

/// What a rule's `event` member asks for. The single gifts of a community gift come through for `gift` and for their
/// topic only, what is for_its_topic_only for its topic alone.
class EventFilter {
public:
    /// @param word a kind's word, "any" or "topic:NAME"; any other matches nothing.
    explicit EventFilter(const std::string &word);

    bool known() const { return any_ || kind_ || !topic_.empty(); }
    bool matches(const events::Event &event) const;

    // What a rule is looked up by; exactly one of the three is set where known().
    bool any() const { return any_; }
    const std::optional<events::Kind> &kind() const { return kind_; }
    const std::string &topic() const { return topic_; }

private:
    bool any_ = false;
    std::optional<events::Kind> kind_;
    std::string topic_;
};

} // namespace astro::rules
