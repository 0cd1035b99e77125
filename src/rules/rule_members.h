// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace astro::rules {

/// A member of a rule besides its name, conditions and actions. Reading, writing, the dialog and renames go by these
/// rows; what the member does is its gate's (gates.h) or its queue's (schedule.h).
struct RuleMember {
    using Place = std::variant<std::string Rule::*, bool Rule::*, std::chrono::milliseconds Rule::*,
                               std::int64_t Rule::*, double Rule::*, std::vector<std::string> Rule::*>;
    enum class Holds {
        plain,
        scenes,
        name, ///< of something else: white space around it is none of it
    };

    const char *name; ///< in the file
    Place place;
    double least = 0, most = 0; ///< of a number
    Holds holds = Holds::plain;
    bool always_written = false;
};

const std::vector<RuleMember> &rule_members();

} // namespace astro::rules
