// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/subscriptions.h"

#include "gateway/session/deadline.h"
#include "gateway/session/session_timing.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {
namespace {

/// May go otherwise the next time.
bool passes(ErrorCode error)
{
    return error == ErrorCode::internal_error || error == ErrorCode::deadline_exceeded || error == ErrorCode::unknown;
}

/// An asking that may still be answered: of one that is repeated again and again the last ones.
void remember(std::vector<std::string> &nonces, std::string nonce)
{
    constexpr std::size_t most = 4;
    nonces.push_back(std::move(nonce));
    if (nonces.size() > most)
        nonces.erase(nonces.begin());
}

} // namespace

Subscriptions::Subscriptions(const std::vector<std::string> &wanted, Session::Random random, Log log)
    : random_(std::move(random)), log_(std::move(log))
{
    topics_.set_wanted(wanted, {});
}

// --- What is to be asked

void Subscriptions::begin_anew(Deadline now)
{
    unsubscribes_.clear();
    left_last_.clear();
    forget_changes();
    remembers_changes_ = false;
    ask_all(now);
}

std::set<std::string> Subscriptions::brought_along() const
{
    std::set<std::string> topics;
    for (const TopicStatus &topic : topics_.asked())
        topics.insert(topic.topic);
    if (!unsubscribes_.empty() || !left_since_.empty())
        topics.emplace();
    return topics;
}

void Subscriptions::forget_changes()
{
    subscribed_since_.clear();
    left_since_.clear();
}

void Subscriptions::remember_changes()
{
    forget_changes();
    remembers_changes_ = true;
}

/// "Already subscribed" and "not subscribed" are as good as any success, whenever the gateway looked.
void Subscriptions::resume(Deadline now)
{
    carry_over(now);
    topics_.ask_subscribed(subscribed_since_, now);
    for (Unsubscribe &left : left_since_) {
        left.ask_at = now;
        unsubscribes_.push_back(std::move(left));
    }
    forget_changes();
    remembers_changes_ = false;
}

void Subscriptions::ask_all(Deadline now)
{
    answers_came_ = false;
    topics_.ask_all(now);
}

void Subscriptions::carry_over(Deadline now)
{
    for (Unsubscribe &open : unsubscribes_) {
        if (std::exchange(open.answer_by, std::nullopt))
            open.ask_at = now;
    }
    topics_.ask_unanswered(now);
}

bool Subscriptions::change(const Account &before, const Account &after, Deadline now)
{
    const bool other_account = before.token != after.token || before.token_type != after.token_type;
    const bool all = other_account || before.room != after.room;
    const auto asked = topics_.asked();
    const auto dropped = topics_.set_wanted(after.topics, now);
    topics_.clear_refusals(now);
    // A topic that is subscribed would only be answered "already subscribed", whatever the new token is.
    drop(all ? asked : dropped, before, now);
    mark_unsubscribes(other_account, all);
    if (all) {
        topics_.ask_all(now);
        topics_.forget_rooms();
    }
    for (const Unsubscribe &open : unsubscribes_)
        hold_back_until(open);
    return all;
}

void Subscriptions::mark_unsubscribes(bool other_account, bool other_wish)
{
    for (Unsubscribes *all : {&unsubscribes_, &left_since_}) {
        for (Unsubscribe &open : *all) {
            open.other_account = open.other_account || other_account;
            open.other_wish = open.other_wish || other_wish;
        }
    }
}

void Subscriptions::drop(const std::vector<TopicStatus> &dropped, const Account &before, Deadline now)
{
    for (const TopicStatus &topic : dropped) {
        Unsubscribe &open = unsubscribes_.emplace_back();
        open.topic = topic.topic;
        open.room = topic.room.empty() ? before.room : topic.room;
        open.ask_at = now;
    }
}

// --- Asking

std::optional<Secret> Subscriptions::next_request(const Account &account, Deadline now)
{
    if (next_command_ && now < *next_command_)
        return std::nullopt;
    std::optional<Secret> request;
    if (Topic *again = due_after_unsubscribe(now))
        request = ask(*again, account, now);
    else if (Unsubscribe *unsubscribe = due_unsubscribe(now))
        request = ask(*unsubscribe, now);
    else if (Topic *topic = topics_.due(now))
        request = ask(*topic, account, now);
    if (request)
        next_command_ = now + timing::command_spacing;
    return request;
}

Secret Subscriptions::ask(Topic &topic, const Account &account, Deadline now)
{
    asked_room_ = account.room;
    left_last_.clear();
    remember(topic.nonces, next_nonce('s'));
    topic.ask_at.reset();
    topic.answer_by = now + timing::answer_timeout;
    for (Unsubscribe &open : unsubscribes_) {
        if (open.topic == topic.status.topic && !open.nonces.empty())
            open.asked_after = true;
    }
    return encode(
        SubscribeRequest{topic.nonces.back(), topic.status.topic, account.room, account.token, account.token_type});
}

Secret Subscriptions::ask(Unsubscribe &unsubscribe, Deadline now)
{
    left_last_ = unsubscribe.topic;
    remember(unsubscribe.nonces, next_nonce('u'));
    unsubscribe.answer_by = now + timing::answer_timeout;
    unsubscribe.asked_after = false;
    return encode(UnsubscribeRequest{unsubscribe.nonces.back(), unsubscribe.topic, unsubscribe.room});
}

/// It was sent and came to nothing, and its topic, which is wanted, was asked for since: sent once more, it might end
/// what is subscribed by now.
bool Subscriptions::is_stuck(const Unsubscribe &unsubscribe) const
{
    return !unsubscribe.answer_by && unsubscribe.asked_after && topics_.has(unsubscribe.topic);
}

/// It was sent and came to nothing, and nothing was asked for since that it might end.
bool Subscriptions::is_sent_again(const Unsubscribe &unsubscribe)
{
    return !unsubscribe.answer_by && !unsubscribe.nonces.empty() && !unsubscribe.asked_after;
}

/// A topic that is still to be left for another account or room is asked for after that. What is wanted as before is
/// not left, if it can be had sooner.
void Subscriptions::hold_back_until(const Unsubscribe &sent_again)
{
    if (sent_again.other_wish && is_sent_again(sent_again))
        topics_.hold_back(sent_again.topic, sent_again.ask_at);
}

bool Subscriptions::is_due(const Unsubscribe &unsubscribe, Deadline now)
{
    return !unsubscribe.answer_by && unsubscribe.ask_at <= now;
}

Subscriptions::Unsubscribe *Subscriptions::due_unsubscribe(Deadline now)
{
    const auto due = std::find_if(unsubscribes_.begin(), unsubscribes_.end(),
                                  [&](const Unsubscribe &open) { return is_due(open, now) && !is_stuck(open); });
    return due == unsubscribes_.end() ? nullptr : &*due;
}

/// What was left for another account or room is subscribed again before the next is left: what comes in between is
/// missed.
Topic *Subscriptions::due_after_unsubscribe(Deadline now)
{
    const bool is_left_again = std::any_of(unsubscribes_.begin(), unsubscribes_.end(), [&](const Unsubscribe &open) {
        return open.topic == left_last_ && is_due(open, now);
    });
    return is_left_again ? nullptr : topics_.due(left_last_, now);
}

/// @return false when that does not help.
bool Subscriptions::ask_again(Unsubscribes::iterator failed, Deadline when)
{
    failed->answer_by.reset();
    failed->ask_at = when;
    if (++failed->failed < timing::requests_before_reconnect) {
        hold_back_until(*failed);
        return true;
    }
    unsubscribes_.erase(failed);
    return false;
}

/// @return false when that does not help.
bool Subscriptions::ask_late_unsubscribes_again(Deadline now)
{
    const auto late = [&](const Unsubscribe &open) { return open.answer_by && *open.answer_by <= now; };
    for (;;) {
        const auto found = std::find_if(unsubscribes_.begin(), unsubscribes_.end(), late);
        if (found == unsubscribes_.end())
            break;
        if (!ask_again(found, now))
            return false;
    }
    const auto is_lost = [&](const Unsubscribe &open) { return is_stuck(open) && open.ask_at <= now; };
    const auto lost = std::remove_if(unsubscribes_.begin(), unsubscribes_.end(), is_lost);
    const bool any = lost != unsubscribes_.end();
    unsubscribes_.erase(lost, unsubscribes_.end());
    return !any;
}

Subscriptions::Late Subscriptions::ask_late_again(Deadline now)
{
    if (!ask_late_unsubscribes_again(now))
        return Late::unsubscribe_failed;
    Late became = Late::none;
    while (Topic *late = topics_.overdue(now)) {
        late->maybe_subscribed = true;
        const bool again = ++late->unanswered < timing::requests_before_reconnect;
        if (!again && !(answers_came_ && late->reconnected_for)) {
            topics_.mark_unanswered();
            return Late::no_answers;
        }
        again ? late->ask(now) : postpone(*late, now);
        became = again ? std::max(became, Late::asked_again) : Late::postponed;
    }
    return became;
}

/// As if the gateway had said that its time was up.
void Subscriptions::postpone(Topic &topic, Deadline now)
{
    topic.postpone(now + topic.backoff.next(random_()));
    topic.status.error = ErrorCode::deadline_exceeded;
    topic.status.text.clear();
    log_(LogLevel::warning, topic.status.topic + " is never answered, asking again later");
}

std::optional<Deadline> Subscriptions::next_deadline() const
{
    auto due = topics_.next_due();
    auto overdue = topics_.next_overdue();
    for (const Unsubscribe &open : unsubscribes_) {
        if (open.answer_by || is_stuck(open))
            overdue = earlier(overdue, open.answer_by.value_or(open.ask_at));
        else
            due = earlier(due, open.ask_at);
    }
    if (due && next_command_)
        due = std::max(*due, *next_command_);
    return earlier(due, overdue);
}

// --- Answers

Subscriptions::Answer Subscriptions::take(const Response &response, Deadline now)
{
    if (response.error == ErrorCode::rate_limit_exceeded) {
        pause(now);
        return Answer::rate_limited;
    }
    const auto unsubscribe = std::find_if(unsubscribes_.begin(), unsubscribes_.end(),
                                          [&](const Unsubscribe &sent) { return answers_unsubscribe(response, sent); });
    if (unsubscribe != unsubscribes_.end())
        return take_unsubscribed(unsubscribe, response, now);
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

Subscriptions::Answer Subscriptions::take_unsubscribed(Unsubscribes::iterator answered, const Response &response,
                                                       Deadline now)
{
    if (response.error == ErrorCode::none || response.not_subscribed) {
        if (remembers_changes_)
            remember_left(*answered, now);
        unsubscribes_.erase(answered);
        return Answer::unsubscribed;
    }
    if (!answered->answer_by)
        return Answer::unsubscribed; // it failed before, and is asked again
    log_(LogLevel::warning, "leaving " + answered->topic + " was refused: " + response.error_word);
    if (passes(response.error))
        return ask_again(answered, now + Backoff().next(random_())) ? Answer::unsubscribed : Answer::unsubscribe_failed;
    unsubscribes_.erase(answered);
    return Answer::unsubscribe_failed;
}

void Subscriptions::remember_left(const Unsubscribe &left, Deadline now)
{
    Unsubscribe &again = left_since_.emplace_back();
    again.topic = left.topic;
    again.room = left.room;
    again.other_account = left.other_account;
    again.other_wish = left.other_wish;
    again.ask_at = now;
}

bool Subscriptions::answers_unsubscribe(const Response &response, const Unsubscribe &sent) const
{
    if (!response.nonce.empty())
        return std::find(sent.nonces.begin(), sent.nonces.end(), response.nonce) != sent.nonces.end();
    if (!sent.answer_by)
        return false;
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
        // A room that is not named is each account's own.
        const bool may_be_another = open.room.empty() && open.other_account;
        const bool is_answered_room = !subscribed.room.empty() && open.room == subscribed.room;
        const bool same_room = !may_be_another && (open.room == asked_room_ || is_answered_room);
        return open.topic == subscribed.topic && same_room;
    };
    for (Unsubscribes *all : {&unsubscribes_, &left_since_})
        all->erase(std::remove_if(all->begin(), all->end(), undone), all->end());
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
    if (remembers_changes_)
        subscribed_since_.insert(topic.status.topic);
    log_(LogLevel::info,
         "subscribed to " + topic.status.topic + (topic.status.room.empty() ? "" : " of room " + topic.status.room));
}

void Subscriptions::take_refusal(Topic &topic, const Response &response, Deadline now)
{
    const bool passing = passes(response.error);
    topic.settle(passing ? TopicState::retrying : TopicState::refused);
    topic.status.error = response.error;
    topic.status.text = response.text.empty() ? response.error_word : response.text;
    if (passing)
        topic.ask(now + topic.backoff.next(random_()));
    log_(LogLevel::warning, topic.status.topic + " was refused: " + response.error_word +
                                (passing ? ", asking again later" : ", not asking again until the settings change"));
}

} // namespace astro::gateway
