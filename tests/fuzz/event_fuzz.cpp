// SPDX-License-Identifier: GPL-2.0-or-later
// Any notification as events: every field is fit for a screen, and the second of the same identity is dropped.
#include "events/event.h"
#include "events/maker.h"
#include "gateway/message.h"
#include "must.h"
#include "support/text.h"

#include <cstdint>

using namespace astro;

namespace {

void check(const events::Event &event)
{
    for (const std::string &name : events::field_names()) {
        if (const auto value = event.field(name))
            fuzz::must(*value == text::presentable(*value, value->size()), "a field is presentable");
    }
    (void)event.field("data.data.username");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    const auto message = gateway::decode({reinterpret_cast<const char *>(bytes), count});
    const auto *notification = std::get_if<gateway::Notification>(&message);
    if (!notification)
        return 0;
    events::Maker maker;
    const Instant now{Deadline(std::chrono::hours(1)), std::chrono::system_clock::time_point(std::chrono::hours(1))};
    const auto first = maker.make("account", *notification, now);
    for (const events::Event &event : first)
        check(event);
    const auto second = maker.make("account", *notification, now.after(std::chrono::seconds(1)));
    fuzz::must(second.empty() || first.empty() || first.front().id.empty(), "an event with an identity comes out once");
    for (const events::Event &event : maker.on_time(now.after(std::chrono::minutes(1))))
        check(event);
    fuzz::must(!maker.next_deadline(), "no group waits for ever");
    return 0;
}
