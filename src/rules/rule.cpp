// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule.h"

#include "rules/rule_members.h"

namespace astro::rules {
namespace {

bool follow(std::vector<std::string> &names, const Rename &renamed)
{
    bool named = false;
    for (std::string &name : names)
        named |= renamed.follow(name);
    return named;
}

} // namespace

bool rename(Rule &rule, const Rename &renamed)
{
    bool named = false;
    for (Action &action : rule.actions)
        named |= rename(action, renamed);
    if (renamed.of == Rename::Of::account)
        named |= renamed.follow(rule.account);
    if (renamed.of == Rename::Of::queue)
        named |= renamed.follow(rule.queue);
    for (const RuleMember &member : rule_members()) {
        if (renamed.of == Rename::Of::source && member.holds == RuleMember::Holds::scenes)
            named |= follow(rule.*std::get<std::vector<std::string> Rule::*>(member.place), renamed);
    }
    return named;
}

bool rename(RuleSet &set, const Rename &renamed)
{
    bool named = false;
    for (Rule &rule : set.rules)
        named |= rename(rule, renamed);
    if (renamed.of != Rename::Of::source)
        return named;
    named |= follow(set.guard.scenes, renamed);
    for (Label &label : set.labels)
        named |= renamed.follow(label.source);
    return named;
}

} // namespace astro::rules
