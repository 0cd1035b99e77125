// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "support/problem.h"

#include <vector>

namespace astro::rules {

/// What is wrong with a rule by itself: unknown event, test or action type, a regular expression that does not
/// compile, a number that is none, a field that no event has, an action without its scene or source, no action at all.
/// Scenes and sources that are missing in OBS are the studio's to find.
std::vector<Problem> check(const Rule &rule);

/// Whether a rule is only not set up yet: all of its problems, one or more, are that something is still to be chosen.
bool is_unfinished(const std::vector<Problem> &problems);

} // namespace astro::rules
