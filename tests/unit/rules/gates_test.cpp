// SPDX-License-Identifier: GPL-2.0-or-later
// What a rule may have against a match of it: the gates, one after the other.
#include "rules/gates.h"

#include "rules/rule_memories.h"
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class GatesTest : public EngineTest {
protected:
    /// What came of the only rule.
    Verdict verdict_at(int ms, const events::Event &event, std::uint64_t luck = 0)
    {
        const Decisions decisions = engine.on_event(event, at(ms), luck);
        EXPECT_EQ(decisions.size(), 1U);
        return decisions.empty() ? Verdict::busy : decisions.front().verdict;
    }
    Verdict verdict_at(int ms, const std::string &user = "Ada") { return verdict_at(ms, follow(user)); }

    void use_of(const std::string &collection, std::vector<Rule> rules)
    {
        set.rules = std::move(rules);
        engine.set_rules(set, collection);
    }

    /// @return the users who set off a rule, as its text tells.
    Story users() { return story(); }

    Rule rule = follow_rule("R");
};

// --- user_cooldown_ms

TEST_F(GatesTest, AUserCooldownIsForTheSameUserAlone)
{
    rule.user_cooldown = milliseconds(1000);
    use({rule});
    EXPECT_EQ(verdict_at(0, "Ada"), Verdict::fires);
    EXPECT_EQ(verdict_at(1, "Bob"), Verdict::fires);
    EXPECT_EQ(verdict_at(999, "Ada"), Verdict::user_cooling);
    EXPECT_EQ(verdict_at(1000, "Ada"), Verdict::fires);
    EXPECT_EQ(verdict_at(1000, "Bob"), Verdict::user_cooling);
    EXPECT_EQ(verdict_at(1001, "Bob"), Verdict::fires);
    EXPECT_EQ(engine.counts().cooling, 2U);
}

TEST_F(GatesTest, AUserIsTheSameInAnyCase)
{
    rule.user_cooldown = milliseconds(1000);
    use({rule});
    verdict_at(0, "AdaLovelace");
    EXPECT_EQ(verdict_at(1, "adalovelace"), Verdict::user_cooling);
    EXPECT_EQ(verdict_at(2, "ADALOVELACE"), Verdict::user_cooling);
    EXPECT_EQ(verdict_at(3, "Åsa Öberg"), Verdict::fires);
    EXPECT_EQ(verdict_at(4, "åSA öBERG"), Verdict::user_cooling);
    EXPECT_EQ(verdict_at(5, "Юлия"), Verdict::fires);
    EXPECT_EQ(verdict_at(6, "ЮЛИЯ"), Verdict::user_cooling);
    EXPECT_EQ(verdict_at(7, "Νίκος"), Verdict::fires);
    EXPECT_EQ(verdict_at(8, "ΝΊΚΟΣ"), Verdict::user_cooling);
}

TEST_F(GatesTest, WhatHasNoUserHasNoUserCooldown)
{
    rule.user_cooldown = milliseconds(1000);
    use({rule});
    EXPECT_EQ(verdict_at(0, ""), Verdict::fires);
    EXPECT_EQ(verdict_at(1, ""), Verdict::fires);
}

TEST_F(GatesTest, AUserCooldownGoesOnThroughNewRulesAndLeavesOtherRulesAlone)
{
    rule.user_cooldown = milliseconds(1000);
    use({rule});
    verdict_at(0);
    Rule other = rule;
    other.name = "S";
    use({other, rule});
    const Decisions decisions = follow_at(500);
    ASSERT_EQ(decisions.size(), 2U);
    EXPECT_EQ(decisions[0].verdict, Verdict::fires);
    EXPECT_EQ(decisions[1].verdict, Verdict::user_cooling);
    EXPECT_EQ(decisions[1].left, milliseconds(500));
}

TEST_F(GatesTest, WhatIsDroppedBeginsNoCooldown)
{
    set.queues = {{"q", milliseconds(0), 0, Queue::WhenFull::drop_new, {}, {}}};
    rule.queue = "q";
    rule.cooldown = rule.user_cooldown = milliseconds(100'000);
    Rule busy = follow_rule("busy", 1000, "q");
    busy.event = "tip";
    use({busy, rule});
    engine.on_event(some_event(events::Kind::tip), at(0));
    EXPECT_EQ(verdict_at(1), Verdict::queue_full);
    EXPECT_EQ(verdict_at(1000), Verdict::fires);
    EXPECT_EQ(verdict_at(1001), Verdict::cooling);
}

TEST_F(GatesTest, RemembersManyUsersAndForgetsTheEarliestOfMore)
{
    rule.user_cooldown = milliseconds(86'400'000);
    const CompiledRule compiled(rule);
    RuleMemory memory;
    const int many = static_cast<int>(RuleMemory::most_users) + 100;
    for (int i = 0; i < many; ++i)
        memory.note(compiled, follow("user" + std::to_string(i)), at(i).steady);
    for (int i = 0; i < many; ++i)
        EXPECT_EQ(memory.set_off_by("user" + std::to_string(i)).has_value(), i >= 100) << i;
}

TEST_F(GatesTest, RemembersAUserFromTheLastTime)
{
    rule.user_cooldown = milliseconds(100);
    const CompiledRule compiled(rule);
    RuleMemory memory;
    memory.note(compiled, follow("Ada"), at(0).steady);
    memory.note(compiled, follow("Ada"), at(60).steady); // as after a cooldown that was shorter then
    memory.note(compiled, follow("Bob"), at(120).steady);
    EXPECT_EQ(memory.set_off_by("Ada"), at(60).steady);
    memory.note(compiled, follow("Bob"), at(160).steady);
    EXPECT_FALSE(memory.set_off_by("Ada")) << "its time is over";
    EXPECT_EQ(memory.set_off_by("Bob"), at(160).steady);
    EXPECT_FALSE(memory.set_off_by("Cy"));
}

// --- every

TEST_F(GatesTest, OnlyEveryNthMatchIsRun)
{
    rule.every = 3;
    use({rule});
    for (int i = 1; i <= 9; ++i)
        EXPECT_EQ(verdict_at(i), i % 3 == 0 ? Verdict::fires : Verdict::not_nth) << i;
    EXPECT_EQ(engine.counts().by_gate, 6U);
    EXPECT_EQ(engine.counts().matched, 9U);
}

TEST_F(GatesTest, CountsEveryMatchSinceTheBeginningOverNewRules)
{
    rule.every = 3;
    use({rule});
    verdict_at(0);
    verdict_at(1);
    rule.actions[0].set("text", "new");
    use({follow_rule("other"), rule});
    const Decisions decisions = follow_at(2);
    ASSERT_EQ(decisions.size(), 2U);
    EXPECT_EQ(decisions[1].verdict, Verdict::fires);
}

TEST_F(GatesTest, CountsSinceTheBeginningOverAnotherCollection)
{
    rule.every = 3;
    use_of("Talk", {rule});
    verdict_at(0);
    verdict_at(1);
    use_of("Game", {rule});
    EXPECT_EQ(verdict_at(2), Verdict::not_nth) << "another rule, by chance of the same name";
    use_of("", {});
    use_of("Talk", {rule});
    EXPECT_EQ(verdict_at(3), Verdict::fires);
    use_of("Game", {rule});
    verdict_at(4);
    EXPECT_EQ(verdict_at(5), Verdict::fires);
}

TEST_F(GatesTest, ARuleWhoseDeletionIsUndoneGoesOn)
{
    rule.every = 2;
    use({rule});
    verdict_at(0);
    use({});
    use({rule});
    EXPECT_EQ(verdict_at(1), Verdict::fires);
}

TEST_F(GatesTest, ACooldownGoesOnOverAnotherCollection)
{
    rule.cooldown = milliseconds(1000);
    rule.user_cooldown = milliseconds(2000);
    use_of("Talk", {rule});
    EXPECT_EQ(verdict_at(0), Verdict::fires);
    use_of("Game", {});
    use_of("Talk", {rule});
    EXPECT_EQ(verdict_at(999), Verdict::cooling);
    EXPECT_EQ(verdict_at(1999), Verdict::user_cooling);
    EXPECT_EQ(verdict_at(2000), Verdict::fires);
}

TEST_F(GatesTest, OfWhatIsGoneSoMuchIsRemembered)
{
    RuleMemories memories;
    const auto nothing = [](const std::string &) { return false; };
    for (std::size_t i = 0; i < RuleMemories::most_gone + 5; ++i)
        memories.keep(std::to_string(100'000 + i)).matches = 1;
    memories.use("", nothing);
    EXPECT_EQ(memories.of(std::to_string(100'000 + RuleMemories::most_gone - 1)).matches, 1U);
    EXPECT_EQ(memories.of(std::to_string(100'000 + RuleMemories::most_gone)).matches, 0U);
    for (std::size_t i = 0; i < RuleMemories::most_collections + 5; ++i) {
        memories.use(std::to_string(100'000 + i), nothing);
        memories.keep("R").matches = 1;
    }
    memories.use("100000", nothing);
    EXPECT_EQ(memories.of("R").matches, 0U);
    memories.use("100104", nothing);
    EXPECT_EQ(memories.of("R").matches, 1U);
}

TEST_F(GatesTest, WhatIsNoMatchDoesNotCount)
{
    rule.every = 2;
    Condition amount;
    amount.field = "amount";
    amount.test = "exists";
    rule.conditions = {amount};
    use({rule});
    events::Event with_amount = follow();
    with_amount.amount = "5";
    EXPECT_EQ(verdict_at(0, with_amount), Verdict::not_nth);
    EXPECT_EQ(verdict_at(1), Verdict::condition);
    EXPECT_EQ(verdict_at(2, with_amount), Verdict::fires);
}

TEST_F(GatesTest, TellsHowTheCountStands)
{
    rule.every = 10;
    use({rule});
    verdict_at(0);
    verdict_at(0);
    EXPECT_EQ(follow_at(0).at(0).detail, "3/10");
}

// --- chance

class Luck {
public:
    explicit Luck(std::uint64_t seed) : state_(seed) {}
    std::uint64_t operator()()
    {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return state_ ^ (state_ >> 29U);
    }

private:
    std::uint64_t state_;
};

int fires_of(const Rule &rule, int draws, std::uint64_t seed = 1)
{
    const CompiledRule compiled(rule);
    const events::Event event = follow();
    Luck luck(seed);
    int fired = 0;
    for (int i = 0; i < draws; ++i) {
        Decision decision;
        fired += passes(run_gates(), {compiled, event, {}, {}, {}, luck()}, decision) ? 1 : 0;
    }
    return fired;
}

TEST_F(GatesTest, AChanceOfNoneNeverAndAChanceOfAllAlwaysRuns)
{
    rule.chance = 0;
    EXPECT_EQ(fires_of(rule, 10'000), 0);
    rule.chance = 100;
    EXPECT_EQ(fires_of(rule, 10'000), 10'000);
}

TEST_F(GatesTest, AChanceIsMetOnTheWhole)
{
    constexpr int draws = 20'000;
    for (const double chance : {1.0, 12.5, 50.0, 99.0}) {
        rule.chance = chance;
        const double expected = draws * chance / 100;
        // Five standard deviations: with this seed it is always the same, with another one hardly ever wrong.
        EXPECT_NEAR(fires_of(rule, draws), expected, 5 * std::sqrt(expected * (1 - chance / 100))) << chance;
    }
}

TEST_F(GatesTest, LuckThatCountsUpIsLuckAsWell)
{
    rule.chance = 50;
    use({rule});
    int fired = 0;
    for (int i = 0; i < 1000; ++i)
        fired += follow_at(i, "Ada", static_cast<std::uint64_t>(i)).at(0).fires() ? 1 : 0;
    EXPECT_NEAR(fired, 500, 80);
}

TEST_F(GatesTest, RulesOfOneEventHaveLuckOfTheirOwn)
{
    rule.chance = 50;
    Rule other = rule;
    other.name = "S";
    use({rule, other});
    Luck luck(7);
    constexpr int draws = 4000;
    int both = 0, first = 0, second = 0;
    for (int i = 0; i < draws; ++i) {
        const Decisions decisions = follow_at(i, "Ada", luck());
        first += decisions.at(0).fires() ? 1 : 0;
        second += decisions.at(1).fires() ? 1 : 0;
        both += decisions[0].fires() && decisions[1].fires() ? 1 : 0;
    }
    EXPECT_NEAR(both, static_cast<double>(first) * second / draws, 150);
    EXPECT_NEAR(both, draws / 4.0, 150);
}

TEST_F(GatesTest, TheSameLuckDecidesAlike)
{
    rule.chance = 50;
    use({rule});
    for (std::uint64_t luck = 0; luck < 100; ++luck)
        EXPECT_EQ(follow_at(0, "Ada", luck).at(0).verdict, follow_at(0, "Ada", luck).at(0).verdict);
}

// --- Scenes and outputs

TEST_F(GatesTest, OnlyInRunsWhileOneOfItsScenesIsOnAir)
{
    rule.only_in = {"Main", "Game"};
    use({rule});
    EXPECT_EQ(verdict_at(0), Verdict::not_on_air) << "no scene is known yet";
    engine.set_surroundings({"Game", false, false}, at(1));
    EXPECT_EQ(verdict_at(1), Verdict::fires);
    engine.set_surroundings({"game", false, false}, at(2));
    EXPECT_EQ(verdict_at(2), Verdict::not_on_air) << "OBS tells scenes apart by case";
    engine.set_surroundings({"Main", false, false}, at(3));
    EXPECT_EQ(verdict_at(3), Verdict::fires);
}

TEST_F(GatesTest, NeverInDoesNotRunWhileOneOfItsScenesIsOnAir)
{
    rule.never_in = {"Pause", "End"};
    use({rule});
    EXPECT_EQ(verdict_at(0), Verdict::fires);
    engine.set_surroundings({"End", false, false}, at(1));
    EXPECT_EQ(verdict_at(1), Verdict::on_air);
    engine.set_surroundings({"Main", false, false}, at(2));
    EXPECT_EQ(verdict_at(2), Verdict::fires);
}

TEST_F(GatesTest, NeverInWinsOverOnlyIn)
{
    rule.only_in = rule.never_in = {"Main"};
    use({rule});
    engine.set_surroundings({"Main", false, false}, at(0));
    EXPECT_EQ(verdict_at(0), Verdict::on_air);
}

TEST_F(GatesTest, OnlyWhileAsksForAllThatItNames)
{
    rule.only_while = {"streaming", "recording"};
    use({rule});
    engine.set_surroundings({"Main", false, true}, at(0));
    EXPECT_EQ(follow_at(0).at(0).detail, "streaming");
    engine.set_surroundings({"Main", true, false}, at(1));
    EXPECT_EQ(follow_at(1).at(0).detail, "recording");
    engine.set_surroundings({"Main", true, true}, at(2));
    EXPECT_EQ(verdict_at(2), Verdict::fires);
}

TEST_F(GatesTest, AnOutputOfNoKnownNameIsNeverOn)
{
    rule.only_while = {"streaming", "flying"};
    use({rule});
    engine.set_surroundings({"Main", true, true}, at(0));
    EXPECT_EQ(verdict_at(0), Verdict::not_while);
    EXPECT_EQ(follow_at(0).at(0).detail, "flying");
}

// --- tests, account

TEST_F(GatesTest, TestEventsAreForRulesThatWantThem)
{
    Rule no_tests = follow_rule("no tests");
    no_tests.tests = false;
    use({rule, no_tests});
    events::Event event = follow();
    follow_at(0);
    event.is_test = true;
    engine.on_event(event, at(1));
    EXPECT_THAT(story(), ElementsAre("R no tests", "R"));
}

TEST_F(GatesTest, ARuleOfAnAccountIsForNoOther)
{
    rule.account = "YouTube";
    use({rule});
    EXPECT_EQ(verdict_at(0), Verdict::other_account);
    events::Event event = follow();
    event.account = "YouTube";
    EXPECT_EQ(verdict_at(1, event), Verdict::fires);
}

// --- first_of

events::Event tip(const std::string &amount)
{
    events::Event event = some_event(events::Kind::tip);
    event.amount = amount;
    return event;
}

Rule tips_from(const std::string &amount)
{
    Rule rule = follow_rule("from " + amount);
    rule.event = "tip";
    rule.first_of = "tips";
    Condition from;
    from.field = "amount";
    from.test = "at_least";
    from.value = amount;
    rule.conditions = {from};
    return rule;
}

TEST_F(GatesTest, OfTheRulesWithAWordTheFirstThatMatchesIsTheOnlyOneRun)
{
    use({tips_from("100"), tips_from("20"), tips_from("5")});
    for (const char *amount : {"250", "20", "7", "3"})
        engine.on_event(tip(amount), at(0));
    EXPECT_THAT(story(), ElementsAre("from 100 from 20 from 5"));
    EXPECT_EQ(engine.counts().matched, 2U + 1U + 1U + 1U + 1U);
    const Decisions decisions = engine.on_event(tip("250"), at(1));
    ASSERT_EQ(decisions.size(), 3U);
    EXPECT_EQ(decisions[1].verdict, Verdict::taken);
    EXPECT_EQ(decisions[1].detail, "from 100");
    EXPECT_EQ(decisions[2].verdict, Verdict::taken);
    EXPECT_EQ(decisions[2].detail, "from 100");
}

TEST_F(GatesTest, TheOrderOfTheRulesDecidesWhichIsFirst)
{
    use({tips_from("5"), tips_from("100")});
    engine.on_event(tip("250"), at(0));
    EXPECT_THAT(story(), ElementsAre("from 5"));
}

TEST_F(GatesTest, EachWordHasAFirstOfItsOwnAndNoWordHasNone)
{
    Rule other = tips_from("1");
    other.first_of = "other";
    Rule free = tips_from("2");
    free.first_of.clear();
    Rule free_too = tips_from("3");
    free_too.first_of.clear();
    use({tips_from("5"), other, free, free_too, tips_from("4")});
    engine.on_event(tip("250"), at(0));
    EXPECT_THAT(story(), ElementsAre("from 5 from 1 from 2 from 3"));
}

TEST_F(GatesTest, ARuleThatDoesNotMatchTakesNothing)
{
    const auto refused = [](auto change) {
        Rule made = follow_rule("first");
        made.first_of = "x";
        change(made);
        return made;
    };
    Rule second = follow_rule("second");
    second.first_of = "x";
    for (const Rule &first :
         {refused([](Rule &r) { r.enabled = false; }), refused([](Rule &r) { r.account = "Kick"; }),
          refused([](Rule &r) { r.only_in = {"Nowhere"}; }), refused([](Rule &r) { r.only_while = {"streaming"}; }),
          refused([](Rule &r) { r.never_in = {"Main"}; }), refused([](Rule &r) { r.event = "tip"; }),
          refused([](Rule &r) { r.tests = false; })}) {
        use({first, second});
        engine.set_surroundings({"Main", false, false}, at(0));
        events::Event event = follow();
        event.is_test = true;
        engine.on_event(event, at(0));
        EXPECT_THAT(story(), ElementsAre("second"));
    }
}

TEST_F(GatesTest, ARuleThatMatchesTakesItsTurnEvenIfItIsNotRunThen)
{
    Rule first = follow_rule("first");
    first.first_of = "x";
    first.cooldown = milliseconds(1000);
    Rule second = follow_rule("second");
    second.first_of = "x";
    use({first, second});
    follow_at(0);
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("first"));
}

TEST_F(GatesTest, WhatWasTakenCountsForNoNth)
{
    Rule first = tips_from("100");
    Rule second = tips_from("5");
    second.every = 2;
    use({first, second});
    engine.on_event(tip("250"), at(0));
    engine.on_event(tip("7"), at(1));
    engine.on_event(tip("250"), at(2));
    engine.on_event(tip("7"), at(3));
    EXPECT_THAT(story(), ElementsAre("from 100", "from 100", "from 5"));
}

// --- The table

TEST_F(GatesTest, EachGateIsOfAMemberOfItsOwn)
{
    std::vector<std::string_view> members;
    for (const auto *gates : {&match_gates(), &run_gates()})
        for (const Gate &gate : *gates)
            members.push_back(gate.member);
    std::sort(members.begin(), members.end());
    EXPECT_EQ(std::adjacent_find(members.begin(), members.end()), members.end());
}

TEST_F(GatesTest, MatchesIsWhatTheEventAndTheRuleAloneSay)
{
    EXPECT_TRUE(matches(CompiledRule(rule), follow()));
    EXPECT_FALSE(matches(CompiledRule(rule), some_event(events::Kind::tip)));
    rule.enabled = false;
    EXPECT_FALSE(matches(CompiledRule(rule), follow()));
}

} // namespace
} // namespace astro::rules
