// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/draft.h"

#include "rules/follow_rules.h"
#include "studio/same_rules.h"
#include "support/unique_names.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace astro::studio {

bool operator==(const Draft &a, const Draft &b)
{
    return a.settings.plain_accounts() == b.settings.plain_accounts() && same_rules(a.rules, b.rules);
}

bool Draft::rename(const rules::Rename &renamed)
{
    const bool in_rules = rules::rename(rules, renamed);
    return deletions.rename(renamed) || in_rules;
}

bool Draft::change_rules(const std::function<bool(rules::RuleSet &)> &change, const std::vector<rules::Rule> &added)
{
    std::map<std::string, std::string> here; // by the name in force
    for (rules::Rule &rule : rules.rules) {
        if (!rule.unreadable.isNull())
            continue;
        std::string in_force = renames.before(rule.name);
        if (in_force.empty())
            in_force = '\n' + rule.name; // there is none, and no name of a rule has two lines
        here.emplace(in_force, rule.name);
        rule.name = std::move(in_force);
    }
    const std::size_t old = rules.rules.size();
    bool changed = change(rules);
    if (rules.rules.size() == old && !added.empty()) {
        rules.rules.insert(rules.rules.end(), added.begin(), added.end());
        changed = true;
    }
    std::vector<rules::Rule *> fresh;
    std::vector<std::string> names;
    for (rules::Rule &rule : rules.rules) {
        const auto known = here.find(rule.name);
        const bool readable = rule.unreadable.isNull();
        if (readable && known == here.end()) {
            fresh.push_back(&rule);
            continue;
        }
        if (readable)
            rule.name = known->second;
        names.push_back(rule.name);
    }
    const std::size_t before = names.size();
    for (std::size_t i = 0; i < fresh.size(); ++i)
        names.push_back(i < added.size() ? added[i].name : fresh[i]->name);
    const std::vector<std::string> given = unique_names(names, {}); // they give way to those that are new here, too
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        here.insert_or_assign(fresh[i]->name, given[before + i]);
        fresh[i]->name = given[before + i];
        renames.add_known(names[before + i], given[before + i]);
    }
    for (rules::Rule *const rule : fresh)
        rules::follow_rules(*rule, here); // they may run each other, too
    return changed;
}

std::string Draft::name_here(const std::string &in_force) const
{
    const auto found = std::find_if(rules.rules.begin(), rules.rules.end(), [&](const rules::Rule &rule) {
        return rule.unreadable.isNull() && renames.before(rule.name) == in_force;
    });
    return in_force.empty() || found == rules.rules.end() ? std::string() : found->name;
}

DraftHistory::DraftHistory(Draft at_opening) : opened_(std::move(at_opening))
{
    defaults_.settings = settings::Settings::defaults();
    // What the dialog does not show, it does not take away.
    defaults_.settings.left_out = opened_.settings.left_out;
    defaults_.settings.extra = opened_.settings.extra;
}

const Draft &DraftHistory::at(long long number) const
{
    if (number == defaults)
        return defaults_;
    const auto found = later_.find(number);
    return found == later_.end() ? opened_ : found->second;
}

bool DraftHistory::change_all(const std::function<bool(Draft &)> &change)
{
    bool changed = change(opened_);
    changed |= change(defaults_);
    for (auto &[number, draft] : later_)
        changed |= change(draft);
    return changed;
}

long long DraftHistory::add(Draft draft)
{
    constexpr std::size_t kept = 8;
    // What was deleted on the way there can be brought back all the same.
    if (draft == opened_) {
        opened_.deletions = std::move(draft.deletions);
        return opened;
    }
    if (draft == defaults_) {
        defaults_.deletions = std::move(draft.deletions);
        return defaults;
    }
    later_.emplace(++last_, std::move(draft));
    if (later_.size() > kept)
        later_.erase(later_.begin());
    return last_;
}

} // namespace astro::studio
