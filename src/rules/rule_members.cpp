// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_members.h"

namespace astro::rules {

const std::vector<RuleMember> &rule_members()
{
    using Holds = RuleMember::Holds;
    constexpr auto longest = static_cast<double>(longest_time.count());
    static const std::vector<RuleMember> members{
        {"enabled", &Rule::enabled, 0, 0, Holds::plain, true},
        {"event", &Rule::event, 0, 0, Holds::plain, true},
        {"account", &Rule::account, 0, 0, Holds::name, true},
        {"cooldown_ms", &Rule::cooldown, 0, longest, Holds::plain, true},
        {"queue", &Rule::queue, 0, 0, Holds::name, true},
        {"user_cooldown_ms", &Rule::user_cooldown, 0, longest},
        {"every", &Rule::every, 1, 1'000'000},
        {"chance", &Rule::chance, 0, 100},
        {"only_in", &Rule::only_in, 0, 0, Holds::scenes},
        {"never_in", &Rule::never_in, 0, 0, Holds::scenes},
        {"only_while", &Rule::only_while},
        {"first_of", &Rule::first_of, 0, 0, Holds::name},
        {"tests", &Rule::tests},
        {"priority", &Rule::priority, -1'000'000, 1'000'000},
        {"merge", &Rule::merge},
    };
    return members;
}

} // namespace astro::rules
