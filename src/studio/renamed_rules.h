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

/// Which rules are those of before by another name: of the names that are gone and the new ones, first those that do
/// the same, then, where as many are left of both, one after the other. All have names.
std::vector<RenamedRule> renamed_rules(const std::vector<rules::Rule> &before, const std::vector<rules::Rule> &now);

} // namespace astro::studio
