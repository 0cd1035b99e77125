// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/remote/announcer.h"

#include "studio/locale.h"
#include "studio/remote/script_api.h"
#include "studio/remote/told.h"

#include <utility>

namespace astro::studio::remote {
namespace {

std::map<std::string, rules::QueueState> by_name(const Pipeline::Queues &queues)
{
    std::map<std::string, rules::QueueState> states;
    for (const rules::QueueState &state : queues.queues)
        states[state.name] = state;
    states[""] = {"", queues.waiting, queues.paused};
    return states;
}

std::map<std::string, Json::Value> by_name(const std::vector<gateway::Status> &all, const Instant &now)
{
    std::map<std::string, Json::Value> told;
    for (const gateway::Status &status : all) {
        if (!status.account.empty())
            told[status.account] = tell_account(all, status, now, texts());
    }
    return told;
}

} // namespace

void Announcer::begin()
{
    begun_ = true;
    open_script_api(controls_);
}

void Announcer::end()
{
    if (std::exchange(begun_, false))
        close_script_api();
    vendor_.end();
}

void Announcer::announce(const std::vector<HistoryItem> &items) const
{
    for (const HistoryItem &item : items) {
        const Json::Value told = tell_event(*item, texts());
        vendor_.emit("Event", told);
        signal_event(told);
    }
}

void Announcer::announce(const std::vector<rules::Fired> &fired) const
{
    for (const rules::Fired &one : fired) {
        Json::Value told(Json::objectValue);
        told["rule"] = one.rule;
        told["user"] = one.user;
        vendor_.emit("RuleFired", told);
        signal_rule_fired(one.rule, one.user);
    }
}

void Announcer::announce(const Pipeline::Queues &before, const Pipeline::Queues &now) const
{
    auto gone = by_name(before);
    auto changed = by_name(now);
    for (auto &[name, state] : gone) // a queue that is not told of any more is empty
        changed.try_emplace(name, rules::QueueState{name, 0, now.paused});
    for (const auto &[name, state] : changed) {
        if (const auto known = gone.find(name); known != gone.end() && known->second == state)
            continue;
        Json::Value told(Json::objectValue);
        told["queue"] = name;
        told["waiting"] = static_cast<Json::UInt64>(state.waiting);
        told["paused"] = state.paused;
        vendor_.emit("QueueChanged", told);
    }
}

void Announcer::announce(const std::vector<gateway::Status> &before, const std::vector<gateway::Status> &now) const
{
    const Instant instant = Instant::now();
    const auto known = by_name(before, instant);
    for (const auto &[name, told] : by_name(now, instant)) {
        const auto then = known.find(name);
        if (then == known.end() || then->second != told)
            vendor_.emit("StatusChanged", told);
    }
}

} // namespace astro::studio::remote
