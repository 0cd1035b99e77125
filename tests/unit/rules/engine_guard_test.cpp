// SPDX-License-Identifier: GPL-2.0-or-later
// While one of the guard's scenes is on air no rule acts.
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class EngineGuardTest : public EngineTest {
protected:
    EngineGuardTest() { set.guard.scenes = {"BRB", "Starting soon"}; }

    void scene_at(int ms, const std::string &scene) { engine.set_surroundings({scene, false, false}, at(ms)); }

    static Rule user_rule(const std::string &name = "R", int hold_ms = 0, const std::string &queue = {})
    {
        Rule rule = follow_rule(name, hold_ms, queue);
        rule.actions[0].set("text", name + ' ' + "{user}");
        return rule;
    }
};

TEST_F(EngineGuardTest, HoldsWhatComesUntilTheSceneIsLeft)
{
    use({user_rule()});
    scene_at(0, "BRB");
    follow_at(1, "a");
    const Decisions decisions = follow_at(2, "b");
    EXPECT_EQ(decisions.at(0).verdict, Verdict::held);
    EXPECT_EQ(decisions.at(0).detail, "BRB");
    EXPECT_TRUE(decisions.at(0).fires());
    EXPECT_THAT(story_at(3), IsEmpty());
    EXPECT_EQ(wakes_at(), -1);
    scene_at(4, "Starting soon");
    EXPECT_THAT(story(), IsEmpty()) << "from one scene of the guard to another one";
    scene_at(5, "Main");
    EXPECT_THAT(story(), ElementsAre("R a R b"));
    EXPECT_EQ(engine.counts().done, 2U);
    follow_at(6, "c");
    EXPECT_THAT(story(), ElementsAre("R c"));
}

TEST_F(EngineGuardTest, DropsWhatComesIfItIsToAndTellsIt)
{
    set.guard.mode = Guard::Mode::drop;
    use({user_rule(), user_rule("Q", 0, "q")});
    scene_at(0, "BRB");
    const Decisions decisions = follow_at(1, "a");
    EXPECT_EQ(decisions.at(0).verdict, Verdict::guard);
    EXPECT_EQ(decisions.at(0).detail, "BRB");
    EXPECT_EQ(decisions.at(1).verdict, Verdict::guard);
    EXPECT_EQ(engine.counts().by_gate, 2U);
    EXPECT_EQ(engine.waiting(""), 0U);
    scene_at(2, "Main");
    EXPECT_THAT(story(), IsEmpty());
    follow_at(3, "b");
    EXPECT_THAT(story(), ElementsAre("R b Q b"));
}

TEST_F(EngineGuardTest, WhatWasDroppedBeginsNoCooldownAndWhatIsHeldDoes)
{
    Rule rule = user_rule();
    rule.cooldown = milliseconds(1000);
    set.guard.mode = Guard::Mode::drop;
    use({rule});
    scene_at(0, "BRB");
    follow_at(1);
    set.guard.mode = Guard::Mode::hold;
    use({rule});
    EXPECT_EQ(follow_at(2).at(0).verdict, Verdict::held);
    EXPECT_EQ(follow_at(3).at(0).verdict, Verdict::cooling);
}

TEST_F(EngineGuardTest, NothingThatWaitsInAQueueBegins)
{
    use({user_rule("Q", 100, "q")});
    follow_at(0, "a");
    follow_at(0, "b");
    EXPECT_THAT(story(), ElementsAre("Q a"));
    scene_at(50, "BRB");
    EXPECT_THAT(story_at(100), ElementsAre("-Q a")) << "what was begun is put back";
    EXPECT_THAT(story_at(10'000), IsEmpty());
    EXPECT_EQ(wakes_at(), -1);
    scene_at(10'001, "Main");
    EXPECT_THAT(story(), ElementsAre("Q b"));
}

TEST_F(EngineGuardTest, ALaterActionOfARuleThatBeganWaitsAsWell)
{
    Rule rule = user_rule("R", 500);
    rule.actions.push_back(text_action("later", 100, 200));
    rule.actions.push_back(text_action("latest", 0, 300));
    use({rule});
    follow_at(0, "a");
    for (const auto mode : {Guard::Mode::hold, Guard::Mode::drop}) {
        set.guard.mode = mode;
        engine.set_rules(set);
        scene_at(100, "BRB");
        engine.on_time(at(400));
    }
    EXPECT_THAT(story(), ElementsAre("R a")) << "half a rule is not dropped either";
    EXPECT_EQ(wakes_at(), 500);
    EXPECT_THAT(story_at(500), ElementsAre("-R a"));
    EXPECT_EQ(wakes_at(), -1);
    scene_at(600, "Main");
    EXPECT_THAT(story(), ElementsAre("later latest"));
    EXPECT_THAT(story_at(700), ElementsAre("-later")) << "for_ms counts from when it was done";
}

TEST_F(EngineGuardTest, RulesInQueuesKeepTheirLimitAndTheirOrderWhileHeld)
{
    set.queues = {{"q", milliseconds(0), 2, Queue::WhenFull::drop_old, {}, {}}};
    Rule urgent = user_rule("urgent", 0, "q");
    urgent.event = "tip";
    urgent.priority = 1;
    use({user_rule("Q", 0, "q"), urgent});
    scene_at(0, "BRB");
    follow_at(1, "a");
    follow_at(2, "b");
    engine.on_event(some_event(events::Kind::tip), at(3));
    EXPECT_EQ(engine.waiting("q"), 2U);
    EXPECT_EQ(engine.counts().dropped, 1U);
    scene_at(4, "Main");
    EXPECT_THAT(story(), ElementsAre("urgent Ada Q b"));
}

TEST_F(EngineGuardTest, HoldsSoManyAndTellsOfTheRest)
{
    use({user_rule()});
    scene_at(0, "BRB");
    for (std::size_t i = 0; i < Engine::max_held; ++i)
        EXPECT_EQ(follow_at(1, std::to_string(i)).at(0).verdict, Verdict::held);
    EXPECT_EQ(follow_at(1, "more").at(0).verdict, Verdict::guard);
    EXPECT_EQ(engine.counts().by_gate, 1U);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_THAT(log[0], HasSubstr("\"R\" is dropped"));
    scene_at(2, "Main");
    EXPECT_EQ(engine.counts().done, Engine::max_held);
}

TEST_F(EngineGuardTest, AGuardThatIsTakenAwayLetsGoOfWhatItHeld)
{
    use({user_rule(), user_rule("Q", 0, "q")});
    scene_at(0, "BRB");
    follow_at(1, "a");
    set.guard.scenes.clear();
    engine.set_rules(set);
    EXPECT_NE(wakes_at(), -1) << "it has to be called for that";
    EXPECT_THAT(story_at(2), ElementsAre("R a Q a"));
    EXPECT_EQ(wakes_at(), -1);
}

TEST_F(EngineGuardTest, WhatIsHeldRunsEvenIfWhatComesByNowIsDropped)
{
    use({user_rule(), user_rule("Q", 0, "q")});
    scene_at(0, "BRB");
    follow_at(1, "a");
    set.guard.mode = Guard::Mode::drop;
    engine.set_rules(set);
    follow_at(2, "b");
    scene_at(3, "Main");
    EXPECT_THAT(story(), ElementsAre("R a Q a"));
}

TEST_F(EngineGuardTest, ASceneThatBecomesTheGuardsHoldsAtOnce)
{
    set.guard.scenes.clear();
    use({user_rule()});
    scene_at(0, "BRB");
    follow_at(1, "a");
    set.guard.scenes = {"BRB"};
    engine.set_rules(set);
    follow_at(2, "b");
    EXPECT_THAT(story(), ElementsAre("R a"));
}

TEST_F(EngineGuardTest, ARenamedSceneIsTheGuardsAsBefore)
{
    use({user_rule()});
    scene_at(0, "BRB");
    engine.rename({"BRB", "Be right back"});
    scene_at(1, "Be right back");
    follow_at(2, "a");
    EXPECT_THAT(story(), IsEmpty());
    scene_at(3, "BRB");
    EXPECT_THAT(story(), ElementsAre("R a"));
}

TEST_F(EngineGuardTest, ARenamedSceneOnAirIsStillTheOneOnAir)
{
    Rule rule = user_rule();
    rule.only_in = {"Main"};
    use({rule});
    scene_at(0, "Main");
    engine.rename({"Main", "Stage"});
    follow_at(1, "a");
    EXPECT_THAT(story(), ElementsAre("R a"));
    scene_at(2, "BRB");
    engine.rename({"BRB", "Be right back"});
    rule.only_in.clear();
    set.guard.scenes = {"Be right back"};
    use({rule});
    follow_at(3, "b");
    EXPECT_THAT(story(), IsEmpty());
}

TEST_F(EngineGuardTest, TryingARuleHeedsTheGuard)
{
    use({user_rule()});
    scene_at(0, "BRB");
    engine.fire(user_rule("tried"), follow("a"), at(1));
    EXPECT_TRUE(engine.fire("R", follow("b"), at(2)));
    EXPECT_THAT(story(), IsEmpty());
    scene_at(3, "Main");
    EXPECT_THAT(story(), ElementsAre("tried a R b"));
    set.guard.mode = Guard::Mode::drop;
    engine.set_rules(set);
    scene_at(4, "BRB");
    engine.fire(user_rule("tried"), follow("c"), at(5));
    scene_at(6, "Main");
    EXPECT_THAT(story(), IsEmpty());
}

TEST_F(EngineGuardTest, SkippingWhileHeldPutsBackAndBeginsNothing)
{
    use({user_rule("Q", 100, "q")});
    follow_at(0, "a");
    follow_at(0, "b");
    scene_at(1, "BRB");
    engine.skip("", at(2));
    EXPECT_THAT(story(), ElementsAre("Q a", "-Q a"));
}

TEST_F(EngineGuardTest, WhatIsHeldWaitsAndIsClearedWithAllThatWaits)
{
    use({user_rule(), user_rule("Q", 0, "q")});
    scene_at(0, "BRB");
    follow_at(1, "a");
    follow_at(2, "b");
    EXPECT_EQ(engine.waiting(""), 4U);
    EXPECT_EQ(engine.waiting("q"), 2U);
    EXPECT_EQ(engine.clear("q"), 2U);
    EXPECT_EQ(engine.waiting(""), 2U);
    EXPECT_EQ(engine.clear(""), 2U);
    EXPECT_EQ(engine.waiting(""), 0U);
    EXPECT_EQ(engine.counts().dropped, 4U);
    follow_at(3, "c");
    scene_at(4, "Main");
    EXPECT_THAT(story(), ElementsAre("R c Q c"));
    EXPECT_EQ(engine.waiting(""), 0U);
}

TEST_F(EngineGuardTest, ClearingLeavesTheLaterActionsOfARuleThatBegan)
{
    Rule rule = user_rule();
    rule.actions.push_back(text_action("later", 0, 200));
    use({rule});
    follow_at(0, "a");
    scene_at(100, "BRB");
    engine.on_time(at(300));
    EXPECT_EQ(engine.waiting(""), 0U);
    EXPECT_EQ(engine.clear(""), 0U);
    scene_at(400, "Main");
    EXPECT_THAT(story(), ElementsAre("R a", "later"));
}

TEST_F(EngineGuardTest, ForgettingForgetsWhatIsHeld)
{
    use({user_rule(), user_rule("Q", 0, "q")});
    scene_at(0, "BRB");
    follow_at(1);
    engine.forget();
    scene_at(2, "Main");
    EXPECT_THAT(story(), IsEmpty());
}

TEST_F(EngineGuardTest, ARenamedSourceIsFollowedByWhatIsHeld)
{
    use({user_rule()});
    scene_at(0, "BRB");
    follow_at(1);
    engine.rename({"T", "Title"});
    scene_at(2, "Main");
    EXPECT_THAT(sources(), ElementsAre("Title"));
}

} // namespace
} // namespace astro::rules
