// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/account.h"
#include "support/instant.h"
#include "support/secret.h"

#include <json/value.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

/// Wire text <-> typed messages. The whole of what Astro's frames look like is in here.
namespace astro::gateway {

enum class ErrorCode {
    none,
    internal_error,
    bad_request,
    unauthorized,
    deadline_exceeded,
    rate_limit_exceeded,
    invalid_message, ///< both of its spellings
    unknown,
};

/// The wire's word for it, for logs; "" for none and unknown.
std::string_view to_word(ErrorCode code);

struct Welcome {};

struct Response {
    std::string nonce; ///< "" when the gateway sent none
    ErrorCode error = ErrorCode::none;
    std::string error_word; ///< as it was sent, presentable
    std::string text;       ///< the gateway's own words, presentable
    std::string topic;
    std::string room; ///< canonical; may differ from the one asked for
    // Errors in form, successes in meaning.
    bool already_subscribed = false;
    bool not_subscribed = false; ///< to an unsubscribe
};

struct Notification {
    std::string id; ///< of this delivery, not of the event
    std::string ts;
    std::string topic;
    std::string room; ///< where it says none: the one that its topic's subscription was answered with, if any
    /// Which of its account's connections it came over, numbered from 1; 0: not told.
    std::uint64_t connection = 0;
    /// Connections of one series took over from each other, and two of them may deliver the same; of two series, one
    /// began after the other had ended. Of its account, numbered from 1; 0: not told.
    std::uint64_t series = 0;
    /// When its connection was asked for, by the client's clock: what another one brought long before, this one can't.
    Deadline connection_begun;
    /// The whole frame as an object (members topic, room, data, …) without a donor's private members.
    std::shared_ptr<const Json::Value> frame;
    std::size_t frame_bytes = 0; ///< as it came

    /// The frame's `data`; null value when there is none.
    const Json::Value &data() const;
};

struct Reconnect {
    Secret token; ///< may be empty: then a plain new connection is wanted
};

struct UnknownMessage {
    std::string type; ///< presentable, cut short, in its own case
};

struct MalformedMessage {
    std::string why; ///< plain English, nothing of the frame's content
};

using Message = std::variant<Welcome, Response, Notification, Reconnect, UnknownMessage, MalformedMessage>;

/// Never throws, whatever the frame is.
Message decode(std::string_view frame);

struct SubscribeRequest {
    std::string nonce;
    std::string topic;
    std::string room; ///< left out when empty
    Secret token;
    TokenType token_type = TokenType::jwt;
};

struct UnsubscribeRequest {
    std::string nonce;
    std::string topic;
    std::string room; ///< left out when empty
};

Secret encode(const SubscribeRequest &request);
Secret encode(const UnsubscribeRequest &request);

} // namespace astro::gateway
