// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/composed.h"

#include "events/reading.h"
#include "support/letter_case.h"
#include "support/text.h"

#include <utility>

namespace astro::events {

Composed composed(Event base, const std::map<std::string, std::string> &fields)
{
    Composed made{std::move(base), {}, {}};
    // What follows from the message, unless it is given below.
    if (const auto message = fields.find("message"); message != fields.end() && made.event.kind == Kind::chat) {
        made.event.set("message", message->second);
        read_command(made.event);
    }
    for (const auto &[name, value] : fields) {
        if (!made.event.set(name, value)) {
            made.unknown_field = name;
            return made;
        }
        if (made.no_number.empty() && is_number_field(name) && !made.event.named(name) && !text::is_blank(value))
            made.no_number = name;
    }
    made.event.currency = text::upper(made.event.currency); // as of any event
    return made;
}

Event bare(const Event &sample)
{
    Event event;
    event.kind = sample.kind;
    event.topic = sample.topic;
    event.type = sample.type;
    event.provider = sample.provider;
    event.time = sample.time;
    return event;
}

Event connection_event(Kind kind, std::string account, const Instant &now)
{
    Event event;
    event.kind = kind;
    event.account = std::move(account);
    event.type = to_word(kind);
    event.time = local_clock(now.wall);
    return event;
}

} // namespace astro::events
