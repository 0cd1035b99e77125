// SPDX-License-Identifier: GPL-2.0-or-later
// channel.chat.message: the platform's own message, whose shape is all that tells the platform.
#include "events/reading.h"

#include "support/json.h"

namespace astro::events {
namespace {

/// Ids of two platforms are never the same message.
void identify(Reading &reading, const std::string &id)
{
    if (id.empty())
        return;
    reading.event.id = reading.event.provider + ' ' + id;
    reading.state = 0; // it does not change
}

/// Twitch: EventSub's channel.chat.message.
bool read_twitch(const Json::Value &data, Reading &reading)
{
    const Json::Value &message = member(data, "message");
    if (!message.isObject() || !data.isMember("chatter_user_login"))
        return false;
    reading.event.provider = "twitch";
    reading.event.user = name_at(data, {"chatter_user_name", "chatter_user_login"});
    reading.event.message = message_at(message, "text");
    identify(reading, id_at(data, {"message_id"}));
    return true;
}

/// YouTube: the Live Streaming API's liveChatMessage.
bool read_youtube(const Json::Value &data, Reading &reading)
{
    const Json::Value &snippet = member(data, "snippet");
    const Json::Value &author = member(data, "authorDetails");
    if (!snippet.isObject() || !author.isObject())
        return false;
    reading.event.provider = "youtube";
    reading.event.user = name_at(author, {"displayName"});
    reading.event.message = message_at(snippet, "displayMessage");
    if (reading.event.message.empty())
        reading.event.message = message_at(member(snippet, "textMessageDetails"), "messageText");
    identify(reading, id_at(data, {"id"}));
    return true;
}

/// Kick: chat.message.sent and the older pusher events alike.
bool read_kick(const Json::Value &data, Reading &reading)
{
    const Json::Value &sender = member(data, "sender");
    if (!sender.isObject())
        return false;
    reading.event.provider = "kick";
    reading.event.user = name_at(sender, {"username", "slug"});
    reading.event.message = message_at(data, "content");
    identify(reading, id_at(data, {"message_id", "id"}));
    return true;
}

/// Trovo: one entry of its chat service's `chats`.
bool read_trovo(const Json::Value &data, Reading &reading)
{
    if (!data.isMember("nick_name"))
        return false;
    reading.event.provider = "trovo";
    reading.event.user = name_at(data, {"nick_name", "user_name"});
    reading.event.message = message_at(data, "content");
    identify(reading, id_at(data, {"message_id"}));
    return true;
}

} // namespace

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
