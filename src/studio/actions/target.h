// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace astro::studio {

/// One thing in OBS that an action can change, as plain data. How it is read, written and compared is a row of its
/// family's table (studio/actions/family.h).
struct Target {
    std::string kind;   ///< a TargetKind's word
    std::string scene;  ///< where it has one
    std::string source; ///< likewise
    std::string part;   ///< what of the source it is, such as a filter's name

    friend bool operator==(const Target &a, const Target &b)
    {
        return a.kind == b.kind && a.scene == b.scene && a.source == b.source && a.part == b.part;
    }
};

/// "Put `value` back, unless the target no longer stands at `expected`." A value is a text whose meaning the target's
/// kind knows.
struct PutBack {
    Target target;
    std::string expected;
    std::string value;
};

} // namespace astro::studio
