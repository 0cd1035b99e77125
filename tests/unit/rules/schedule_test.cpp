// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/schedule.h"

#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using Admission = Schedule::Admission;
/// testing::Test has a Run() of its own.
using QueuedRun = Run;

class ScheduleTest : public testing::Test {
protected:
    static Deadline at(int ms) { return Deadline(milliseconds(ms)); }

    QueuedRun run(const std::string &queue, const std::string &name = "R", int priority = 0, bool merge = false)
    {
        Rule rule = follow_rule(name, 0, queue);
        rule.priority = priority;
        rule.merge = merge;
        QueuedRun made;
        made.rule = std::make_shared<const CompiledRule>(rule);
        made.id = ++last_id_;
        return made;
    }

    /// @return true when what admission() told came true.
    Admission admit(QueuedRun run, int ms = 0)
    {
        const Admission told = schedule.admission(run.rule->source(), at(ms));
        const auto admitted = schedule.admit(std::move(run), at(ms));
        EXPECT_EQ(told, admitted.admission);
        if (admitted.admission == Admission::begins)
            begun.push_back(admitted.begun.value().id);
        for (const QueuedRun &one : admitted.dropped)
            dropped.push_back(one.id);
        return admitted.admission;
    }

    /// The runs that begin then.
    std::vector<RunId> next(int ms)
    {
        std::vector<RunId> ids;
        while (const auto run = schedule.next(at(ms)))
            ids.push_back(run->id);
        return ids;
    }

    void describe(const std::string &name, int gap_ms, std::int64_t limit = 500,
                  Queue::WhenFull when_full = Queue::WhenFull::drop_new)
    {
        schedule.set_queues({{name, milliseconds(gap_ms), limit, when_full, {}, {}}});
    }

    Schedule schedule;
    std::vector<RunId> begun, dropped;

private:
    RunId last_id_ = 0;
};

TEST_F(ScheduleTest, TheFirstBeginsAndTheRestWaitsUntilItHasEnded)
{
    EXPECT_EQ(admit(run("q")), Admission::begins);
    EXPECT_EQ(admit(run("q")), Admission::waits);
    EXPECT_EQ(admit(run("q")), Admission::waits);
    EXPECT_THAT(next(1000), IsEmpty());
    schedule.ended("q", at(1000));
    EXPECT_THAT(next(1000), ElementsAre(2));
    schedule.ended("q", at(2000));
    EXPECT_THAT(next(2000), ElementsAre(3));
    schedule.ended("q", at(3000));
    EXPECT_EQ(admit(run("q"), 3000), Admission::begins);
}

TEST_F(ScheduleTest, OfSeveralQueuesTheOneThatWasSetOffFirstGoesFirst)
{
    schedule.pause("");
    admit(run("z"));
    admit(run("a"));
    admit(run("m"));
    schedule.resume("");
    EXPECT_THAT(next(0), ElementsAre(1, 2, 3));
}

TEST_F(ScheduleTest, AGapIsWaitedForEvenIfNothingWaited)
{
    describe("q", 100);
    admit(run("q"));
    schedule.ended("q", at(10));
    EXPECT_EQ(admit(run("q"), 109), Admission::waits);
    EXPECT_EQ(schedule.next_deadline(), at(110));
    EXPECT_THAT(next(109), IsEmpty());
    EXPECT_THAT(next(110), ElementsAre(2));
    schedule.ended("q", at(200));
    EXPECT_EQ(admit(run("q"), 300), Admission::begins);
}

TEST_F(ScheduleTest, WhatEndsAtOnceHasNoGap)
{
    describe("q", 100);
    admit(run("q"));
    admit(run("q"));
    schedule.ended("q", at(10), true);
    EXPECT_THAT(next(10), ElementsAre(2));
}

TEST_F(ScheduleTest, AFullQueueRefusesOrMakesRoom)
{
    describe("q", 0, 2);
    for (int i = 0; i < 3; ++i)
        admit(run("q"));
    EXPECT_EQ(admit(run("q", "R", 100)), Admission::refused);
    EXPECT_THAT(dropped, ElementsAre(4));
    describe("q", 0, 2, Queue::WhenFull::drop_old);
    EXPECT_EQ(admit(run("q")), Admission::waits);
    EXPECT_THAT(dropped, ElementsAre(4, 2));
    EXPECT_EQ(schedule.waiting("q"), 2U);
}

TEST_F(ScheduleTest, ALimitThatIsMadeSmallerDropsNothingThatWaits)
{
    for (int i = 0; i < 6; ++i)
        admit(run("q"));
    describe("q", 0, 2);
    EXPECT_EQ(schedule.waiting("q"), 5U);
    EXPECT_EQ(admit(run("q")), Admission::refused);
}

TEST_F(ScheduleTest, ALimitThatIsMadeSmallerCountsWhenRoomIsMade)
{
    for (int i = 0; i < 6; ++i)
        admit(run("q"));
    describe("q", 0, 2, Queue::WhenFull::drop_old);
    EXPECT_EQ(admit(run("q")), Admission::waits);
    EXPECT_THAT(dropped, ElementsAre(2, 3, 4, 5));
    EXPECT_EQ(schedule.waiting("q"), 2U);
}

TEST_F(ScheduleTest, HigherPriorityGoesFirstAndEqualOnesInTheirOrder)
{
    admit(run("q"));
    for (const int priority : {0, 2, -1, 2, 1, 0})
        admit(run("q", "R", priority));
    std::vector<RunId> order;
    for (int i = 0; i < 6; ++i) {
        schedule.ended("q", at(i));
        for (const RunId id : next(i))
            order.push_back(id);
    }
    EXPECT_THAT(order, ElementsAre(3, 5, 6, 2, 7, 4));
}

TEST_F(ScheduleTest, WhatMergesTakesThePlaceOfItsForerunner)
{
    admit(run("q"));
    admit(run("q", "M", 0, true));
    admit(run("q", "N", 0, true));
    EXPECT_EQ(admit(run("q", "M", 0, true)), Admission::joined);
    EXPECT_EQ(admit(run("q", "M", 0, true)), Admission::joined);
    EXPECT_EQ(schedule.waiting("q"), 2U);
    schedule.ended("q", at(1));
    const auto merged = schedule.next(at(1));
    ASSERT_TRUE(merged);
    EXPECT_EQ(merged->joined, 3U);
    EXPECT_EQ(merged->id, 2U);
    EXPECT_EQ(merged->rule->source().name, "M");
    schedule.ended("q", at(2));
    EXPECT_EQ(schedule.next(at(2)).value().joined, 1U);
}

TEST_F(ScheduleTest, WhatRunsIsNotJoined)
{
    EXPECT_EQ(admit(run("q", "M", 0, true)), Admission::begins);
    EXPECT_EQ(admit(run("q", "M", 0, true)), Admission::waits);
    EXPECT_EQ(admit(run("q", "M", 0, true)), Admission::joined);
}

TEST_F(ScheduleTest, RunsAreJoinedInTheirOwnQueueOnly)
{
    schedule.pause("");
    EXPECT_EQ(admit(run("q", "M", 0, true)), Admission::waits);
    EXPECT_EQ(admit(run("p", "M", 0, true)), Admission::waits);
}

TEST_F(ScheduleTest, WhilePausedOrHeldNothingBeginsAndThereIsNothingToWakeUpFor)
{
    schedule.pause("q");
    EXPECT_EQ(admit(run("q")), Admission::waits);
    EXPECT_FALSE(schedule.next_deadline());
    schedule.resume("q");
    EXPECT_EQ(schedule.next_deadline(), Deadline());
    schedule.hold(true);
    EXPECT_EQ(admit(run("p")), Admission::waits);
    EXPECT_THAT(next(0), IsEmpty());
    EXPECT_FALSE(schedule.next_deadline());
    schedule.hold(false);
    EXPECT_THAT(next(0), ElementsAre(1, 2));
}

TEST_F(ScheduleTest, ResumingOneQueueDoesNotResumeAll)
{
    schedule.pause("");
    schedule.resume("q");
    EXPECT_TRUE(schedule.paused("q"));
    schedule.resume("");
    EXPECT_FALSE(schedule.paused("q"));
}

TEST_F(ScheduleTest, ForgettingLeavesPausesAndDescriptionsAndNothingElse)
{
    describe("q", 1000);
    schedule.pause("p");
    admit(run("q"));
    admit(run("q"));
    admit(run("p"));
    schedule.ended("q", at(0));
    schedule.forget();
    EXPECT_EQ(schedule.waiting(""), 0U);
    EXPECT_TRUE(schedule.paused("p"));
    EXPECT_EQ(admit(run("q"), 1), Admission::begins) << "no gap after what is gone";
    EXPECT_THAT(schedule.states(), ElementsAre(QueueState{"p", 0, true}, QueueState{"q", 0, false}));
}

TEST_F(ScheduleTest, TheEndOfWhatWasForgottenEndsNothing)
{
    admit(run("q"));
    schedule.forget();
    schedule.ended("q", at(0));
    schedule.ended("nobody's", at(0));
    EXPECT_EQ(admit(run("q"), 0), Admission::begins);
}

TEST_F(ScheduleTest, ClearingTellsHowManyAndLeavesTheRest)
{
    for (const char *queue : {"q", "q", "q", "p", "p"})
        admit(run(queue));
    EXPECT_EQ(schedule.clear("q").size(), 2U);
    EXPECT_EQ(schedule.waiting("q"), 0U);
    EXPECT_EQ(schedule.waiting(""), 1U);
    schedule.ended("q", at(1));
    EXPECT_THAT(next(1), IsEmpty());
    EXPECT_EQ(schedule.clear("").size(), 1U);
}

TEST_F(ScheduleTest, QueuesThatAreNoMoreLeaveNothingBehind)
{
    for (int i = 0; i < 100; ++i) {
        const std::string name = "q" + std::to_string(i);
        describe(name, 10);
        schedule.pause(name);
        schedule.resume(name);
        admit(run(name), i);
        schedule.ended(name, at(i));
    }
    schedule.set_queues({});
    EXPECT_THAT(schedule.states(), IsEmpty());
}

} // namespace
} // namespace astro::rules
