// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

namespace astro::studio {

/// Whether both would be written alike. Of hundreds of rules those alone are written for it that differ.
bool same_rules(const rules::RuleSet &a, const rules::RuleSet &b);

} // namespace astro::studio
