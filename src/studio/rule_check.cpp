// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_check.h"

#include "rules/rule_file.h"
#include "studio/lookup.h"

#include <algorithm>

namespace astro::studio {
namespace {

void look_for(const rules::Action &action, const rules::ActionType &type, std::vector<Problem> &problems)
{
    const bool scene_named = type.uses_scene && !action.scene.empty();
    if (scene_named && !lookup::scene(action.scene)) {
        problems.push_back({"Problem.NoScene", {action.scene}});
    } else if (type.uses_source && !action.source.empty()) {
        if (!type.uses_scene && !lookup::source(action.source))
            problems.push_back({"Problem.NoSource", {action.source}});
        else if (scene_named && !lookup::item(action.scene, action.source))
            problems.push_back({"Problem.NoItem", {action.source, action.scene}});
    }
}

bool has_account(const settings::Settings &settings, const std::string &name)
{
    return std::any_of(settings.accounts.begin(), settings.accounts.end(),
                       [&](const settings::StoredAccount &stored) { return stored.account.name == name; });
}

} // namespace

std::vector<Problem> problems_in_obs(const rules::Rule &rule, const settings::Settings &settings)
{
    std::vector<Problem> problems;
    if (!rule.account.empty() && !has_account(settings, rule.account))
        problems.push_back({"Problem.NoAccount", {rule.account}});
    for (const rules::Action &action : rule.actions) {
        if (const rules::ActionType *type = rules::find_action_type(action.type))
            look_for(action, *type, problems);
    }
    return problems;
}

std::vector<Problem> problems_of(const rules::Rule &rule, const settings::Settings &settings)
{
    std::vector<Problem> problems = rules::check(rule);
    for (Problem &problem : problems_in_obs(rule, settings))
        problems.push_back(std::move(problem));
    return problems;
}

} // namespace astro::studio
