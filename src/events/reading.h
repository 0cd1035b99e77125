// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "gateway/message.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

/// How each topic's data is read: one notification into one event, whether or not it was seen before.
namespace astro::events {

struct Reading {
    Event event;
    /// A hash of how it stands, of what comes again under the same event.id when it changes; 0 for what does not.
    std::size_t state = 0;
    /// What happens once has this identity, whatever topic it came over; "" for all else.
    std::string happening;
};

/// @param now for events that tell no time of their own.
Reading read_notification(const gateway::Notification &notification, std::chrono::system_clock::time_point now);

// One a topic; `event` comes with its topic and frame filled in.
void read_activity(const Json::Value &data, Reading &reading);
void read_tip(const Json::Value &data, Reading &reading);
void read_chat_message(const Json::Value &data, Reading &reading);
/// "!hug Ada": a word to a bot, taken from the event's message.
void read_command(Event &event);

/// As a streamer reads it on the clock: "21:04".
std::string local_clock(std::chrono::system_clock::time_point when);

// Reading single members; all texts presentable. One of which nothing is seen is missing, and reads as "".
/// The first of these members that is there.
std::string text_at(const Json::Value &object, std::initializer_list<const char *> members);
/// The member, a text or a number.
std::string text_or_number_at(const Json::Value &object, const char *member);
/// The member `currency`, a code in upper case.
std::string currency_at(const Json::Value &object);
/// Whether the member is there and true.
bool is_true(const Json::Value &object, const char *member);
/// An identity to compare and to keep: the first of these members that is a text or a whole number, whole.
std::string id_at(const Json::Value &object, std::initializer_list<const char *> members);
/// What is longer than any identity is brought down to its beginning and a hash.
std::string kept_id(std::string id);
/// A number, or a text that is one, as a plain decimal; nothing otherwise.
std::optional<std::string> number_at(const Json::Value &object, const char *member);
/// The member, or a null value; safe on any type.
const Json::Value &member(const Json::Value &object, const char *name);

} // namespace astro::events
