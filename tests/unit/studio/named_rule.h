// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <string>

namespace astro::studio {

/// A rule that has nothing but its name.
inline rules::Rule named(const std::string &name)
{
    rules::Rule rule;
    rule.name = name;
    return rule;
}

} // namespace astro::studio
