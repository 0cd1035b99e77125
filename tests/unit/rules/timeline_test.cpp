// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/timeline.h"

#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

/// testing::Test has a Run() of its own.
using PlannedRun = Run;

class TimelineTest : public testing::Test {
protected:
    static Deadline at(int ms) { return Deadline(milliseconds(ms)); }

    void add_step(int due, RunId run, const std::string &text)
    {
        auto its_run = std::make_shared<PlannedRun>();
        its_run->id = run;
        timeline.add_step({at(due),
                           0,
                           its_run,
                           {std::make_shared<const Action>(text_action(text)), find_action_type("set_text"), {}}});
    }

    std::vector<std::string> steps_until(int ms)
    {
        std::vector<std::string> texts;
        while (const auto step = timeline.take_step(at(ms)))
            texts.push_back(step->action.action->text("text"));
        return texts;
    }

    std::vector<std::uint64_t> undos_until(int ms)
    {
        std::vector<std::uint64_t> ids;
        while (const auto undo = timeline.take_undo(at(ms)))
            ids.push_back(undo->id);
        return ids;
    }

    Timeline timeline;
};

TEST_F(TimelineTest, NothingIsDueAtFirst)
{
    EXPECT_FALSE(timeline.next_step());
    EXPECT_FALSE(timeline.next_undo());
    EXPECT_FALSE(timeline.take_step(at(1'000'000)));
    EXPECT_FALSE(timeline.take_undo(at(1'000'000)));
    EXPECT_FALSE(timeline.take_undo_of(0));
}

TEST_F(TimelineTest, StepsComeWhenDueAndOfThoseDueTogetherTheFirstPlannedFirst)
{
    add_step(20, 1, "c");
    add_step(10, 1, "a");
    add_step(20, 2, "d");
    add_step(10, 2, "b");
    EXPECT_EQ(timeline.next_step(), at(10));
    EXPECT_THAT(steps_until(9), IsEmpty());
    EXPECT_THAT(steps_until(10), ElementsAre("a", "b"));
    EXPECT_EQ(timeline.steps(), 2U);
    EXPECT_EQ(timeline.next_step(), at(20));
    EXPECT_THAT(steps_until(1000), ElementsAre("c", "d"));
    EXPECT_EQ(timeline.steps(), 0U);
}

TEST_F(TimelineTest, UndosComeWhenDueAndOfThoseDueTogetherTheLastDoneFirst)
{
    for (const auto &[due, id] : std::vector<std::pair<int, std::uint64_t>>{{20, 1}, {10, 2}, {20, 3}, {10, 4}})
        timeline.add_undo({at(due), id, 1});
    EXPECT_EQ(timeline.next_undo(), at(10));
    EXPECT_THAT(undos_until(9), IsEmpty());
    EXPECT_THAT(undos_until(10), ElementsAre(4, 2));
    EXPECT_EQ(timeline.undos(), 2U);
    EXPECT_THAT(undos_until(1000), ElementsAre(3, 1));
    EXPECT_FALSE(timeline.next_undo());
}

TEST_F(TimelineTest, AnUndoCanBeTakenBeforeItsTimeAndOnlyOnce)
{
    timeline.add_undo({at(20), 1, 7});
    timeline.add_undo({at(20), 2, 8});
    const auto taken = timeline.take_undo_of(1);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->run, 7U);
    EXPECT_FALSE(timeline.take_undo_of(1));
    EXPECT_THAT(undos_until(20), ElementsAre(2));
    EXPECT_FALSE(timeline.take_undo_of(2));
}

TEST_F(TimelineTest, RunsThatAreDroppedLeaveNothingBehind)
{
    add_step(10, 1, "one");
    add_step(20, 2, "two");
    add_step(30, 3, "three");
    timeline.add_undo({at(30), 1, 1});
    timeline.add_undo({at(40), 2, 2});
    timeline.add_undo({at(10), 3, 1});
    timeline.add_undo({at(10), 4, 3});
    std::vector<std::uint64_t> undone;
    for (const auto &undo : timeline.drop_runs({1, 3}))
        undone.push_back(undo.id);
    EXPECT_THAT(undone, ElementsAre(4, 3, 1));
    EXPECT_THAT(steps_until(1000), ElementsAre("two"));
    EXPECT_THAT(undos_until(1000), ElementsAre(2));
    EXPECT_THAT(timeline.drop_runs({1, 2, 3}), IsEmpty());
}

TEST_F(TimelineTest, WhatIsPlannedCanBeChanged)
{
    add_step(10, 1, "a");
    timeline.for_each_step(
        [](Timeline::Step &step) { step.action.action = std::make_shared<const Action>(text_action("b")); });
    EXPECT_THAT(steps_until(10), ElementsAre("b"));
}

} // namespace
} // namespace astro::rules
