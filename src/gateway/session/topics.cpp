// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/topics.h"

#include "gateway/account.h"
#include "gateway/session/deadline.h"

#include <algorithm>

namespace astro::gateway {

void Topic::ask(Deadline when)
{
    ask_at = when;
    answer_by.reset();
}

void Topic::settle(TopicState state)
{
    status.state = state;
    ask_at.reset();
    answer_by.reset();
    unanswered = 0;
    reconnected_for = false;
    nonces.clear();
}

void Topic::postpone(Deadline until)
{
    status.state = TopicState::retrying;
    unanswered = 0;
    ask(until);
}

std::vector<TopicStatus> Topics::set_wanted(const std::vector<std::string> &wanted, Deadline now)
{
    std::deque<Topic> next;
    left_out_ = 0;
    for (const std::string &name : wanted) {
        const auto same = [&](const Topic &topic) { return topic.status.topic == name; };
        if (name.empty() || std::any_of(next.begin(), next.end(), same))
            continue;
        if (next.size() == most_topics) {
            ++left_out_;
            continue;
        }
        const auto known = std::find_if(list_.begin(), list_.end(), same);
        if (known != list_.end()) {
            next.push_back(std::move(*known));
            list_.erase(known);
            continue;
        }
        next.emplace_back();
        next.back().status.topic = name;
        next.back().ask(now);
    }
    auto dropped = asked();
    list_ = std::move(next);
    return dropped;
}

std::vector<TopicStatus> Topics::asked() const
{
    std::vector<TopicStatus> asked;
    for (const Topic &topic : list_) {
        if (topic.status.state == TopicState::subscribed || !topic.nonces.empty() || topic.maybe_subscribed)
            asked.push_back(topic.status);
    }
    return asked;
}

void Topics::ask_all(Deadline now)
{
    for (Topic &topic : list_) {
        topic.nonces.clear();
        topic.maybe_subscribed = false;
        topic.unanswered = 0;
        topic.answer_by.reset();
        if (topic.status.state != TopicState::refused) {
            if (topic.status.state != TopicState::retrying)
                topic.status.state = TopicState::waiting;
            topic.ask(now);
        }
    }
}

void Topics::ask_unanswered(Deadline when)
{
    for (Topic &topic : list_) {
        if (topic.answer_by)
            topic.ask(when);
    }
}

void Topics::ask_subscribed(const std::set<std::string> &names, Deadline now)
{
    for (Topic &topic : list_) {
        if (topic.status.state != TopicState::subscribed || names.count(topic.status.topic) == 0)
            continue;
        topic.status.state = TopicState::waiting;
        topic.maybe_subscribed = true;
        topic.ask(now);
    }
}

void Topics::mark_unanswered()
{
    for (Topic &topic : list_)
        topic.reconnected_for = topic.reconnected_for || topic.unanswered > 0;
}

void Topics::forget_rooms()
{
    for (Topic &topic : list_)
        topic.status.room.clear();
}

void Topics::clear_refusals(Deadline now)
{
    for (Topic &topic : list_) {
        if (topic.status.state == TopicState::refused || topic.status.state == TopicState::retrying) {
            topic.status = {topic.status.topic, TopicState::waiting, {}, ErrorCode::none, {}};
            topic.backoff.reset();
            topic.ask(now);
        }
    }
}

void Topics::hold_back(const std::string &name, Deadline until)
{
    if (Topic *const topic = find(name); topic && topic->ask_at)
        topic->ask_at = std::max(*topic->ask_at, until);
}

Topic *Topics::due(Deadline now)
{
    for (Topic &topic : list_) {
        if (topic.ask_at && *topic.ask_at <= now)
            return &topic;
    }
    return nullptr;
}

Topic *Topics::due(const std::string &name, Deadline now)
{
    Topic *const topic = find(name);
    return topic && topic->ask_at && *topic->ask_at <= now ? topic : nullptr;
}

Topic *Topics::overdue(Deadline now)
{
    for (Topic &topic : list_) {
        if (topic.answer_by && *topic.answer_by <= now)
            return &topic;
    }
    return nullptr;
}

Topic *Topics::find(const std::string &topic)
{
    const auto known =
        std::find_if(list_.begin(), list_.end(), [&](const Topic &one) { return one.status.topic == topic; });
    return known == list_.end() ? nullptr : &*known;
}

const Topic *Topics::find(const std::string &topic) const
{
    return const_cast<Topics *>(this)->find(topic); // which changes nothing
}

std::string Topics::room_of(const std::string &topic) const
{
    const Topic *const known = find(topic);
    return known ? known->status.room : std::string();
}

std::optional<Deadline> Topics::next_due() const
{
    std::optional<Deadline> next;
    for (const Topic &topic : list_)
        next = earlier(next, topic.ask_at);
    return next;
}

std::optional<Deadline> Topics::next_overdue() const
{
    std::optional<Deadline> next;
    for (const Topic &topic : list_)
        next = earlier(next, topic.answer_by);
    return next;
}

Topic *Topics::answered_by(const Response &response)
{
    const bool nameless = response.nonce.empty() && response.topic.empty();
    return nameless && response.error != ErrorCode::none ? asked_first() : named_by(response);
}

Topic *Topics::asked_first()
{
    Topic *first = nullptr;
    for (Topic &topic : list_) {
        if (topic.answer_by && (!first || *topic.answer_by < *first->answer_by))
            first = &topic;
    }
    return first;
}

Topic *Topics::named_by(const Response &response)
{
    Topic *only = nullptr;
    for (Topic &topic : list_) {
        const auto &nonces = topic.nonces;
        if (!response.nonce.empty()) {
            if (std::find(nonces.begin(), nonces.end(), response.nonce) != nonces.end())
                return &topic;
        } else if (topic.answer_by && (response.topic.empty() || response.topic == topic.status.topic)) {
            if (only)
                return nullptr;
            only = &topic;
        }
    }
    return only;
}

std::size_t Topics::count(TopicState state) const
{
    return static_cast<std::size_t>(
        std::count_if(list_.begin(), list_.end(), [&](const Topic &topic) { return topic.status.state == state; }));
}

bool Topics::all_unauthorized() const
{
    return std::all_of(list_.begin(), list_.end(),
                       [](const Topic &topic) { return topic.status.error == ErrorCode::unauthorized; });
}

bool Topics::is_answered(const std::string &topic) const
{
    const Topic *const known = find(topic);
    return known ? known->status.state == TopicState::subscribed : count(TopicState::subscribed) > 0;
}

std::vector<TopicStatus> Topics::statuses() const
{
    std::vector<TopicStatus> all;
    for (const Topic &topic : list_)
        all.push_back(topic.status);
    return all;
}

std::set<std::string> Topics::subscribed() const
{
    std::set<std::string> names;
    for (const Topic &topic : list_) {
        if (topic.status.state == TopicState::subscribed)
            names.insert(topic.status.topic);
    }
    return names;
}

} // namespace astro::gateway
