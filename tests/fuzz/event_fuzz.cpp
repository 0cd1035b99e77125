// SPDX-License-Identifier: GPL-2.0-or-later
// Any notifications, one after another to one maker, as events: every field is fit for a screen, and the second of the
// same identity is dropped. Frames are parted by a record separator, as fixtures have line breaks in them.
#include "events/event.h"
#include "events/maker.h"
#include "gateway/message.h"
#include "must.h"
#include "support/text.h"

#include <algorithm>
#include <cstdint>

using namespace astro;

namespace {

constexpr char record_separator = '\x1E';
constexpr std::size_t longest_shown = std::size_t{500} * 4; // bytes

void check(const events::Event &event)
{
    for (const std::string &name : events::field_names()) {
        if (const auto value = event.field(name))
            fuzz::must(*value == text::presentable(*value, value->size()), "a field is presentable");
        fuzz::must(event.shown(name).size() <= longest_shown, "what is shown is short");
    }
    (void)event.field("data.data.username");
}

void feed(events::Maker &maker, std::string_view frame, std::uint64_t connection, const Instant &now)
{
    const auto message = gateway::decode(frame);
    if (!std::holds_alternative<gateway::Notification>(message))
        return;
    auto notification = std::get<gateway::Notification>(message);
    notification.connection = connection;
    const auto first = maker.make("account", notification, now);
    for (const events::Event &event : first)
        check(event);
    const auto second = maker.make("account", notification, now);
    fuzz::must(second.empty() || first.empty() || first.front().id.empty(), "an event with an identity comes out once");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    std::string_view left(reinterpret_cast<const char *>(bytes), count);
    events::Maker maker;
    Instant now{Deadline(std::chrono::hours(1)), std::chrono::system_clock::time_point(std::chrono::hours(1))};
    for (std::uint64_t number = 0; !left.empty(); ++number) {
        const std::string_view frame = left.substr(0, left.find(record_separator));
        left.remove_prefix(std::min(left.size(), frame.size() + 1));
        feed(maker, frame, number % 3, now);
        now = now.after(std::chrono::seconds(1));
        for (const events::Event &event : maker.on_time(now))
            check(event);
    }
    for (const events::Event &event : maker.on_time(now.after(std::chrono::minutes(1))))
        check(event);
    fuzz::must(!maker.next_deadline(), "no group waits for ever");
    return 0;
}
