// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/follow_rules.h"

#include "rules/action_types.h"

namespace astro::rules {

void follow_rules(Rule &rule, const std::map<std::string, std::string> &names)
{
    for (Action &action : rule.actions) {
        for (const ActionField &field : all_action_fields()) {
            if (field.kind != FieldKind::rule)
                continue;
            if (const auto renamed = names.find(action.text(field.name)); renamed != names.end())
                action.set(field.name, renamed->second);
        }
    }
}

} // namespace astro::rules
