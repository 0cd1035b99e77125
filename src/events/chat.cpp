// SPDX-License-Identifier: GPL-2.0-or-later
// channel.chat.message: the platform's own message, whose shape is all that tells the platform.
#include "events/reading.h"

#include "support/json.h"
#include "support/letter_case.h"
#include "support/text.h"

#include <array>
#include <bitset>
#include <string_view>
#include <utility>

namespace astro::events {
namespace {

/// What somebody is in a channel, in the order in which it is told.
enum Role : std::size_t { broadcaster, moderator, vip, subscriber };
constexpr std::array<const char *, 4> role_names = {"broadcaster", "moderator", "vip", "subscriber"};
using Roles = std::bitset<role_names.size()>;

/// A platform's own word for a role.
struct RoleWord {
    const char *word;
    Role role;
};
constexpr std::array<RoleWord, 5> twitch_badges = {{
    {"broadcaster", broadcaster},
    {"moderator", moderator},
    {"vip", vip},
    {"subscriber", subscriber},
    {"founder", subscriber}, // one of the first, who has this badge instead
}};
constexpr std::array<RoleWord, 3> youtube_flags = {{
    {"isChatOwner", broadcaster},
    {"isChatModerator", moderator},
    {"isChatSponsor", subscriber},
}};
constexpr std::array<RoleWord, 4> kick_badges = {{
    {"broadcaster", broadcaster},
    {"moderator", moderator},
    {"vip", vip},
    {"subscriber", subscriber},
}};
constexpr std::array<RoleWord, 3> trovo_roles = {{
    {"streamer", broadcaster},
    {"mod", moderator},
    {"subscriber", subscriber},
}};

/// @param word_of what an element of the list calls its role
template <std::size_t count, class WordOf>
Roles roles_of(const Json::Value &list, const std::array<RoleWord, count> &words, WordOf word_of)
{
    Roles roles;
    for (Json::ArrayIndex i = 0; list.isArray() && i < list.size(); ++i) {
        const std::string word = word_of(list[i]);
        for (const RoleWord &known : words) {
            if (word == known.word)
                roles.set(known.role);
        }
    }
    return roles;
}

Roles twitch_roles_of(const Json::Value &data)
{
    return roles_of(member(data, "badges"), twitch_badges,
                    [](const Json::Value &badge) { return json::string_member(badge, "set_id"); });
}

Roles youtube_roles_of(const Json::Value &author)
{
    Roles roles;
    for (const RoleWord &flag : youtube_flags) {
        if (is_true(author, flag.word))
            roles.set(flag.role);
    }
    return roles;
}

Roles kick_roles_of(const Json::Value &data)
{
    const Json::Value &sender = member(data, "sender");
    Roles roles = roles_of(member(member(sender, "identity"), "badges"), kick_badges,
                           [](const Json::Value &badge) { return json::string_member(badge, "type"); });
    const auto id = json::scalar_text(member(sender, "user_id"));
    if (id && id == json::scalar_text(member(member(data, "broadcaster"), "user_id")))
        roles.set(broadcaster);
    return roles;
}

Roles trovo_roles_of(const Json::Value &said)
{
    return roles_of(member(said, "roles"), trovo_roles,
                    [](const Json::Value &role) { return json::scalar_text(role).value_or(""); });
}

std::string names_of(const Roles &roles)
{
    std::string names;
    for (std::size_t role = 0; role < roles.size(); ++role) {
        if (roles.test(role))
            names += (names.empty() ? "" : " ") + std::string(role_names[role]);
    }
    return names;
}

void tell(Reading &reading, const char *provider, std::string user, std::string message, const std::string &id,
          const Roles &roles)
{
    Event &event = reading.event;
    event.provider = provider;
    event.user = std::move(user);
    event.message = std::move(message);
    event.roles = names_of(roles);
    read_command(event);
    if (id.empty())
        return;
    event.id = event.provider + ' ' + id; // ids of two platforms are never the same message
    reading.state = 0;                    // it does not change
}

// Each is known by any one member that no other platform has: one that is missing must not lose all the others.

/// Twitch: EventSub's channel.chat.message.
bool read_twitch(const Json::Value &data, Reading &reading)
{
    if (!data.isMember("chatter_user_name") && !data.isMember("chatter_user_login"))
        return false;
    tell(reading, "twitch", text_at(data, {"chatter_user_name", "chatter_user_login"}),
         text_at(member(data, "message"), {"text"}), id_at(data, {"message_id"}), twitch_roles_of(data));
    return true;
}

/// YouTube: the Live Streaming API's liveChatMessage.
bool read_youtube(const Json::Value &data, Reading &reading)
{
    const Json::Value &snippet = member(data, "snippet");
    const Json::Value &author = member(data, "authorDetails");
    if (!snippet.isObject() && !author.isObject())
        return false;
    std::string message = text_at(snippet, {"displayMessage"});
    if (message.empty())
        message = text_at(member(snippet, "textMessageDetails"), {"messageText"});
    tell(reading, "youtube", text_at(author, {"displayName"}), std::move(message), id_at(data, {"id"}),
         youtube_roles_of(author));
    return true;
}

/// Kick: chat.message.sent.
bool read_kick(const Json::Value &data, Reading &reading)
{
    const Json::Value &sender = member(data, "sender");
    if (!sender.isObject() && !member(data, "content").isString())
        return false;
    tell(reading, "kick", text_at(sender, {"username"}), text_at(data, {"content"}), id_at(data, {"message_id"}),
         kick_roles_of(data));
    return true;
}

/// Trovo: one of its chat service's messages, whose words are one object further in.
bool read_trovo(const Json::Value &data, Reading &reading)
{
    const Json::Value &said = member(data, "data");
    if (!said.isObject() ||
        !(said.isMember("display_name") || said.isMember("username") || member(said, "text").isString()))
        return false;
    tell(reading, "trovo", text_at(said, {"display_name", "username"}), text_at(said, {"text"}), id_at(data, {"id"}),
         trovo_roles_of(said));
    return true;
}

} // namespace

void read_command(Event &event)
{
    event.command.clear();
    event.args.clear();
    const std::string_view said = event.message;
    const std::string_view word = text::first_word(said);
    if (word.empty() || word[0] != '!')
        return;
    event.command = text::lower(word);
    const std::size_t end_of_word = static_cast<std::size_t>(word.data() - said.data()) + word.size();
    event.args = text::trim_unseen(said.substr(end_of_word));
}

void read_chat_message(const Json::Value &data, Reading &reading)
{
    reading.event.kind = Kind::chat;
    reading.event.type = "message";
    if (!data.isObject())
        return;
    for (const auto read : {read_twitch, read_youtube, read_kick, read_trovo}) {
        if (read(data, reading))
            return;
    }
}

} // namespace astro::events
