// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/reading.h"

#include "support/json.h"
#include "support/number.h"
#include "support/text.h"

#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>

namespace astro::events {
namespace {

using Wall = std::chrono::system_clock::time_point;

constexpr std::size_t longest_name = 100; // code points
constexpr std::size_t longest_message = 500;

/// Days since 1970 of a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
long long days_from_civil(long long year, unsigned month, unsigned day)
{
    year -= month <= 2;
    const long long era = (year >= 0 ? year : year - 399) / 400;
    const auto year_of_era = static_cast<unsigned>(year - era * 400);
    const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + static_cast<long long>(day_of_era) - 719468;
}

/// ISO 8601 with seconds, an optional fraction, and Z or an offset.
std::optional<Wall> time_from(const std::string &iso)
{
    unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    int used = 0;
    if (std::sscanf(iso.c_str(), "%4u-%2u-%2uT%2u:%2u:%2u%n", &year, &month, &day, &hour, &minute, &second, &used) != 6)
        return std::nullopt;
    // %u reads "-1" as a large number; these bounds catch it, too.
    if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 ||
        second > 60)
        return std::nullopt;
    long long seconds = days_from_civil(year, month, day) * 86400 + hour * 3600LL + minute * 60LL + second;
    const std::size_t zone = iso.find_first_of("+-", static_cast<std::size_t>(used));
    unsigned zone_hour = 0, zone_minute = 0;
    if (zone != std::string::npos) {
        const int read = std::sscanf(iso.c_str() + zone + 1, "%2u:%2u", &zone_hour, &zone_minute);
        if (read < 1 || zone_hour > 23 || zone_minute > 59)
            return std::nullopt;
        seconds -= (iso[zone] == '-' ? -1 : 1) * (zone_hour * 3600LL + zone_minute * 60LL);
    }
    return Wall(std::chrono::duration_cast<Wall::duration>(std::chrono::seconds(seconds)));
}

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

void read_moderation(const Json::Value &data, Reading &reading)
{
    // The same tip comes again as it goes from pending to allowed or rejected: each is news.
    read_tip(data, reading);
    reading.nothing = false;
    reading.event.kind = Kind::other;
    reading.event.item = name_at(data, {"approved"});
    if (!reading.key.empty())
        reading.key = "moderation " + reading.event.item + " " + reading.key;
}

/// An activity or a tip happens once and keeps its `_id`. What other topics tell is mostly the state of something that
/// lasts (an overlay, a giveaway): its `_id` and `createdAt` are the same each time it changes.
bool tells_of_one_happening(const std::string &topic)
{
    return topic == "channel.activities" || topic == "channel.tips" || topic == "channel.tips.moderation";
}

/// A state is a repeat only when nothing in it has changed.
std::string key_of_state(const std::string &id, const Json::Value &data)
{
    return id + " " + std::to_string(std::hash<std::string>()(json::write_compact(data)));
}

} // namespace

const Json::Value &member(const Json::Value &object, const char *name)
{
    return object.isObject() ? object[name] : Json::Value::nullSingleton();
}

std::string name_at(const Json::Value &object, std::initializer_list<const char *> members)
{
    for (const char *name : members) {
        std::string found = text::presentable(json::string_member(object, name), longest_name);
        if (!text::trim(found).empty())
            return found;
    }
    return {};
}

std::string message_at(const Json::Value &object, const char *name)
{
    return text::presentable(json::string_member(object, name), longest_message);
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
    char digits[64];
    std::snprintf(digits, sizeof digits, "%.6f", *number);
    std::string plain(digits);
    for (char &c : plain) {
        if (c == ',')
            c = '.'; // what a locale may make of it
    }
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
    event.topic = text::presentable(notification.topic, longest_name);
    event.frame = notification.frame;
    event.provider = text::ascii_lower(name_at(data, {"provider"}));
    event.id = text::presentable(json::string_member(data, "_id"), longest_name);
    const std::string &topic = notification.topic;
    const bool once = tells_of_one_happening(topic);
    if (event.id.empty())
        reading.key = notification.id;
    else
        reading.key = once ? event.id : key_of_state(event.id, data);

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

    const auto created = once ? time_from(json::string_member(data, "createdAt")) : std::nullopt;
    event.time = local_clock(created ? *created : time_from(notification.ts).value_or(now));
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
    reading.nothing = (!approved.empty() && approved != "allowed") || (!status.empty() && status != "success");
}

} // namespace astro::events
