// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace astro::studio::dock {

/// When each rule fired last, as the dock tells it. Plain data; UI thread.
class FiredTimes {
public:
    /// These rules fired then.
    void note(const std::set<std::string> &rules, const std::string &time);
    /// The rules are those now: what has another name takes its time along.
    void follow(const rules::RuleSet &now);
    /// Another collection: its rules have not fired.
    void forget();
    /// "" where it has not.
    std::string of(const std::string &rule) const;

private:
    std::map<std::string, std::string> times_;
    std::vector<rules::Rule> rules_; ///< the readable ones, as the names in `times_` know them
};

} // namespace astro::studio::dock
