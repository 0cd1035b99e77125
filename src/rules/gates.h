// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/compiled_rule.h"
#include "rules/decision.h"
#include "rules/surroundings.h"
#include "support/instant.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace astro::rules {

/// What is remembered of a rule by its name, over new versions of it.
struct RuleMemory {
    /// Users remembered of one rule: a chat may have more, and then the earliest are forgotten.
    static constexpr std::size_t most_users = 10'000;

    std::optional<Deadline> set_off; ///< when it was last
    std::uint64_t matches = 0;       ///< for `every`

    void note(const CompiledRule &rule, const events::Event &event, Deadline now);
    /// When this user did it last, as far as that is remembered.
    std::optional<Deadline> set_off_by(const std::string &user) const;

private:
    std::map<std::string, Deadline> users_;               ///< text::without_case()
    std::deque<std::pair<Deadline, std::string>> latest_; ///< the same, the earliest first
};

/// An event held against a rule.
struct Match {
    const CompiledRule &rule;
    const events::Event &event;
    const Surroundings &obs;
    const RuleMemory &memory;
    Deadline now;
    std::uint64_t luck; ///< random, the same for all rules of one event
};

/// One thing that may speak against a rule. The first that does is the reason.
struct Gate {
    /// Which member of a rule it looks at, as the file calls it.
    std::string_view member;
    Verdict verdict;
    /// @return true when the rule is not to run; `decision` is told the details then.
    bool (*refuses)(const Match &, Decision &decision);
};

/// What makes an event a match of the rule, in the order in which it is looked at.
const std::vector<Gate> &match_gates();
/// What decides whether a match is run.
const std::vector<Gate> &run_gates();

/// Whether the event is a match of the rule, as far as the two tell.
bool matches(const CompiledRule &rule, const events::Event &event);

/// @return false when a gate refuses; its verdict and details are in `decision` then.
bool passes(const std::vector<Gate> &gates, const Match &match, Decision &decision);

} // namespace astro::rules
