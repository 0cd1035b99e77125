// SPDX-License-Identifier: GPL-2.0-or-later
// The part of a session that reads messages and asks for topics; the connections are session_impl.cpp's.
#include "gateway/session/session_impl.h"

#include "gateway/session/session_timing.h"

#include <string>
#include <utility>

namespace astro::gateway {

/// Only a welcome or an event could have said that the subscriptions came along.
void Session::Impl::proceed_without_welcome(Connection &connection, const Instant &now)
{
    if (connection.resumes) {
        log(LogLevel::info, "no welcome from the connection that was to take over: subscribing on it");
        connection.resumes = false;
        subscriptions_.ask_all(now.steady);
        changed();
    }
    make_ready(connection, now);
}

void Session::Impl::make_ready(Connection &connection, const Instant &now)
{
    if (connection.ready || !connections_.is_current(connection))
        return;
    connection.ready = true;
    if (connection.resumes) {
        if (subscriptions_.topics().count(TopicState::subscribed) > 0)
            connection.subscribed_at = now.steady;
        log(LogLevel::info, "the connection was taken over, subscriptions and all");
        after_answer(now);
    }
}

void Session::Impl::handle(Connection &connection, Notification notification, const Instant &now)
{
    notification.connection = connection.id;
    notification.series = connection.series;
    notification.connection_begun = connection.begun;
    // A connection that delivers is one that has taken over, even when its welcome was lost.
    if (connection.resumes)
        make_ready(connection, now); // after which the connection may be gone
    deliver(std::move(notification), now);
}

void Session::Impl::deliver(Notification notification, const Instant &now)
{
    // Two accounts of one room bring the same, and nothing else may tell.
    if (notification.room.empty())
        notification.room = subscriptions_.topics().room_of(notification.topic);
    // What is still on its way of an account that was left comes before the answer to the new one.
    if (stats_.count(now.wall, subscriptions_.topics().is_answered(notification.topic)))
        changed();
    outputs_.emplace_back(Deliver{std::move(notification)});
}

void Session::Impl::handle(Connection &connection, const Reconnect &reconnect, const Instant &now)
{
    redactor_.keep_reconnect_token(reconnect.token);
    if (!connections_.current())
        return move_from_old(connection, reconnect.token, now);
    if (!connections_.is_current(connection))
        return; // the old one: it is being replaced already
    if (move_) {
        if (move_->leaves)
            return;
        move_->token = reconnect.token; // asked twice: the newer token, no later than planned
        return subscriptions_.remember_changes();
    }
    subscriptions_.remember_changes();
    log(LogLevel::info, "the gateway asks to move to another server");
    const bool soon = now.steady - connection.since.steady < timing::quick_reconnect;
    move_ = Move{reconnect.token, retry_.move_at(soon, now.steady), false};
    if (move_->at <= now.steady)
        move(now);
}

void Session::Impl::handle(Connection &, const UnknownMessage &unknown, const Instant &now)
{
    drop("a message of the unknown type \"" + unknown.type + "\"", now);
}

void Session::Impl::handle(Connection &, const MalformedMessage &malformed, const Instant &now)
{
    drop(malformed.why, now);
}

void Session::Impl::drop(const std::string &why, const Instant &now)
{
    if (dropped_.count(redactor_.redact(why), now.steady))
        changed();
}

void Session::Impl::handle(Connection &connection, Response response, const Instant &now)
{
    if (!connections_.is_current(connection))
        return;
    for (std::string *shown : {&response.text, &response.error_word, &response.room})
        *shown = redactor_.redact(*shown);
    switch (subscriptions_.take(response, now.steady)) {
    case Subscriptions::Answer::unexpected:
        if (response.error != ErrorCode::none && !response.already_subscribed)
            drop("an answer to nothing that was asked: " + response.error_word, now);
        return;
    case Subscriptions::Answer::rate_limited:
    case Subscriptions::Answer::unsubscribed:
        return;
    case Subscriptions::Answer::unsubscribe_failed:
        return reconnect_to_unsubscribe(now);
    case Subscriptions::Answer::subscribed:
        if (!connection.subscribed_at)
            connection.subscribed_at = now.steady;
        return after_answer(now);
    case Subscriptions::Answer::refused:
        return after_answer(now);
    }
}

void Session::Impl::after_answer(const Instant &now)
{
    changed();
    const Topics &topics = subscriptions_.topics();
    if (topics.all(TopicState::refused))
        return stop_until_configured(topics.all_unauthorized() ? Failure::unauthorized : Failure::refused_topics, {},
                                     now);
    update_delivery(now);
}

/// After an answer: which topics are delivered now, and whether the old connection is still needed.
void Session::Impl::update_delivery(const Instant &now)
{
    const Topics &topics = subscriptions_.topics();
    Connection &current = *connections_.current();
    if (current.subscribed_at)
        current.topics = topics.subscribed();
    delivery_.needs_old_connection() ? connections_.keep_old() : connections_.drain_old(now.steady);
    end_gap(now);
    if (!current.delivers())
        return;
    stopped_delivering_ = false;
    if (topics.count(TopicState::waiting) > 0 || topics.count(TopicState::subscribed) == 0)
        return;
    set_failure(Failure::none, {});
    stats_.subscribed(now.wall);
}

/// If every topic is delivered again.
void Session::Impl::end_gap(const Instant &now)
{
    if (delivery_.complete())
        gap_.end(now.wall);
}

void Session::Impl::note_lost_topics(const Delivery::Delivered &before)
{
    if (const auto since = delivery_.lost_since(before)) {
        gap_.begin(*since);
        stopped_delivering_ = stopped_delivering_ || !delivery_.any();
    }
}

void Session::Impl::send_due(const Instant &now)
{
    if (!can_send())
        return;
    if (auto request = subscriptions_.next_request(account_, now.steady))
        outputs_.emplace_back(SendFrame{connections_.current()->id, *std::move(request)});
}

} // namespace astro::gateway
