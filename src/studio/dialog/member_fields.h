// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule_members.h"
#include "studio/dialog/draft.h"
#include "studio/dialog/form_builder.h"

#include <string>
#include <string_view>
#include <vector>

/// The members that a rule has besides its name, event, conditions and actions (rules::rule_members()), as fields.
/// Their names in the form are "rule." and the member's, their labels "Member." and the member's.
namespace astro::studio {

/// Where in the form of a rule, which reads from top to bottom.
enum class Section { head, when, only_if, flow };

/// How a member is shown.
struct MemberField {
    std::string_view member;
    Section section;
    bool advanced = false; ///< hidden unless asked for, or set
    /// What a list offers; null where there is none.
    std::vector<Choice> (*offers)(const Draft &) = nullptr;
    bool typed = false; ///< something else than what is offered can be typed
    const char *suffix = "";
    /// Whether it makes sense at all; null: always.
    bool (*fits)(const Draft &) = nullptr;
};

const std::vector<MemberField> &member_fields();

/// All of a section. @param readable whether there is a rule to be shown. @param more the advanced ones too
void show_members(FormBuilder &form, Section section, const rules::Rule &rule, const Draft &draft, bool readable,
                  bool more);

enum class Edited { nothing, something, others_too };
/// Takes the new value of a field. @return whether it was one of these, and whether other fields have to change, too
Edited edit_member(rules::Rule &rule, const std::string &name, obs_data_t *fields);

} // namespace astro::studio
