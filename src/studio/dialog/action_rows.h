// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "studio/dialog/form_builder.h"

#include <cstddef>
#include <string>

/// A rule's actions, a group of fields each. Their names in the form are "rule.action.", its place, "." and the
/// member's.
namespace astro::studio {

/// How much of a rule is shown.
enum class Depth {
    asked, ///< what a ready rule asks for
    usual,
    all, ///< what is rarely needed, too
};

/// @param rows how many groups are built, the spare ones too
void show_actions(FormBuilder &form, const rules::Rule &rule, const rules::RuleSet &all, std::size_t rows, Depth depth);

/// Takes the new value of a field. @return whether other fields have to change, too.
bool edit_action(rules::Action &action, const std::string &member, const std::string &name, obs_data_t *fields);

} // namespace astro::studio
