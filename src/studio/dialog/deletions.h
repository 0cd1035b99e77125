// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace astro::studio {

/// Something of the rules that was deleted, and where it stood.
struct Deleted {
    enum class From { rules, conditions, actions, labels, queues };

    std::variant<rules::Rule, rules::Condition, rules::Action, rules::Label, rules::Queue> what;
    std::size_t place = 0;
    std::string rule; ///< of a condition or an action: whose

    From from() const { return static_cast<From>(what.index()); }
};

/// What was deleted while the dialog is open. The last one is brought back first.
class Deletions {
public:
    void add(Deleted deleted) { all_.push_back(std::move(deleted)); }
    /// The one that would be brought back, when it was deleted from there; else null.
    const Deleted *last(Deleted::From from) const;
    /// Puts the last one back to where it was, or as near as there is room. @return it; a rule may have another name
    /// then, if somebody else has taken its own.
    Deleted bring_back(rules::RuleSet &set);
    /// Something was renamed. @return whether anything of this was named.
    bool rename(const rules::Rename &renamed);

private:
    std::vector<Deleted> all_;
};

} // namespace astro::studio
