// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/status_text.h"

#include "studio/locale.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

namespace astro::studio {
namespace {

using Wall = std::chrono::system_clock::time_point;

/// In the user's own time zone and, for `%c`-like formats, OBS's C locale. Empty when the time cannot be told.
std::string local_time(Wall when, const char *format)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
#ifdef _WIN32
    if (localtime_s(&parts, &seconds) != 0)
        return {};
#else
    if (!localtime_r(&seconds, &parts))
        return {};
#endif
    char text[64];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

std::string clock_time(Wall when)
{
    return local_time(when, "%H:%M:%S");
}

std::string names_of(const gateway::Status &status, gateway::TopicState state)
{
    std::string names;
    for (const gateway::TopicStatus &topic : status.topics) {
        if (topic.state == state)
            names += (names.empty() ? "" : ", ") + topic.topic;
    }
    return names;
}

std::string room_of(const gateway::Status &status)
{
    for (const gateway::TopicStatus &topic : status.topics) {
        if (!topic.room.empty())
            return topic.room;
    }
    return text("Status.UnknownRoom");
}

std::string why(const gateway::Status &status)
{
    return text(("Failure." + std::string(to_word(status.why))).c_str());
}

long long seconds_until(Wall when)
{
    const auto wait = when - std::chrono::system_clock::now();
    return std::max<long long>(1, std::chrono::ceil<std::chrono::seconds>(wait).count());
}

/// The same text while it waits and while it tries: the dialog's title counts the seconds.
void tell_retry(const gateway::Status &status, StatusText &told)
{
    told.line = text("Status.WaitingRetry", {why(status)});
    told.type = OBS_TEXT_INFO_WARNING;
    told.can_retry = true;
}

void tell_state(const gateway::Status &status, StatusText &told)
{
    switch (status.state) {
    case gateway::State::disabled:
        told.line = text("Status.Disabled");
        told.brief = text("Status.Disabled.Brief");
        return;
    case gateway::State::connecting:
        told.brief = text("Status.Connecting.Brief");
        if (status.why == gateway::Failure::none)
            told.line = text("Status.Connecting");
        else
            tell_retry(status, told);
        return;
    case gateway::State::waiting_answers:
        told.line = text("Status.WaitingAnswers");
        told.brief = text("Status.WaitingAnswers.Brief");
        return;
    case gateway::State::subscribed:
        told.line = text("Status.Subscribed", {names_of(status, gateway::TopicState::subscribed), room_of(status)});
        told.brief = text("Status.Subscribed.Brief");
        told.fine = true;
        return;
    case gateway::State::partly_subscribed:
        told.line =
            text("Status.PartlySubscribed", {names_of(status, gateway::TopicState::subscribed), room_of(status)});
        told.brief = text("Status.PartlySubscribed.Brief");
        told.type = OBS_TEXT_INFO_WARNING;
        return;
    case gateway::State::waiting_retry: {
        const Wall next = status.next_try ? status.next_try->wall : std::chrono::system_clock::now();
        told.brief = text("Status.WaitingRetry.Brief", {std::to_string(seconds_until(next))});
        tell_retry(status, told);
        return;
    }
    case gateway::State::stopped: {
        const bool nothing_yet = status.why == gateway::Failure::no_token;
        told.line = nothing_yet ? why(status) : text("Status.Stopped", {why(status)});
        told.brief = text(nothing_yet ? "Status.NoToken.Brief" : "Status.Stopped.Brief");
        told.type = nothing_yet ? OBS_TEXT_INFO_NORMAL : OBS_TEXT_INFO_ERROR;
        told.can_retry = !nothing_yet;
        return;
    }
    }
}

void tell_topics(const gateway::Status &status, std::vector<std::string> &details)
{
    for (const gateway::TopicStatus &topic : status.topics) {
        if (topic.state != gateway::TopicState::refused && topic.state != gateway::TopicState::retrying)
            continue;
        const bool final = topic.state == gateway::TopicState::refused;
        const std::string word(topic.error == gateway::ErrorCode::none ? "unknown" : to_word(topic.error));
        const std::string said = topic.text.empty() ? word : topic.text;
        const char *key = topic.error == gateway::ErrorCode::unauthorized ? "Status.Topic.Unauthorized"
                          : final                                         ? "Status.Topic.Refused"
                                                                          : "Status.Topic.Retrying";
        details.push_back(text(key, {topic.topic, said}));
    }
}

void tell_token(const gateway::Status &status, StatusText &told)
{
    if (!status.token_expires)
        return;
    using days = std::chrono::duration<long long, std::ratio<86400>>;
    const Wall now = std::chrono::system_clock::now();
    const std::string day = local_time(*status.token_expires, "%Y-%m-%d");
    const auto left = std::chrono::duration_cast<days>(*status.token_expires - now).count();
    constexpr long long warn_ahead = 7;
    if (*status.token_expires <= now)
        told.details.push_back(text("Status.TokenExpired", {day}));
    else if (left < warn_ahead)
        told.details.push_back(text("Status.TokenExpires", {std::to_string(left + 1), day}));
}

void tell_gap(const gateway::Status &status, StatusText &told)
{
    if (status.gap_from && status.gap_to)
        told.details.push_back(text("Status.Gap", {clock_time(*status.gap_from), clock_time(*status.gap_to)}));
    else if (status.gap_from)
        told.details.push_back(text("Status.GapOpen", {clock_time(*status.gap_from)}));
}

void tell_silence(const gateway::Status &status, StatusText &told)
{
    constexpr auto long_silence = std::chrono::minutes(30);
    if (status.state != gateway::State::subscribed || status.heard || !status.subscribed_since)
        return;
    if (std::chrono::system_clock::now() - *status.subscribed_since > long_silence)
        told.details.push_back(text("Status.LongSilent", {room_of(status)}));
}

} // namespace

StatusText status_text(const std::vector<gateway::Status> &statuses, const std::string &account)
{
    const auto found = std::find_if(statuses.begin(), statuses.end(),
                                    [&](const gateway::Status &status) { return status.account == account; });
    StatusText told;
    if (found == statuses.end()) {
        told.line = text("Status.NotYet");
        told.brief = text("Status.NotYet.Brief");
        return told;
    }
    tell_state(*found, told);
    tell_topics(*found, told.details);
    tell_token(*found, told);
    tell_gap(*found, told);
    tell_silence(*found, told);
    if (found->dropped > 0)
        told.details.push_back(text("Status.Dropped", {std::to_string(found->dropped)}));
    return told;
}

std::string latest_text(const Pipeline::Summary &summary)
{
    if (!summary.latest)
        return {};
    const events::Event &event = *summary.latest;
    const std::string kind = text(("Event." + std::string(to_word(event.kind))).c_str());
    return text(event.user.empty() ? "Status.Latest.Nobody" : "Status.Latest", {kind, event.time, event.user});
}

std::vector<std::string> counts_text(const std::vector<gateway::Status> &statuses, const Pipeline::Summary &summary)
{
    std::uint64_t unreadable = 0;
    for (const gateway::Status &status : statuses)
        unreadable += status.dropped;
    const std::pair<const char *, std::uint64_t> reasons[] = {
        {"Status.LeftOut.Repeats", summary.repeats},
        {"Status.LeftOut.Cooling", summary.counts.cooling},
        {"Status.LeftOut.QueueFull", summary.counts.dropped},
        {"Status.LeftOut.Busy", summary.busy},
        {"Status.LeftOut.Unreadable", unreadable},
    };
    std::string left_out;
    for (const auto &[key, count] : reasons) {
        if (count > 0)
            left_out += (left_out.empty() ? "" : "; ") + text(key, {std::to_string(count)});
    }
    std::vector<std::string> lines;
    if (summary.received > 0)
        lines.push_back(text("Status.Counts", {std::to_string(summary.received), std::to_string(summary.counts.matched),
                                               std::to_string(summary.counts.done)}));
    if (!left_out.empty())
        lines.push_back(text("Status.LeftOut", {left_out}));
    return lines;
}

} // namespace astro::studio
