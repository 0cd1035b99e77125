// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/event_text.h"

#include "rules/template.h"
#include "support/system.h"

#include <ctime>

namespace astro::studio {

std::string event_summary(const events::Event &event, const Texts &texts)
{
    const std::string word{to_word(event.kind)};
    const std::string what = event.kind == events::Kind::other ? event.topic : texts("Event." + word);
    std::string details;
    const auto add = [&details](const std::string &more) {
        if (!more.empty())
            details += (details.empty() ? "" : ", ") + more;
    };
    add(event.shown("user"));
    add(rules::expand(event.currency.empty() ? "{amount:number}" : "{amount:money}", event));
    add(event.shown("item"));
    if (const std::string message = event.shown("message"); !message.empty())
        add("“" + message + "”");
    return details.empty() ? what : what + ": " + details;
}

std::string why_text(const rules::Decision &decision, const events::Event &event, const Texts &texts)
{
    const Problem why = rules::why_not(decision, event);
    return texts(why.key, why.args);
}

std::string time_of_day(std::chrono::system_clock::time_point when)
{
    const auto parts = system::local_time(std::chrono::system_clock::to_time_t(when));
    char text[16];
    return parts ? std::string(text, std::strftime(text, sizeof text, "%H:%M:%S", &*parts)) : std::string();
}

} // namespace astro::studio
