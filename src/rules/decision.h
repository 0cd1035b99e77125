// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/rule.h"
#include "support/problem.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace astro::rules {

/// What came of a rule when an event was held against it: it fires, or the first reason against.
enum class Verdict {
    fires,
    joins, ///< fires, together with a run that waits in its queue
    held,  ///< fires, once the guard's scene is left
    switched_off,
    other_account,
    test_event,
    condition,
    not_on_air,
    on_air,
    not_while,
    taken, ///< another rule of its `first_of` came before
    not_nth,
    chance,
    cooling,
    user_cooling,
    guard,
    queue_full,
    busy, ///< OBS did not keep up
};

struct Decision {
    std::shared_ptr<const Rule> rule;
    Verdict verdict = Verdict::fires;
    /// What the reason is about: a scene, another rule, a queue, how a counted match stands ("3 of 10").
    std::string detail;
    std::size_t condition = 0;         ///< which one fails, from 0
    std::chrono::milliseconds left{0}; ///< until a cooldown is over

    bool fires() const { return verdict == Verdict::fires || verdict == Verdict::joins || verdict == Verdict::held; }
};

using Decisions = std::vector<Decision>;

/// Whether the event was a match of the rule, whatever came of it then.
bool is_match(Verdict verdict);

/// Why a rule was not set off, as a text of data/locale ("Why.…").
Problem why_not(const Decision &decision, const events::Event &event);

} // namespace astro::rules
