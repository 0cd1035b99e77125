// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/status_text.h"

#include "support/system.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace astro::studio {
namespace {

using Wall = std::chrono::system_clock::time_point;

// --- Times, in the user's own time zone

std::tm local(Wall when)
{
    return system::local_time(std::chrono::system_clock::to_time_t(when)).value_or(std::tm{});
}

std::string written(Wall when, const char *format)
{
    const std::tm parts = local(when);
    char text[64];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

std::string day(Wall when)
{
    return written(when, "%Y-%m-%d");
}

/// The time of day, and the day where it is not the one that goes without saying.
std::string moment(Wall when, Wall unless_on)
{
    return written(when, day(when) == day(unless_on) ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S");
}

/// How many midnights lie between the two.
long long days_between(Wall from, Wall to)
{
    const auto noon = [](Wall when) { // there is one each day, and days are about as long from one to the next
        std::tm parts = local(when);
        parts.tm_hour = 12;
        parts.tm_min = parts.tm_sec = 0;
        parts.tm_isdst = -1;
        return std::chrono::system_clock::from_time_t(std::mktime(&parts));
    };
    using days = std::chrono::duration<long long, std::ratio<86400>>;
    return std::chrono::round<days>(noon(to) - noon(from)).count();
}

// --- One account

class Teller {
public:
    Teller(const gateway::Status &status, const Instant &now, const Texts &text)
        : status_(status), now_(now.wall), timers_now_(now.steady), text_(text)
    {}

    StatusText tell()
    {
        tell_state();
        for (const gateway::TopicStatus &topic : status_.topics)
            tell_refusal(topic);
        if (status_.topics_left_out > 0)
            note(text_("Status.TopicsLeftOut",
                       {std::to_string(gateway::most_topics), std::to_string(status_.topics_left_out)}));
        tell_token();
        tell_gap();
        tell_silence();
        return std::move(told_);
    }

private:
    void tell_state();
    void tell_retry();
    void tell_stop();
    void tell_refusal(const gateway::TopicStatus &topic);
    void tell_token();
    void tell_gap();
    void tell_silence();

    void say(std::string line, std::string brief)
    {
        told_.line = std::move(line);
        told_.brief = std::move(brief);
    }
    void note(std::string detail) { told_.details.push_back(std::move(detail)); }
    std::string why() const { return text_("Failure." + std::string(to_word(status_.why))); }
    std::string subscribed_topics() const;
    std::string room() const;
    long long seconds_until_next_try() const;

    const gateway::Status &status_;
    const Wall now_;
    const Deadline timers_now_;
    const Texts &text_;
    StatusText told_;
};

void Teller::tell_state()
{
    switch (status_.state) {
    case gateway::State::disabled:
        return say(text_("Status.Disabled"), text_("Status.Disabled.Brief"));
    case gateway::State::connecting:
        say(text_("Status.Connecting"), text_("Status.Connecting.Brief"));
        if (status_.why != gateway::Failure::none)
            tell_retry();
        return;
    case gateway::State::waiting_answers:
        return say(text_("Status.WaitingAnswers"), text_("Status.WaitingAnswers.Brief"));
    case gateway::State::subscribed:
        say(text_("Status.Subscribed", {subscribed_topics(), room()}), text_("Status.Subscribed.Brief"));
        told_.fine = true;
        return;
    case gateway::State::partly_subscribed:
        say(text_("Status.PartlySubscribed", {subscribed_topics(), room()}), text_("Status.PartlySubscribed.Brief"));
        told_.tone = Tone::warning;
        return;
    case gateway::State::waiting_retry:
        told_.brief = text_("Status.WaitingRetry.Brief", {std::to_string(seconds_until_next_try())});
        return tell_retry();
    case gateway::State::stopped:
        return tell_stop();
    }
}

/// The same text while it waits and while it tries: the dialog's title counts the seconds.
void Teller::tell_retry()
{
    told_.line = text_("Status.WaitingRetry", {why()});
    told_.tone = Tone::warning;
    told_.can_retry = true;
}

void Teller::tell_stop()
{
    if (status_.why == gateway::Failure::no_token) // nobody has set it up yet: that is no fault
        return say(why(), text_("Status.NoToken.Brief"));
    say(text_("Status.Stopped", {why()}), text_("Status.Stopped.Brief"));
    told_.tone = Tone::error;
    told_.can_retry = true;
}

void Teller::tell_refusal(const gateway::TopicStatus &topic)
{
    if (topic.state != gateway::TopicState::refused && topic.state != gateway::TopicState::retrying)
        return;
    std::string reason = topic.text.empty() ? std::string(to_word(topic.error)) : topic.text;
    if (reason.empty())
        reason = text_("Status.Topic.NoReason");
    if (topic.error == gateway::ErrorCode::unauthorized)
        note(text_("Status.Topic.Unauthorized", {topic.topic}));
    else if (topic.state == gateway::TopicState::refused)
        note(text_("Status.Topic.Refused", {topic.topic, reason}));
    else
        note(text_("Status.Topic.Retrying", {topic.topic, reason}));
}

void Teller::tell_token()
{
    if (!status_.token_expires)
        return;
    constexpr long long warn_ahead = 7;
    const Wall end = *status_.token_expires;
    const long long left = days_between(now_, end);
    if (end <= now_)
        note(text_("Status.TokenExpired", {day(end)}));
    else if (left == 0)
        note(text_("Status.TokenExpires.Today", {written(end, "%H:%M")}));
    else if (left == 1)
        note(text_("Status.TokenExpires.OneDay", {day(end)}));
    else if (left <= warn_ahead)
        note(text_("Status.TokenExpires", {std::to_string(left), day(end)}));
}

void Teller::tell_gap()
{
    if (!status_.gap_from)
        return;
    const std::string from = moment(*status_.gap_from, now_);
    if (status_.gap_to)
        note(text_("Status.Gap", {from, moment(*status_.gap_to, *status_.gap_from)}));
    else
        note(text_("Status.GapOpen", {from}));
}

void Teller::tell_silence()
{
    constexpr auto long_silence = std::chrono::minutes(30);
    const bool live = status_.state == gateway::State::subscribed || status_.state == gateway::State::partly_subscribed;
    if (!live || status_.heard || !status_.first_subscribed)
        return;
    if (now_ - *status_.first_subscribed > long_silence)
        note(text_("Status.LongSilent", {room()}));
}

std::string Teller::subscribed_topics() const
{
    std::string names;
    for (const gateway::TopicStatus &topic : status_.topics) {
        if (topic.state == gateway::TopicState::subscribed)
            names += (names.empty() ? "" : ", ") + topic.topic;
    }
    return names;
}

std::string Teller::room() const
{
    for (const gateway::TopicStatus &topic : status_.topics) {
        if (!topic.room.empty())
            return topic.room;
    }
    return text_("Status.UnknownRoom");
}

long long Teller::seconds_until_next_try() const
{
    // By the clock that it goes by: the other one may have been set.
    const Deadline next = status_.next_try ? status_.next_try->steady : timers_now_;
    return std::max<long long>(1, std::chrono::ceil<std::chrono::seconds>(next - timers_now_).count());
}

} // namespace

StatusText status_text(const std::vector<gateway::Status> &statuses, const std::string &account, const Instant &now,
                       const Texts &text)
{
    const auto found = std::find_if(statuses.begin(), statuses.end(),
                                    [&](const gateway::Status &status) { return status.account == account; });
    if (found != statuses.end())
        return Teller(*found, now, text).tell();
    StatusText told;
    told.line = text("Status.NotYet");
    told.brief = text("Status.NotYet.Brief");
    return told;
}

std::string latest_text(const Pipeline::Summary &summary, const Texts &text)
{
    if (!summary.latest)
        return {};
    const events::Event &event = *summary.latest;
    const std::string kind = text("Event." + std::string(to_word(event.kind)));
    return event.user.empty() ? text("Status.Latest.Nobody", {kind, event.time})
                              : text("Status.Latest", {kind, event.time, event.user});
}

std::vector<std::string> counts_text(const std::vector<gateway::Status> &statuses, const Pipeline::Summary &summary,
                                     const Texts &text)
{
    std::uint64_t unreadable = 0;
    for (const gateway::Status &status : statuses)
        unreadable += status.dropped;
    const std::pair<const char *, std::uint64_t> reasons[] = {
        {"Status.LeftOut.Repeats", summary.repeats},
        {"Status.LeftOut.Cooling", summary.counts.cooling},
        {"Status.LeftOut.Gate", summary.counts.by_gate},
        {"Status.LeftOut.QueueFull", summary.counts.dropped},
        {"Status.LeftOut.TooManyUndos", summary.counts.left_out},
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
