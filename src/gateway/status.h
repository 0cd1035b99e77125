// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/failure.h"
#include "gateway/message.h"
#include "support/instant.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace astro::gateway {

enum class TopicState {
    waiting, ///< not asked yet, or not answered yet
    subscribed,
    refused,  ///< not asked again until settings change
    retrying, ///< refused for now; asked again later
};

struct TopicStatus {
    std::string topic;
    TopicState state = TopicState::waiting;
    std::string room; ///< as the gateway answered
    ErrorCode error = ErrorCode::none;
    std::string text; ///< the gateway's words on a refusal
};

enum class State {
    disabled, ///< switched off in the settings
    connecting,
    waiting_answers, ///< connected, no subscribe answered yet
    subscribed,      ///< every topic
    partly_subscribed,
    waiting_retry,
    stopped, ///< until settings change
};

/// What a session can truthfully say of itself. A plain value: crosses threads by copy.
struct Status {
    std::string account;
    State state = State::disabled;
    Failure why = Failure::none; ///< of the last failure, while it matters
    std::string detail;          ///< presentable
    std::vector<TopicStatus> topics;
    std::size_t topics_left_out = 0; ///< of the settings, which have more than most_topics
    std::optional<Instant> next_try; ///< with waiting_retry
    bool delivering = false;         ///< some topic comes, over whichever connection
    /// Topics came and none does any more, by no wish of the streamer: from the loss until something comes again. Not
    /// while a connection is on its way that takes over from the lost one, as the gateway asked for.
    bool lost = false;
    /// Events between these two may be missing (the gateway replays nothing).
    std::optional<std::chrono::system_clock::time_point> gap_from, gap_to;
    std::optional<std::chrono::system_clock::time_point> token_expires;
    std::uint64_t received = 0; ///< notifications
    std::uint64_t dropped = 0;  ///< frames that could not be used
    /// Both of the account as it is now: a token or room that was changed may be another one's.
    std::optional<std::chrono::system_clock::time_point> first_subscribed;
    bool heard = false; ///< a notification came
    std::optional<std::chrono::system_clock::time_point> last_notification;
};

} // namespace astro::gateway
