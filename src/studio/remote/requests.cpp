// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/remote/requests.h"

#include "events/composed.h"
#include "studio/locale.h"
#include "studio/remote/fields.h"
#include "studio/remote/told.h"
#include "studio/rule_summary.h"
#include "support/json.h"
#include "support/text.h"

#include <algorithm>
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

/// The event that a request describes by `kind` and fields. Nothing is returned where an error was responded.
std::optional<events::Event> event_of(const std::string &kind, const Json::Value &fields, const Respond &respond)
{
    const auto known = events::kind_from(kind);
    if (!known) {
        respond(error("Remote.UnknownKind", {kind}));
        return std::nullopt;
    }
    auto composed = events::composed(*known, fields_of(fields));
    if (composed.unknown_field.empty())
        return std::move(composed.event);
    respond(error("Remote.UnknownField", {composed.unknown_field}));
    return std::nullopt;
}

void get_status(const Controls &controls, const Json::Value &, const Respond &respond)
{
    Json::Value told(Json::objectValue);
    told["accounts"] = Json::Value(Json::arrayValue);
    const auto &all = controls.statuses();
    for (const gateway::Status &status : all) {
        if (!status.account.empty())
            told["accounts"].append(tell_account(all, status, Instant::now(), texts()));
    }
    const Pipeline::Summary summary = controls.pipeline.summary();
    const rules::EngineCounts &counts = summary.counts;
    Json::Value &counted = told["counts"];
    counted["received"] = static_cast<Json::UInt64>(summary.received);
    counted["matched"] = static_cast<Json::UInt64>(counts.matched);
    counted["done"] = static_cast<Json::UInt64>(counts.done);
    counted["dropped"] =
        static_cast<Json::UInt64>(counts.cooling + counts.dropped + counts.by_gate + counts.left_out + summary.busy);
    told["paused"] = controls.queues().paused;
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
    if (data.isMember("event")) {
        const std::string kind = json::string_member(data["event"], "kind");
        const std::string usual{events::kind_from(rule->event) ? rule->event : "follow"};
        event = event_of(kind.empty() ? usual : kind, data["event"], respond);
        if (!event)
            return;
    }
    controls.pipeline.fire(name, std::move(event),
                           [respond, name](bool known) { respond(known ? nothing : error("Remote.NoRule", {name})); });
}

void send_event(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    if (auto event = event_of(json::string_member(data, "kind"), data, respond))
        controls.pipeline.send(*event, [respond, event = *event](const rules::Decisions &decisions) {
            respond(tell_decisions(decisions, event, texts()));
        });
}

void explain(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    if (auto event = event_of(json::string_member(data, "kind"), data, respond))
        controls.pipeline.explain(*event, [respond, event = *event](const rules::Decisions &decisions) {
            respond(tell_decisions(decisions, event, texts()));
        });
}

template <void (Pipeline::*work)(std::string, Pipeline::Reply<std::size_t>)>
void with_queue(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    auto queue = data.isMember("queue") ? json::scalar_text(data["queue"]) : "";
    if (!queue)
        return respond(error("Remote.NoQueue"));
    (controls.pipeline.*work)(std::move(*queue), [respond](std::size_t count) { respond(waiting(count)); });
}

void replay_last(const Controls &controls, const Json::Value &, const Respond &respond)
{
    controls.pipeline.replay_last([respond](bool done) { respond(done ? nothing : error("Remote.NothingYet")); });
}

void replay(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    const Json::Value &id = data["id"];
    if (!id.isUInt64())
        return respond(error("Remote.NoEvent", {json::scalar_text(id).value_or("")}));
    controls.pipeline.replay(id.asUInt64(), [respond, id](bool done) {
        respond(done ? nothing : error("Remote.NoEvent", {json::scalar_text(id).value_or("")}));
    });
}

void get_history(const Controls &controls, const Json::Value &data, const Respond &respond)
{
    std::size_t most = History::most;
    if (const Json::Value &limit = data["limit"]; limit.isUInt64())
        most = std::min<std::size_t>(most, limit.asUInt64());
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
            told["counters"][name] = value;
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
    controls.pipeline.set_counter(counter, data["value"].asDouble());
    get_counters(controls, data, respond);
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
