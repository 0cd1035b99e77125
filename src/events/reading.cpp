// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/reading.h"

#include "events/iso_time.h"
#include "support/json.h"
#include "support/letter_case.h"
#include "support/number.h"
#include "support/system.h"
#include "support/text.h"

#include <ctime>
#include <functional>
#include <utility>

namespace astro::events {
namespace {

using Wall = std::chrono::system_clock::time_point;

constexpr std::size_t longest_id = 200; // bytes

void read_session_update(const Json::Value &data, Reading &reading)
{
    Event &event = reading.event;
    event.item = text_at(data, {"key", "name"});
    event.type = event.item;
    const Json::Value &value = member(data, "data");
    event.user = text_at(value, {"name"});
    event.amount = number_at(value, "amount");
    if (!event.amount)
        event.amount = number_at(value, "count");
    event.message = text_at(value, {"message"});
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
    return json::hash(data);
}

/// One of the gateway's own words, or a boolean, in lower case; "" for what is neither.
std::string word_at(const Json::Value &object, const char *name)
{
    const Json::Value &value = member(object, name);
    return value.isBool() || value.isString() ? text::ascii_lower(json::scalar_text(value).value_or("")) : "";
}

void read_moderation(const Json::Value &data, Reading &reading)
{
    // The same tip comes again as it goes from pending to allowed or rejected: each is news.
    read_tip(data, reading);
    reading.state = state_of(data);
    reading.event.for_its_topic_only = false;
    reading.event.kind = Kind::other;
    reading.event.item = text_at(data, {"approved"});
    reading.happening.clear();
}

/// An activity or a tip happens once and keeps its `_id`. What other topics tell is mostly the state of something that
/// lasts (an overlay, a giveaway): its `_id` and `createdAt` are the same each time it changes.
bool tells_of_one_happening(const std::string &topic)
{
    return topic == "channel.activities" || topic == "channel.tips" || topic == "channel.tips.moderation";
}

} // namespace

std::string local_clock(Wall when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    const auto parts = system::local_time(seconds);
    char text[16];
    return parts ? std::string(text, std::strftime(text, sizeof text, "%H:%M", &*parts)) : std::string();
}

const Json::Value &member(const Json::Value &object, const char *name)
{
    return object.isObject() ? object[name] : Json::Value::nullSingleton();
}

std::string text_at(const Json::Value &object, std::initializer_list<const char *> members)
{
    for (const char *name : members) {
        const std::string_view there = json::string_view_of(member(object, name));
        if (there.empty())
            continue;
        std::string found = text::presentable(there, longest_text);
        if (!text::is_blank(found))
            return found;
    }
    return {};
}

std::string text_or_number_at(const Json::Value &object, const char *name)
{
    const Json::Value &value = member(object, name);
    return value.isNumeric() ? json::scalar_text(value).value_or("") : text_at(object, {name});
}

std::string currency_at(const Json::Value &object)
{
    return text::upper(text_at(object, {"currency"}));
}

bool is_true(const Json::Value &object, const char *name)
{
    const Json::Value &value = member(object, name);
    return value.isBool() && value.asBool();
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
        const Json::Value &value = member(object, name);
        // 0 stands for none, and where a number has lost digits, two things would be one.
        const bool is_number = (value.type() == Json::intValue || value.type() == Json::uintValue) && value != 0;
        if (!is_number && !value.isString())
            continue;
        if (std::string found = json::scalar_text(value).value_or(""); !found.empty())
            return kept_id(std::move(found));
    }
    return {};
}

std::optional<std::string> number_at(const Json::Value &object, const char *name)
{
    const Json::Value &value = member(object, name);
    std::optional<double> number;
    if (value.isString())
        number = number_from(json::string_view_of(value));
    else if (value.isNumeric())
        number = value.asDouble();
    return told_number(number);
}

Reading read_notification(const gateway::Notification &notification, Wall now)
{
    Reading reading;
    Event &event = reading.event;
    const Json::Value &data = notification.data();
    event.topic = text::presentable(notification.topic, longest_text);
    event.frame = notification.frame;
    event.frame_bytes = notification.frame_bytes;
    event.provider = text::ascii_lower(text_at(data, {"provider"}));
    event.is_test = is_true(data, "isMock");
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
    event.user = text_at(member(donation, "user"), {"displayName", "username"});
    event.amount = number_at(donation, "amount");
    event.currency = currency_at(donation);
    event.message = text_at(donation, {"message"});
    const std::string approved = word_at(data, "approved");
    const std::string status = word_at(data, "status");
    // One that waits for the streamer's approval, or was rejected, is not to be thanked for on air.
    const bool is_approved = approved.empty() || approved == "allowed" || approved == "true";
    event.for_its_topic_only = !is_approved || (!status.empty() && status != "success");
    reading.state = std::hash<std::string>()(approved + ' ' + status); // each step of its way is told over its topic
}

} // namespace astro::events
