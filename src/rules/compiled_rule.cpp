// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/compiled_rule.h"

#include "support/json.h"

#include <algorithm>

namespace astro::rules {
namespace {

CompiledAction compile(const Action &action, const ActionType &type)
{
    CompiledAction compiled{nullptr, &type, {}};
    Action bare = action;
    bare.extra = Json::Value();
    for (const ActionField &field : type.fields) {
        if (!row_of(field.kind).is_template)
            continue;
        // An empty number counts as missing: in the dialog there is no other way to leave it out.
        const Json::Value &written = is_filled(action, field) ? action.value(field.name) : field.fallback;
        compiled.texts.emplace_back(field.name, Template(json::scalar_text(written).value_or("")));
        bare.members.removeMember(std::string(field.name));
    }
    compiled.action = std::make_shared<const Action>(std::move(bare));
    return compiled;
}

} // namespace

CompiledAction CompiledAction::filled(const events::Event &event) const
{
    CompiledAction made = *this;
    for (auto &[member, text] : made.texts)
        text = text.filled(event);
    return made;
}

Action CompiledAction::finished(const LateValues &late) const
{
    Action made = *action;
    for (const auto &[member, text] : texts)
        made.set(member, text.finished(late));
    return made;
}

void CompiledAction::rename(const Rename &renamed)
{
    Action changed = *action;
    if (rules::rename(changed, renamed))
        action = std::make_shared<const Action>(std::move(changed));
}

CompiledRule::CompiledRule(Rule rule)
    : rule_(std::make_shared<const Rule>(std::move(rule))),
      filter_(rule_->event),
      conditions_(rule_->conditions.begin(), rule_->conditions.end())
{
    for (const Action &action : rule_->actions) {
        if (!action.enabled || !is_complete(action))
            continue;
        actions_.push_back(compile(action, *find_action_type(action.type)));
        needs_event_ = needs_event_ || actions_.back().type->takes_event;
    }
    std::stable_sort(actions_.begin(), actions_.end(),
                     [](const auto &a, const auto &b) { return a.action->after < b.action->after; });
}

} // namespace astro::rules
