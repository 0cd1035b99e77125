// SPDX-License-Identifier: GPL-2.0-or-later
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(EngineTest, DoesNothingWithoutRules)
{
    follow_at(0);
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_EQ(engine.counts().events, 1U);
}

TEST_F(EngineTest, RulesOfOneEventComeOutInOneBatchInTheirOrder)
{
    Rule tips = follow_rule("tips");
    tips.event = "tip";
    use({follow_rule("B"), tips, follow_rule("A", 100), follow_rule("C", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("B A C"));
    EXPECT_THAT(story(), IsEmpty());
}

TEST_F(EngineTest, TellsTheRulesNameWithEachAction)
{
    use({follow_rule("Welcome")});
    follow_at(0);
    const auto batches = engine.take_batches();
    ASSERT_EQ(batches.size(), 1U);
    EXPECT_EQ(std::get<DoAction>(batches.at(0).at(0)).rule, "Welcome");
}

TEST_F(EngineTest, FillsInTextsWhenTheEventComesEvenIfTheRuleWaits)
{
    Rule rule = follow_rule("R", 100, "q");
    rule.actions[0].set("text", "Hi {user}");
    use({rule});
    follow_at(0, "Ada");
    follow_at(10, "{user}");
    EXPECT_THAT(story(), ElementsAre("Hi Ada"));
    EXPECT_THAT(story_at(100), ElementsAre("-Hi Ada Hi {user}"));
}

TEST_F(EngineTest, UndoesAfterItsHoldAndNotBefore)
{
    use({follow_rule("R", 6000)});
    follow_at(0);
    story();
    EXPECT_EQ(wakes_at(), 6000);
    EXPECT_THAT(story_at(5999), IsEmpty());
    EXPECT_THAT(story_at(6000), ElementsAre("-R"));
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_THAT(story_at(60000), IsEmpty());
}

TEST_F(EngineTest, AnActionForGoodIsNeverUndone)
{
    use({follow_rule("R")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("R"));
    EXPECT_EQ(wakes_at(), -1);
}

TEST_F(EngineTest, UndoesTheLastDoneFirstOfWhatIsDueTogether)
{
    Rule rule = follow_rule("R");
    rule.actions = {text_action("a", 100), text_action("b", 100), text_action("c", 50)};
    use({rule});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("a b c"));
    EXPECT_THAT(story_at(100), ElementsAre("-c -b -a"));
}

TEST_F(EngineTest, UndoesBeforeItDoes)
{
    Rule second = follow_rule("tip");
    second.event = "tip";
    use({follow_rule("follow", 100), second});
    follow_at(0);
    story();
    engine.on_event(some_event(events::Kind::tip), at(100));
    EXPECT_THAT(story(), ElementsAre("-follow tip"));
}

TEST_F(EngineTest, EventsOfDifferentMomentsAreDifferentBatches)
{
    use({follow_rule("R")});
    follow_at(0);
    follow_at(0);
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("R R", "R"));
}

TEST_F(EngineTest, ACooldownDropsMatchesFromTheMomentTheRuleWasSetOff)
{
    Rule rule = follow_rule("R");
    rule.cooldown = milliseconds(1000);
    use({rule, follow_rule("always")});
    follow_at(0);
    follow_at(999);
    follow_at(1000);
    follow_at(1500);
    EXPECT_THAT(story(), ElementsAre("R always", "always", "R always", "always"));
    EXPECT_EQ(engine.counts().matched, 8U);
    EXPECT_EQ(engine.counts().cooling, 2U);
    EXPECT_EQ(engine.counts().done, 6U);
}

TEST_F(EngineTest, RunsOfOneQueueFollowOneAnother)
{
    use({follow_rule("R", 100, "q")});
    follow_at(0);
    follow_at(10);
    follow_at(20);
    EXPECT_THAT(story(), ElementsAre("R"));
    EXPECT_EQ(wakes_at(), 100);
    EXPECT_THAT(story_at(99), IsEmpty());
    EXPECT_THAT(story_at(100), ElementsAre("-R R"));
    EXPECT_EQ(wakes_at(), 200);
    EXPECT_THAT(story_at(200), ElementsAre("-R R"));
    EXPECT_THAT(story_at(300), ElementsAre("-R"));
    EXPECT_EQ(wakes_at(), -1);
    follow_at(301);
    EXPECT_THAT(story(), ElementsAre("R"));
}

TEST_F(EngineTest, ARunLastsItsLongestHold)
{
    Rule rule = follow_rule("R", 0, "q");
    rule.actions = {text_action("short", 10), text_action("long", 100), text_action("good", 0)};
    use({rule, follow_rule("next", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("short long good"));
    EXPECT_THAT(story_at(10), ElementsAre("-short"));
    EXPECT_THAT(story_at(100), ElementsAre("-long next"));
}

TEST_F(EngineTest, RunsWithoutAHoldDoNotWaitForOneAnother)
{
    use({follow_rule("A", 0, "q"), follow_rule("B", 0, "q"), follow_rule("C", 50, "q"), follow_rule("D", 0, "q"),
         follow_rule("E", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("A B C"));
    EXPECT_THAT(story_at(50), ElementsAre("-C D E"));
}

TEST_F(EngineTest, QueuesDoNotWaitForOneAnotherAndStartInTheOrderOfTheirMatches)
{
    use({follow_rule("z", 100, "zulu"), follow_rule("a", 100, "alpha"), follow_rule("free", 0)});
    follow_at(0);
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("z a free", "free"));
    EXPECT_THAT(story_at(100), ElementsAre("-a -z z a"));
}

TEST_F(EngineTest, ALateTickStillGivesEachRunItsFullTime)
{
    use({follow_rule("R", 100, "q")});
    follow_at(0);
    follow_at(0);
    story();
    EXPECT_THAT(story_at(5000), ElementsAre("-R R"));
    EXPECT_EQ(wakes_at(), 5100);
}

TEST_F(EngineTest, AFullQueueKeepsTheOldestAndCountsTheRest)
{
    Rule rule = follow_rule("R", 100, "q");
    rule.actions[0].set("text", "{user}");
    rule.cooldown = milliseconds(0);
    use({rule});
    const int all = static_cast<int>(static_cast<std::size_t>(Queue::most_waiting)) + 11;
    for (int i = 0; i < all; ++i)
        follow_at(0, std::to_string(i));
    EXPECT_EQ(engine.counts().dropped, 10U);
    EXPECT_EQ(engine.counts().matched, static_cast<std::uint64_t>(all));

    int came = 0;
    for (int ms = 0; engine.next_deadline(); ms += 100) {
        engine.on_time(at(ms));
        for (const auto &batch : engine.take_batches())
            for (const auto &command : batch)
                if (const auto *done = std::get_if<DoAction>(&command)) {
                    EXPECT_EQ(done->action.text("text"), std::to_string(came));
                    ++came;
                }
    }
    EXPECT_EQ(came, all - 10);
    EXPECT_EQ(engine.counts().done, static_cast<std::uint64_t>(all - 10));
}

TEST_F(EngineTest, LogsAFullQueueOnceAMinute)
{
    use({follow_rule("R", 86'400'000, "alerts")});
    for (int i = 0; i < 600; ++i)
        follow_at(i);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_THAT(log[0], HasSubstr("\"alerts\" is full"));
    follow_at(59'000);
    EXPECT_EQ(log.size(), 1U);
    follow_at(120'000);
    ASSERT_EQ(log.size(), 2U);
    EXPECT_THAT(log[1], HasSubstr("(100 times)"));
}

TEST_F(EngineTest, ARuleThatWasDroppedDoesNotCoolDown)
{
    Rule rule = follow_rule("R", 0, "q");
    rule.cooldown = milliseconds(3'600'000);
    Rule filler = follow_rule("filler", 1000, "q");
    use({filler});
    for (std::size_t i = 0; i <= static_cast<std::size_t>(Queue::most_waiting); ++i)
        follow_at(0);
    use({rule});
    follow_at(1);
    EXPECT_EQ(engine.counts().dropped, 1U);
    follow_at(1000);
    EXPECT_EQ(engine.counts().cooling, 0U);
    follow_at(1001);
    EXPECT_EQ(engine.counts().cooling, 1U);
}

TEST_F(EngineTest, RefusesActionsItCouldNotUndoAndStillDoesThoseForGood)
{
    Rule rule = follow_rule("R");
    rule.actions.clear();
    for (int i = 0; i < 1000; ++i)
        rule.actions.push_back(text_action("held", 60'000));
    rule.actions.push_back(text_action("for good"));
    use({rule});
    std::size_t held = 0;
    std::size_t for_good = 0;
    for (int i = 0; i < 12; ++i) {
        follow_at(i);
        for (const auto &batch : engine.take_batches())
            for (const auto &command : batch)
                ++(std::get<DoAction>(command).action.text("text") == "held" ? held : for_good);
    }
    EXPECT_EQ(held, Engine::max_undos);
    EXPECT_EQ(for_good, 12U);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_THAT(log[0], HasSubstr("left out"));
    EXPECT_EQ(engine.counts().left_out, 12'000 - Engine::max_undos);

    std::size_t undone = 0;
    engine.on_time(at(60'100));
    for (const auto &batch : engine.take_batches())
        undone += batch.size();
    EXPECT_EQ(undone, Engine::max_undos);
    follow_at(60'200);
    EXPECT_EQ(engine.take_batches().at(0).size(), 1001U);
}

TEST_F(EngineTest, ForgettingDropsQueuesUndosAndWhatWasNotTaken)
{
    use({follow_rule("R", 100, "q")});
    follow_at(0);
    follow_at(1);
    engine.forget();
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_THAT(story_at(1000), IsEmpty());
    follow_at(1001);
    EXPECT_THAT(story(), ElementsAre("R"));
}

TEST_F(EngineTest, ForgettingFreesQueuesAtOnce)
{
    use({follow_rule("R", 10'000, "q")});
    follow_at(0);
    engine.take_batches();
    engine.forget();
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("R"));
}

TEST_F(EngineTest, NewRulesLetWhatRunsAndWaitsRunOn)
{
    use({follow_rule("old", 100, "q")});
    follow_at(0);
    follow_at(1);
    story();
    use({follow_rule("new", 0, "q")});
    follow_at(2);
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_THAT(story_at(100), ElementsAre("-old old"));
    EXPECT_THAT(story_at(200), ElementsAre("-old new"));
}

TEST_F(EngineTest, ARenamedSourceIsFollowedByWhatWaits)
{
    use({follow_rule("A", 1000, "q")});
    follow_at(0);
    follow_at(0);
    engine.rename({"T", "Title"});
    engine.on_time(at(1000));
    EXPECT_THAT(sources(), ElementsAre("Title", "Title"));
}

TEST_F(EngineTest, ARenamedSourceIsFollowedByTheRulesBeforeTheyAreSetAnew)
{
    use({follow_rule("A")});
    engine.rename({"T", "Title"});
    follow_at(0);
    EXPECT_THAT(sources(), ElementsAre("Title"));
}

TEST_F(EngineTest, CooldownsGoOnByNameThroughNewRules)
{
    Rule rule = follow_rule("R");
    rule.cooldown = milliseconds(1000);
    use({rule});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("R"));

    Rule other = rule;
    other.name = "S";
    other.actions[0].set("text", "S");
    rule.cooldown = milliseconds(2000);
    use({other, rule});
    follow_at(1500);
    EXPECT_THAT(story(), ElementsAre("S"));
    follow_at(2000);
    EXPECT_THAT(story(), ElementsAre("R"));
}

TEST_F(EngineTest, ARuleThatIsOffIsNotSetOff)
{
    Rule rule = follow_rule("R");
    rule.enabled = false;
    use({rule});
    follow_at(0);
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_EQ(engine.counts().matched, 0U);
}

TEST_F(EngineTest, FiringHeedsNothingButTheQueue)
{
    Rule rule = follow_rule("R", 100, "q");
    rule.enabled = false;
    rule.event = "tip";
    rule.cooldown = milliseconds(60'000);
    Condition never;
    never.field = "user";
    never.value = "Nobody";
    rule.conditions = {never};
    rule.actions[0].set("text", "Hi {user}");
    engine.fire(rule, follow("Bob"), at(0));
    engine.fire(rule, follow("Cy"), at(1));
    EXPECT_THAT(story(), ElementsAre("Hi Bob"));
    EXPECT_THAT(story_at(100), ElementsAre("-Hi Bob Hi Cy"));
    EXPECT_EQ(engine.counts().events, 0U);
    EXPECT_EQ(engine.counts().matched, 0U);
    EXPECT_EQ(engine.counts().done, 2U);
}

TEST_F(EngineTest, FiringNeitherWaitsForACooldownNorBeginsOne)
{
    Rule rule = follow_rule("R");
    rule.cooldown = milliseconds(60'000);
    use({rule});
    engine.fire(rule, follow(), at(0));
    follow_at(1);
    engine.fire(rule, follow(), at(2));
    EXPECT_THAT(story(), ElementsAre("R", "R", "R"));
    EXPECT_EQ(engine.counts().cooling, 0U);
}

TEST_F(EngineTest, SkipsActionsItCannotDoAndSaysSoOnce)
{
    Rule rule = follow_rule("R");
    Action unknown;
    unknown.type = "explode";
    unknown.hold = milliseconds(500);
    Action no_scene;
    no_scene.type = "switch_scene";
    Action unreadable;
    unreadable.unreadable = "switch";
    rule.actions = {unknown, no_scene, unreadable, text_action("fine")};
    use({rule});
    ASSERT_EQ(log.size(), 1U);
    EXPECT_THAT(log[0], HasSubstr("\"R\""));
    EXPECT_THAT(log[0], HasSubstr("\"explode\""));
    follow_at(0);
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("fine", "fine"));
    use({rule});
    EXPECT_EQ(log.size(), 1U);
    EXPECT_EQ(wakes_at(), -1);
}

TEST_F(EngineTest, ComplainsOfSoManyRulesAndCountsTheRest)
{
    for (int i = 0; i < 1000; ++i) {
        Rule rule = follow_rule("R" + std::to_string(i));
        rule.actions.front().type = "explode";
        set.rules.push_back(rule);
    }
    engine.set_rules(set);
    ASSERT_EQ(log.size(), 51U);
    EXPECT_THAT(log.back(), HasSubstr("950"));
}

TEST_F(EngineTest, SkippedActionsDoNotHoldUpTheirQueue)
{
    Rule rule = follow_rule("R", 0, "q");
    Action unknown;
    unknown.type = "explode";
    unknown.hold = milliseconds(60'000);
    rule.actions = {unknown};
    use({rule, follow_rule("next", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("next"));
    EXPECT_EQ(engine.counts().done, 1U);
}

TEST_F(EngineTest, ARuleWithoutActionsFiresAsWell)
{
    Rule silent = follow_rule("silent");
    silent.actions.clear();
    use({silent});
    follow_at(0);
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_EQ(engine.counts().done, 1U);
    ASSERT_EQ(engine.take_fired().size(), 1U);
}

TEST_F(EngineTest, AnUnreadableRuleHarmsNoOther)
{
    Rule unreadable;
    unreadable.unreadable = 7;
    use({unreadable, follow_rule("R")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("R"));
}

TEST_F(EngineTest, WhatIsForItsTopicOnlySetsOffItsRulesAndCountsAsNoEvent)
{
    Rule topic = follow_rule("topic");
    topic.event = "topic:channel.activities";
    use({topic, follow_rule("follow")});
    auto event = some_event();
    event.for_its_topic_only = true;
    engine.on_event(event, at(0));
    EXPECT_THAT(story(), ElementsAre("topic"));
    EXPECT_EQ(engine.counts().events, 0U);
    EXPECT_EQ(engine.counts().matched, 1U);
}

TEST_F(EngineTest, AReplayAsksTheRulesAndChangesNothingElse)
{
    Rule update = follow_rule("update");
    update.event = "topic:channel.session.update";
    update.cooldown = milliseconds(60'000);
    Rule button = follow_rule("button", 0, "q");
    button.event = "topic:channel.overlay.action";
    use({update, button});
    const auto ada = session_event("channel.session.update", R"({"key":"k","data":{"x":"Ada"}})");
    engine.on_event(session_event("channel.session.update", R"({"key":"k","data":{"x":"Bob"}})"), at(0));
    const auto counts = engine.counts();
    EXPECT_EQ(engine.replay(ada, at(1)).at(0).verdict, Verdict::cooling);
    EXPECT_EQ(engine.replay(ada, at(60'000)).at(0).verdict, Verdict::fires);
    EXPECT_EQ(engine.kept().session["k"]["x"], "Bob");
    engine.replay(session_event("channel.overlay.action", R"({"action":"pause"})"), at(60'001));
    EXPECT_FALSE(engine.paused(""));
    EXPECT_THAT(story(), ElementsAre("update", "update", "button"));
    EXPECT_EQ(engine.counts().events, counts.events);
    EXPECT_EQ(engine.counts().matched, counts.matched + 3);
    EXPECT_EQ(engine.counts().done, counts.done + 2);
}

TEST_F(EngineTest, AReplayFindsWhatTimeHasEnded)
{
    use({follow_rule("R", 100, "q")});
    follow_at(0);
    engine.replay(follow(), at(100));
    EXPECT_THAT(story(), ElementsAre("R", "-R R"));
}

TEST_F(EngineTest, ASingleGiftOfACommunityGiftSetsOffGiftRulesOnly)
{
    Rule gift = follow_rule("gift");
    gift.event = "gift";
    Rule any = follow_rule("any");
    any.event = "any";
    use({any, gift});
    auto event = some_event(events::Kind::gift);
    engine.on_event(event, at(0));
    event.of_community_gift = true;
    engine.on_event(event, at(1));
    EXPECT_THAT(story(), ElementsAre("any gift", "gift"));
}

} // namespace
} // namespace astro::rules
