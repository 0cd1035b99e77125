// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "studio/texts.h"

#include <string>

namespace astro::studio {

/// What sets the rule off: "Somebody follows", or the topic's name.
std::string event_text(const rules::Rule &rule, const Texts &text);

/// What a rule does, in one line: "Tip from 20 → scene “Thank you” 6 s, text “Latest tip”". Plain text, not escaped;
/// names and values that are long are cut.
std::string rule_summary(const rules::Rule &rule, const Texts &text);

/// One action of it: "scene “Thank you” 6 s".
std::string action_summary(const rules::Action &action, const Texts &text);

} // namespace astro::studio
