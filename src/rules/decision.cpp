// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/decision.h"

#include "rules/surroundings.h"
#include "support/text.h"

#include <array>

namespace astro::rules {
namespace {

/// What a text is given.
enum class Args { none, about, seconds, about_and_seconds };

struct VerdictRow {
    Verdict verdict;
    const char *key;
    Args args = Args::none;
    bool is_match = false;
};

/// In the order of Verdict.
constexpr std::array<VerdictRow, 18> rows = {{
    {Verdict::fires, "Why.Fires", Args::none, true},
    {Verdict::joins, "Why.Joins", Args::about, true},
    {Verdict::held, "Why.Held", Args::about, true},
    {Verdict::switched_off, "Why.SwitchedOff"},
    {Verdict::other_account, "Why.OtherAccount", Args::about},
    {Verdict::test_event, "Why.TestEvent"},
    {Verdict::condition, "Why.Condition.Unknown"},
    {Verdict::not_on_air, "Why.NotOnAir", Args::about},
    {Verdict::on_air, "Why.OnAir", Args::about},
    {Verdict::not_while, "Why.NotWhile.Unknown"},
    {Verdict::taken, "Why.Taken", Args::about, true},
    {Verdict::not_nth, "Why.NotNth", Args::about, true},
    {Verdict::chance, "Why.Chance", Args::about, true},
    {Verdict::cooling, "Why.Cooling", Args::seconds, true},
    {Verdict::user_cooling, "Why.UserCooling", Args::about_and_seconds, true},
    {Verdict::guard, "Why.Guard", Args::about, true},
    {Verdict::queue_full, "Why.QueueFull", Args::about, true},
    {Verdict::busy, "Why.Busy", Args::none, true},
}};

const VerdictRow &row_of(Verdict verdict)
{
    return rows.at(static_cast<std::size_t>(verdict));
}

std::string seconds(std::chrono::milliseconds left)
{
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(left).count());
}

/// "condition 2: amount 3 is not at least 5"
Problem failed_condition(const Condition &condition, std::size_t place, const events::Event &event)
{
    const std::string field{text::trim(condition.field)};
    if (CompiledCondition(condition).problem())
        return {"Why.Condition.Unknown", {std::to_string(place + 1), field.empty() ? "?" : field}};
    return {"Why.Condition." + condition.test,
            {std::to_string(place + 1), field, event.shown(field), text::presentable(condition.value, 100)}};
}

} // namespace

bool is_match(Verdict verdict)
{
    return row_of(verdict).is_match;
}

Problem why_not(const Decision &decision, const events::Event &event)
{
    const auto &conditions = decision.rule->conditions;
    if (decision.verdict == Verdict::condition && decision.condition < conditions.size())
        return failed_condition(conditions[decision.condition], decision.condition, event);
    if (decision.verdict == Verdict::not_while)
        return {"Why.NotWhile." + (find_activity(decision.detail) ? decision.detail : "Unknown"), {decision.detail}};
    const VerdictRow &row = row_of(decision.verdict);
    std::vector<std::string> args;
    if (row.args == Args::about || row.args == Args::about_and_seconds)
        args.push_back(decision.detail);
    if (row.args == Args::seconds || row.args == Args::about_and_seconds)
        args.push_back(seconds(decision.left));
    return {row.key, std::move(args)};
}

} // namespace astro::rules
