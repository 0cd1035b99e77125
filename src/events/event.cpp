// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/event.h"

#include "support/json.h"
#include "support/number.h"
#include "support/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

namespace astro::events {
namespace {

constexpr std::string_view activities = "channel.activities";

struct KindRow {
    Kind kind;
    std::string_view word;
    std::array<std::string_view, 2> topics; ///< that tell of it
};
constexpr std::array<KindRow, 24> kinds = {{
    {Kind::follow, "follow", {activities}},
    {Kind::tip, "tip", {activities, "channel.tips"}},
    {Kind::subscription, "subscription", {activities}},
    {Kind::resubscription, "resubscription", {activities}},
    {Kind::gift, "gift", {activities}},
    {Kind::community_gift, "community_gift", {activities}},
    {Kind::cheer, "cheer", {activities}},
    {Kind::kicks, "kicks", {activities}},
    {Kind::raid, "raid", {activities}},
    {Kind::host, "host", {activities}},
    {Kind::superchat, "superchat", {activities}},
    {Kind::member, "member", {activities}},
    {Kind::channel_points, "channel_points", {activities}},
    {Kind::redemption, "redemption", {activities}},
    {Kind::merch, "merch", {activities}},
    {Kind::purchase, "purchase", {activities}},
    {Kind::charity, "charity", {activities}},
    {Kind::hype_train, "hype_train", {activities}},
    {Kind::chat, "chat", {"channel.chat.message"}},
    {Kind::stream_online, "stream_online", {"channel.stream.status"}},
    {Kind::stream_offline, "stream_offline", {"channel.stream.status"}},
    {Kind::connection_lost, "connection_lost", {}},
    {Kind::connection_back, "connection_back", {}},
    {Kind::other, "other", {}},
}};

// On a screen, in code points.
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_list = 200;
constexpr std::size_t longest_words = 500;

/// A field and where it stands: in one of the two.
struct Field {
    std::string_view name;
    std::size_t longest_shown;
    std::string Event::*text = nullptr;
    std::optional<std::string> Event::*number = nullptr;
};

constexpr Field text_field(std::string_view name, std::size_t longest, std::string Event::*place)
{
    return {name, longest, place, nullptr};
}

constexpr Field number_field(std::string_view name, std::optional<std::string> Event::*place)
{
    return {name, longest_name, nullptr, place};
}

constexpr std::array<Field, 16> fields = {{
    text_field("user", longest_name, &Event::user),
    number_field("amount", &Event::amount),
    text_field("currency", longest_name, &Event::currency),
    text_field("message", longest_words, &Event::message),
    text_field("command", longest_name, &Event::command),
    text_field("args", longest_words, &Event::args),
    text_field("roles", longest_name, &Event::roles),
    text_field("tier", longest_name, &Event::tier),
    number_field("months", &Event::months),
    text_field("sender", longest_name, &Event::sender),
    text_field("item", longest_list, &Event::item),
    text_field("type", longest_name, &Event::type),
    text_field("provider", longest_name, &Event::provider),
    text_field("topic", longest_name, &Event::topic),
    text_field("account", longest_name, &Event::account),
    text_field("time", longest_name, &Event::time),
}};

/// @return null when it is missing
const std::string *value_of(const Event &event, const Field &field)
{
    if (field.number)
        return event.*field.number ? &*(event.*field.number) : nullptr;
    const std::string &text = event.*field.text;
    return text.empty() ? nullptr : &text;
}

const Field *find_field(std::string_view name)
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field &field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

const KindRow *find_kind(Kind kind)
{
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const KindRow &known) { return known.kind == kind; });
    return found == kinds.end() ? nullptr : &*found;
}

/// What stands at a path, as it was sent; nothing when it is no scalar.
std::optional<std::string> scalar_at(const Event &event, std::string_view path)
{
    const Json::Value *member = event.frame ? json::at_path(*event.frame, path) : nullptr;
    return member ? json::scalar_text(*member) : std::nullopt;
}

} // namespace

std::string_view to_word(Kind kind)
{
    const KindRow *const known = find_kind(kind);
    return known ? known->word : "other";
}

std::vector<std::string_view> topics_of(Kind kind)
{
    std::vector<std::string_view> topics;
    if (const KindRow *const known = find_kind(kind))
        std::copy_if(known->topics.begin(), known->topics.end(), std::back_inserter(topics),
                     [](std::string_view topic) { return !topic.empty(); });
    return topics;
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
    static const std::vector<Kind> nameable = [] {
        std::vector<Kind> all;
        for (const KindRow &known : kinds) {
            if (known.kind != Kind::other)
                all.push_back(known.kind);
        }
        return all;
    }();
    return nameable;
}

std::optional<std::string> told_number(std::optional<double> number)
{
    constexpr double largest = 1e15;
    if (!number || !std::isfinite(*number) || std::fabs(*number) > largest)
        return std::nullopt;
    return plain_number(*number);
}

bool is_number_field(std::string_view name)
{
    const Field *known = find_field(name);
    return known && known->number;
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

const std::string *Event::named(std::string_view name) const
{
    const Field *known = find_field(name);
    return known ? value_of(*this, *known) : nullptr;
}

bool Event::set(std::string_view name, std::string_view value)
{
    const Field *known = find_field(name);
    if (!known)
        return false;
    if (known->number)
        this->*known->number = told_number(number_from(value));
    else
        this->*known->text = text::is_blank(value) ? std::string() : text::presentable(value, longest_text);
    return true;
}

bool Event::has(std::string_view name) const
{
    if (const Field *known = find_field(name)) {
        const std::string *value = value_of(*this, *known);
        return value && !value->empty();
    }
    const Json::Value *there = frame ? json::at_path(*frame, name) : nullptr;
    if (!there)
        return false;
    const auto text = json::scalar_text(*there);
    return text ? !text::presentable(*text, longest_text).empty() : !there->empty();
}

std::optional<std::string> Event::field(std::string_view name) const
{
    if (const Field *known = find_field(name)) {
        const std::string *value = value_of(*this, *known);
        return value ? std::optional(*value) : std::nullopt;
    }
    const auto value = scalar_at(*this, name);
    return value ? std::optional(text::presentable(*value, longest_text)) : std::nullopt;
}

std::string Event::shown(std::string_view name) const
{
    if (const Field *known = find_field(name)) {
        const std::string *value = value_of(*this, *known);
        return value ? text::presentable(*value, known->longest_shown) : std::string();
    }
    return text::presentable(scalar_at(*this, name).value_or(""), longest_words);
}

} // namespace astro::events
