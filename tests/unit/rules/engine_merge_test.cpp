// SPDX-License-Identifier: GPL-2.0-or-later
// Matches that join a run of their rule which waits.
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class EngineMergeTest : public EngineTest {
protected:
    static Rule merging(const std::string &name, const std::string &text, int hold_ms = 100)
    {
        Rule rule = follow_rule(name, hold_ms, "q");
        rule.merge = true;
        rule.actions[0].set("text", text);
        return rule;
    }
};

TEST_F(EngineMergeTest, AMatchJoinsTheRunThatWaitsAndItsTextsAreTheLatest)
{
    use({merging("R", "{user}")});
    for (const char *user : {"a", "b", "c", "d"})
        follow_at(0, user);
    EXPECT_EQ(engine.waiting("q"), 1U);
    EXPECT_THAT(story(), ElementsAre("a"));
    EXPECT_THAT(story_at(100), ElementsAre("-a d"));
    EXPECT_THAT(story_at(200), ElementsAre("-d"));
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_EQ(engine.counts().dropped, 0U);
}

TEST_F(EngineMergeTest, TheTextsTellHowManyJoined)
{
    use({merging("R", "{user} and {others} more of {count}")});
    for (const char *user : {"a", "b", "c", "d"})
        follow_at(0, user);
    EXPECT_THAT(story(), ElementsAre("a and 0 more of 1"));
    EXPECT_THAT(story_at(100), ElementsAre("-a and 0 more of 1 d and 2 more of 3"));
    follow_at(150, "e");
    EXPECT_THAT(story_at(200), ElementsAre("-d and 2 more of 3 e and 0 more of 1")) << "the next ones are counted anew";
}

TEST_F(EngineMergeTest, HowManyJoinedStandsFastWhenTheRunHasBegun)
{
    Rule rule = merging("R", "{count}");
    rule.actions.push_back(text_action("later {count}", 0, 50));
    use({rule});
    for (const char *user : {"a", "b", "c"})
        follow_at(0, user);
    EXPECT_THAT(story_at(100), ElementsAre("1", "-1 later 1 2"));
    follow_at(120, "d");
    EXPECT_THAT(story_at(150), ElementsAre("later 2"));
}

TEST_F(EngineMergeTest, WhatAnotherRuleFiresJoinsAsWell)
{
    Rule leads = follow_rule("leads");
    Action fire;
    fire.type = "fire_rule";
    fire.set("rule", "R");
    leads.actions = {fire};
    Rule fired = merging("R", "{user} {count}");
    fired.event = "tip";
    use({leads, fired});
    for (const char *user : {"a", "b", "c"})
        follow_at(0, user);
    EXPECT_EQ(engine.waiting("q"), 1U);
    EXPECT_THAT(story_at(100), ElementsAre("a 1", "-a 1 c 2"));
}

TEST_F(EngineMergeTest, TheDecisionTellsWhatJoins)
{
    use({merging("R", "{user}")});
    EXPECT_EQ(follow_at(0).at(0).verdict, Verdict::fires);
    EXPECT_EQ(follow_at(0).at(0).verdict, Verdict::fires) << "nothing waits yet: it waits";
    const Decisions decisions = follow_at(0);
    EXPECT_EQ(decisions.at(0).verdict, Verdict::joins);
    EXPECT_EQ(decisions.at(0).detail, "q");
    EXPECT_TRUE(decisions.at(0).fires());
}

TEST_F(EngineMergeTest, OnlyRunsOfTheSameRuleAreJoined)
{
    Rule plain = follow_rule("plain", 100, "q");
    plain.actions[0].set("text", "plain {user}");
    use({merging("R", "{user}"), plain});
    for (const char *user : {"a", "b"})
        follow_at(0, user);
    EXPECT_THAT(story(), ElementsAre("a"));
    EXPECT_THAT(story_at(100), ElementsAre("-a plain a"));
    EXPECT_THAT(story_at(200), ElementsAre("-plain a b"));
    EXPECT_THAT(story_at(300), ElementsAre("-b plain b"));
}

TEST_F(EngineMergeTest, ARunKeepsItsPlace)
{
    Rule other = follow_rule("other", 100, "q");
    other.event = "tip";
    use({merging("R", "{user}"), other});
    follow_at(0, "a");
    follow_at(0, "b");
    engine.on_event(some_event(events::Kind::tip), at(0));
    follow_at(0, "c");
    EXPECT_THAT(story(), ElementsAre("a"));
    EXPECT_THAT(story_at(100), ElementsAre("-a c"));
    EXPECT_THAT(story_at(200), ElementsAre("-c other"));
}

TEST_F(EngineMergeTest, WhatJoinsNeedsNoRoom)
{
    set.queues = {{"q", milliseconds(0), 1, Queue::WhenFull::drop_new, {}, {}}};
    use({merging("R", "{user}")});
    for (int i = 0; i < 1000; ++i)
        follow_at(0, std::to_string(i));
    EXPECT_EQ(engine.counts().dropped, 0U);
    EXPECT_THAT(story(), ElementsAre("0"));
    EXPECT_THAT(story_at(100), ElementsAre("-0 999"));
}

TEST_F(EngineMergeTest, OfARunThatIsDroppedAllThatJoinedIsCounted)
{
    set.queues = {{"q", milliseconds(0), 1, Queue::WhenFull::drop_old, {}, {}}};
    Rule tip = follow_rule("tip", 100, "q");
    tip.event = "tip";
    use({merging("R", "{user}"), tip});
    for (const char *user : {"a", "b", "c", "d"})
        follow_at(0, user);
    EXPECT_EQ(engine.counts().dropped, 0U);
    engine.on_event(some_event(events::Kind::tip), at(0)); // takes the place of the run of three
    EXPECT_EQ(engine.counts().dropped, 3U);
    for (const char *user : {"e", "f"})
        follow_at(1, user);
    EXPECT_EQ(engine.counts().dropped, 4U);
    EXPECT_EQ(engine.clear("q"), 1U) << "a run of two";
    EXPECT_EQ(engine.counts().dropped, 6U);
}

TEST_F(EngineMergeTest, WithoutAQueueNothingWaitsAndSoNothingJoins)
{
    Rule rule = merging("R", "{user}");
    rule.queue.clear();
    use({rule});
    follow_at(0, "a");
    follow_at(0, "b");
    EXPECT_THAT(story(), ElementsAre("a b"));
}

TEST_F(EngineMergeTest, WhatIsHeldByAPauseOrTheGuardIsJoinedAsWell)
{
    set.guard.scenes = {"BRB"};
    use({merging("R", "{user}")});
    engine.set_surroundings({"BRB", false, false}, at(0));
    for (int i = 0; i < 2000; ++i)
        follow_at(0, std::to_string(i));
    EXPECT_EQ(engine.waiting("q"), 1U);
    EXPECT_EQ(engine.counts().dropped + engine.counts().by_gate, 0U);
    EXPECT_THAT(story(), IsEmpty());
    engine.set_surroundings({"Main", false, false}, at(1));
    EXPECT_THAT(story(), ElementsAre("1999"));
}

TEST_F(EngineMergeTest, WhatJoinsAfterARuleWasChangedHasItsNewTexts)
{
    use({merging("R", "old {user} {count}")});
    follow_at(0, "a");
    follow_at(1, "b");
    use({merging("R", "new {user} {count}")});
    follow_at(2, "c");
    EXPECT_THAT(story_at(100), ElementsAre("old a 1", "-old a 1 new c 2"));
}

TEST_F(EngineMergeTest, ARuleThatMergesNoMoreWaitsForItself)
{
    use({merging("R", "{user}")});
    follow_at(0, "a");
    follow_at(0, "b");
    Rule plain = merging("R", "{user}");
    plain.merge = false;
    use({plain});
    follow_at(0, "c");
    EXPECT_EQ(engine.waiting("q"), 2U);
}

TEST_F(EngineMergeTest, AFloodThatMergesLeavesTheLastName)
{
    use({merging("R", "{user}", 5000)});
    for (int i = 1; i <= 500; ++i)
        follow_at(2 * i, "viewer" + std::to_string(i));
    EXPECT_THAT(story(), ElementsAre("viewer1"));
    EXPECT_THAT(story_at(5002), ElementsAre("-viewer1 viewer500"));
    EXPECT_EQ(engine.waiting(""), 0U);
    EXPECT_EQ(engine.counts().dropped, 0U);
}

} // namespace
} // namespace astro::rules
