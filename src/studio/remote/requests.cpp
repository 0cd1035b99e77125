// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/remote/requests.h"

#include "studio/locale.h"
#include "studio/remote/fields.h"
#include "studio/remote/told.h"
#include "studio/rule_summary.h"
#include "support/json.h"
#include "support/number.h"
#include "support/text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace astro::studio::remote {
namespace {

const Json::Value nothing{Json::objectValue};

Json::Value waiting(std::size_t count)
{
    Json::Value told(Json::objectValue);
    told["waiting"] = static_cast<Json::UInt64>(count);
    return told;
}

/// The event that a request describes by fields. Nothing is returned where an error was responded.
std::optional<events::Event> event_of(events::Event sample, const Json::Value &fields, const Respond &respond)
{
    Described told = described(std::move(sample), fields);
    if (!told.odd_field.empty())
        respond(error("Remote.OddField", {told.odd_field}));
    else if (!told.unknown_field.empty())
        respond(error("Remote.UnknownField", {told.unknown_field}));
    else if (!told.no_number.empty())
        respond(error("Remote.NoNumber", {told.no_number}));
    else
        return std::move(told.event);
    return std::nullopt;
}

/// The same with a `kind`.
std::optional<events::Event> event_of(const Json::Value &data, const Respond &respond)
{
    const std::string kind = json::string_member(data, "kind");
    if (const auto known = events::kind_from(kind))
        return event_of(events::sample(*known), data, respond);
    respond(error("Remote.UnknownKind", {kind}));
    return std::nullopt;
}

/// A whole number that is not negative, also as a text.
std::optional<std::uint64_t> whole_number(const Json::Value &value)
{
    const auto written = json::scalar_text(value);
    const auto number = written ? number_from(*written) : std::nullopt;
    constexpr double most = 1e15; // every whole number up to there is one
    if (!number || value.isBool() || *number < 0 || *number > most || std::floor(*number) < *number)
        return std::nullopt;
    return static_cast<std::uint64_t>(*number);
}

void get_status(const Controls &controls, const Json::Value &, const Respond &respond)
{
    Json::Value told(Json::objectValue);
    told["accounts"] = Json::Value(Json::arrayValue);
    for (const AccountName &account : controls.accounts())
        told["accounts"].append(tell_account(controls.statuses(), account, Instant::now(), texts()));
    const Pipeline::Summary summary = controls.pipeline.summary();
    const rules::EngineCounts &counts = summary.counts;
    Json::Value &counted = told["counts"];
    counted["received"] = static_cast<Json::UInt64>(summary.received);
    counted["matched"] = static_cast<Json::UInt64>(counts.matched);
    counted["done"] = static_cast<Json::UInt64>(counts.done);
    counted["dropped"] =
        static_cast<Json::UInt64>(counts.cooling + counts.dropped + counts.by_gate + counts.left_out + summary.busy);
    told["paused"] = summary.paused;
    respond(std::move(told));
}

void get_rules(const Controls &controls, const Json::Value &, const Respond &respond)
{
    Json::Value told(Json::objectValue);
    told["rules"] = Json::Value(Json::arrayValue);
    for (const rules::Rule &rule : controls.rules().rules) {
        if (!rule.unreadable.isNull())
            continue;
        Json::Value one(Json::objectValue);
        one["name"] = rule.name;
        one["enabled"] = rule.enabled;
        one["event"] = rule.event;
        one["summary"] = rule_summary(rule, texts());
        one["problems"] = Json::Value(Json::arrayValue);
        for (const std::string &problem : controls.problems(rule)) {
            Json::Value told_problem(Json::objectValue);
            told_problem["problem"] = problem;
            one["problems"].append(std::move(told_problem));
        }
        told["rules"].append(std::move(one));
    }
    respond(std::move(told));
}

void set_rule_enabled(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    const std::string name = json::string_member(data, "rule");
    if (!find_rule(controls.rules(), name))
        return respond(error("Remote.NoRule", {name}));
    if (!data["enabled"].isBool())
        return respond(error("Remote.NoFlag", {"enabled"}));
    const bool enabled = data["enabled"].asBool();
    controls.change_rules([&](rules::RuleSet &set) {
        bool changed = false;
        for (rules::Rule &rule : set.rules) {
            if (rule.name == name)
                changed = std::exchange(rule.enabled, enabled) != enabled;
        }
        return changed;
    });
    respond(nothing);
}

void fire_rule(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    const std::string name = json::string_member(data, "rule");
    const rules::Rule *rule = find_rule(controls.rules(), name);
    if (!rule)
        return respond(error("Remote.NoRule", {name}));
    std::optional<events::Event> event;
    if (const Json::Value &told = data["event"]; !told.isNull()) {
        if (!told.isObject())
            return respond(error("Remote.NoFields", {"event"}));
        event = told.isMember("kind") ? event_of(told, respond) : event_of(sample_for(*rule), told, respond);
        if (!event)
            return;
    }
    controls.pipeline.fire(name, std::move(event),
                           [respond, name](bool known) { respond(known ? nothing : error("Remote.NoRule", {name})); });
}

void send_event(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    if (auto event = event_of(data, respond))
        controls.pipeline.send(*event, [respond, event = *event](const rules::Decisions &decisions) {
            respond(tell_decisions(decisions, event, texts()));
        });
}

void explain(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    if (auto event = event_of(data, respond))
        controls.pipeline.explain(*event, [respond, event = *event](const rules::Decisions &decisions) {
            respond(tell_decisions(decisions, event, texts()));
        });
}

template <void (Pipeline::*work)(std::string, Pipeline::Reply<Pipeline::Waiting>)>
void with_queue(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    auto queue = data.isMember("queue") ? json::scalar_text(data["queue"]) : "";
    if (!queue)
        return respond(error("Remote.NoQueue"));
    (controls.pipeline.*work)(*queue, [respond, queue = *queue](Pipeline::Waiting count) {
        respond(count ? waiting(*count) : error("Remote.UnknownQueue", {queue}));
    });
}

void replay_last(const Controls &controls, const Json::Value &, const Respond &respond)
{
    controls.pipeline.replay_last([respond](bool done) { respond(done ? nothing : error("Remote.NothingYet")); });
}

void replay(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    const auto id = whole_number(data["id"]);
    const std::string written = json::scalar_text(data["id"]).value_or("");
    if (!id)
        return respond(error("Remote.NoEvent", {written}));
    controls.pipeline.replay(
        *id, [respond, written](bool done) { respond(done ? nothing : error("Remote.NoEvent", {written})); });
}

void get_history(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    std::size_t most = History::most;
    if (const Json::Value &limit = data["limit"]; !limit.isNull()) {
        const auto wanted = whole_number(limit);
        if (!wanted)
            return respond(error("Remote.NoCount", {"limit"}));
        most = std::min<std::size_t>(most, *wanted);
    }
    controls.pipeline.history(most, [respond](const std::vector<HistoryItem> &items) {
        Json::Value told(Json::objectValue);
        told["events"] = Json::Value(Json::arrayValue);
        for (const HistoryItem &item : items)
            told["events"].append(tell_event(*item, texts()));
        respond(std::move(told));
    });
}

void get_counters(const Controls &controls, const Json::Value &, const Respond &respond)
{
    controls.pipeline.counters([respond](const std::map<std::string, double> &counters) {
        Json::Value told(Json::objectValue);
        told["counters"] = Json::Value(Json::objectValue);
        for (const auto &[name, value] : counters)
            told["counters"][name] = json::number(value);
        respond(std::move(told));
    });
}

void set_counter(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    const std::string counter = json::string_member(data, "counter");
    if (text::is_blank(counter))
        return respond(error("Remote.NoCounter"));
    if (!data["value"].isNumeric())
        return respond(error("Remote.NoNumber", {"value"}));
    const double value = data["value"].asDouble();
    if (std::abs(value) > rules::KeptValues::largest)
        return respond(error("Remote.CounterRefused", {counter}));
    controls.pipeline.set_counter(counter, value, [&controls, counter, respond](bool done) {
        if (!done)
            return respond(error("Remote.CounterRefused", {counter}));
        get_counters(controls, {}, respond);
    });
}

} // namespace

const std::vector<Request> &requests()
{
    static const std::vector<Request> all{
        {"GetStatus", get_status},
        {"GetRules", get_rules},
        {"SetRuleEnabled", set_rule_enabled},
        {"FireRule", fire_rule},
        {"SendEvent", send_event},
        {"Explain", explain},
        {"Pause", with_queue<&Pipeline::pause>},
        {"Resume", with_queue<&Pipeline::resume>},
        {"Skip", with_queue<&Pipeline::skip>},
        {"Clear", with_queue<&Pipeline::clear>},
        {"ReplayLast", replay_last},
        {"GetHistory", get_history},
        {"Replay", replay},
        {"GetCounters", get_counters},
        {"SetCounter", set_counter},
    };
    return all;
}

Json::Value error(const char *key, const std::vector<std::string> &args)
{
    Json::Value told(Json::objectValue);
    told["error"] = text(key, args);
    return told;
}

} // namespace astro::studio::remote
