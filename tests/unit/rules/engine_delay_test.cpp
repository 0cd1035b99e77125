// SPDX-License-Identifier: GPL-2.0-or-later
// Actions that begin later, end with their media, or are switched off.
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class EngineDelayTest : public EngineTest {
protected:
    void use_actions(std::vector<Action> actions, const std::string &queue = {})
    {
        Rule rule = follow_rule("R", 0, queue);
        rule.actions = std::move(actions);
        use({rule});
    }

    static Action with_media(const std::string &text, int hold_ms = 0, int after_ms = 0)
    {
        Action action = text_action(text, hold_ms, after_ms);
        action.until_media = "Jingle";
        return action;
    }

    std::vector<std::string> fired()
    {
        std::vector<std::string> lines;
        for (const Fired &one : engine.take_fired())
            lines.push_back(one.rule + " by " + one.user);
        return lines;
    }

    static constexpr int longest_media_ms = 3'600'000;
};

// --- after_ms

TEST_F(EngineDelayTest, AnActionBeginsThatLongAfterItsRule)
{
    use_actions({text_action("now"), text_action("late", 0, 700), text_action("later", 0, 900)});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("now"));
    EXPECT_EQ(wakes_at(), 700);
    EXPECT_THAT(story_at(699), IsEmpty());
    EXPECT_THAT(story_at(700), ElementsAre("late"));
    EXPECT_THAT(story_at(900), ElementsAre("later"));
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_EQ(engine.counts().done, 1U);
}

TEST_F(EngineDelayTest, ItsHoldCountsFromThere)
{
    use_actions({text_action("late", 100, 700), text_action("now", 750)});
    follow_at(0);
    EXPECT_THAT(story_at(700), ElementsAre("now", "late"));
    EXPECT_THAT(story_at(750), ElementsAre("-now"));
    EXPECT_THAT(story_at(799), IsEmpty());
    EXPECT_THAT(story_at(800), ElementsAre("-late"));
}

TEST_F(EngineDelayTest, ALateOneStillHasItsFullTime)
{
    use_actions({text_action("late", 100, 700)});
    follow_at(0);
    EXPECT_THAT(story_at(5000), ElementsAre("late"));
    EXPECT_EQ(wakes_at(), 5100);
}

TEST_F(EngineDelayTest, WhatIsDueTogetherBeginsInTheOrderOfTheRule)
{
    use_actions({text_action("c", 0, 30), text_action("a", 0, 10), text_action("b", 0, 10), text_action("now")});
    follow_at(0);
    EXPECT_THAT(story_at(30), ElementsAre("now", "a b c"));
}

TEST_F(EngineDelayTest, TheEventsTextsAreThoseOfItsMoment)
{
    use_actions({text_action("{user}", 0, 100)});
    follow_at(0, "Ada");
    follow_at(1, "Bob");
    EXPECT_THAT(story_at(200), ElementsAre("Ada Bob"));
}

TEST_F(EngineDelayTest, CountersAndSessionValuesAreThoseOfItsBeginning)
{
    const auto update = [this](int ms, const char *data) {
        engine.note(session_event("channel.session.update", R"({"key":"k","data":)" + std::string(data) + "}"), at(ms));
    };
    Rule waits = follow_rule("waits", 0, "q");
    waits.actions = {text_action("waits {user} {session.k.x} {counter.c}", 200)};
    Rule late = follow_rule("late");
    late.actions = {text_action("late {user} {session.k.x} {counter.c|none}", 0, 100)};
    use({waits, late});
    update(0, R"({"x":1})");
    follow_at(1, "Ada");
    follow_at(2, "Bob");
    EXPECT_THAT(story(), ElementsAre("waits Ada 1 "));
    update(50, R"({"x":2})");
    EXPECT_THAT(story_at(102), ElementsAre("late Ada 2 none late Bob 2 none"));
    update(150, R"({"x":3})");
    engine.set_counter("c", 4);
    EXPECT_THAT(story_at(201), ElementsAre("-waits Ada 1  waits Bob 3 4"));
}

TEST_F(EngineDelayTest, ARunLastsUntilItsLastActionIsPutBack)
{
    Rule rule = follow_rule("R", 0, "q");
    rule.actions = {text_action("late", 100, 700)};
    use({rule, follow_rule("next", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_THAT(story_at(700), ElementsAre("late"));
    EXPECT_THAT(story_at(799), IsEmpty());
    EXPECT_THAT(story_at(800), ElementsAre("-late next"));
}

TEST_F(EngineDelayTest, ALateActionForGoodEndsItsRunWhenItIsDone)
{
    Rule rule = follow_rule("R", 0, "q");
    rule.actions = {text_action("late", 0, 700)};
    use({rule, follow_rule("next", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story_at(699), IsEmpty());
    EXPECT_THAT(story_at(700), ElementsAre("late next"));
}

TEST_F(EngineDelayTest, PutsBackBeforeWhatBeginsAtTheSameTime)
{
    use_actions({text_action("held", 100), text_action("late", 0, 100)});
    follow_at(0);
    EXPECT_THAT(story_at(100), ElementsAre("held", "-held late"));
}

TEST_F(EngineDelayTest, ARenamedSourceIsFollowedByWhatBeginsLater)
{
    use_actions({text_action("late", 0, 100)});
    follow_at(0);
    engine.rename({"T", "Title"});
    engine.on_time(at(100));
    EXPECT_THAT(sources(), ElementsAre("Title"));
}

TEST_F(EngineDelayTest, NewRulesLetLaterActionsOfTheOldOnesBegin)
{
    use_actions({text_action("late", 0, 100)});
    follow_at(0);
    use({});
    EXPECT_THAT(story_at(100), ElementsAre("late"));
}

TEST_F(EngineDelayTest, ForgettingForgetsLaterActions)
{
    use_actions({text_action("late", 0, 100)});
    follow_at(0);
    engine.forget();
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_THAT(story_at(100), IsEmpty());
}

TEST_F(EngineDelayTest, SoManyLaterActionsWaitAndTheRestIsToldOf)
{
    std::vector<Action> actions;
    for (int i = 0; i < 1001; ++i)
        actions.push_back(text_action("late", 0, 1000));
    use_actions(std::move(actions));
    for (int i = 0; i < 10; ++i)
        follow_at(i);
    EXPECT_EQ(engine.counts().left_out, 10U);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_THAT(log[0], HasSubstr("left out"));
    engine.on_time(at(2000));
    std::size_t done = 0;
    for (const Batch &batch : engine.take_batches())
        done += batch.size();
    EXPECT_EQ(done, Engine::max_undos);
    EXPECT_EQ(wakes_at(), -1);
}

TEST_F(EngineDelayTest, ALateActionThatCouldNotBePutBackIsLeftOutAndHoldsNoQueue)
{
    std::vector<Action> actions;
    for (int i = 0; i < 2500; ++i)
        actions.push_back(text_action("held", 100'000, 10));
    Rule full = follow_rule("full");
    full.actions = actions;
    Rule queued = follow_rule("queued", 0, "q");
    queued.event = "tip";
    queued.actions = {text_action("too much", 100'000, 10)};
    Rule next = follow_rule("next", 0, "q");
    next.event = "tip";
    use({full, queued, next});
    for (int i = 0; i < 4; ++i)
        follow_at(i);
    engine.on_time(at(20));
    engine.take_batches();
    engine.on_event(some_event(events::Kind::tip), at(20));
    EXPECT_THAT(story_at(30), ElementsAre("next"));
    EXPECT_EQ(engine.counts().left_out, 1U);
}

// --- until_media

TEST_F(EngineDelayTest, IsPutBackWhenItsMediaEnds)
{
    use_actions({with_media("shown")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("shown"));
    engine.on_ended(id_of("shown"), at(4200));
    EXPECT_THAT(story(), ElementsAre("-shown"));
    engine.on_ended(id_of("shown"), at(4300));
    EXPECT_THAT(story(), IsEmpty()) << "it ended once";
    EXPECT_EQ(wakes_at(), -1);
}

TEST_F(EngineDelayTest, ItsHoldBoundsTheMedia)
{
    use_actions({with_media("shown", 6000)});
    follow_at(0);
    EXPECT_EQ(wakes_at(), 6000);
    EXPECT_THAT(story_at(6000), ElementsAre("shown", "-shown"));
    engine.on_ended(id_of("shown"), at(6001));
    EXPECT_THAT(story(), IsEmpty());
}

TEST_F(EngineDelayTest, MediaThatNeverEndsHoldsForAnHourAtMost)
{
    use_actions({with_media("shown")}, "q");
    follow_at(0);
    follow_at(0);
    EXPECT_EQ(wakes_at(), longest_media_ms);
    EXPECT_THAT(story_at(longest_media_ms), ElementsAre("shown", "-shown shown"));
}

TEST_F(EngineDelayTest, ItsRunEndsWithTheMedia)
{
    use_actions({with_media("shown"), text_action("b", 100)}, "q");
    follow_at(0);
    follow_at(0);
    story();
    engine.on_ended(id_of("shown"), at(50));
    EXPECT_THAT(story(), ElementsAre("-shown"));
    EXPECT_THAT(story_at(100), ElementsAre("-b shown b"));
}

TEST_F(EngineDelayTest, MediaOfALaterActionCountsFromThere)
{
    use_actions({with_media("shown", 500, 1000)});
    follow_at(0);
    EXPECT_THAT(story_at(1000), ElementsAre("shown"));
    EXPECT_EQ(wakes_at(), 1500);
    engine.on_ended(id_of("shown"), at(1200));
    EXPECT_THAT(story(), ElementsAre("-shown"));
}

TEST_F(EngineDelayTest, TheEndOfSomethingElseEndsNothing)
{
    use_actions({with_media("shown"), text_action("for good")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("shown for good"));
    engine.on_ended(id_of("for good"), at(1));
    engine.on_ended(12345, at(2));
    engine.on_ended(0, at(3));
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_EQ(wakes_at(), longest_media_ms);
}

TEST_F(EngineDelayTest, MediaThatEndsWhileAGuardsSceneIsOnAirIsPutBackAtOnce)
{
    set.guard.scenes = {"BRB"};
    use_actions({with_media("shown")});
    follow_at(0);
    engine.set_surroundings({"BRB", false, false}, at(1));
    story();
    engine.on_ended(id_of("shown"), at(2));
    EXPECT_THAT(story(), ElementsAre("-shown"));
}

TEST_F(EngineDelayTest, WhatWasSkippedHasNoMediaToEnd)
{
    use_actions({with_media("shown")}, "q");
    follow_at(0);
    story();
    engine.skip("q", at(1));
    EXPECT_THAT(story(), ElementsAre("-shown"));
    engine.on_ended(id_of("shown"), at(2));
    EXPECT_THAT(story(), IsEmpty());
}

// --- enabled

TEST_F(EngineDelayTest, AnActionThatIsOffIsLeftOut)
{
    Action off = text_action("off", 60'000);
    off.enabled = false;
    use_actions({text_action("a"), off, text_action("b")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("a b"));
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_EQ(engine.counts().left_out, 0U);
}

TEST_F(EngineDelayTest, ARuleOfWhichAllIsOffDoesNothing)
{
    Action off = text_action("off");
    off.enabled = false;
    use_actions({off}, "q");
    EXPECT_TRUE(follow_at(0).at(0).fires());
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_THAT(fired(), IsEmpty());
    EXPECT_EQ(engine.counts().done, 0U);
}

TEST_F(EngineDelayTest, TellsWhichRulesWereSetOff)
{
    use({follow_rule("A"), follow_rule("B", 100, "q")});
    follow_at(0, "Ada");
    follow_at(1, "Bob");
    EXPECT_THAT(fired(), ElementsAre("A by Ada", "B by Ada", "A by Bob"));
    EXPECT_THAT(fired(), IsEmpty());
    engine.on_time(at(100));
    EXPECT_THAT(fired(), ElementsAre("B by Bob"));
}

} // namespace
} // namespace astro::rules
