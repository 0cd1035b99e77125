// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"
#include "pipeline/pipeline.h"
#include "rules/rule.h"
#include "support/problem.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace astro::studio {

/// An account as it is in the settings.
struct AccountName {
    std::string name;
    bool enabled = true;
};

/// What can be seen and done while live, for whoever offers it: dock, remote control, scripts, hotkeys. UI thread.
struct Controls {
    Pipeline &pipeline;
    std::function<const std::vector<gateway::Status> &()> statuses;
    /// The rules in force.
    std::function<const rules::RuleSet &()> rules;
    /// All that is wrong with a rule, in the user's language.
    std::function<std::vector<std::string>(const rules::Rule &)> problems;
    /// Changes the rules in force, and what the dialog is editing; saved with the collection.
    /// @param change says whether it changed anything
    std::function<void(const std::function<bool(rules::RuleSet &)> &change)> change_rules;
    /// How the queues stand.
    std::function<const Pipeline::Queues &()> queues;
    /// Opens the dialog, on that rule and that account where they are not "".
    std::function<void(const std::string &rule, const std::string &account)> open_dialog;
    /// Likewise, on a rule that was made of a ready one a moment ago: it asks for what that needs.
    std::function<void(const std::string &rule)> open_new_rule;
    /// In their order.
    std::function<std::vector<AccountName>()> accounts;
};

/// @return null when there is none of that name.
inline const rules::Rule *find_rule(const rules::RuleSet &set, const std::string &name)
{
    for (const rules::Rule &rule : set.rules) {
        if (rule.name == name && rule.unreadable.isNull())
            return &rule;
    }
    return nullptr;
}

} // namespace astro::studio
