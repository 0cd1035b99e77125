// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <cstddef>
#include <string>
#include <vector>

namespace astro::studio {

/// The rule that came to stand at `place` gives way where another one has its name: whoever had it keeps it.
void give_way(std::vector<rules::Rule> &all, std::size_t place);

/// Puts a rule to where it stood, or as near as there is room; it gives way. @return its place
std::size_t bring_back(std::vector<rules::Rule> &all, std::size_t place, rules::Rule rule);

/// Puts the readable ones into the order of these names, those of other names last. The others keep their places: no
/// list shows them.
void put_in_order(std::vector<rules::Rule> &all, const std::vector<std::string> &names);

} // namespace astro::studio
