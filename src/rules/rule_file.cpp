// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_file.h"

#include "rules/action_file.h"
#include "rules/event_filter.h"
#include "rules/rule_members.h"
#include "rules/time_file.h"
#include "support/json.h"
#include "support/object_reader.h"
#include "support/problem_list.h"
#include "support/text.h"
#include "support/unique_names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <variant>

namespace astro::rules {
namespace {

constexpr int current_version = 1;

const Json::Value no_elements{Json::arrayValue};

/// The usual one comes first.
template <class Mode>
using ModeWords = std::array<std::pair<Mode, const char *>, 2>;
constexpr ModeWords<Queue::WhenFull> when_full_words = {
    {{Queue::WhenFull::drop_new, "drop_new"}, {Queue::WhenFull::drop_old, "drop_old"}}};
constexpr ModeWords<Guard::Mode> guard_words = {{{Guard::Mode::hold, "hold"}, {Guard::Mode::drop, "drop"}}};

class RuleProblems : public ProblemList {
public:
    /// What reading the members of a rule, or of something in it, brought up.
    void add_rule(const std::string &name, const json::ObjectReader &members)
    {
        for (const auto &member : members.unreadable())
            add("Problem.Rules.WrongType", {name, member});
        for (const auto &member : members.out_of_range())
            add("Problem.Rules.OutOfRange", {name, member});
        for (const auto &member : members.unknown())
            add("Problem.Rules.UnknownMember", {name, member});
    }

    void add_document(const json::ObjectReader &members)
    {
        for (const auto &member : members.unreadable())
            add("Problem.Rules.DocumentWrongType", {member});
        for (const auto &member : members.out_of_range())
            add("Problem.Rules.DocumentOutOfRange", {member});
        for (const auto &member : members.unknown())
            add("Problem.Rules.DocumentUnknownMember", {member});
    }
};

Condition read_condition(const Json::Value &element, const std::string &rule, RuleProblems &findings)
{
    Condition condition;
    if (!element.isObject()) {
        condition.unreadable = element;
        return condition;
    }
    json::ObjectReader members(element);
    condition.field = members.text("field");
    condition.test = members.text("test", condition.test);
    condition.value = members.text("value");
    condition.extra = members.rest();
    findings.add_rule(rule, members);
    return condition;
}

Action read_one_action(const Json::Value &element, const std::string &rule, RuleProblems &findings)
{
    Action action;
    if (!element.isObject()) {
        action.unreadable = element;
        return action;
    }
    json::ObjectReader members(element);
    action = read_action(members);
    action.extra = members.rest();
    findings.add_rule(rule, members);
    return action;
}

/// Null elements hold nothing to keep.
template <class Item, class Read>
std::vector<Item> read_items(json::ObjectReader &members, const char *name, Read read)
{
    std::vector<Item> items;
    for (const auto &element : members.array(name).value_or(no_elements))
        if (!element.isNull())
            items.push_back(read(element));
    return items;
}

std::vector<std::string> texts_of(const Json::Value &array)
{
    std::vector<std::string> texts;
    for (const Json::Value &one : array)
        texts.push_back(one.asString());
    return texts;
}

void read_member(json::ObjectReader &members, const RuleMember &member, std::string &value)
{
    value = members.text(member.name, value);
    if (member.holds == RuleMember::Holds::name)
        value = text::trim(value);
}

void read_member(json::ObjectReader &members, const RuleMember &member, bool &value)
{
    value = members.flag(member.name, value);
}

void read_member(json::ObjectReader &members, const RuleMember &member, std::chrono::milliseconds &value)
{
    value = read_time(members, member.name);
}

void read_member(json::ObjectReader &members, const RuleMember &member, std::int64_t &value)
{
    value = members.count(member.name, value, static_cast<std::int64_t>(member.least),
                          static_cast<std::int64_t>(member.most));
}

void read_member(json::ObjectReader &members, const RuleMember &member, double &value)
{
    value = members.decimal(member.name, value, member.least, member.most);
}

void read_member(json::ObjectReader &members, const RuleMember &member, std::vector<std::string> &value)
{
    value = texts_of(members.texts(member.name));
}

/// A topic's name is taken as accounts have it: without white space around it.
std::string trimmed_event(const std::string &event)
{
    const std::string word{text::trim(event)};
    const bool of_topic = word.compare(0, topic_prefix.size(), topic_prefix) == 0;
    return of_topic ? word.substr(0, topic_prefix.size()) + std::string(text::trim(word.substr(topic_prefix.size())))
                    : event;
}

/// @param name the rule's own name, unique already.
Rule read_rule(const Json::Value &element, const std::string &name, RuleProblems &findings)
{
    Rule rule;
    json::ObjectReader members(element);
    members.text("name");
    rule.name = name;
    for (const RuleMember &member : rule_members())
        std::visit([&](auto place) { read_member(members, member, rule.*place); }, member.place);
    rule.event = trimmed_event(rule.event);
    rule.conditions = read_items<Condition>(
        members, "conditions", [&](const auto &condition) { return read_condition(condition, name, findings); });
    rule.actions = read_items<Action>(members, "actions",
                                      [&](const auto &action) { return read_one_action(action, name, findings); });
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

std::vector<Rule> read_all_rules(const Json::Value &elements, RuleProblems &findings)
{
    std::vector<std::string> wanted;
    for (const auto &element : elements)
        if (element.isObject())
            wanted.push_back(json::ObjectReader(element).text("name"));
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
std::optional<Json::Value> read_version(json::ObjectReader &members, RuleProblems &findings)
{
    auto version = members.take("version");
    const auto number = version ? json::scalar_text(*version).value_or("?") : std::to_string(current_version);
    if (number == std::to_string(current_version))
        return std::nullopt;
    findings.add("Problem.Rules.OtherVersion", {number});
    return version;
}

/// A word of two; another one counts as the first, and stays in the file.
template <class Mode>
Mode read_mode(json::ObjectReader &members, const char *name, const ModeWords<Mode> &words)
{
    const auto word = members.take(name);
    for (const auto &[mode, known] : words) {
        if (word == Json::Value(known))
            return mode;
    }
    if (word)
        members.refuse(name, *word);
    return words[0].first;
}

Label read_label(const Json::Value &element, RuleProblems &findings)
{
    Label label;
    if (!element.isObject()) {
        label.unreadable = element;
        findings.add("Problem.Rules.DocumentWrongType", {"labels"});
        return label;
    }
    json::ObjectReader members(element);
    label.source = members.text("source");
    label.text = members.text("text");
    label.extra = members.rest();
    findings.add_document(members);
    if (text::trim(label.source).empty() && members.unreadable().empty()) // else that has been told
        findings.add("Problem.Rules.LabelWithoutSource", {label.text});
    return label;
}

Queue read_queue(const Json::Value &element, RuleProblems &findings)
{
    Queue queue;
    if (!element.isObject()) {
        queue.unreadable = element;
        findings.add("Problem.Rules.DocumentWrongType", {"queues"});
        return queue;
    }
    json::ObjectReader members(element);
    queue.name = text::trim(members.text("name"));
    queue.gap = read_time(members, "gap_ms");
    queue.limit = members.count("limit", queue.limit, 0, Queue::most_waiting);
    queue.when_full = read_mode(members, "when_full", when_full_words);
    queue.extra = members.rest();
    findings.add_document(members);
    if (queue.name.empty() && members.unreadable().empty())
        findings.add("Problem.Rules.QueueWithoutName", {});
    return queue;
}

Guard read_guard(const Json::Value &element, RuleProblems &findings)
{
    Guard guard;
    json::ObjectReader members(element);
    guard.scenes = texts_of(members.texts("scenes"));
    guard.mode = read_mode(members, "mode", guard_words);
    guard.extra = members.rest();
    findings.add_document(members);
    return guard;
}

/// Of two queues of a name the first counts (see Schedule::set_queues); the other stays in the file.
void check_names(const std::vector<Queue> &queues, RuleProblems &findings)
{
    std::set<std::string> names;
    for (const Queue &queue : queues) {
        if (!queue.name.empty() && !names.insert(queue.name).second)
            findings.add("Problem.Rules.SameQueue", {queue.name});
    }
}

/// What a set has beside its rules.
void read_beside(json::ObjectReader &members, RuleSet &set, RuleProblems &findings)
{
    set.labels = read_items<Label>(members, "labels", [&](const auto &label) { return read_label(label, findings); });
    set.queues = read_items<Queue>(members, "queues", [&](const auto &queue) { return read_queue(queue, findings); });
    check_names(set.queues, findings);
    if (const auto guard = members.take("guard")) {
        if (guard->isObject())
            set.guard = read_guard(*guard, findings);
        else
            members.refuse("guard", *guard);
    }
    set.overlay_buttons = members.flag("overlay_buttons", set.overlay_buttons);
}

RuleSet read_set(const Json::Value &root, RuleProblems &findings)
{
    RuleSet set;
    json::ObjectReader members(root);
    const auto other_version = read_version(members, findings);
    set.rules = read_all_rules(members.array("rules").value_or(no_elements), findings);
    read_beside(members, set, findings);
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

template <class Items, class Write>
Json::Value write_items(const Items &items, Write write)
{
    Json::Value array(Json::arrayValue);
    for (const auto &item : items)
        array.append(write(item));
    return array;
}

Json::Value json_of(std::chrono::milliseconds time)
{
    return write_time(time);
}

Json::Value json_of(std::int64_t number)
{
    return static_cast<Json::Int64>(number);
}

Json::Value json_of(const std::vector<std::string> &texts)
{
    return write_items(texts, [](const std::string &text) { return Json::Value(text); });
}

template <class Value>
Json::Value json_of(const Value &value)
{
    return value;
}

Json::Value write_rule(const Rule &rule)
{
    if (!rule.unreadable.isNull())
        return rule.unreadable;
    const Rule fallback;
    Json::Value object = rule.extra;
    object["name"] = rule.name;
    for (const RuleMember &member : rule_members()) {
        std::visit(
            [&](auto place) {
                const Json::Value value = json_of(rule.*place), usual = json_of(fallback.*place);
                if (member.always_written || value != usual)
                    json::put(object, member.name, value, usual);
            },
            member.place);
    }
    json::put(object, "conditions", write_items(rule.conditions, write_condition), no_elements);
    const auto write_one = [](const Action &action) {
        return action.unreadable.isNull() ? write_action(action) : action.unreadable;
    };
    json::put(object, "actions", write_items(rule.actions, write_one), no_elements);
    return object;
}

template <class Mode>
const char *word_of(Mode mode, const ModeWords<Mode> &words)
{
    return words[words[0].first == mode ? 0 : 1].second;
}

Json::Value write_label(const Label &label)
{
    if (!label.unreadable.isNull())
        return label.unreadable;
    Json::Value object = label.extra;
    json::put(object, "source", label.source, "");
    json::put(object, "text", label.text, "");
    return object;
}

Json::Value write_queue(const Queue &queue)
{
    if (!queue.unreadable.isNull())
        return queue.unreadable;
    const Queue fallback;
    Json::Value object = queue.extra;
    json::put(object, "name", queue.name, "");
    json::put(object, "gap_ms", write_time(queue.gap), write_time(fallback.gap));
    json::put(object, "limit", json_of(queue.limit), json_of(fallback.limit));
    json::put(object, "when_full", word_of(queue.when_full, when_full_words), when_full_words[0].second);
    return object;
}

Json::Value write_guard(const Guard &guard)
{
    Json::Value object = guard.extra;
    json::put(object, "scenes", json_of(guard.scenes), no_elements);
    json::put(object, "mode", word_of(guard.mode, guard_words), guard_words[0].second);
    return object;
}

/// What is as usual is not written, so that a set of plain rules looks as it always did.
void write_beside(const RuleSet &set, Json::Value &root)
{
    if (!set.labels.empty())
        root["labels"] = write_items(set.labels, write_label);
    if (!set.queues.empty())
        root["queues"] = write_items(set.queues, write_queue);
    if (!set.guard.scenes.empty() || set.guard.mode != Guard().mode || !set.guard.extra.empty())
        root["guard"] = write_guard(set.guard);
    if (!set.overlay_buttons)
        root["overlay_buttons"] = false;
}

} // namespace

ReadRules read_rules(std::string_view document)
{
    if (text::trim(document).empty())
        return {};
    RuleProblems findings;
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
    write_beside(set, root);
    return json::write_compact(root);
}

} // namespace astro::rules
