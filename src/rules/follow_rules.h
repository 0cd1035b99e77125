// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <map>
#include <string>

namespace astro::rules {

/// The rules that this one runs have other names.
/// @param names by the former ones; all at once: two may be swapped.
void follow_rules(Rule &rule, const std::map<std::string, std::string> &names);

} // namespace astro::rules
