// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_file.h"

#include "rules/matcher.h"
#include "rules/template.h"
#include "support/findings.h"
#include "support/json.h"
#include "support/members.h"
#include "support/text.h"
#include "support/unique_names.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace astro::rules {
namespace {

constexpr int current_version = 1;

const Json::Value no_elements{Json::arrayValue};

class RuleFindings : public Findings {
public:
    /// What reading the members of a rule, or of something in it, brought up.
    void add_rule(const std::string &name, const json::Members &members)
    {
        for (const auto &member : members.unreadable())
            add("Problem.Rules.WrongType", {name, member});
        for (const auto &member : members.clamped())
            add("Problem.Rules.OutOfRange", {name, member});
        for (const auto &member : members.unknown())
            add("Problem.Rules.UnknownMember", {name, member});
    }

    void add_document(const json::Members &members)
    {
        for (const auto &member : members.unreadable())
            add("Problem.Rules.DocumentWrongType", {member});
        for (const auto &member : members.unknown())
            add("Problem.Rules.DocumentUnknownMember", {member});
    }
};

std::chrono::milliseconds read_time(json::Members &members, const char *name)
{
    return std::chrono::milliseconds(members.number(name, 0, 0, longest_time.count()));
}

Condition read_condition(const Json::Value &element, const std::string &rule, RuleFindings &findings)
{
    Condition condition;
    if (!element.isObject()) {
        condition.unreadable = element;
        return condition;
    }
    json::Members members(element);
    condition.field = members.text("field");
    condition.test = members.text("test", condition.test);
    condition.value = members.text("value");
    condition.extra = members.rest();
    findings.add_rule(rule, members);
    return condition;
}

Action read_action(const Json::Value &element, const std::string &rule, RuleFindings &findings)
{
    Action action;
    if (!element.isObject()) {
        action.unreadable = element;
        return action;
    }
    json::Members members(element);
    action.type = members.text("type");
    action.scene = members.text("scene");
    action.source = members.text("source");
    action.text = members.text("text");
    action.hold = read_time(members, "for_ms");
    action.extra = members.rest();
    findings.add_rule(rule, members);
    return action;
}

/// Null elements hold nothing to keep.
template <class Item, class Read>
std::vector<Item> read_items(json::Members &members, const char *name, Read read)
{
    std::vector<Item> items;
    for (const auto &element : members.array(name).value_or(no_elements))
        if (!element.isNull())
            items.push_back(read(element));
    return items;
}

/// @param name the rule's own name, unique already.
Rule read_rule(const Json::Value &element, const std::string &name, RuleFindings &findings)
{
    Rule rule;
    json::Members members(element);
    members.text("name");
    rule.name = name;
    rule.enabled = members.flag("enabled", rule.enabled);
    rule.event = members.text("event", rule.event);
    rule.account = text::trim(members.text("account")); // as accounts' own names are
    rule.conditions = read_items<Condition>(
        members, "conditions", [&](const auto &condition) { return read_condition(condition, name, findings); });
    rule.cooldown = read_time(members, "cooldown_ms");
    rule.queue = members.text("queue");
    rule.actions =
        read_items<Action>(members, "actions", [&](const auto &action) { return read_action(action, name, findings); });
    rule.extra = members.rest();
    findings.add_rule(name, members);
    return rule;
}

Rule keep_unreadable(const Json::Value &element)
{
    Rule rule;
    rule.enabled = false;
    rule.event.clear();
    rule.unreadable = element;
    return rule;
}

std::vector<Rule> read_all_rules(const Json::Value &elements, RuleFindings &findings)
{
    std::vector<std::string> wanted;
    for (const auto &element : elements)
        if (element.isObject())
            wanted.push_back(json::Members(element).text("name"));
    const auto names = unique_names(wanted, "Rule");

    std::vector<Rule> rules;
    auto name = names.begin();
    for (Json::ArrayIndex i = 0; i < elements.size(); ++i) {
        const Json::Value &element = elements[i];
        if (element.isObject()) {
            rules.push_back(read_rule(element, *name++, findings));
            continue;
        }
        findings.add("Problem.Rules.NotARule", {std::to_string(i + 1)});
        if (!element.isNull())
            rules.push_back(keep_unreadable(element));
    }
    return rules;
}

/// @return the version when it is not ours.
std::optional<Json::Value> read_version(json::Members &members, RuleFindings &findings)
{
    auto version = members.take("version");
    const auto number = version ? json::scalar_text(*version).value_or("?") : std::to_string(current_version);
    if (number == std::to_string(current_version))
        return std::nullopt;
    findings.add("Problem.Rules.OtherVersion", {number});
    return version;
}

RuleSet read_set(const Json::Value &root, RuleFindings &findings)
{
    RuleSet set;
    json::Members members(root);
    const auto other_version = read_version(members, findings);
    set.rules = read_all_rules(members.array("rules").value_or(no_elements), findings);
    set.extra = members.rest();
    findings.add_document(members);
    // It stays with the set, so that saving does not claim what this version can't know.
    if (other_version)
        set.extra["version"] = *other_version;
    return set;
}

/// The document may be all that is left of somebody's rules.
RuleSet keep_damaged(std::string_view document)
{
    RuleSet set;
    set.extra["damaged"] =
        text::is_utf8(document) ? std::string(document) : text::presentable(document, document.size());
    return set;
}

Json::Value write_condition(const Condition &condition)
{
    if (!condition.unreadable.isNull())
        return condition.unreadable;
    const Condition fallback;
    Json::Value object = condition.extra;
    json::put(object, "field", condition.field, fallback.field);
    json::put(object, "test", condition.test, fallback.test);
    json::put(object, "value", condition.value, fallback.value);
    return object;
}

Json::Value write_time(std::chrono::milliseconds time)
{
    return static_cast<Json::Int64>(time.count());
}

Json::Value write_action(const Action &action)
{
    if (!action.unreadable.isNull())
        return action.unreadable;
    const ActionType unknown{"", false, false, false, false};
    const ActionType *known = find_action_type(action.type);
    const ActionType &type = known ? *known : unknown;

    Json::Value object = action.extra;
    const auto put_if = [&object](bool used, const char *name, const std::string &value) {
        if (used || !value.empty())
            json::put(object, name, value, "");
    };
    put_if(true, "type", action.type);
    put_if(type.uses_scene, "scene", action.scene);
    put_if(type.uses_source, "source", action.source);
    put_if(type.uses_text, "text", action.text);
    if (type.can_undo || action.hold.count() != 0)
        json::put(object, "for_ms", write_time(action.hold), write_time({}));
    return object;
}

template <class Items, class Write>
Json::Value write_items(const Items &items, Write write)
{
    Json::Value array(Json::arrayValue);
    for (const auto &item : items)
        array.append(write(item));
    return array;
}

Json::Value write_rule(const Rule &rule)
{
    if (!rule.unreadable.isNull())
        return rule.unreadable;
    const Rule fallback;
    Json::Value object = rule.extra;
    object["name"] = rule.name;
    json::put(object, "enabled", rule.enabled, fallback.enabled);
    json::put(object, "event", rule.event, fallback.event);
    json::put(object, "account", rule.account, fallback.account);
    json::put(object, "conditions", write_items(rule.conditions, write_condition), no_elements);
    json::put(object, "cooldown_ms", write_time(rule.cooldown), write_time(fallback.cooldown));
    json::put(object, "queue", rule.queue, fallback.queue);
    json::put(object, "actions", write_items(rule.actions, write_action), no_elements);
    return object;
}

/// A field of the house, or a path into the notification. A misspelt one is worth a word: it would always be empty.
bool is_field(const std::string &name)
{
    static const std::vector<std::string> members_of_a_notification{"id", "room", "ts", "data"};
    const auto has = [&name](const auto &names) { return std::find(names.begin(), names.end(), name) != names.end(); };
    return has(events::field_names()) || has(members_of_a_notification) || name.find('.') != std::string::npos;
}

void check_condition(const Condition &condition, std::vector<Problem> &problems)
{
    if (const auto problem = CompiledCondition(condition).problem())
        problems.push_back(*problem);
    if (!condition.unreadable.isNull())
        return;
    const std::string field{text::trim(condition.field)};
    if (field.empty())
        problems.push_back({"Problem.Rule.NoField", {}});
    else if (!is_field(field))
        problems.push_back({"Problem.Rule.UnknownField", {field}});
}

/// @param number the action's place in its rule, from 1.
void check_action(const Action &action, std::size_t number, std::vector<Problem> &problems)
{
    const std::string place = std::to_string(number);
    if (!action.unreadable.isNull()) {
        problems.push_back({"Problem.Rule.UnreadableAction", {place}});
        return;
    }
    const ActionType *type = find_action_type(action.type);
    if (!type) {
        problems.push_back({"Problem.Rule.UnknownAction", {place, action.type}});
        return;
    }
    if (type->uses_scene && action.scene.empty())
        problems.push_back({"Problem.Rule.NoScene", {place}});
    if (type->uses_source && action.source.empty())
        problems.push_back({"Problem.Rule.NoSource", {place}});
    if (!type->uses_text)
        return;
    for (const auto &field : fields_used(action.text))
        if (!is_field(field))
            problems.push_back({"Problem.Rule.UnknownField", {field}});
}

} // namespace

ReadRules read_rules(std::string_view document)
{
    if (text::trim(document).empty())
        return {};
    RuleFindings findings;
    std::string why;
    const auto root = json::parse(document, why);
    if (!root)
        findings.add("Problem.Rules.Unparsable", {why});
    else if (!root->isObject())
        findings.add("Problem.Rules.NotAnObject", {});
    RuleSet set = root && root->isObject() ? read_set(*root, findings) : keep_damaged(document);
    return {std::move(set), findings.take("Problem.Rules.More")};
}

std::string write_rules(const RuleSet &set)
{
    Json::Value root = set.extra;
    json::put(root, "version", current_version, current_version);
    json::put(root, "rules", write_items(set.rules, write_rule), no_elements);
    return json::write_compact(root);
}

std::vector<Problem> check(const Rule &rule)
{
    if (!rule.unreadable.isNull())
        return {{"Problem.Rule.Unreadable", {}}};
    std::vector<Problem> problems;
    if (rule.event == topic_prefix)
        problems.push_back({"Problem.Rule.NoTopic", {}});
    else if (!EventFilter(rule.event).known())
        problems.push_back({"Problem.Rule.UnknownEvent", {rule.event}});
    for (const auto &condition : rule.conditions)
        check_condition(condition, problems);
    if (rule.actions.empty())
        problems.push_back({"Problem.Rule.NoActions", {}});
    for (std::size_t i = 0; i < rule.actions.size(); ++i)
        check_action(rule.actions[i], i + 1, problems);
    return problems;
}

} // namespace astro::rules
