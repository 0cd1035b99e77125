// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_exchange.h"

#include "rules/follow_rules.h"
#include "rules/rule_file.h"
#include "rules/rule_members.h"
#include "support/json.h"
#include "support/unique_names.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <unordered_map>
#include <utility>

namespace astro::rules {
namespace {

constexpr const char *mark = "obs-astro-rules";
constexpr int current_version = 1;

// --- What rules name

std::vector<std::string> texts_of(const Json::Value &value)
{
    std::vector<std::string> texts;
    for (const Json::Value &one : value.isArray() ? value : Json::Value(Json::arrayValue))
        texts.push_back(json::scalar_text(one).value_or(""));
    if (const auto text = json::scalar_text(value))
        texts.push_back(*text);
    return texts;
}

/// The members that an action has by its type; of an unknown type all that any has.
const std::vector<ActionField> &fields_of(const Action &action)
{
    const ActionType *type = find_action_type(action.type);
    return type ? type->fields : all_action_fields();
}

std::vector<std::string> rules_fired_by(const Rule &rule)
{
    std::vector<std::string> fired;
    for (const Action &action : rule.actions) {
        for (const ActionField &field : fields_of(action)) {
            if (field.kind == FieldKind::rule && is_filled(action, field))
                fired.push_back(action.text(field.name));
        }
    }
    return fired;
}

class UsedNames {
public:
    void add(const std::string &name, FieldKind kind)
    {
        if (name.empty())
            return;
        const auto [place, is_new] = places_.emplace(name, names_.size());
        if (is_new)
            names_.push_back({name, {}});
        std::vector<FieldKind> &kinds = names_[place->second].kinds;
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
            kinds.push_back(kind);
    }

    void add(const Action &action)
    {
        for (const ActionField &field : fields_of(action)) {
            if (row_of(field.kind).names != Names::sources)
                continue;
            if (field.need == Need::unless && !is_needed(action, field))
                continue;
            for (const std::string &name : texts_of(action.value(field.name)))
                add(name, field.kind);
        }
        add(action.until_media, FieldKind::media_source);
    }

    void add(const Rule &rule)
    {
        for (const RuleMember &member : rule_members()) {
            if (member.holds != RuleMember::Holds::scenes)
                continue;
            for (const std::string &scene : rule.*std::get<std::vector<std::string> Rule::*>(member.place))
                add(scene, FieldKind::scene);
        }
        for (const Action &action : rule.actions)
            add(action);
    }

    std::vector<UsedName> take() { return std::move(names_); }

private:
    std::vector<UsedName> names_;
    std::unordered_map<std::string, std::size_t> places_; ///< among them: somebody else's file may name very many
};

// --- Writing

/// With the rules that these fire, and that those fire.
std::set<std::string> with_fired(const RuleSet &set, const std::vector<std::string> &names)
{
    std::set<std::string> chosen;
    std::vector<std::string> open = names;
    while (!open.empty()) {
        const std::string name = std::move(open.back());
        open.pop_back();
        if (!chosen.insert(name).second)
            continue;
        for (const Rule &rule : set.rules) {
            if (rule.name != name)
                continue;
            for (std::string &fired : rules_fired_by(rule))
                open.push_back(std::move(fired));
        }
    }
    return chosen;
}

/// What goes along with these rules.
RuleSet part_of(const RuleSet &set, const std::vector<std::string> &names)
{
    const std::set<std::string> chosen = with_fired(set, names);
    RuleSet part;
    std::set<std::string> queues;
    bool all = true;
    for (const Rule &rule : set.rules) {
        const bool goes_along = rule.unreadable.isNull() && chosen.count(rule.name) > 0;
        all = all && (goes_along || !rule.unreadable.isNull());
        if (!goes_along)
            continue;
        queues.insert(rule.queue);
        part.rules.push_back(rule);
    }
    std::copy_if(set.queues.begin(), set.queues.end(), std::back_inserter(part.queues),
                 [&](const Queue &queue) { return queue.unreadable.isNull() && queues.count(queue.name) > 0; });
    if (all)
        std::copy_if(set.labels.begin(), set.labels.end(), std::back_inserter(part.labels),
                     [](const Label &label) { return label.unreadable.isNull(); });
    return part;
}

// --- Importing

/// Each name at once: first to names that nothing can have, then to the new ones.
void rename_all(RuleSet &set, const std::map<std::string, std::string> &names)
{
    const auto between = [](std::size_t number) { return std::string(1, '\0') + std::to_string(number); };
    std::size_t number = 0;
    for (const auto &[from, to] : names)
        rename(set, {from, between(number++)});
    number = 0;
    for (const auto &[from, to] : names)
        rename(set, {between(number++), to});
}

/// Gives the rules names that no other has. @return those, by their former ones
std::map<std::string, std::string> make_unique(std::vector<Rule> &rules, const RuleSet &target)
{
    std::vector<std::string> wanted;
    for (const Rule &rule : target.rules)
        wanted.push_back(rule.name);
    for (const Rule &rule : rules)
        wanted.push_back(rule.name);
    const auto unique = unique_names(wanted, "Rule");
    std::map<std::string, std::string> names;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string &name = unique[target.rules.size() + i];
        names.emplace(rules[i].name, name);
        rules[i].name = name;
    }
    return names;
}

} // namespace

std::string write_export(const RuleSet &set, const std::vector<std::string> &rules)
{
    std::string why;
    const auto part = json::parse(write_rules(part_of(set, rules)), why).value_or(Json::Value());
    Json::Value root(Json::objectValue);
    root[mark] = current_version;
    for (const char *list : {"rules", "labels", "queues"})
        root[list] = part.isMember(list) ? part[list] : Json::Value(Json::arrayValue);
    return json::write_pretty(root);
}

ReadExport read_export(std::string_view document)
{
    std::string why;
    auto root = json::parse(document, why);
    if (!root)
        return {{}, {{"Problem.Import.Unparsable", {why}}}, false};
    if (!root->isObject() || !root->isMember(mark))
        return {{}, {{"Problem.Import.NotRules", {}}}, false};

    const std::string version = json::scalar_text((*root)[mark]).value_or("?");
    root->removeMember(mark);
    // It is another format's word.
    root->removeMember("version");
    ReadRules read = read_rules(json::write_compact(*root));
    if (version != std::to_string(current_version))
        read.problems.insert(read.problems.begin(), {"Problem.Rules.OtherVersion", {version}});
    return {std::move(read.set), std::move(read.problems), true};
}

std::vector<UsedName> names_used(const RuleSet &set)
{
    UsedNames names;
    for (const Rule &rule : set.rules)
        names.add(rule);
    for (const Label &label : set.labels)
        names.add(label.source, FieldKind::text_source);
    return names.take();
}

std::vector<std::string> import_into(RuleSet &target, RuleSet imported, const std::map<std::string, std::string> &names)
{
    rename_all(imported, names);
    auto &rules = imported.rules;
    rules.erase(std::remove_if(rules.begin(), rules.end(), [](const Rule &rule) { return !rule.unreadable.isNull(); }),
                rules.end());
    const auto renamed = make_unique(rules, target);
    std::vector<std::string> added;
    for (Rule &rule : rules) {
        follow_rules(rule, renamed);
        added.push_back(rule.name);
        target.rules.push_back(std::move(rule));
    }
    const auto add_others = [](auto &there, auto &more, auto name) {
        for (auto &one : more) {
            const auto same = [&](const auto &other) { return other.*name == one.*name && other.unreadable.isNull(); };
            if (one.unreadable.isNull() && std::none_of(there.begin(), there.end(), same))
                there.push_back(std::move(one));
        }
    };
    add_others(target.queues, imported.queues, &Queue::name);
    add_others(target.labels, imported.labels, &Label::source);
    return added;
}

} // namespace astro::rules
