// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/event_filter.h"

namespace astro::rules {

EventFilter::EventFilter(const std::string &word)
{
    if (word == "any")
        any_ = true;
    else if (word.compare(0, topic_prefix.size(), topic_prefix) == 0)
        topic_ = word.substr(topic_prefix.size());
    else
        kind_ = events::kind_from(word);
}

bool EventFilter::matches(const events::Event &event) const
{
    if (!topic_.empty())
        return event.topic == topic_;
    if (event.for_its_topic_only || (event.of_community_gift && kind_ != events::Kind::gift))
        return false;
    return any_ || kind_ == event.kind;
}

} // namespace astro::rules
