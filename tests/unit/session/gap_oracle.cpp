// SPDX-License-Identifier: GPL-2.0-or-later
#include "gap_oracle.h"

#include "gateway/session/session_timing.h"

#include <algorithm>

namespace astro::gateway {

GapOracle::GapOracle(const Account &account, Complain complain) : account_(account), complain_(std::move(complain)) {}

// --- What happens

void GapOracle::on_settings(const Account &account)
{
    const bool same_way =
        account.enabled == account_.enabled && account.ca_file == account_.ca_file && account.proxy == account_.proxy;
    const bool another = account.token != account_.token || account.token_type != account_.token_type ||
                         account.room != account_.room || account.url != account_.url;
    own_wish_ = another || !same_way; // other topics are no wish that the rest should end
    account_ = account;
    forget_unwanted();
    if (!another)
        return;
    ++epoch_;
    had_.clear();
    for (auto &[id, link] : links_)
        link.sure.clear();
}

void GapOracle::forget_unwanted()
{
    std::set<std::string> had;
    std::map<std::string, Time> outages;
    for (const std::string &topic : account_.topics) {
        if (had_.count(topic) == 1)
            had.insert(topic);
        if (const auto since = outages_.find(topic); since != outages_.end())
            outages.insert(*since);
    }
    had_ = std::move(had);
    outages_ = std::move(outages);
}

void GapOracle::on_sleep(std::chrono::milliseconds time)
{
    slept_ += time;
    slept_since_ping_ += time;
    if (slept_since_ping_ > timing::sleep_threshold)
        last_before_sleep_ = last_ping_;
    if (time.count() >= 0)
        return;
    // What a clock that was set back says, and said before, may mean either time from now on.
    for (auto &[id, link] : links_)
        link.heard = Time::max();
    if (last_ && last_->to)
        last_->to = Time::min();
    set_back_ = before_.gap_from && !before_.gap_to;
}

void GapOracle::on_life(ConnectionId connection, const Instant &now)
{
    // Whether it lived through the sleep, nobody knows.
    if (const auto link = links_.find(connection); link != links_.end() &&
                                                   std::exchange(slept_, {}) <= timing::sleep_threshold &&
                                                   link->second.heard != Time::max())
        link->second.heard = now.wall;
}

void GapOracle::on_pong(ConnectionId connection, std::uint64_t ping, const Instant &now)
{
    if (ping > last_before_sleep_)
        slept_ = {};
    on_life(connection, now);
}

void GapOracle::on_frame(ConnectionId connection, std::string_view frame, const Instant &now)
{
    on_life(connection, now);
    const auto found = links_.find(connection);
    if (found == links_.end())
        return;
    Link &link = found->second;
    const Message message = decode(frame);
    if (const auto *response = std::get_if<Response>(&message))
        answered(link, *response);
    const auto *reconnect = std::get_if<Reconnect>(&message);
    link.in_doubt = reconnect && (link.in_doubt || link.takes_over);
    if (reconnect || std::holds_alternative<Welcome>(message) || std::holds_alternative<Notification>(message))
        taken_over(link);
    if (reconnect)
        tokens_[reconnect->token.reveal()] = link.may;
}

void GapOracle::answered(Link &link, const Response &response)
{
    if (response.error != ErrorCode::none && !response.already_subscribed)
        return;
    rooms_.insert(response.room);
    if (const auto request = requests_.find(response.nonce); request != requests_.end()) {
        link.may.insert(request->second);
    } else if (!response.topic.empty()) {
        link.may.emplace(response.topic, epoch_);
    } else {
        for (const std::string &topic : link.asked)
            link.may.emplace(topic, epoch_);
    }
}

void GapOracle::taken_over(Link &link)
{
    if (const auto subscriptions = std::exchange(link.takes_over, std::nullopt))
        link.may.insert(subscriptions->begin(), subscriptions->end());
}

void GapOracle::on_closed(ConnectionId connection)
{
    if (const auto link = links_.find(connection); link != links_.end())
        link->second.lives = false;
}

void GapOracle::take(const OpenConnection &wanted, const std::string &reconnect_token, const Instant &now)
{
    slept_ = {};
    newest_ = wanted.connection;
    Link &link = links_[newest_];
    link.lives = true;
    link.heard = now.wall;
    if (!reconnect_token.empty())
        link.takes_over = tokens_[reconnect_token];
}

void GapOracle::take_request(ConnectionId connection, const std::string &type, const std::string &topic,
                             const std::string &room, const std::string &nonce)
{
    Link &link = links_[connection];
    if (type == "subscribe") {
        requests_[nonce] = {topic, epoch_};
        link.asked.insert(topic);
        return;
    }
    const bool of_another_room = !room.empty() && room != account_.room && rooms_.count(room) == 0;
    if (!of_another_room)
        link.sure.erase(topic);
    const Epoch last = of_another_room ? epoch_ - 1 : epoch_;
    link.may.erase(link.may.lower_bound({topic, 0}), link.may.upper_bound({topic, last}));
}

// --- What is so

bool GapOracle::may(const std::string &topic) const
{
    return std::any_of(links_.begin(), links_.end(), [&](const auto &link) {
        return link.second.lives && link.second.may.count({topic, epoch_}) == 1;
    });
}

bool GapOracle::might(const std::string &topic) const
{
    return std::any_of(links_.begin(), links_.end(), [&](const auto &link) {
        return link.second.lived && link.second.may.count({topic, epoch_}) == 1;
    });
}

bool GapOracle::sure(const std::string &topic) const
{
    return std::any_of(links_.begin(), links_.end(),
                       [&](const auto &link) { return link.second.lives && link.second.sure.count(topic) == 1; });
}

std::set<std::string> GapOracle::confirmed(const Link &link, const Status &status) const
{
    std::set<std::string> confirmed;
    if (link.in_doubt)
        return confirmed;
    for (const TopicStatus &topic : status.topics) {
        if (topic.state == TopicState::subscribed && link.may.count({topic.topic, epoch_}) == 1)
            confirmed.insert(topic.topic);
    }
    return confirmed;
}

GapOracle::Time GapOracle::last_heard_delivering(const std::string &topic) const
{
    std::optional<Time> last;
    for (const auto &[id, link] : links_) {
        if (link.lived && link.sure.count(topic) == 1)
            last = std::max(last, std::optional(link.heard));
    }
    return last.value_or(Time::max());
}

// --- What the status has to say of it

void GapOracle::look(const Status &status, const Instant &now)
{
    if (const auto newest = links_.find(newest_); newest != links_.end() && newest->second.lives)
        newest->second.sure = confirmed(newest->second, status);
    for (const TopicStatus &topic : status.topics)
        look_at_topic(topic, now);
    look_at_outage(status, now);
    expect_no_false_gap(status);
    expect_true_words(status);
    before_ = status;
    own_wish_ = false;
    forget_what_ended();
}

void GapOracle::forget_what_ended()
{
    for (auto link = links_.begin(); link != links_.end();) {
        link->second.lived = link->second.lives;
        if (link->second.lives) {
            ++link;
            continue;
        }
        link = links_.erase(link);
    }
}

void GapOracle::look_at_topic(const TopicStatus &topic, const Instant &now)
{
    const std::string &name = topic.topic;
    if (topic.state == TopicState::refused) {
        outages_.erase(name);
        had_.erase(name);
    } else if (may(name)) {
        outages_.erase(name);
        if (sure(name))
            had_.insert(name);
    } else if (had_.erase(name) == 1 && !own_wish_) {
        outages_.emplace(name, std::min(last_heard_delivering(name), now.wall));
    }
}

void GapOracle::look_at_outage(const Status &status, const Instant &now)
{
    if (!outages_.empty()) {
        if (!last_ || last_->to)
            last_ = Outage{now.wall, {}};
        for (const auto &[topic, since] : outages_)
            last_->from = std::min(last_->from, since);
    } else if (last_ && !last_->to) {
        last_->to = now.wall;
    }
    if (!last_)
        return;
    const bool is_next_gap = last_->to && before_.gap_to && status.gap_from && !status.gap_to;
    if (is_next_gap)
        return last_.reset(); // expect_no_false_gap() judges it
    set_back_ = set_back_ && status.gap_from == before_.gap_from;
    expect(status.gap_from && (set_back_ || *status.gap_from <= last_->from),
           "an outage is told of, from its beginning on");
    expect(!status.gap_to || (last_->to && *status.gap_to >= *last_->to), "a gap is told of until its end");
}

void GapOracle::expect_no_false_gap(const Status &status)
{
    expect(!status.gap_to || *status.gap_to >= *status.gap_from, "a gap ends after it began");
    const bool was_open = before_.gap_from && !before_.gap_to;
    if (was_open || !status.gap_from || status.gap_to)
        return;
    const bool something_is_missing = std::any_of(status.topics.begin(), status.topics.end(), [&](const auto &topic) {
        return might(topic.topic) && !sure(topic.topic);
    });
    expect(something_is_missing, "no gap is told of while every topic was brought");
    expect(!own_wish_, "no gap is told of where a streamer wanted an end");
}

void GapOracle::expect_true_words(const Status &status)
{
    if (status.state != State::subscribed && status.state != State::partly_subscribed)
        return;
    for (const TopicStatus &topic : status.topics)
        expect(topic.state != TopicState::subscribed || may(topic.topic),
               topic.topic + " is said to be subscribed and is");
    expect(status.state != State::subscribed || !status.gap_from || status.gap_to, "nothing is missing any more");
}

} // namespace astro::gateway
