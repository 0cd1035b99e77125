// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "support/problem.h"

#include <obs.h>

#include <optional>
#include <string>
#include <vector>

namespace astro::studio {

/// An action's field, and what it is looked at with.
struct FieldOf {
    const rules::Action &action;
    const rules::ActionField &field;
    const rules::RuleSet &rules; ///< of which the action's is one
};

/// How the dialog draws a kind of field.
enum class Widget {
    list,         ///< one of what is offered
    several,      ///< a list that adds what is not chosen yet, and takes away what is
    text,         ///< a line
    lines,        ///< a text of several lines
    number,       ///< a whole number
    milliseconds, ///< likewise
    toggle,       ///< a check mark
};

/// What a kind of field means in OBS: one row a rules::FieldKind.
struct FieldChoices {
    rules::FieldKind kind;
    Widget widget;
    /// What a list offers; null where anything can be typed.
    std::vector<std::string> (*choices)(const FieldOf &);
    /// What is wrong with a name that is filled in; null where nothing can be.
    std::optional<Problem> (*check)(const FieldOf &, const std::string &name);
    /// Whether a source is of the kind that is meant, and the problem when it is not: its %1 is the source.
    bool (*fits)(obs_source_t *) = nullptr;
    const char *wrong_kind = nullptr;
};

/// UI thread.
const FieldChoices &choices_of(rules::FieldKind kind);

/// What is wrong with what is filled in, a problem a name. UI thread.
std::vector<Problem> problems_in_obs(const FieldOf &of);

} // namespace astro::studio
