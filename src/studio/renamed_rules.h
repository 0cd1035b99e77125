// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <string>
#include <vector>

namespace astro::studio {

struct RenamedRule {
    std::string from, to;

    friend bool operator==(const RenamedRule &a, const RenamedRule &b) { return a.from == b.from && a.to == b.to; }
};

/// Which rules are those of before by another name, as far as what they do tells it: of the names that are gone and the
/// new ones those that do the same. All have names. Where it has to be right, see RuleRenames.
std::vector<RenamedRule> renamed_rules(const std::vector<rules::Rule> &before, const std::vector<rules::Rule> &now);

} // namespace astro::studio
