// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_check.h"

#include "rules/rule_check.h"
#include "studio/field_choices.h"

#include <algorithm>

namespace astro::studio {
namespace {

bool has_account(const settings::Settings &settings, const std::string &name)
{
    return std::any_of(settings.accounts.begin(), settings.accounts.end(),
                       [&](const settings::StoredAccount &stored) { return stored.account.name == name; });
}

/// Not one of a type's own members: any action may have it.
std::optional<Problem> problem_of_until_media(const rules::Action &action, const rules::RuleSet &set)
{
    static const rules::ActionField field = rules::optional("until_media", rules::FieldKind::media_source);
    return action.until_media.empty() ? std::nullopt
                                      : choices_of(field.kind).check({action, field, set}, action.until_media);
}

} // namespace

std::vector<Problem> problems_in_obs(const rules::Rule &rule, const rules::RuleSet &set,
                                     const settings::Settings &settings)
{
    std::vector<Problem> problems;
    if (!rule.account.empty() && !has_account(settings, rule.account))
        problems.push_back({"Problem.NoAccount", {rule.account}});
    for (const rules::Action &action : rule.actions) {
        const rules::ActionType *type = rules::find_action_type(action.type);
        for (const rules::ActionField &field : type ? type->fields : std::vector<rules::ActionField>()) {
            for (Problem &problem : problems_in_obs({action, field, set}))
                problems.push_back(std::move(problem));
        }
        if (auto problem = problem_of_until_media(action, set))
            problems.push_back(std::move(*problem));
    }
    return problems;
}

std::vector<Problem> problems_of(const rules::Rule &rule, const rules::RuleSet &set, const settings::Settings &settings)
{
    std::vector<Problem> problems = rules::check(rule);
    for (Problem &problem : problems_in_obs(rule, set, settings))
        problems.push_back(std::move(problem));
    return problems;
}

} // namespace astro::studio
