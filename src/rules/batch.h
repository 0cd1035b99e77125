// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/action.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace astro::rules {

/// Names one action that was done, so that it can be undone.
using ActionId = std::uint64_t;

struct DoAction {
    ActionId id;
    std::string rule; ///< the rule's name, for the log
    Action action;    ///< its texts already filled in
};
struct UndoAction {
    ActionId id;
};
using Command = std::variant<DoAction, UndoAction>;
/// What falls due at the same moment, in order; done in one task of OBS's UI thread.
using Batch = std::vector<Command>;
/// Something that actions name was renamed.
void rename(Batch &batch, const Rename &renamed);

/// A rule whose actions were given out.
struct Fired {
    std::string rule;
    std::string user; ///< who set it off, to be shown
};

} // namespace astro::rules
