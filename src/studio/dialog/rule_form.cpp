// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/rule_form.h"

#include "events/event.h"
#include "rules/event_filter.h"
#include "studio/dialog/form_values.h"
#include "studio/dialog/member_fields.h"
#include "studio/locale.h"
#include "studio/rule_check.h"
#include "support/text.h"
#include "support/unique_names.h"

#include <algorithm>
#include <utility>

namespace astro::studio {
namespace {

constexpr std::size_t spare_rows = 4;
constexpr std::string_view condition_prefix = "rule.condition.";
constexpr std::string_view action_prefix = "rule.action.";
using rules::topic_prefix;

bool is_topic(const rules::Rule &rule)
{
    return rule.event.compare(0, topic_prefix.size(), topic_prefix) == 0;
}

std::vector<Choice> event_choices()
{
    std::vector<Choice> choices;
    for (const events::Kind kind : events::nameable_kinds()) {
        const std::string word(events::to_word(kind));
        choices.push_back({text(("Event." + word).c_str()), word});
    }
    choices.push_back({text("Event.any"), "any"});
    choices.push_back({text("Event.topic"), std::string(topic_prefix)});
    return choices;
}

rules::Action new_action()
{
    rules::Action action;
    action.type = "show_source";
    action.hold = std::chrono::seconds(5);
    return action;
}

rules::Condition new_condition()
{
    rules::Condition condition;
    condition.field = "amount";
    condition.test = "at_least";
    condition.value = "1";
    return condition;
}

/// A rule is known by its name: an empty one waits until more is typed, a taken one gets a number.
void name_rule(const std::vector<rules::Rule> &all, rules::Rule &rule, std::string wanted)
{
    if (wanted.empty())
        return;
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const rules::Rule &other : all) {
        if (&other != &rule)
            names.push_back(other.name);
    }
    names.push_back(std::move(wanted));
    rule.name = unique_names(names, {}).back();
}

/// Values that are compared one by one are written a line each.
bool takes_several(const std::string &test)
{
    return test == "one_of";
}

void edit_condition(rules::Condition &condition, const std::string &member, const std::string &value)
{
    if (member == "field")
        condition.field = text::trim(value);
    else if (member == "test")
        condition.test = value;
    else if (member == "value" || member == "values")
        condition.value = value;
}

template <class T>
bool remove_row(std::vector<T> &all, std::size_t row, const std::string &rule, Deletions &deletions)
{
    if (row >= all.size())
        return false;
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(row);
    deletions.add({*here, row, rule});
    all.erase(here);
    return true;
}

} // namespace

std::string RuleForm::shown_rule(const rules::RuleSet &set) const
{
    const rules::Rule *rule = list_.chosen(set);
    return rule ? rule->name : std::string();
}

bool RuleForm::outgrown(const Draft &draft) const
{
    const rules::Rule *rule = list_.chosen(draft.rules);
    return (rule && (rule->conditions.size() > condition_rows_ || rule->actions.size() > action_rows_)) ||
           set_form_.outgrown(draft.rules);
}

void RuleForm::show(FormBuilder &form, const Draft &draft, bool build)
{
    list_.show(form, draft);
    const rules::Rule *picked = list_.chosen(draft.rules);
    const rules::Rule rule = picked ? *picked : rules::Rule();
    const bool readable = picked && rule.unreadable.isNull();
    if (build) {
        condition_rows_ = rule.conditions.size() + spare_rows;
        action_rows_ = rule.actions.size() + spare_rows;
    }
    show_head(form, draft, rule, picked ? listed_names(draft.rules)[list_.place()] : "", picked);
    show_when(form, draft, rule, readable);
    show_only_if(form, draft, rule, readable);
    show_do(form, draft, rule, readable);
    show_flow(form, draft, rule, readable);
    show_buttons(form, draft, picked, readable);
    set_form_.show(form, draft, build);
}

void RuleForm::show_head(FormBuilder &form, const Draft &draft, const rules::Rule &rule, const std::string &listed_name,
                         bool picked)
{
    const bool readable = picked && rule.unreadable.isNull();
    const bool asking = depth() == Depth::asked;
    form.enter_group("rule", text("Rule.Group", {listed_name}), picked);
    form.info("rule.asked", "Rules.None", readable && asking, FormBuilder::escape(text("Rule.Asked")));
    const auto problems = picked ? problems_of(rule, draft.rules, draft.settings) : std::vector<Problem>();
    form.info("rule.problems", "Rule.Problems", !problems.empty() && !asking, html_problems(problems),
              OBS_TEXT_INFO_WARNING);
    show_members(form, Section::head, rule, draft, readable && !asking, more_);
    form.text("rule.name", "Rule.Name", readable, rule.name);
    form.toggle("rule.everything", "Rule.Everything", readable && asking, false);
    form.toggle("rule.more", "Rule.More", readable && !asking, more_);
    form.leave();
}

void RuleForm::show_when(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable)
{
    const bool shown = readable && depth() != Depth::asked;
    const bool topic = is_topic(rule);
    form.enter_group("rule.when", text("Rule.When"), shown);
    form.list("rule.event", "Rule.Event", shown, event_choices(), topic ? std::string(topic_prefix) : rule.event);
    form.list("rule.topic", "Rule.Topic", shown && topic, names(gateway::known_topics()),
              topic ? rule.event.substr(topic_prefix.size()) : "", true);
    show_members(form, Section::when, rule, draft, shown, more_);
    form.leave();
}

void RuleForm::show_only_if(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable)
{
    const bool usual = readable && depth() != Depth::asked;
    form.enter_group("rule.only_if", text("Rule.OnlyIf"), usual || (readable && !rule.conditions.empty()));
    for (std::size_t i = 0; i < condition_rows_; ++i)
        show_condition(form, i, i < rule.conditions.size() ? &rule.conditions[i] : nullptr);
    form.button("rule.add_condition", "Rule.AddCondition", usual);
    const Deleted *deleted = draft.deletions.last(Deleted::From::conditions);
    form.button("rule.bring_back_condition", "Rule.BringBackCondition", usual && deleted,
                {deleted ? std::to_string(deleted->place + 1) : "", deleted ? deleted->rule : ""});
    show_members(form, Section::only_if, rule, draft, usual, more_);
    form.leave();
}

void RuleForm::show_condition(FormBuilder &form, std::size_t place, const rules::Condition *of)
{
    const rules::Condition condition = of ? *of : rules::Condition();
    const std::string row = std::string(condition_prefix) + std::to_string(place) + ".";
    const std::string number = std::to_string(place + 1);
    const bool readable = of && condition.unreadable.isNull();
    const bool value = readable && rules::takes_value(condition.test);
    const bool several = takes_several(condition.test);
    form.enter_group(row + "group", text("Condition.Group", {number}), of);
    form.info(row + "kept", "Condition.Kept", of && !readable, html_excerpt(condition.unreadable));
    const std::vector<Choice> none;
    form.list(row + "field", "Condition.Field", readable, readable ? names(events::field_names()) : none,
              condition.field, true);
    form.list(row + "test", "Condition.Test", readable, readable ? words(rules::test_words(), "Test.") : none,
              condition.test);
    form.text(row + "value", "Condition.Value", value && !several, condition.value);
    form.text(row + "values", "Condition.Values", value && several, condition.value, OBS_TEXT_MULTILINE);
    form.button(row + "remove", "Condition.Remove", of && depth() != Depth::asked, {number});
    form.leave();
}

void RuleForm::show_do(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable)
{
    const bool usual = readable && depth() != Depth::asked;
    form.enter_group("rule.do", text("Rule.Do"), readable);
    show_actions(form, rule, draft.rules, action_rows_, depth());
    form.button("rule.add_action", "Rule.AddAction", usual);
    const Deleted *deleted = draft.deletions.last(Deleted::From::actions);
    form.button("rule.bring_back_action", "Rule.BringBackAction", usual && deleted,
                {deleted ? std::to_string(deleted->place + 1) : "", deleted ? deleted->rule : ""});
    form.leave();
}

void RuleForm::show_flow(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable)
{
    const bool usual = readable && depth() != Depth::asked;
    form.enter_group("rule.flow", text("Rule.Flow"), usual);
    show_members(form, Section::flow, rule, draft, usual, more_);
    form.leave();
}

void RuleForm::show_buttons(FormBuilder &form, const Draft &draft, bool picked, bool readable)
{
    form.enter_group("rule.buttons", text("Rule.Buttons"), picked);
    const bool usual = depth() != Depth::asked;
    form.button("rule.try", "Rule.Try", readable);
    form.button("rule.up", "Rule.Up", usual && picked && list_.place() > 0);
    form.button("rule.down", "Rule.Down", usual && picked && list_.place() + 1 < draft.rules.rules.size());
    form.button("rule.duplicate", "Rule.Duplicate", usual && readable);
    form.button("rule.delete", "Rule.Delete", picked);
    form.leave();
}

bool RuleForm::edit(Draft &draft, const std::string &name, obs_data_t *fields)
{
    if (list_.edit(draft, name, fields))
        return true;
    if (name == "rule.more") {
        more_ = obs_data_get_bool(fields, name.c_str());
        return true;
    }
    if (name == "rule.everything") {
        list_.ask_no_more();
        return true;
    }
    if (list_.place() < draft.rules.rules.size() && name.compare(0, 5, "rule.") == 0)
        return edit_rule(draft, draft.rules.rules[list_.place()], name, fields);
    return set_form_.edit(draft, name, fields);
}

bool RuleForm::edit_rule(Draft &draft, rules::Rule &rule, const std::string &name, obs_data_t *fields)
{
    const std::string value = obs_data_get_string(fields, name.c_str());
    if (const Edited edited = edit_member(rule, name, fields); edited != Edited::nothing)
        return edited == Edited::others_too;
    if (name == "rule.event") {
        rule.event = value;
        return true;
    }
    if (name == "rule.topic") {
        rule.event = std::string(topic_prefix) + std::string(text::trim(value));
    } else if (name == "rule.name") {
        const std::string before = rule.name;
        name_rule(draft.rules.rules, rule, std::string(text::trim(value)));
        draft.renames.add(before, rule.name);
        draft.rename(rules::Rename::of_our(rules::Rename::Of::rule, before, rule.name));
    } else if (const auto condition = row_field(name, condition_prefix); condition) {
        if (condition->row < rule.conditions.size())
            edit_condition(rule.conditions[condition->row], condition->member, value);
        return condition->member == "test";
    } else if (const auto action = row_field(name, action_prefix); action) {
        return action->row < rule.actions.size() &&
               edit_action(rule.actions[action->row], action->member, name, fields);
    }
    return false;
}

std::string RuleForm::problems(const Draft &draft) const
{
    // What is out of sight is not looked at: with many rules that would take longer than a frame, each second.
    std::string all = list_.marks(draft);
    if (const rules::Rule *rule = list_.chosen(draft.rules))
        all += html_problems(problems_of(*rule, draft.rules, draft.settings));
    return all;
}

bool RuleForm::click(Draft &draft, const std::string &name)
{
    if (name == "rules.bring_back") {
        bring_rule_back(draft);
        return true;
    }
    if (name == "rule.bring_back_condition" || name == "rule.bring_back_action") {
        list_.choose(draft.rules, draft.deletions.bring_back(draft.rules).rule);
        return true;
    }
    if (set_form_.click(draft, name))
        return true;
    auto &all = draft.rules.rules;
    return list_.place() < all.size() && (move_rule(draft, name) || click_in_rule(draft, all[list_.place()], name));
}

void RuleForm::bring_rule_back(Draft &draft)
{
    const Deleted back = draft.deletions.bring_back(draft.rules);
    const std::string &name = draft.rules.rules[back.place].name;
    if (name != std::get<rules::Rule>(back.what).name)
        draft.renames.add_new(name); // another rule has its own by now
    list_.choose(back.place);
}

/// What changes the list of rules.
bool RuleForm::move_rule(Draft &draft, const std::string &name)
{
    auto &all = draft.rules.rules;
    const std::size_t place = list_.place();
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(place);
    if (name == "rule.up" && place > 0) {
        std::iter_swap(here, here - 1);
        list_.choose(place - 1);
    } else if (name == "rule.down" && place + 1 < all.size()) {
        std::iter_swap(here, here + 1);
        list_.choose(place + 1);
    } else if (name == "rule.duplicate") {
        rules::Rule copy = *here;
        all.insert(here + 1, copy);
        name_rule(all, all[place + 1], copy.name);
        draft.renames.add_new(all[place + 1].name);
        list_.choose(place + 1);
    } else if (name == "rule.delete") {
        remove_row(all, place, "", draft.deletions);
        list_.choose(place);
    } else {
        return false;
    }
    return true;
}

/// What changes the rule that is shown.
bool RuleForm::click_in_rule(Draft &draft, rules::Rule &rule, const std::string &name)
{
    if (name == "rule.try") {
        try_rule_(rule);
    } else if (name == "rule.add_condition") {
        rule.conditions.push_back(new_condition());
    } else if (name == "rule.add_action") {
        rule.actions.push_back(new_action());
    } else if (const auto condition = row_field(name, condition_prefix); condition) {
        return remove_row(rule.conditions, condition->row, rule.name, draft.deletions);
    } else if (const auto action = row_field(name, action_prefix); action) {
        return remove_row(rule.actions, action->row, rule.name, draft.deletions);
    } else {
        return false;
    }
    return true;
}

} // namespace astro::studio
