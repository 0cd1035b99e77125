// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "settings/settings_file.h"
#include "support/problem.h"

#include <vector>

namespace astro::studio {

/// All that is wrong with a rule: what rules::check() finds, an account that it names and that is not set up, and the
/// scenes and sources that it names and that are not in the current scene collection. UI thread.
std::vector<Problem> problems_of(const rules::Rule &rule, const settings::Settings &settings);

} // namespace astro::studio
