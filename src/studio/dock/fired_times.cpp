// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/fired_times.h"

#include "studio/renamed_rules.h"

#include <utility>

namespace astro::studio::dock {

void FiredTimes::note(const std::set<std::string> &rules, const std::string &time)
{
    for (const std::string &rule : rules)
        times_[rule] = time;
}

void FiredTimes::follow(const rules::RuleSet &now)
{
    std::vector<rules::Rule> readable;
    for (const rules::Rule &rule : now.rules) {
        if (rule.unreadable.isNull())
            readable.push_back(rule);
    }
    for (const auto &[from, to] : times_.empty() ? std::vector<RenamedRule>() : renamed_rules(rules_, readable)) {
        auto time = times_.extract(from);
        if (time.empty())
            continue;
        time.key() = to;
        times_.insert(std::move(time)); // unless it has fired by that name, too
    }
    rules_ = std::move(readable);
}

void FiredTimes::forget()
{
    times_.clear();
    rules_.clear();
}

std::string FiredTimes::of(const std::string &rule) const
{
    const auto time = times_.find(rule);
    return time == times_.end() ? std::string() : time->second;
}

} // namespace astro::studio::dock
