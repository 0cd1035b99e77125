// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <cstddef>
#include <vector>

namespace astro::studio {

/// The rule that came to stand at `place` gives way where another one has its name: whoever had it keeps it.
void give_way(std::vector<rules::Rule> &all, std::size_t place);

/// Puts a rule to where it stood, or as near as there is room; it gives way. @return its place
std::size_t bring_back(std::vector<rules::Rule> &all, std::size_t place, rules::Rule rule);

} // namespace astro::studio
