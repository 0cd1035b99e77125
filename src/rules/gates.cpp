// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/gates.h"

#include "support/letter_case.h"
#include "support/number.h"
#include "support/text.h"

#include <algorithm>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;

/// Tells what a refusal is about. @return true
bool says(Decision &decision, std::string about)
{
    decision.detail = std::move(about);
    return true;
}

bool is_off(const Match &match, Decision &)
{
    return !match.rule.source().enabled;
}

bool is_of_other_account(const Match &match, Decision &decision)
{
    const std::string &wanted = match.rule.source().account;
    return !wanted.empty() && wanted != match.event.account && says(decision, wanted);
}

bool is_test(const Match &match, Decision &)
{
    return match.event.is_test && !match.rule.source().tests;
}

bool fails_condition(const Match &match, Decision &decision)
{
    const auto &conditions = match.rule.conditions();
    const auto failed = std::find_if(conditions.begin(), conditions.end(),
                                     [&](const CompiledCondition &condition) { return !condition.holds(match.event); });
    decision.condition = static_cast<std::size_t>(failed - conditions.begin());
    return failed != conditions.end();
}

bool has(const std::vector<std::string> &names, const std::string &name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_not_on_air(const Match &match, Decision &decision)
{
    const auto &wanted = match.rule.source().only_in;
    return !wanted.empty() && !has(wanted, match.obs.program_scene) && says(decision, match.obs.program_scene);
}

bool is_on_air(const Match &match, Decision &decision)
{
    return has(match.rule.source().never_in, match.obs.program_scene) && says(decision, match.obs.program_scene);
}

/// A word that this version does not know never holds.
bool is_not_while(const Match &match, Decision &decision)
{
    for (const std::string &word : match.rule.source().only_while) {
        const Activity *const known = find_activity(word);
        if (known && match.obs.*known->on)
            continue;
        return says(decision, word);
    }
    return false;
}

bool is_not_nth(const Match &match, Decision &decision)
{
    const auto every = static_cast<std::uint64_t>(std::max<std::int64_t>(match.rule.source().every, 1));
    const std::uint64_t count = match.memory.matches % every + 1;
    return count != every && says(decision, std::to_string(count) + '/' + std::to_string(every));
}

/// One number for the event, another one for each rule of it.
double drawn_percent(std::uint64_t luck, const std::string &rule)
{
    std::uint64_t mixed = luck ^ std::hash<std::string>()(rule);
    mixed += 0x9E3779B97F4A7C15U; // splitmix64
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    mixed ^= mixed >> 31U;
    return static_cast<double>(mixed >> 11U) / static_cast<double>(std::uint64_t(1) << 53U) * 100;
}

bool has_no_luck(const Match &match, Decision &decision)
{
    const Rule &rule = match.rule.source();
    return drawn_percent(match.luck, rule.name) >= rule.chance && says(decision, plain_number(rule.chance));
}

bool lasts(std::optional<Deadline> begun, milliseconds length, Deadline now, Decision &decision)
{
    if (!begun || now >= *begun + length)
        return false;
    decision.left = std::chrono::ceil<milliseconds>(*begun + length - now);
    return true;
}

bool is_cooling(const Match &match, Decision &decision)
{
    return lasts(match.memory.set_off, match.rule.source().cooldown, match.now, decision);
}

bool is_cooling_for_user(const Match &match, Decision &decision)
{
    const milliseconds cooldown = match.rule.source().user_cooldown;
    return cooldown.count() > 0 && lasts(match.memory.set_off_by(match.event.user), cooldown, match.now, decision) &&
           says(decision, match.event.shown("user"));
}

} // namespace

void RuleMemory::note(const CompiledRule &rule, const events::Event &event, Deadline now)
{
    set_off = now;
    const milliseconds cooldown = rule.source().user_cooldown;
    if (cooldown.count() == 0 || event.user.empty())
        return;
    std::string user = text::without_case(event.user);
    users_[user] = now;
    latest_.emplace_back(now, std::move(user));
    while (latest_.size() > most_users || latest_.front().first + cooldown <= now) {
        // One that was noted again meanwhile stays.
        const auto known = users_.find(latest_.front().second);
        if (known != users_.end() && known->second == latest_.front().first)
            users_.erase(known);
        latest_.pop_front();
    }
}

std::optional<Deadline> RuleMemory::set_off_by(const std::string &user) const
{
    const auto known = users_.find(text::without_case(user));
    return known == users_.end() ? std::nullopt : std::optional(known->second);
}

const std::vector<Gate> &match_gates()
{
    static const std::vector<Gate> gates{
        {"enabled", Verdict::switched_off, is_off},       {"account", Verdict::other_account, is_of_other_account},
        {"tests", Verdict::test_event, is_test},          {"conditions", Verdict::condition, fails_condition},
        {"only_in", Verdict::not_on_air, is_not_on_air},  {"never_in", Verdict::on_air, is_on_air},
        {"only_while", Verdict::not_while, is_not_while},
    };
    return gates;
}

const std::vector<Gate> &run_gates()
{
    static const std::vector<Gate> gates{
        {"every", Verdict::not_nth, is_not_nth},
        {"chance", Verdict::chance, has_no_luck},
        {"cooldown_ms", Verdict::cooling, is_cooling},
        {"user_cooldown_ms", Verdict::user_cooling, is_cooling_for_user},
    };
    return gates;
}

bool matches(const CompiledRule &rule, const events::Event &event)
{
    Decision decision;
    return rule.source().unreadable.isNull() && rule.filter().matches(event) &&
           passes(match_gates(), {rule, event, {}, {}, {}, 0}, decision);
}

bool passes(const std::vector<Gate> &gates, const Match &match, Decision &decision)
{
    for (const Gate &gate : gates) {
        if (!gate.refuses(match, decision))
            continue;
        decision.verdict = gate.verdict;
        return false;
    }
    return true;
}

} // namespace astro::rules
