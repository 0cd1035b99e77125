// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/remote/told.h"

#include "studio/event_text.h"
#include "studio/status_text.h"
#include "support/json.h"
#include "support/number.h"
#include "support/system.h"

#include <array>
#include <ctime>
#include <utility>

namespace astro::studio::remote {
namespace {

constexpr std::array<std::pair<gateway::State, std::string_view>, 7> state_words = {{
    {gateway::State::disabled, "off"},
    {gateway::State::connecting, "connecting"},
    {gateway::State::waiting_answers, "connecting"},
    {gateway::State::subscribed, "subscribed"},
    {gateway::State::partly_subscribed, "partly"},
    {gateway::State::waiting_retry, "waiting"},
    {gateway::State::stopped, "stopped"},
}};

/// As ISO 8601 has it, in UTC.
std::string iso_time(std::chrono::system_clock::time_point at)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    const auto parts = system::utc_time(seconds);
    char text[32];
    return parts ? std::string(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &*parts)) : std::string();
}

Json::Value named(const char *member, const std::string &text)
{
    Json::Value object(Json::objectValue);
    object[member] = text;
    return object;
}

} // namespace

std::string_view word_of(gateway::State state)
{
    for (const auto &[known, word] : state_words) {
        if (known == state)
            return word;
    }
    return "off";
}

Json::Value tell_account(const std::vector<gateway::Status> &all, const gateway::Status &status, const Instant &now,
                         const Texts &texts)
{
    Json::Value told(Json::objectValue);
    told["name"] = status.account;
    told["state"] = std::string(word_of(status.state));
    told["message"] = status_text(all, status.account, now, texts).line;
    told["room"] = "";
    told["topics"] = Json::Value(Json::arrayValue);
    for (const gateway::TopicStatus &topic : status.topics) {
        if (topic.state != gateway::TopicState::subscribed)
            continue;
        told["topics"].append(named("topic", topic.topic));
        told["room"] = topic.room;
    }
    return told;
}

Json::Value tell_account(const std::vector<gateway::Status> &all, const AccountName &account, const Instant &now,
                         const Texts &texts)
{
    for (const gateway::Status &status : all) {
        if (status.account == account.name)
            return tell_account(all, status, now, texts);
    }
    gateway::Status not_yet;
    not_yet.account = account.name;
    not_yet.state = account.enabled ? gateway::State::connecting : gateway::State::disabled;
    return tell_account(all, not_yet, now, texts);
}

Json::Value tell_decisions(const rules::Decisions &decisions, const events::Event &event, const Texts &texts)
{
    Json::Value told(Json::objectValue);
    told["fired"] = told["notFired"] = Json::Value(Json::arrayValue);
    for (const rules::Decision &decision : decisions) {
        Json::Value one = named("rule", decision.rule->name);
        if (!decision.fires()) {
            one["why"] = why_text(decision, event, texts);
        }
        told[decision.fires() ? "fired" : "notFired"].append(std::move(one));
    }
    return told;
}

Json::Value tell_event(const HistoryEntry &entry, const Texts &texts)
{
    const events::Event &event = *entry.event;
    Json::Value told = tell_decisions(entry.decisions, event, texts);
    told["id"] = static_cast<Json::Int64>(entry.id);
    told["time"] = iso_time(entry.at);
    told["kind"] = std::string(to_word(event.kind));
    told["topic"] = event.topic;
    told["account"] = event.account;
    told["user"] = event.shown("user");
    const auto amount = number_from(event.amount.value_or(""));
    told["amount"] = amount ? json::number(*amount) : Json::Value("");
    told["summary"] = event_summary(event, texts);
    return told;
}

} // namespace astro::studio::remote
