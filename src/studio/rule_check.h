// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "settings/settings_file.h"
#include "support/problem.h"

#include <vector>

namespace astro::studio {

/// An account that a rule names and that is not set up, a topic that it needs and no account asks for, and the scenes
/// and sources that it names and that are not in the current scene collection. `set` is all rules, this one among them.
/// UI thread.
std::vector<Problem> problems_in_obs(const rules::Rule &rule, const rules::RuleSet &set,
                                     const settings::Settings &settings);

/// All that is wrong with a rule: what rules::check() finds, which the rule engine logs by itself, and
/// problems_in_obs(). UI thread.
std::vector<Problem> problems_of(const rules::Rule &rule, const rules::RuleSet &set,
                                 const settings::Settings &settings);

} // namespace astro::studio
