// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/message.h"

#include "support/json.h"
#include "support/text.h"

#include <array>
#include <utility>
#include <vector>

namespace astro::gateway {
namespace {

constexpr std::size_t longest_shown = 300; // code points of the gateway's words on a screen
/// The longest known frame has some hundred values.
constexpr json::Limits limits{json::default_limits.max_bytes, json::default_limits.max_depth, 100'000};
constexpr std::size_t longest_name = 200; // of a topic, room, id

struct ErrorWord {
    std::string_view word;
    ErrorCode code;
};
constexpr std::array<ErrorWord, 7> error_words = {{
    {"err_internal_error", ErrorCode::internal_error},
    {"err_bad_request", ErrorCode::bad_request},
    {"err_unauthorized", ErrorCode::unauthorized},
    {"err_deadline_exceeded", ErrorCode::deadline_exceeded},
    {"rate_limit_exceeded", ErrorCode::rate_limit_exceeded},
    {"invalid_message", ErrorCode::invalid_message},
    {"invalid_message_type", ErrorCode::invalid_message},
}};

ErrorCode error_from(std::string_view word)
{
    for (const ErrorWord &known : error_words) {
        if (known.word == word)
            return known.code;
    }
    return ErrorCode::unknown;
}

std::string shown_member(const Json::Value &object, const char *name, std::size_t longest)
{
    return text::presentable(json::string_member(object, name), longest);
}

/// A nonce may have been sent back as a number.
std::string nonce_of(const Json::Value &frame)
{
    return json::scalar_text(frame["nonce"]).value_or("");
}

bool is_private(std::string_view member)
{
    return member == "email" || member == "geo" || member == "transactionId";
}

/// What a donor gave to nobody but the streamer's payment provider. Removed wherever it stands, whatever the topic.
void remove_private(Json::Value &value)
{
    if (!value.isObject() && !value.isArray())
        return;
    std::vector<std::string> found;
    for (auto element = value.begin(); element != value.end(); ++element) {
        if (const auto name = json::name_of(element); name && is_private(*name))
            found.emplace_back(*name);
        else
            remove_private(*element);
    }
    for (const std::string &name : found)
        value.removeMember(name);
}

Message decode_response(const Json::Value &frame)
{
    Response response;
    response.nonce = nonce_of(frame);
    const Json::Value &data = frame["data"];
    response.text = data.isString() ? text::presentable(data.asString(), longest_shown)
                                    : shown_member(data, "message", longest_shown);
    response.topic = json::string_member(data, "topic");
    response.room = shown_member(data, "room", longest_name);
    const Json::Value &error = frame["error"];
    const std::string word = json::scalar_text(error).value_or("");
    if (!word.empty() || error.isObject() || error.isArray()) { // an error all the same, if not of a known kind
        response.error = error_from(word);
        response.error_word = text::presentable(word, 60);
        const std::string words = text::ascii_lower(response.text);
        response.already_subscribed = words.find("already subscribed") != std::string::npos;
        response.not_subscribed = words.find("not subscribed") != std::string::npos;
    }
    return response;
}

Message decode_notification(Json::Value frame, std::size_t bytes)
{
    Notification notification;
    notification.topic = json::string_member(frame, "topic");
    if (notification.topic.empty())
        return MalformedMessage{"a notification without a topic"};
    notification.id = json::string_member(frame, "id");
    notification.ts = json::string_member(frame, "ts");
    notification.room = shown_member(frame, "room", longest_name);
    remove_private(frame);
    notification.frame_bytes = bytes;
    notification.frame = std::make_shared<const Json::Value>(std::move(frame));
    return notification;
}

Secret write_request(const char *type, const std::string &nonce, Json::Value data)
{
    Json::Value frame(Json::objectValue);
    frame["type"] = type;
    frame["nonce"] = nonce;
    frame["data"] = std::move(data);
    return Secret(json::write_compact(frame));
}

Json::Value topic_and_room(const std::string &topic, const std::string &room)
{
    Json::Value data(Json::objectValue);
    data["topic"] = topic;
    if (!room.empty())
        data["room"] = room;
    return data;
}

} // namespace

std::string_view to_word(ErrorCode code)
{
    for (const ErrorWord &known : error_words) {
        if (known.code == code)
            return known.word;
    }
    return {};
}

const Json::Value &Notification::data() const
{
    return frame && frame->isObject() ? (*frame)["data"] : Json::Value::nullSingleton();
}

Message decode(std::string_view text_frame)
{
    std::string why;
    auto frame = json::parse(text_frame, why, limits);
    if (!frame)
        return MalformedMessage{why};
    if (!frame->isObject())
        return MalformedMessage{"not a JSON object"};
    const Json::Value &type_member = (*frame)["type"];
    if (!type_member.isString())
        return MalformedMessage{"no type"};
    const std::string type = text::ascii_lower(type_member.asString());
    if (type == "welcome")
        return Welcome{};
    if (type == "response")
        return decode_response(*frame);
    if (type == "message")
        return decode_notification(std::move(*frame), text_frame.size());
    if (type == "reconnect")
        return Reconnect{Secret(json::string_member((*frame)["data"], "reconnect_token"))};
    return UnknownMessage{text::presentable(type_member.asString(), 40)};
}

Secret encode(const SubscribeRequest &request)
{
    Json::Value data = topic_and_room(request.topic, request.room);
    data["token"] = request.token.reveal();
    data["token_type"] = std::string(to_word(request.token_type));
    return write_request("subscribe", request.nonce, std::move(data));
}

Secret encode(const UnsubscribeRequest &request)
{
    return write_request("unsubscribe", request.nonce, topic_and_room(request.topic, request.room));
}

} // namespace astro::gateway
