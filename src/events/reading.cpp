// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/reading.h"

#include "events/iso_time.h"
#include "support/json.h"
#include "support/number.h"
#include "support/text.h"

#include <cmath>
#include <ctime>
#include <functional>
#include <iomanip>
#include <locale>
#include <sstream>
#include <utility>

namespace astro::events {
namespace {

using Wall = std::chrono::system_clock::time_point;

constexpr std::size_t longest_id = 200; // bytes

std::string local_clock(Wall when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
#ifdef _WIN32
    const bool known = localtime_s(&parts, &seconds) == 0;
#else
    const bool known = localtime_r(&seconds, &parts) != nullptr;
#endif
    char text[16];
    return known ? std::string(text, std::strftime(text, sizeof text, "%H:%M", &parts)) : std::string();
}

void read_session_update(const Json::Value &data, Reading &reading)
{
    Event &event = reading.event;
    event.item = name_at(data, {"key", "name"});
    event.type = event.item;
    const Json::Value &value = member(data, "data");
    event.user = name_at(value, {"name"});
    event.amount = number_at(value, "amount");
    if (!event.amount)
        event.amount = number_at(value, "count");
    event.message = message_at(value, "message");
}

void read_stream_status(const Json::Value &data, Reading &reading)
{
    const Json::Value &live = member(data, "isLive");
    if (live.isBool())
        reading.event.kind = live.asBool() ? Kind::stream_online : Kind::stream_offline;
}

/// A state is a repeat only when nothing in it has changed.
std::size_t state_of(const Json::Value &data)
{
    return std::hash<std::string>()(json::write_compact(data));
}

void read_moderation(const Json::Value &data, Reading &reading)
{
    // The same tip comes again as it goes from pending to allowed or rejected: each is news.
    read_tip(data, reading);
    reading.state = state_of(data);
    reading.event.for_its_topic_only = false;
    reading.event.kind = Kind::other;
    reading.event.item = name_at(data, {"approved"});
    reading.happening.clear();
}

/// An activity or a tip happens once and keeps its `_id`. What other topics tell is mostly the state of something that
/// lasts (an overlay, a giveaway): its `_id` and `createdAt` are the same each time it changes.
bool tells_of_one_happening(const std::string &topic)
{
    return topic == "channel.activities" || topic == "channel.tips" || topic == "channel.tips.moderation";
}

} // namespace

const Json::Value &member(const Json::Value &object, const char *name)
{
    return object.isObject() ? object[name] : Json::Value::nullSingleton();
}

std::string name_at(const Json::Value &object, std::initializer_list<const char *> members)
{
    for (const char *name : members) {
        std::string found = text::presentable(json::string_member(object, name), longest_text);
        if (!text::trim(found).empty())
            return found;
    }
    return {};
}

std::string kept_id(std::string id)
{
    if (id.size() <= longest_id)
        return id;
    const std::size_t hash = std::hash<std::string>()(id);
    return id.substr(0, longest_id / 2) + ' ' + std::to_string(id.size()) + ' ' + std::to_string(hash);
}

std::string id_at(const Json::Value &object, std::initializer_list<const char *> members)
{
    for (const char *name : members) {
        if (std::string found = json::string_member(object, name); !found.empty())
            return kept_id(std::move(found));
    }
    return {};
}

std::string message_at(const Json::Value &object, const char *name)
{
    return text::presentable(json::string_member(object, name), longest_text);
}

std::optional<std::string> number_at(const Json::Value &object, const char *name)
{
    const Json::Value &value = member(object, name);
    if (value.isBool())
        return std::nullopt;
    const auto text = json::scalar_text(value);
    const auto number = text ? number_from(*text) : std::nullopt;
    if (!number || !std::isfinite(*number) || std::fabs(*number) > 1e15)
        return std::nullopt;
    // Without an exponent and without needless zeros: it is shown to people.
    std::ostringstream digits;
    digits.imbue(std::locale::classic());
    digits << std::fixed << std::setprecision(6) << *number;
    std::string plain = digits.str();
    plain.erase(plain.find_last_not_of('0') + 1);
    if (plain.back() == '.')
        plain.pop_back();
    return plain == "-0" ? "0" : plain;
}

Reading read_notification(const gateway::Notification &notification, Wall now)
{
    Reading reading;
    Event &event = reading.event;
    const Json::Value &data = notification.data();
    event.topic = text::presentable(notification.topic, longest_text);
    event.frame = notification.frame;
    event.provider = text::ascii_lower(name_at(data, {"provider"}));
    event.id = id_at(data, {"_id"});
    const std::string &topic = notification.topic;
    const bool once = tells_of_one_happening(topic);
    if (once)
        reading.happening = event.id;
    else if (!event.id.empty())
        reading.state = state_of(data);

    if (topic == "channel.activities")
        read_activity(data, reading);
    else if (topic == "channel.tips")
        read_tip(data, reading);
    else if (topic == "channel.tips.moderation")
        read_moderation(data, reading);
    else if (topic == "channel.chat.message")
        read_chat_message(data, reading);
    else if (topic == "channel.stream.status")
        read_stream_status(data, reading);
    else if (topic == "channel.session.update")
        read_session_update(data, reading);

    const auto created = once ? time_from_iso(json::string_member(data, "createdAt")) : std::nullopt;
    event.time = local_clock(created ? *created : time_from_iso(notification.ts).value_or(now));
    return reading;
}

void read_tip(const Json::Value &data, Reading &reading)
{
    Event &event = reading.event;
    const Json::Value &donation = member(data, "donation");
    event.kind = Kind::tip;
    event.type = "tip";
    event.user = name_at(member(donation, "user"), {"displayName", "username"});
    event.amount = number_at(donation, "amount");
    event.currency = name_at(donation, {"currency"});
    event.message = message_at(donation, "message");
    const std::string approved = json::string_member(data, "approved");
    const std::string status = json::string_member(data, "status");
    // One that waits for the streamer's approval, or was rejected, is not to be thanked for on air.
    event.for_its_topic_only = (!approved.empty() && approved != "allowed") || (!status.empty() && status != "success");
    reading.state = std::hash<std::string>()(approved + ' ' + status); // each step of its way is told over its topic
}

} // namespace astro::events
