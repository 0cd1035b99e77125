// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_check.h"

#include "rules/event_filter.h"
#include "rules/surroundings.h"
#include "rules/template.h"
#include "support/number.h"
#include "support/text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace astro::rules {
namespace {

/// A field of the house, or a path into the notification. A misspelt one is worth a word: it would always be empty.
bool is_field(const std::string &name)
{
    static const std::vector<std::string> members_of_a_notification{"id", "room", "ts", "data"};
    const auto has = [&name](const auto &names) { return std::find(names.begin(), names.end(), name) != names.end(); };
    return has(events::field_names()) || has(members_of_a_notification) || name.find('.') != std::string::npos;
}

/// What is misspelt in two texts is told once.
void add(std::vector<Problem> &problems, Problem problem)
{
    if (std::find(problems.begin(), problems.end(), problem) == problems.end())
        problems.push_back(std::move(problem));
}

void check_condition(const Condition &condition, std::vector<Problem> &problems)
{
    if (const auto problem = CompiledCondition(condition).problem())
        add(problems, *problem);
    if (!condition.unreadable.isNull())
        return;
    const std::string field{text::trim(condition.field)};
    if (field.empty())
        add(problems, {"Problem.Rule.NoField", {}});
    else if (is_late_field(field)) // filled in when an action begins: no event has it
        add(problems, {"Problem.Rule.OnlyInTexts", {field}});
    else if (!is_field(field))
        add(problems, {"Problem.Rule.UnknownField", {field}});
}

/// @param number the action's place in its rule, from 1.
void check_action(const Action &action, std::size_t number, std::vector<Problem> &problems)
{
    const std::string place = std::to_string(number);
    if (!action.unreadable.isNull()) {
        add(problems, {"Problem.Rule.UnreadableAction", {place}});
        return;
    }
    const ActionType *type = find_action_type(action.type);
    if (!type) {
        add(problems, {"Problem.Rule.UnknownAction", {place, action.type}});
        return;
    }
    for (const ActionField &field : type->fields) {
        const FieldKindRow &kind = row_of(field.kind);
        if (field.shape() == Shape::object && action.value(field.name).isString() && !action.text(field.name).empty())
            add(problems, {"Problem.Rule.BadSettings", {place}});
        else if (is_needed(action, field) && !is_filled(action, field))
            add(problems, {kind.missing, {place}});
        if (!kind.is_template)
            continue;
        const std::string text = action.text(field.name);
        const Template parsed(text);
        const auto used = parsed.fields();
        for (const auto &name : used) {
            if (!is_field(name) && !is_late_field(name))
                add(problems, {"Problem.Rule.UnknownField", {name}});
        }
        for (const auto &format : parsed.unknown_formats())
            add(problems, {"Problem.Rule.UnknownFormat", {format}});
        if (field.kind == FieldKind::amount && used.empty() && !text.empty() && !number_from(text))
            add(problems, {"Problem.Rule.NoNumberInAction", {place, text}});
    }
}

} // namespace

std::vector<Problem> check(const Rule &rule)
{
    if (!rule.unreadable.isNull())
        return {{"Problem.Rule.Unreadable", {}}};
    std::vector<Problem> problems;
    if (rule.event == topic_prefix)
        add(problems, {"Problem.Rule.NoTopic", {}});
    else if (!EventFilter(rule.event).known())
        add(problems, {"Problem.Rule.UnknownEvent", {rule.event}});
    for (const std::string &word : rule.only_while) {
        if (!find_activity(word))
            add(problems, {"Problem.Rule.UnknownActivity", {word}});
    }
    for (const auto &condition : rule.conditions)
        check_condition(condition, problems);
    if (rule.actions.empty())
        add(problems, {"Problem.Rule.NoActions", {}});
    for (std::size_t i = 0; i < rule.actions.size(); ++i)
        check_action(rule.actions[i], i + 1, problems);
    return problems;
}

bool is_unfinished(const std::vector<Problem> &problems)
{
    return !problems.empty() && std::all_of(problems.begin(), problems.end(), [](const Problem &problem) {
        return problem.key == "Problem.Rule.NoActions" || problem.key == "Problem.Rule.NoTopic" ||
               problem.key == "Problem.Rule.NoField" || tells_of_missing_field(problem.key);
    });
}

} // namespace astro::rules
