// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_summary.h"

#include "events/event.h"
#include "rules/event_filter.h"
#include "support/number.h"
#include "support/text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace astro::studio {
namespace {

using rules::Action;
using rules::ActionField;
using rules::ActionType;
using rules::FieldKind;

/// The kinds of fields that say what an action is about, the most telling first.
constexpr std::array telling = {FieldKind::filter,       FieldKind::rule,         FieldKind::hotkey,
                                FieldKind::counter,      FieldKind::item,         FieldKind::text_source,
                                FieldKind::audio_source, FieldKind::media_source, FieldKind::browser_source,
                                FieldKind::file_source,  FieldKind::source,       FieldKind::scene,
                                FieldKind::scenes,       FieldKind::file};

/// How many actions are told one by one.
constexpr std::size_t most_actions = 3;

std::string short_text(const std::string &from_outside)
{
    constexpr std::size_t longest = 30;
    return text::presentable(from_outside, longest);
}

/// The field that the action is about; null where it needs none.
const ActionField *telling_field(const ActionType &type)
{
    for (const FieldKind kind : telling) {
        const auto found = std::find_if(type.fields.begin(), type.fields.end(),
                                        [&](const ActionField &field) { return field.kind == kind; });
        if (found != type.fields.end())
            return &*found;
    }
    return nullptr;
}

std::string quoted(const std::string &name, const Texts &text)
{
    return text("Summary.Quoted", {short_text(name)});
}

/// What the action is about, in quotes.
std::string object_of(const Action &action, const ActionType &type, const Texts &text)
{
    const ActionField *field = telling_field(type);
    if (!field)
        return {};
    std::string all;
    if (field->shape() == rules::Shape::list) {
        for (const std::string &name : action.list(field->name))
            all += (all.empty() ? "" : ", ") + quoted(name, text);
    } else if (const std::string name = action.text(field->name); !name.empty()) {
        all = quoted(name, text);
    }
    if (!all.empty())
        return all;
    return field->none ? text(field->none) : text("Summary.NotChosen");
}

std::string seconds(std::chrono::milliseconds time, const Texts &text)
{
    return text("Summary.Seconds", {plain_number(std::chrono::duration<double>(time).count())});
}

/// "from 20", "message with “cake”": the amount goes without saying.
std::string condition_text(const rules::Condition &condition, const Texts &text)
{
    const auto &known = rules::test_words();
    if (!condition.unreadable.isNull() || std::find(known.begin(), known.end(), condition.test) == known.end())
        return text("Summary.Unknown");
    const std::string field = condition.field == "amount" ? "" : short_text(condition.field);
    const std::string told = text("Summary.Test." + condition.test, {field, short_text(condition.value)});
    return std::string(text::trim(told));
}

/// "Tip from 20, message with “cake”".
std::string occasion(const rules::Rule &rule, const Texts &text)
{
    std::string told = event_text(rule, text);
    for (const rules::Condition &condition : rule.conditions)
        told += (condition.field == "amount" ? " " : ", ") + condition_text(condition, text);
    return told;
}

} // namespace

std::string event_text(const rules::Rule &rule, const Texts &text)
{
    const auto prefix = rules::topic_prefix;
    if (rule.event == prefix)
        return text("Event.topic");
    if (rule.event.compare(0, prefix.size(), prefix) == 0)
        return short_text(rule.event.substr(prefix.size()));
    const bool known = rule.event == "any" || events::kind_from(rule.event);
    return known ? text("Event." + rule.event) : short_text(rule.event);
}

std::string action_summary(const Action &action, const Texts &text)
{
    const ActionType *type = rules::find_action_type(action.type);
    if (!action.unreadable.isNull() || !type)
        return text("Summary.Unknown");
    std::string told = text("Summary.Action." + action.type, {object_of(action, *type, text)});
    if (type->can_undo() && action.hold.count() > 0)
        told = text("Summary.Held", {told, seconds(action.hold, text)});
    if (type->can_undo() && !action.until_media.empty())
        told = text("Summary.UntilMedia", {told, quoted(action.until_media, text)});
    if (action.after.count() > 0)
        told = text("Summary.After", {told, seconds(action.after, text)});
    return told;
}

std::string rule_summary(const rules::Rule &rule, const Texts &text)
{
    if (!rule.unreadable.isNull())
        return text("Summary.Unknown");
    std::string does;
    std::size_t told = 0;
    std::size_t untold = 0;
    for (const Action &action : rule.actions) {
        if (!action.enabled)
            continue;
        if (told == most_actions) {
            ++untold;
            continue;
        }
        does += (told++ > 0 ? ", " : "") + action_summary(action, text);
    }
    if (told == 0)
        does = text("Summary.Nothing");
    if (untold > 0)
        does = text("Summary.AndMore", {does, std::to_string(untold)});
    return text("Summary.Rule", {occasion(rule, text), does});
}

} // namespace astro::studio
