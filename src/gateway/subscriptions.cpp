// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/subscriptions.h"

#include "gateway/deadline.h"
#include "gateway/session_timing.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {

Subscriptions::Subscriptions(const std::vector<std::string> &wanted, Session::Random random, Log log)
    : random_(std::move(random)), log_(std::move(log))
{
    topics_.want(wanted, {});
}

// --- What is to be asked

void Subscriptions::begin_anew(Deadline now)
{
    unsubscribes_.clear();
    ask_all(now);
}

void Subscriptions::ask_all(Deadline now)
{
    answers_came_ = false;
    topics_.ask_all(now);
}

void Subscriptions::carry_over(Deadline now)
{
    for (Unsubscribe &open : unsubscribes_)
        open.nonce.clear();
    topics_.ask_unanswered(now);
}

bool Subscriptions::change(const Account &before, const Account &after, Deadline now)
{
    const bool all = before.token != after.token || before.token_type != after.token_type || before.room != after.room;
    const auto asked = topics_.asked();
    const auto dropped = topics_.want(after.topics, now);
    topics_.forgive(now);
    // A topic that is subscribed would only be answered "already subscribed", whatever the new token is.
    drop(all ? asked : dropped, before.room);
    if (all) {
        topics_.ask_all(now);
        topics_.forget_rooms();
    }
    return all;
}

void Subscriptions::drop(const std::vector<TopicStatus> &dropped, const std::string &room)
{
    for (const TopicStatus &topic : dropped)
        unsubscribes_.push_back({topic.topic, topic.room.empty() ? room : topic.room, {}, {}});
}

// --- Asking

std::optional<Secret> Subscriptions::next_request(const Account &account, Deadline now)
{
    if (next_command_ && now < *next_command_)
        return std::nullopt;
    forget_late_unsubscribes(now);
    std::optional<Secret> request;
    if (Unsubscribe *unsubscribe = unsent())
        request = ask(*unsubscribe, now);
    else if (Topic *topic = topics_.due(now))
        request = ask(*topic, account, now);
    if (request)
        next_command_ = now + timing::command_spacing;
    return request;
}

Secret Subscriptions::ask(Topic &topic, const Account &account, Deadline now)
{
    constexpr std::size_t remembered_nonces = 4;
    asked_room_ = account.room;
    topic.nonces.push_back(next_nonce('s'));
    if (topic.nonces.size() > remembered_nonces)
        topic.nonces.erase(topic.nonces.begin());
    topic.ask_at.reset();
    topic.answer_by = now + timing::answer_patience;
    return encode(
        SubscribeRequest{topic.nonces.back(), topic.status.topic, account.room, account.token, account.token_type});
}

Secret Subscriptions::ask(Unsubscribe &unsubscribe, Deadline now)
{
    unsubscribe.nonce = next_nonce('u');
    unsubscribe.answer_by = now + timing::answer_patience;
    return encode(UnsubscribeRequest{unsubscribe.nonce, unsubscribe.topic, unsubscribe.room});
}

Subscriptions::Unsubscribe *Subscriptions::unsent()
{
    const auto found = std::find_if(unsubscribes_.begin(), unsubscribes_.end(),
                                    [](const Unsubscribe &unsubscribe) { return unsubscribe.nonce.empty(); });
    return found == unsubscribes_.end() ? nullptr : &*found;
}

void Subscriptions::forget_late_unsubscribes(Deadline now)
{
    const auto late = [now](const Unsubscribe &sent) { return !sent.nonce.empty() && *sent.answer_by <= now; };
    unsubscribes_.erase(std::remove_if(unsubscribes_.begin(), unsubscribes_.end(), late), unsubscribes_.end());
}

Subscriptions::Late Subscriptions::ask_late_again(Deadline now)
{
    Late became = Late::none;
    while (Topic *late = topics_.overdue(now)) {
        const bool again = ++late->unanswered < timing::askings_before_giving_up;
        if (!again && !(answers_came_ && late->asked_anew)) {
            topics_.blame_unanswered();
            return Late::nobody_answers;
        }
        again ? late->ask(now) : put_off(*late, now);
        became = again ? std::max(became, Late::asked_again) : Late::put_off;
    }
    return became;
}

/// As if the gateway had said that its time was up.
void Subscriptions::put_off(Topic &topic, Deadline now)
{
    topic.put_off(now + topic.backoff.next(random_()));
    topic.status.error = ErrorCode::deadline_exceeded;
    topic.status.text.clear();
    log_(LogLevel::warning, topic.status.topic + " is never answered, asking again later");
}

std::optional<Deadline> Subscriptions::next_deadline() const
{
    const bool unsubscribe_waits = std::any_of(unsubscribes_.begin(), unsubscribes_.end(),
                                               [](const Unsubscribe &open) { return open.nonce.empty(); });
    auto due = unsubscribe_waits ? Deadline() : topics_.next_due();
    if (due && next_command_)
        due = std::max(*due, *next_command_);
    return earlier(due, topics_.next_overdue());
}

// --- Answers

Subscriptions::Answer Subscriptions::take(const Response &response, Deadline now)
{
    if (response.error == ErrorCode::rate_limit_exceeded) {
        pause(now);
        return Answer::rate_limited;
    }
    if (take_unsubscribed(response))
        return Answer::unsubscribed;
    Topic *topic = topics_.answered_by(response);
    if (!topic)
        return Answer::unexpected;
    answers_came_ = true;
    if (response.error == ErrorCode::none || response.already_subscribed) {
        take_success(*topic, response);
        return Answer::subscribed;
    }
    take_refusal(*topic, response, now);
    return Answer::refused;
}

/// The command limit was reached. The answer names no request, so all that are open count as not heard.
void Subscriptions::pause(Deadline now)
{
    const bool pausing = next_command_ && *next_command_ > now + timing::command_spacing;
    if (!pausing)
        log_(LogLevel::warning, "the gateway's command limit was reached, asking again in a few seconds");
    carry_over(now + timing::rate_limit_pause);
    next_command_ = now + timing::rate_limit_pause;
}

bool Subscriptions::take_unsubscribed(const Response &response)
{
    const auto answered = std::find_if(unsubscribes_.begin(), unsubscribes_.end(),
                                       [&](const Unsubscribe &sent) { return is_of_unsubscribe(response, sent); });
    if (answered == unsubscribes_.end())
        return false;
    if (response.error != ErrorCode::none)
        log_(LogLevel::warning, "leaving " + answered->topic + " was refused: " + response.error_word);
    unsubscribes_.erase(answered);
    return true;
}

bool Subscriptions::is_of_unsubscribe(const Response &response, const Unsubscribe &sent) const
{
    if (sent.nonce.empty())
        return false;
    if (!response.nonce.empty())
        return response.nonce == sent.nonce;
    if (!response.topic.empty() || response.error == ErrorCode::none)
        return response.topic == sent.topic;
    // An error that names nothing is of what was asked first.
    const auto others = topics_.next_overdue();
    return !others || *sent.answer_by < *others;
}

/// What was to be left before is subscribed again: sent once more, the unsubscribe would end that.
void Subscriptions::forget_unsubscribe(const TopicStatus &subscribed)
{
    const auto undone = [&](const Unsubscribe &open) {
        const bool same_room = open.room.empty() || open.room == asked_room_ || open.room == subscribed.room;
        return open.topic == subscribed.topic && same_room;
    };
    unsubscribes_.erase(std::remove_if(unsubscribes_.begin(), unsubscribes_.end(), undone), unsubscribes_.end());
}

void Subscriptions::take_success(Topic &topic, const Response &response)
{
    topic.settle(TopicState::subscribed);
    topic.backoff.reset();
    topic.status.error = ErrorCode::none;
    topic.status.text.clear();
    if (!response.room.empty())
        topic.status.room = response.room;
    forget_unsubscribe(topic.status);
    log_(LogLevel::info,
         "subscribed to " + topic.status.topic + (topic.status.room.empty() ? "" : " of room " + topic.status.room));
}

void Subscriptions::take_refusal(Topic &topic, const Response &response, Deadline now)
{
    const bool passing = response.error == ErrorCode::internal_error ||
                         response.error == ErrorCode::deadline_exceeded || response.error == ErrorCode::unknown;
    topic.settle(passing ? TopicState::retrying : TopicState::refused);
    topic.status.error = response.error;
    topic.status.text = response.text.empty() ? response.error_word : response.text;
    if (passing)
        topic.ask(now + topic.backoff.next(random_()));
    log_(LogLevel::warning, topic.status.topic + " was refused: " + response.error_word +
                                (passing ? ", asking again later" : ", not asking again until the settings change"));
}

} // namespace astro::gateway
