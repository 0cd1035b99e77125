// SPDX-License-Identifier: GPL-2.0-or-later
// What a streamer can say of a queue, and do to it: gap, limit, priority, pause, skip, clear.
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class EngineQueueTest : public EngineTest {
protected:
    /// @param rule set off by this name's follow: its text is the user.
    static Rule named_by_user(Rule rule)
    {
        for (Action &action : rule.actions)
            action.set("text", "{user}");
        return rule;
    }

    void describe(const std::string &name, int gap_ms, std::int64_t limit = Queue::most_waiting,
                  Queue::WhenFull when_full = Queue::WhenFull::drop_new)
    {
        set.queues.push_back({name, milliseconds(gap_ms), limit, when_full, {}, {}});
    }

    void users_at(int ms, const std::vector<std::string> &users)
    {
        for (const std::string &user : users)
            follow_at(ms, user);
    }
};

// --- Gap

TEST_F(EngineQueueTest, AGapLiesBetweenTwoRuns)
{
    describe("q", 500);
    use({named_by_user(follow_rule("R", 100, "q"))});
    users_at(0, {"a", "b"});
    EXPECT_THAT(story(), ElementsAre("a"));
    EXPECT_THAT(story_at(100), ElementsAre("-a"));
    EXPECT_EQ(wakes_at(), 600);
    EXPECT_THAT(story_at(599), IsEmpty());
    EXPECT_THAT(story_at(600), ElementsAre("b"));
    EXPECT_THAT(story_at(700), ElementsAre("-b"));
    follow_at(800, "c");
    EXPECT_THAT(story(), IsEmpty());
    EXPECT_THAT(story_at(1200), ElementsAre("c"));
}

TEST_F(EngineQueueTest, AGapKeepsRunsWithoutAHoldApart)
{
    describe("q", 500);
    use({named_by_user(follow_rule("R", 0, "q"))});
    users_at(0, {"a", "b", "c"});
    EXPECT_THAT(story(), ElementsAre("a"));
    EXPECT_THAT(story_at(500), ElementsAre("b"));
    EXPECT_THAT(story_at(1000), ElementsAre("c"));
    EXPECT_EQ(wakes_at(), -1);
}

TEST_F(EngineQueueTest, AGapIsOfItsQueueAlone)
{
    describe("q", 500);
    use({named_by_user(follow_rule("R", 0, "q")), named_by_user(follow_rule("S", 0, "other"))});
    users_at(0, {"a", "b"});
    EXPECT_THAT(story(), ElementsAre("a a b"));
}

TEST_F(EngineQueueTest, AQueuesDescriptionCountsFromNowOn)
{
    use({named_by_user(follow_rule("R", 100, "q"))});
    users_at(0, {"a", "b", "c"});
    describe("q", 50);
    engine.set_rules(set);
    EXPECT_THAT(story_at(100), ElementsAre("a", "-a"));
    EXPECT_THAT(story_at(150), ElementsAre("b"));
    set.queues.clear();
    engine.set_rules(set);
    EXPECT_THAT(story_at(250), ElementsAre("-b c"));
}

// --- Limit

TEST_F(EngineQueueTest, ALimitIsOfWhatWaitsAndWhatComesLastIsDropped)
{
    describe("q", 0, 2);
    use({named_by_user(follow_rule("R", 100, "q"))});
    users_at(0, {"a", "b", "c", "d", "e"});
    EXPECT_EQ(engine.waiting("q"), 2U);
    EXPECT_EQ(engine.counts().dropped, 2U);
    EXPECT_THAT(story(), ElementsAre("a"));
    EXPECT_THAT(story_at(100), ElementsAre("-a b"));
    users_at(100, {"f", "g"});
    EXPECT_THAT(story_at(200), ElementsAre("-b c"));
    EXPECT_THAT(story_at(300), ElementsAre("-c f"));
    EXPECT_EQ(engine.counts().dropped, 3U);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_THAT(log[0], HasSubstr("\"q\" is full"));
    EXPECT_THAT(log[0], HasSubstr("\"R\""));
}

TEST_F(EngineQueueTest, DropOldMakesRoomForWhatComes)
{
    describe("q", 0, 2, Queue::WhenFull::drop_old);
    use({named_by_user(follow_rule("R", 100, "q"))});
    users_at(0, {"a", "b", "c", "d", "e"});
    EXPECT_EQ(engine.waiting("q"), 2U);
    EXPECT_EQ(engine.counts().dropped, 2U);
    EXPECT_THAT(story_at(100), ElementsAre("a", "-a d"));
    EXPECT_THAT(story_at(200), ElementsAre("-d e"));
    EXPECT_EQ(log.size(), 1U);
}

TEST_F(EngineQueueTest, DropOldDropsTheOldestWhateverItsPriority)
{
    describe("q", 0, 2, Queue::WhenFull::drop_old);
    Rule urgent = follow_rule("urgent", 100, "q");
    urgent.event = "tip";
    urgent.priority = 1;
    use({named_by_user(follow_rule("R", 100, "q")), urgent});
    follow_at(0, "a");
    engine.on_event(some_event(events::Kind::tip), at(0));
    users_at(0, {"b", "c"});
    EXPECT_THAT(story_at(100), ElementsAre("a", "-a b"));
    EXPECT_THAT(story_at(200), ElementsAre("-b c"));
}

TEST_F(EngineQueueTest, ALimitOfNoneLetsNothingWait)
{
    for (const auto when_full : {Queue::WhenFull::drop_new, Queue::WhenFull::drop_old}) {
        set.queues.clear();
        describe("q", 0, 0, when_full);
        use({named_by_user(follow_rule("R", 100, "q"))});
        const int begin = when_full == Queue::WhenFull::drop_new ? 0 : 1000;
        users_at(begin, {"a", "b"});
        EXPECT_EQ(engine.waiting("q"), 0U);
        EXPECT_THAT(story_at(begin + 100), ElementsAre("a", "-a"));
        engine.pause("q");
        follow_at(begin + 200, "c");
        EXPECT_EQ(engine.waiting("q"), 0U);
        engine.resume("q", at(begin + 300));
        EXPECT_THAT(story(), IsEmpty());
    }
    EXPECT_EQ(engine.counts().dropped, 4U);
}

TEST_F(EngineQueueTest, EachMatchThatIsDroppedIsTold)
{
    describe("q", 0, 1);
    use({follow_rule("A", 100, "q"), follow_rule("B", 0, "q"), follow_rule("C", 0, "q")});
    const Decisions decisions = follow_at(0);
    ASSERT_EQ(decisions.size(), 3U);
    EXPECT_EQ(decisions[0].verdict, Verdict::fires);
    EXPECT_EQ(decisions[1].verdict, Verdict::fires);
    EXPECT_EQ(decisions[2].verdict, Verdict::queue_full);
    EXPECT_EQ(decisions[2].detail, "q");
    EXPECT_EQ(engine.counts().dropped, 1U);
}

TEST_F(EngineQueueTest, RunsThatEndAtOnceNeverWait)
{
    describe("q", 0, 0);
    use({follow_rule("A", 0, "q"), follow_rule("B", 0, "q"), follow_rule("C", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("A B C"));
    EXPECT_EQ(engine.counts().dropped, 0U);
}

// --- Priority

TEST_F(EngineQueueTest, OfWhatWaitsTheHigherPriorityGoesFirst)
{
    std::vector<Rule> rules{follow_rule("running", 100, "q")};
    for (const auto &[name, priority] : std::vector<std::pair<std::string, int>>{
             {"low", -5}, {"usual", 0}, {"high", 7}, {"usual too", 0}, {"higher", 8}, {"high too", 7}}) {
        rules.push_back(follow_rule(name, 100, "q"));
        rules.back().priority = priority;
    }
    use(rules);
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("running"));
    Story order;
    for (int ms = 100; ms <= 700; ms += 100) {
        for (const std::string &line : story_at(ms))
            order.push_back(line);
    }
    EXPECT_THAT(order, ElementsAre("-running higher", "-higher high", "-high high too", "-high too usual",
                                   "-usual usual too", "-usual too low", "-low"));
}

TEST_F(EngineQueueTest, PriorityInterruptsNothing)
{
    Rule urgent = follow_rule("urgent", 100, "q");
    urgent.event = "tip";
    urgent.priority = 100;
    use({follow_rule("R", 100, "q"), urgent});
    follow_at(0);
    engine.on_event(some_event(events::Kind::tip), at(50));
    EXPECT_THAT(story(), ElementsAre("R"));
    EXPECT_THAT(story_at(100), ElementsAre("-R urgent"));
}

TEST_F(EngineQueueTest, PriorityIsAmongThoseOfItsQueueAlone)
{
    Rule other = follow_rule("other", 0, "p");
    other.priority = 5;
    use({follow_rule("R", 0, "q"), other});
    engine.pause("");
    follow_at(0);
    engine.resume("", at(1));
    EXPECT_THAT(story(), ElementsAre("R other"));
}

// --- Pause

TEST_F(EngineQueueTest, APausedQueueBeginsNothingAndGoesOnWhenResumed)
{
    use({named_by_user(follow_rule("R", 100, "q"))});
    engine.pause("q");
    EXPECT_TRUE(engine.paused("q"));
    users_at(0, {"a", "b"});
    EXPECT_THAT(story_at(10'000), IsEmpty());
    EXPECT_EQ(wakes_at(), -1) << "there is nothing to wake up for";
    EXPECT_EQ(engine.waiting("q"), 2U);
    engine.resume("q", at(10'001));
    EXPECT_FALSE(engine.paused("q"));
    EXPECT_THAT(story(), ElementsAre("a"));
    EXPECT_THAT(story_at(10'101), ElementsAre("-a b"));
}

TEST_F(EngineQueueTest, WhatRunsWhenItsQueueIsPausedRunsOnAndIsPutBack)
{
    Rule rule = named_by_user(follow_rule("R", 100, "q"));
    rule.actions.push_back(text_action("later", 0, 50));
    use({rule});
    users_at(0, {"a", "b"});
    engine.pause("q");
    EXPECT_THAT(story_at(50), ElementsAre("a", "later"));
    EXPECT_THAT(story_at(100), ElementsAre("-a"));
    EXPECT_THAT(story_at(1000), IsEmpty());
    EXPECT_EQ(wakes_at(), -1);
}

TEST_F(EngineQueueTest, APauseIsOfOneQueueOrOfAllThoseToComeIncluded)
{
    use({follow_rule("Q", 0, "q"), follow_rule("P", 0, "p"), follow_rule("free")});
    engine.pause("q");
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("P free"));
    EXPECT_FALSE(engine.paused("p"));
    EXPECT_FALSE(engine.paused(""));
    engine.pause("");
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("free")) << "a rule without a queue is not held by a pause";
    EXPECT_TRUE(engine.paused("p"));
    EXPECT_TRUE(engine.paused("one that is not there yet"));
    EXPECT_EQ(engine.waiting(""), 3U);
    EXPECT_EQ(engine.waiting("q"), 2U);
    engine.resume("", at(2));
    EXPECT_THAT(story(), ElementsAre("Q Q P"));
    EXPECT_FALSE(engine.paused("q"));
}

TEST_F(EngineQueueTest, APauseOutlivesNewRulesAndAnotherCollection)
{
    use({follow_rule("R", 0, "q")});
    engine.pause("q");
    use({follow_rule("S", 0, "q")});
    engine.forget();
    follow_at(0);
    EXPECT_THAT(story(), IsEmpty());
    engine.resume("q", at(1));
    EXPECT_THAT(story(), ElementsAre("S"));
}

TEST_F(EngineQueueTest, APausedQueueDropsWhatIsOverItsLimit)
{
    describe("q", 0, 3);
    use({named_by_user(follow_rule("R", 0, "q"))});
    engine.pause("");
    users_at(0, {"a", "b", "c", "d"});
    EXPECT_EQ(engine.counts().dropped, 1U);
    engine.resume("", at(1));
    EXPECT_THAT(story(), ElementsAre("a b c"));
}

// --- Skip

TEST_F(EngineQueueTest, SkippingPutsBackWhatTheRunHoldsAndBeginsTheNextAtOnce)
{
    describe("q", 5000);
    Rule rule = named_by_user(follow_rule("R", 1000, "q"));
    rule.actions.push_back(text_action("b", 2000));
    rule.actions.push_back(text_action("for good"));
    rule.actions.push_back(text_action("never", 0, 500));
    use({rule, follow_rule("next", 0, "q")});
    follow_at(0, "a");
    story();
    engine.skip("q", at(100));
    EXPECT_THAT(story(), ElementsAre("-b -a next"));
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_THAT(story_at(100'000), IsEmpty());
}

TEST_F(EngineQueueTest, SkippingIsOfOneQueueOrOfAll)
{
    use({follow_rule("Q", 1000, "q"), follow_rule("P", 2000, "p"), follow_rule("free", 3000)});
    follow_at(0);
    story();
    engine.skip("p", at(1));
    EXPECT_THAT(story(), ElementsAre("-P"));
    follow_at(2);
    EXPECT_THAT(story(), ElementsAre("P free"));
    engine.skip("", at(3));
    EXPECT_THAT(story(), ElementsAre("-P -Q Q")) << "the last done is put back first, in whatever queue it was";
    EXPECT_THAT(story_at(10'000), ElementsAre("-Q -free -free"));
}

TEST_F(EngineQueueTest, SkippingAnIdleQueueDoesNothing)
{
    use({follow_rule("R", 100, "q"), follow_rule("free", 100)});
    engine.skip("q", at(0));
    engine.skip("nobody's", at(0));
    engine.skip("", at(0));
    EXPECT_THAT(story(), IsEmpty());
    follow_at(1);
    engine.skip("nobody's", at(2));
    EXPECT_THAT(story(), ElementsAre("R free"));
}

TEST_F(EngineQueueTest, SkippingInAPausedQueueBeginsNothing)
{
    use({named_by_user(follow_rule("R", 100, "q"))});
    users_at(0, {"a", "b"});
    engine.pause("q");
    story();
    engine.skip("q", at(1));
    EXPECT_THAT(story(), ElementsAre("-a"));
    engine.resume("q", at(2));
    EXPECT_THAT(story(), ElementsAre("b"));
}

TEST_F(EngineQueueTest, ALaterRunOfAQueueIsNotSkippedWithTheFormer)
{
    use({named_by_user(follow_rule("R", 100, "q"))});
    users_at(0, {"a", "b"});
    engine.skip("q", at(10));
    EXPECT_THAT(story_at(109), ElementsAre("a", "-a b"));
    EXPECT_THAT(story_at(110), ElementsAre("-b"));
}

TEST_F(EngineQueueTest, OfTwoDescriptionsOfAQueueTheFirstCounts)
{
    set.queues = {{"q", milliseconds(0), 1, Queue::WhenFull::drop_new, {}, {}},
                  {"q", milliseconds(0), 5, Queue::WhenFull::drop_new, {}, {}}};
    use({named_by_user(follow_rule("Q", 100, "q"))});
    users_at(0, {"a", "b", "c"});
    EXPECT_EQ(engine.waiting("q"), 1U);
    EXPECT_EQ(engine.counts().dropped, 1U);
}

// --- Clear

TEST_F(EngineQueueTest, ClearingDropsWhatWaitsAndNotWhatRuns)
{
    use({named_by_user(follow_rule("Q", 100, "q")), named_by_user(follow_rule("P", 100, "p"))});
    users_at(0, {"a", "b", "c"});
    EXPECT_EQ(engine.clear("q"), 2U);
    EXPECT_EQ(engine.clear("q"), 0U);
    EXPECT_EQ(engine.clear("nobody's"), 0U);
    EXPECT_EQ(engine.counts().dropped, 2U);
    EXPECT_THAT(story_at(100), ElementsAre("a a", "-a -a b"));
    EXPECT_EQ(engine.clear(""), 1U);
    EXPECT_THAT(story_at(1000), ElementsAre("-b"));
    EXPECT_EQ(wakes_at(), -1);
}

// --- What is told

TEST_F(EngineQueueTest, TellsTheStateOfEachQueueThatThereIs)
{
    describe("alerts", 0);
    set.queues.push_back({});
    set.queues.back().unreadable = 7;
    describe("", 0);
    use({follow_rule("R", 100, "q")});
    EXPECT_THAT(engine.queues(), ElementsAre(QueueState{"alerts", 0, false}));
    follow_at(0);
    follow_at(0);
    engine.pause("p");
    EXPECT_THAT(engine.queues(),
                ElementsAre(QueueState{"alerts", 0, false}, QueueState{"p", 0, true}, QueueState{"q", 1, false}));
    engine.pause("");
    EXPECT_THAT(engine.queues(),
                ElementsAre(QueueState{"alerts", 0, true}, QueueState{"p", 0, true}, QueueState{"q", 1, true}));
    engine.resume("", at(100));
    EXPECT_THAT(engine.queues(), ElementsAre(QueueState{"alerts", 0, false}));
}

// --- Nothing holds a queue for ever

TEST_F(EngineQueueTest, NoRunHoldsAQueueForEver)
{
    Rule rule = named_by_user(follow_rule("R", 0, "q"));
    rule.actions[0].until_media = "Jingle";
    rule.actions.push_back(text_action("late", 86'400'000, 86'400'000));
    rule.actions[1].until_media = "Jingle";
    use({rule});
    users_at(0, {"a", "b"});
    EXPECT_THAT(story(), ElementsAre("a"));
    std::int64_t last = 0;
    while (engine.waiting("q") > 0) {
        ASSERT_GT(wakes_at(), last);
        last = wakes_at();
        engine.on_time(at(static_cast<int>(last)));
    }
    EXPECT_LE(last, 2 * 86'400'000);
}

TEST_F(EngineQueueTest, ActionsThatCanNotBePutBackDoNotHoldTheirQueue)
{
    Rule rule = named_by_user(follow_rule("R", 0, "q"));
    rule.actions[0].enabled = false;
    rule.actions[0].hold = milliseconds(60'000);
    use({rule, follow_rule("next", 0, "q")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("next"));
}

// --- The overlay's buttons

TEST_F(EngineQueueTest, TheOverlaysButtonsDriveAllQueues)
{
    use({named_by_user(follow_rule("Q", 100, "q")), named_by_user(follow_rule("P", 100, "p"))});
    const auto press = [this](const std::string &action, int ms) {
        engine.on_event(session_event("channel.overlay.action", R"({"action":")" + action + "\"}"), at(ms));
    };
    press("pause", 0);
    EXPECT_TRUE(engine.paused(""));
    users_at(1, {"a", "b"});
    EXPECT_THAT(story(), IsEmpty());
    press("unpause", 2);
    EXPECT_FALSE(engine.paused(""));
    EXPECT_THAT(story(), ElementsAre("a a"));
    press("skip", 3);
    EXPECT_THAT(story(), ElementsAre("-a -a b b"));
    for (const char *other : {"mute", "unmute", "playNext", "emptyHypeCup", "reload", "Pause", ""})
        press(other, 4);
    EXPECT_FALSE(engine.paused(""));
    EXPECT_THAT(story(), IsEmpty());
}

TEST_F(EngineQueueTest, TheOverlaysButtonsCanBeLeftAlone)
{
    set.overlay_buttons = false;
    use({});
    engine.on_event(session_event("channel.overlay.action", R"({"action":"pause"})"), at(0));
    EXPECT_FALSE(engine.paused(""));
}

TEST_F(EngineQueueTest, OnlyAnOverlayActionIsAButton)
{
    use({});
    engine.on_event(session_event("channel.overlay.update", R"({"action":"pause"})"), at(0));
    engine.on_event(session_event("channel.overlay.action", R"({"action":["pause"]})"), at(0));
    engine.on_event(session_event("channel.overlay.action", R"("pause")"), at(0));
    auto bare = session_event("channel.overlay.action", "{}");
    bare.frame.reset();
    engine.on_event(bare, at(0));
    EXPECT_FALSE(engine.paused(""));
}

TEST_F(EngineQueueTest, ARuleCanBeSetOffByAButtonAsWell)
{
    Rule rule = follow_rule("R");
    rule.event = "topic:channel.overlay.action";
    Rule queued = follow_rule("queued", 0, "q");
    queued.event = rule.event;
    use({rule, queued});
    engine.on_event(session_event("channel.overlay.action", R"({"action":"pause"})"), at(0));
    EXPECT_THAT(story(), ElementsAre("R"));
    engine.on_event(session_event("channel.overlay.action", R"({"action":"unpause"})"), at(1));
    EXPECT_THAT(story(), ElementsAre("queued R queued"));
}

// --- A flood

TEST_F(EngineQueueTest, AFloodWithoutAQueueLeavesTheLastNameAndNothingBehind)
{
    use({named_by_user(follow_rule("R"))});
    for (int i = 1; i <= 500; ++i)
        follow_at(2 * i, "viewer" + std::to_string(i));
    EXPECT_EQ(story().back(), "viewer500");
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_EQ(engine.counts().done, 500U);
    EXPECT_EQ(engine.counts().dropped, 0U);
}

TEST_F(EngineQueueTest, AFloodInAShortQueueThatDropsTheOldEndsWithTheLastName)
{
    describe("q", 0, 3, Queue::WhenFull::drop_old);
    use({named_by_user(follow_rule("R", 5000, "q"))});
    for (int i = 1; i <= 500; ++i)
        follow_at(2 * i, "viewer" + std::to_string(i));
    EXPECT_EQ(engine.counts().dropped, 496U);
    EXPECT_EQ(engine.counts().matched, 500U);
    Story all;
    std::int64_t last = 0;
    while (engine.next_deadline()) {
        last = wakes_at();
        for (const std::string &line : story_at(static_cast<int>(last)))
            all.push_back(line);
    }
    EXPECT_EQ(all.back(), "-viewer500");
    EXPECT_LE(last, 4 * 5000 + 1000) << "no minute of alerts";
    EXPECT_EQ(engine.counts().done + engine.counts().dropped, 500U);
}

} // namespace
} // namespace astro::rules
