// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/new_rule.h"

#include "rules/ready_rules.h"
#include "studio/locale.h"
#include "studio/rule_places.h"

#include <utility>

namespace astro::studio {
namespace {

rules::Rule new_rule(const std::string &word)
{
    for (const rules::ReadyRule &ready : rules::ready_rules()) {
        const std::string key = "Ready." + word;
        if (ready.word == word)
            return made_of(ready, text(key.c_str()), text((key + ".Text").c_str()));
    }
    rules::Rule rule;
    rule.name = text("Rule.NewName");
    rules::Action action;
    action.type = "switch_scene";
    action.hold = std::chrono::seconds(5);
    rule.actions.push_back(std::move(action));
    return rule;
}

} // namespace

std::vector<NewRule> new_rules()
{
    std::vector<NewRule> all{{empty_rule, text("Rules.Add.Empty")}};
    for (const rules::ReadyRule &ready : rules::ready_rules()) {
        const std::string word(ready.word);
        all.push_back({word, text(("Ready." + word).c_str())});
    }
    return all;
}

const rules::Rule &add_new_rule(rules::RuleSet &set, const std::string &word)
{
    set.rules.push_back(new_rule(word));
    give_way(set.rules, set.rules.size() - 1);
    return set.rules.back();
}

} // namespace astro::studio
