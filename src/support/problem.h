// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

namespace astro {

/// Something a streamer should know of and can mend. `key` names a text in data/locale ("Problem.…") that says what
/// happened and what to do next; `args` fill its %1, %2, … in order. Never holds a token.
struct Problem {
    std::string key;
    std::vector<std::string> args;

    friend bool operator==(const Problem &a, const Problem &b) { return a.key == b.key && a.args == b.args; }
    friend bool operator!=(const Problem &a, const Problem &b) { return !(a == b); }
};

} // namespace astro
