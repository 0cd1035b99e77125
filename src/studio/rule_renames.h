// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "studio/renamed_rules.h"

#include <map>
#include <string>
#include <vector>

namespace astro::studio {

/// Which rules have another name than when this began, step by step as they got it.
class RuleRenames {
public:
    void add(const std::string &from, const std::string &to);
    /// A rule of that name was added: it is none of those that there were.
    void add_new(const std::string &name);
    /// One was added that had the name `before` at the beginning, or would have had.
    void add_known(const std::string &before, const std::string &name);
    /// What the rule of this name was called at the beginning; "" for a new one.
    std::string before(const std::string &name) const;
    /// Of the rules that there are by now.
    std::vector<RenamedRule> of(const rules::RuleSet &now) const;

private:
    std::map<std::string, std::string> before_; ///< the name at the beginning, by the one of now; "": new since
};

} // namespace astro::studio
