// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <string>
#include <string_view>
#include <vector>

namespace astro::rules {

/// A rule to start from: when it runs and what it does are there, the scenes, sources and texts are asked for.
struct ReadyRule {
    std::string_view word; ///< the locale has its name as "Ready.<word>", its text as "Ready.<word>.Text"
    Rule rule;             ///< without a name
};

/// In the order in which they are offered.
const std::vector<ReadyRule> &ready_rules();

/// The rule itself. @param text what its actions that show a text begin with.
Rule made_of(const ReadyRule &ready, std::string name, const std::string &text);

/// Whether somebody who starts from a ready rule is asked for this member of an action.
bool is_asked(const ActionField &field);

} // namespace astro::rules
