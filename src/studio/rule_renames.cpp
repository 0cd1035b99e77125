// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_renames.h"

#include <utility>

namespace astro::studio {

void RuleRenames::add(const std::string &from, const std::string &to)
{
    if (from == to)
        return;
    auto known = before_.extract(from);
    std::string before = from;
    if (known)
        before = std::move(known.mapped());
    before_.erase(to); // of a rule that was deleted
    if (before != to)
        before_.emplace(to, std::move(before));
}

void RuleRenames::add_new(const std::string &name)
{
    before_[name] = "";
}

void RuleRenames::add_known(const std::string &before, const std::string &name)
{
    before_.erase(name); // of a rule that was deleted
    if (before != name)
        before_.emplace(name, before);
}

std::string RuleRenames::before(const std::string &name) const
{
    const auto known = before_.find(name);
    return known == before_.end() ? name : known->second;
}

std::vector<RenamedRule> RuleRenames::of(const rules::RuleSet &now) const
{
    std::vector<RenamedRule> renamed;
    for (const rules::Rule &rule : now.rules) {
        const auto known = before_.find(rule.name);
        if (rule.unreadable.isNull() && known != before_.end() && !known->second.empty())
            renamed.push_back({known->second, rule.name});
    }
    return renamed;
}

} // namespace astro::studio
