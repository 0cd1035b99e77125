// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/event.h"

#include "support/json.h"
#include "support/text.h"

#include <algorithm>
#include <array>

namespace astro::events {
namespace {

struct KindWord {
    Kind kind;
    std::string_view word;
};
constexpr std::array<KindWord, 20> kind_words = {{
    {Kind::follow, "follow"},
    {Kind::tip, "tip"},
    {Kind::subscription, "subscription"},
    {Kind::resubscription, "resubscription"},
    {Kind::gift, "gift"},
    {Kind::community_gift, "community_gift"},
    {Kind::cheer, "cheer"},
    {Kind::raid, "raid"},
    {Kind::host, "host"},
    {Kind::superchat, "superchat"},
    {Kind::member, "member"},
    {Kind::channel_points, "channel_points"},
    {Kind::redemption, "redemption"},
    {Kind::merch, "merch"},
    {Kind::purchase, "purchase"},
    {Kind::charity, "charity"},
    {Kind::chat, "chat"},
    {Kind::stream_online, "stream_online"},
    {Kind::stream_offline, "stream_offline"},
    {Kind::other, "other"},
}};

// On a screen, in code points.
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_list = 200;
constexpr std::size_t longest_words = 500;

std::optional<std::string> filled(const std::string &value)
{
    return value.empty() ? std::nullopt : std::optional(value);
}

struct Field {
    const char *name;
    std::size_t longest_shown;
    std::optional<std::string> (*value)(const Event &);
};
const std::array<Field, 13> fields = {{
    {"user", longest_name, [](const Event &e) { return filled(e.user); }},
    {"amount", longest_name, [](const Event &e) { return e.amount; }},
    {"currency", longest_name, [](const Event &e) { return filled(e.currency); }},
    {"message", longest_words, [](const Event &e) { return filled(e.message); }},
    {"tier", longest_name, [](const Event &e) { return filled(e.tier); }},
    {"months", longest_name, [](const Event &e) { return e.months; }},
    {"sender", longest_name, [](const Event &e) { return filled(e.sender); }},
    {"item", longest_list, [](const Event &e) { return filled(e.item); }},
    {"type", longest_name, [](const Event &e) { return filled(e.type); }},
    {"provider", longest_name, [](const Event &e) { return filled(e.provider); }},
    {"topic", longest_name, [](const Event &e) { return filled(e.topic); }},
    {"account", longest_name, [](const Event &e) { return filled(e.account); }},
    {"time", longest_name, [](const Event &e) { return filled(e.time); }},
}};

} // namespace

std::string_view to_word(Kind kind)
{
    const auto found =
        std::find_if(kind_words.begin(), kind_words.end(), [&](const KindWord &known) { return known.kind == kind; });
    return found == kind_words.end() ? "other" : found->word;
}

std::optional<Kind> kind_from(std::string_view word)
{
    for (const Kind kind : nameable_kinds()) {
        if (to_word(kind) == word)
            return kind;
    }
    return std::nullopt;
}

const std::vector<Kind> &nameable_kinds()
{
    static const std::vector<Kind> kinds = [] {
        std::vector<Kind> all;
        for (const KindWord &known : kind_words) {
            if (known.kind != Kind::other)
                all.push_back(known.kind);
        }
        return all;
    }();
    return kinds;
}

const std::vector<std::string> &field_names()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        all.reserve(std::size(fields));
        for (const Field &field : fields)
            all.emplace_back(field.name);
        return all;
    }();
    return names;
}

bool Event::has(std::string_view name) const
{
    if (const auto value = field(name))
        return !value->empty();
    const Json::Value *member = frame ? json::at_path(*frame, name) : nullptr;
    return member && !member->empty(); // a scalar is a field
}

std::optional<std::string> Event::field(std::string_view name) const
{
    for (const Field &known : fields) {
        if (known.name == name)
            return known.value(*this);
    }
    const Json::Value *member = frame ? json::at_path(*frame, name) : nullptr;
    const auto value = member ? json::scalar_text(*member) : std::nullopt;
    return value ? std::optional(text::presentable(*value, longest_text)) : std::nullopt;
}

std::string Event::shown(std::string_view name) const
{
    const auto known =
        std::find_if(fields.begin(), fields.end(), [&](const Field &field) { return field.name == name; });
    return text::presentable(field(name).value_or(""), known == fields.end() ? longest_words : known->longest_shown);
}

} // namespace astro::events
