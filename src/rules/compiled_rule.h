// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/event_filter.h"
#include "rules/rule.h"
#include "rules/template.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace astro::rules {

/// An action with its templates parsed, and later with an event's values in them. Copies share what they can.
struct CompiledAction {
    std::shared_ptr<const Action> action; ///< without what is in `texts`
    const ActionType *type;
    std::vector<std::pair<std::string_view, Template>> texts; ///< by their members' names

    /// The event's values are in the texts; what is told only when the action begins is still open.
    CompiledAction filled(const events::Event &event) const;
    /// All is filled in.
    Action finished(const LateValues &late) const;
    /// Whether it holds something that is put back.
    bool holds() const { return type->can_undo() && action->is_held(); }
    void rename(const Rename &renamed);
};

/// A rule made ready for use: what can be read or compiled once is, so that an event is matched without any delay.
/// Immutable.
class CompiledRule {
public:
    explicit CompiledRule(Rule rule);

    const Rule &source() const { return *rule_; }
    const std::shared_ptr<const Rule> &shared() const { return rule_; }
    const EventFilter &filter() const { return filter_; }
    const std::vector<CompiledCondition> &conditions() const { return conditions_; }
    /// Those that are switched on and complete, in their order.
    const std::vector<CompiledAction> &actions() const { return actions_; }
    /// One of the actions needs the event itself when it begins.
    bool needs_event() const { return needs_event_; }

private:
    std::shared_ptr<const Rule> rule_;
    EventFilter filter_;
    std::vector<CompiledCondition> conditions_;
    std::vector<CompiledAction> actions_;
    bool needs_event_ = false;
};

} // namespace astro::rules
