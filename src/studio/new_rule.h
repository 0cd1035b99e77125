// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <string>
#include <vector>

namespace astro::studio {

/// The word for a rule that is none of the ready ones.
inline constexpr const char *empty_rule = "empty";

/// A rule that is offered to start from.
struct NewRule {
    std::string word;
    std::string name; ///< in the user's language
};

/// All of them, in order.
std::vector<NewRule> new_rules();

/// Adds the one of that word, by a name of its own, as the last. @return it; till the next change of `set`
const rules::Rule &add_new_rule(rules::RuleSet &set, const std::string &word);

} // namespace astro::studio
