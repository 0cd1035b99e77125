// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_form.h"

#include "studio/form_values.h"
#include "studio/locale.h"
#include "studio/lookup.h"
#include "studio/rule_check.h"
#include "support/json.h"
#include "support/text.h"
#include "support/unique_names.h"

#include "events/event.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace astro::studio {
namespace {

constexpr std::size_t spare_rows = 4;
using rules::topic_prefix;

/// "rule.action.3.scene" taken apart.
struct RowField {
    std::size_t row;
    std::string member;
};

std::optional<RowField> row_field(const std::string &name, std::string_view prefix)
{
    if (name.compare(0, prefix.size(), prefix) != 0)
        return std::nullopt;
    const std::size_t dot = name.find('.', prefix.size());
    if (dot == std::string::npos)
        return std::nullopt;
    return RowField{read_index(name.substr(prefix.size(), dot - prefix.size())), name.substr(dot + 1)};
}

std::vector<Choice> words(const std::vector<std::string> &values, const std::string &key_prefix)
{
    std::vector<Choice> choices;
    choices.reserve(values.size());
    for (const std::string &value : values)
        choices.push_back({text((key_prefix + value).c_str()), value});
    return choices;
}

std::vector<Choice> names(const std::vector<std::string> &values)
{
    std::vector<Choice> choices;
    choices.reserve(values.size());
    for (const std::string &value : values)
        choices.push_back({value, value});
    return choices;
}

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

std::vector<Choice> account_choices(const settings::Settings &settings)
{
    std::vector<Choice> choices{{text("Rule.Account.Any"), ""}};
    for (const settings::StoredAccount &stored : settings.accounts)
        choices.push_back({stored.account.name, stored.account.name});
    return choices;
}

std::vector<Choice> action_choices()
{
    std::vector<Choice> choices;
    for (const rules::ActionType &type : rules::action_types())
        choices.push_back({text(("Action." + std::string(type.word)).c_str()), std::string(type.word)});
    return choices;
}

std::vector<std::string> rule_names(const std::vector<rules::Rule> &all)
{
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const rules::Rule &rule : all)
        names.push_back(rule.name);
    return names;
}

/// What stands in the list. An entry that could not be read has no name of its own.
std::vector<std::string> listed_names(const rules::RuleSet &set)
{
    std::vector<std::string> names = rule_names(set.rules);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!set.rules[i].unreadable.isNull())
            names[i] = text("Rules.Unreadable");
    }
    return unique_names(names, {});
}

std::vector<Choice> rule_choices(const rules::RuleSet &set, const std::vector<std::string> &names)
{
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool off = !set.rules[i].enabled && set.rules[i].unreadable.isNull();
        choices.push_back({off ? text("Rules.SwitchedOff", {names[i]}) : names[i], std::to_string(i)});
    }
    return choices;
}

/// "Somebody follows", or the topic's name.
std::string event_text(const rules::Rule &rule)
{
    if (rule.event == topic_prefix)
        return text("Event.topic");
    if (is_topic(rule))
        return rule.event.substr(topic_prefix.size());
    const bool known = rule.event == "any" || events::kind_from(rule.event);
    return known ? text(("Event." + rule.event).c_str()) : rule.event;
}

/// One line of the overview: what it is called, when it runs, and whether it can.
std::string overview_line(const rules::Rule &rule, const std::string &name, std::size_t place, bool chosen,
                          const settings::Settings &settings)
{
    const char *key = !rule.unreadable.isNull()             ? "Rules.Line.Unreadable"
                      : !rule.enabled                       ? "Rules.Line.Off"
                      : problems_of(rule, settings).empty() ? "Rules.Line"
                                                            : "Rules.Line.Problem";
    const std::string line = FormBuilder::escape(text(key, {std::to_string(place + 1), name, event_text(rule)}));
    return chosen ? "<b>" + line + "</b>" : line;
}

/// Hand-edited JSON that is shown and not understood.
std::string excerpt(const Json::Value &unreadable)
{
    constexpr std::size_t longest = 200;
    return FormBuilder::escape(text::presentable(json::write_compact(unreadable), longest));
}

rules::Action new_action(const char *type)
{
    rules::Action action;
    action.type = type;
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

rules::Rule new_rule(std::string name)
{
    rules::Rule rule;
    rule.name = std::move(name);
    rule.actions.push_back(new_action("switch_scene"));
    return rule;
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

void edit_condition(rules::Condition &condition, const std::string &member, const std::string &value)
{
    if (member == "field")
        condition.field = text::trim(value);
    else if (member == "test")
        condition.test = value;
    else if (member == "value")
        condition.value = value;
}

void edit_action(rules::Action &action, const std::string &member, const std::string &name, obs_data_t *fields)
{
    const char *value = obs_data_get_string(fields, name.c_str());
    if (member == "type")
        action.type = value;
    else if (member == "scene")
        action.scene = value;
    else if (member == "source")
        action.source = value;
    else if (member == "text")
        action.text = value;
    else if (member == "for_ms")
        action.hold = std::chrono::milliseconds(obs_data_get_int(fields, name.c_str()));
}

} // namespace

const rules::Rule *RuleForm::chosen(const rules::RuleSet &set) const
{
    return chosen_ < set.rules.size() ? &set.rules[chosen_] : nullptr;
}

bool RuleForm::outgrown(const Draft &draft) const
{
    const rules::Rule *rule = chosen(draft.rules);
    return rule && (rule->conditions.size() > condition_rows_ || rule->actions.size() > action_rows_);
}

std::string RuleForm::overview(const Draft &draft, const std::vector<std::string> &names) const
{
    std::string html;
    for (std::size_t i = 0; i < names.size(); ++i) {
        html += (i > 0 ? "<br/>" : "") + overview_line(draft.rules.rules[i], names[i], i, i == chosen_, draft.settings);
    }
    return html;
}

void RuleForm::show(FormBuilder &form, const Draft &draft, bool build)
{
    if (chosen_ >= draft.rules.rules.size())
        chosen_ = draft.rules.rules.empty() ? 0 : draft.rules.rules.size() - 1;
    const rules::Rule *picked = chosen(draft.rules);
    const rules::Rule rule = picked ? *picked : rules::Rule();
    if (build) {
        condition_rows_ = rule.conditions.size() + spare_rows;
        action_rows_ = rule.actions.size() + spare_rows;
    }

    const auto all_names = listed_names(draft.rules);
    form.enter_group("rules", text("Rules.Group"), true);
    form.info("rules.none", "Rules.None", !picked, FormBuilder::escape(text("Rules.None.Text")));
    form.info("rules.overview", "Rules.Overview", picked, overview(draft, all_names));
    form.list("rules.chosen", "Rules.Chosen", picked, rule_choices(draft.rules, all_names), std::to_string(chosen_));
    form.button("rules.add", "Rules.Add", true);
    form.leave();

    const bool readable = picked && rule.unreadable.isNull();
    form.enter_group("rule", text("Rule.Group", {picked ? all_names[chosen_] : ""}), picked);
    const auto problems = picked ? problems_of(rule, draft.settings) : std::vector<Problem>();
    form.info("rule.problems", "Rule.Problems", !problems.empty(), html_problems(problems), OBS_TEXT_INFO_WARNING);
    form.toggle("rule.enabled", "Rule.Enabled", readable, rule.enabled);
    form.text("rule.name", "Rule.Name", readable, rule.name);
    const bool topic = is_topic(rule);
    form.list("rule.event", "Rule.Event", readable, event_choices(), topic ? std::string(topic_prefix) : rule.event);
    form.list("rule.topic", "Rule.Topic", readable && topic, names(gateway::known_topics()),
              topic ? rule.event.substr(topic_prefix.size()) : "", true);
    form.list("rule.account", "Rule.Account", readable && (draft.settings.accounts.size() > 1 || !rule.account.empty()),
              account_choices(draft.settings), rule.account);
    show_conditions(form, rule);
    form.button("rule.add_condition", "Rule.AddCondition", readable);
    show_actions(form, rule);
    form.button("rule.add_action", "Rule.AddAction", readable);
    form.milliseconds("rule.cooldown", "Rule.Cooldown", readable, rule.cooldown.count());
    form.text("rule.queue", "Rule.Queue", readable, rule.queue);
    form.button("rule.try", "Rule.Try", readable);
    form.button("rule.up", "Rule.Up", picked && chosen_ > 0);
    form.button("rule.down", "Rule.Down", picked && chosen_ + 1 < all_names.size());
    form.button("rule.duplicate", "Rule.Duplicate", readable);
    form.button("rule.delete", "Rule.Delete", picked);
    form.leave();
}

void RuleForm::show_conditions(FormBuilder &form, const rules::Rule &rule)
{
    for (std::size_t i = 0; i < condition_rows_; ++i) {
        const bool used = i < rule.conditions.size();
        const rules::Condition condition = used ? rule.conditions[i] : rules::Condition();
        const std::string row = "rule.condition." + std::to_string(i) + ".";
        const bool readable = used && condition.unreadable.isNull();
        form.enter_group(row + "group", text("Condition.Group", {std::to_string(i + 1)}), used);
        form.info(row + "kept", "Condition.Kept", used && !readable, excerpt(condition.unreadable));
        form.list(row + "field", "Condition.Field", readable, names(events::field_names()), condition.field, true);
        form.list(row + "test", "Condition.Test", readable, words(rules::test_words(), "Test."), condition.test);
        form.text(row + "value", "Condition.Value", readable && condition.test != "exists", condition.value);
        form.button(row + "remove", "Condition.Remove", used);
        form.leave();
    }
}

void RuleForm::show_actions(FormBuilder &form, const rules::Rule &rule)
{
    for (std::size_t i = 0; i < action_rows_; ++i) {
        const bool used = i < rule.actions.size();
        const rules::Action action = used ? rule.actions[i] : rules::Action();
        const bool readable = used && action.unreadable.isNull();
        const rules::ActionType *type = readable ? rules::find_action_type(action.type) : nullptr;
        const bool scene = type && type->uses_scene;
        const bool source = type && type->uses_source;
        const std::string row = "rule.action." + std::to_string(i) + ".";
        form.enter_group(row + "group", text("Action.Group", {std::to_string(i + 1)}), used);
        form.info(row + "kept", "Action.Kept", used && !readable, excerpt(action.unreadable));
        form.list(row + "type", "Action.Type", readable, action_choices(), action.type);
        form.list(row + "scene", "Action.Scene", scene, scene ? names(lookup::scene_names()) : std::vector<Choice>(),
                  action.scene);
        const auto sources = scene ? lookup::source_names(action.scene) : lookup::text_source_names();
        form.list(row + "source", "Action.Source", source, names(sources), action.source);
        form.text(row + "text", "Action.Text", type && type->uses_text, action.text);
        form.milliseconds(row + "for_ms", "Action.Hold", type && type->can_undo, action.hold.count());
        form.button(row + "remove", "Action.Remove", used);
        form.leave();
    }
}

bool RuleForm::edit(Draft &draft, const std::string &name, obs_data_t *fields)
{
    const std::string value = obs_data_get_string(fields, name.c_str());
    if (name == "rules.chosen") {
        chosen_ = read_index(value);
        return true;
    }
    auto &all = draft.rules.rules;
    if (chosen_ >= all.size())
        return false;
    rules::Rule &rule = all[chosen_];
    if (name == "rule.enabled") {
        rule.enabled = obs_data_get_bool(fields, name.c_str());
        return true;
    }
    if (name == "rule.event") {
        rule.event = value;
        return true;
    }
    if (name == "rule.account") {
        rule.account = value;
        return true; // its problem may be gone
    }
    if (name == "rule.topic") {
        rule.event = std::string(topic_prefix) + std::string(text::trim(value));
    } else if (name == "rule.queue") {
        rule.queue = text::trim(value);
    } else if (name == "rule.cooldown") {
        rule.cooldown = std::chrono::milliseconds(obs_data_get_int(fields, name.c_str()));
    } else if (name == "rule.name") {
        name_rule(all, rule, std::string(text::trim(value)));
    } else if (const auto condition = row_field(name, "rule.condition."); condition) {
        if (condition->row < rule.conditions.size())
            edit_condition(rule.conditions[condition->row], condition->member, value);
        return condition->member == "test";
    } else if (const auto action = row_field(name, "rule.action."); action) {
        if (action->row < rule.actions.size())
            edit_action(rule.actions[action->row], action->member, name, fields);
        return action->member == "type" || action->member == "scene" || action->member == "source";
    }
    return false;
}

std::string RuleForm::problems(const Draft &draft) const
{
    std::string all;
    for (const rules::Rule &rule : draft.rules.rules)
        all += problems_of(rule, draft.settings).empty() ? '.' : '!';
    if (const rules::Rule *rule = chosen(draft.rules))
        all += html_problems(problems_of(*rule, draft.settings));
    return all;
}

bool RuleForm::click(Draft &draft, const std::string &name)
{
    auto &all = draft.rules.rules;
    if (name == "rules.add") {
        all.push_back(new_rule(text("Rule.NewName")));
        all.back().name = unique_names(rule_names(all), {}).back();
        chosen_ = all.size() - 1;
        return true;
    }
    if (chosen_ >= all.size())
        return false;
    rules::Rule &rule = all[chosen_];
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(chosen_);
    if (name == "rule.try") {
        try_rule_(rule);
    } else if (name == "rule.up" && chosen_ > 0) {
        std::iter_swap(here, here - 1);
        --chosen_;
    } else if (name == "rule.down" && chosen_ + 1 < all.size()) {
        std::iter_swap(here, here + 1);
        ++chosen_;
    } else if (name == "rule.duplicate") {
        all.insert(here + 1, rules::Rule(rule));
        all[chosen_ + 1].name = unique_names(rule_names(all), {})[chosen_ + 1];
        ++chosen_;
    } else if (name == "rule.delete") {
        all.erase(here);
    } else if (name == "rule.add_condition") {
        rule.conditions.push_back(new_condition());
    } else if (name == "rule.add_action") {
        rule.actions.push_back(new_action("show_source"));
    } else if (const auto condition = row_field(name, "rule.condition."); condition) {
        if (condition->row < rule.conditions.size())
            rule.conditions.erase(rule.conditions.begin() + static_cast<std::ptrdiff_t>(condition->row));
    } else if (const auto action = row_field(name, "rule.action."); action) {
        if (action->row < rule.actions.size())
            rule.actions.erase(rule.actions.begin() + static_cast<std::ptrdiff_t>(action->row));
    } else {
        return false;
    }
    return true;
}

} // namespace astro::studio
