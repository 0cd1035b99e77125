// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_check.h"

#include "events/event.h"
#include "rules/event_filter.h"
#include "rules/rule_check.h"
#include "studio/field_choices.h"
#include "studio/locale.h"

#include <algorithm>

namespace astro::studio {
namespace {

bool has_account(const settings::Settings &settings, const std::string &name)
{
    return std::any_of(settings.accounts.begin(), settings.accounts.end(),
                       [&](const settings::StoredAccount &stored) { return stored.account.name == name; });
}

/// That nothing sets off the rule, since none of the accounts that it is for asks for what tells of its event.
std::optional<Problem> problem_of_topics(const rules::Rule &rule, const settings::Settings &settings)
{
    const rules::EventFilter filter(rule.event);
    const auto telling = filter.kind() ? events::topics_of(*filter.kind())
                                       : std::vector<std::string_view>(filter.topic().empty() ? 0 : 1, filter.topic());
    if (telling.empty())
        return std::nullopt;
    bool any_account = false;
    for (const settings::StoredAccount &stored : settings.accounts) {
        if (!rule.account.empty() && stored.account.name != rule.account)
            continue;
        any_account = true;
        const auto &asked = stored.account.topics;
        if (std::find_first_of(asked.begin(), asked.end(), telling.begin(), telling.end()) != asked.end())
            return std::nullopt;
    }
    if (!any_account)
        return std::nullopt; // which is told by itself
    return Problem{"Problem.TopicNotAsked", {label_of_topic(std::string(telling.front()))}};
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
    if (auto problem = problem_of_topics(rule, settings))
        problems.push_back(std::move(*problem));
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
