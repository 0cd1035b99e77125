// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/same_rules.h"

#include "rules/rule_file.h"
#include "rules/rule_members.h"

#include <algorithm>
#include <tuple>
#include <variant>
#include <vector>

namespace astro::studio {
namespace {

using rules::Action;
using rules::Condition;
using rules::Rule;
using rules::RuleSet;

bool is_same(const Condition &a, const Condition &b)
{
    const auto all = [](const Condition &c) { return std::tie(c.field, c.test, c.value, c.extra, c.unreadable); };
    return all(a) == all(b);
}

bool is_same(const Action &a, const Action &b)
{
    const auto all = [](const Action &c) {
        return std::tie(c.type, c.members, c.after, c.hold, c.until_media, c.enabled, c.extra, c.unreadable);
    };
    return all(a) == all(b);
}

template <class Item>
bool are_same(const std::vector<Item> &a, const std::vector<Item> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Item &one, const Item &other) { return is_same(one, other); });
}

bool is_same(const Rule &a, const Rule &b)
{
    const auto &members = rules::rule_members();
    return a.name == b.name && a.extra == b.extra && a.unreadable == b.unreadable &&
           are_same(a.conditions, b.conditions) && are_same(a.actions, b.actions) &&
           std::all_of(members.begin(), members.end(), [&](const rules::RuleMember &member) {
               return std::visit([&](auto place) { return a.*place == b.*place; }, member.place);
           });
}

std::string written(const Rule &rule)
{
    RuleSet alone;
    alone.rules.push_back(rule);
    return rules::write_rules(alone);
}

std::string written_beside(const RuleSet &set)
{
    RuleSet beside;
    beside.labels = set.labels;
    beside.queues = set.queues;
    beside.guard = set.guard;
    beside.overlay_buttons = set.overlay_buttons;
    beside.extra = set.extra;
    return rules::write_rules(beside);
}

} // namespace

bool same_rules(const RuleSet &a, const RuleSet &b)
{
    // What differs may be written alike all the same: an action's empty text as none at all.
    const auto alike = [](const Rule &one, const Rule &other) {
        return is_same(one, other) || written(one) == written(other);
    };
    return std::equal(a.rules.begin(), a.rules.end(), b.rules.begin(), b.rules.end(), alike) &&
           written_beside(a) == written_beside(b);
}

} // namespace astro::studio
