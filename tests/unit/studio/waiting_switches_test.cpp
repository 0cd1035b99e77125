// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/waiting_switches.h"

#include <gmock/gmock.h>

namespace astro::studio {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

rules::Command switch_to(const std::string &scene, rules::ActionId id, int hold_ms = 0)
{
    rules::DoAction command;
    command.id = id;
    command.action.type = "switch_scene";
    command.action.set("scene", scene);
    command.action.hold = std::chrono::milliseconds(hold_ms);
    return command;
}

/// One that is chosen by what is on air then.
rules::Command step(const std::string &type, rules::ActionId id)
{
    rules::DoAction command;
    command.id = id;
    command.action.type = type;
    command.action.set("scene", type); // to be seen by names()
    return command;
}

std::vector<std::string> names(const rules::Batch &batch)
{
    std::vector<std::string> all;
    for (const rules::Command &command : batch) {
        const auto *action = std::get_if<rules::DoAction>(&command);
        all.push_back(action ? action->action.text("scene") : "back");
    }
    return all;
}

TEST(WaitingSwitchesTest, AreTakenInTheirOrder)
{
    WaitingSwitches waiting;
    EXPECT_TRUE(waiting.empty());
    waiting.add(switch_to("A", 1, 500));
    waiting.add(rules::UndoAction{7});
    waiting.add(switch_to("B", 2));
    EXPECT_THAT(names(waiting.take()), ElementsAre("A", "back", "B"));
    EXPECT_TRUE(waiting.empty());
}

TEST(WaitingSwitchesTest, OfTwoScenesInARowThatStayTheLatterIsLeft)
{
    WaitingSwitches waiting;
    waiting.add(switch_to("A", 1));
    waiting.add(switch_to("B", 2));
    waiting.add(switch_to("alert", 3, 500));
    waiting.add(switch_to("C", 4));
    EXPECT_THAT(names(waiting.take()), ElementsAre("B", "alert", "C"));
}

TEST(WaitingSwitchesTest, StepsNeedWhatComesBeforeThem)
{
    WaitingSwitches waiting;
    waiting.add(switch_to("A", 1));
    waiting.add(step("previous_scene", 2));
    waiting.add(step("next_scene", 3));
    waiting.add(step("next_scene", 4));
    waiting.add(switch_to("alert", 5, 500));
    waiting.add(step("next_scene", 6));
    EXPECT_TRUE(waiting.drop(5));
    EXPECT_THAT(names(waiting.take()), ElementsAre("A", "previous_scene", "next_scene", "next_scene", "next_scene"));
}

TEST(WaitingSwitchesTest, StepsBeforeASceneThatStaysAreLeftOut)
{
    WaitingSwitches waiting;
    waiting.add(switch_to("alert", 1, 500));
    waiting.add(step("next_scene", 2));
    waiting.add(step("next_scene", 3));
    waiting.add(switch_to("A", 4));
    EXPECT_THAT(names(waiting.take()), ElementsAre("alert", "A"));
}

TEST(WaitingSwitchesTest, OfVeryManyStepsTheLatestWait)
{
    WaitingSwitches waiting;
    for (rules::ActionId id = 1; id <= 10'000; ++id)
        waiting.add(step("next_scene", id));
    EXPECT_EQ(waiting.size(), static_cast<std::size_t>(WaitingSwitches::most_steps));
    EXPECT_FALSE(waiting.drop(1));
    EXPECT_TRUE(waiting.drop(10'000));
}

TEST(WaitingSwitchesTest, WhoseTimeIsOverIsNotDone)
{
    WaitingSwitches waiting;
    waiting.add(switch_to("alert", 1, 500));
    EXPECT_FALSE(waiting.drop(2));
    EXPECT_TRUE(waiting.drop(1));
    EXPECT_FALSE(waiting.drop(1));
    EXPECT_THAT(names(waiting.take()), IsEmpty());
}

TEST(WaitingSwitchesTest, DoNotGrowWithTrafficOverATimeInWhichNothingCanBeSwitched)
{
    WaitingSwitches waiting;
    for (rules::ActionId id = 1; id <= 10'000; id += 2) {
        waiting.add(switch_to("stays", id));
        waiting.add(switch_to("alert", id + 1, 5000));
        if (id > 20)
            waiting.drop(id - 20 + 1); // its time is over
    }
    EXPECT_LE(waiting.size(), 25U);
}

TEST(WaitingSwitchesTest, GoByANewName)
{
    WaitingSwitches waiting;
    waiting.add(switch_to("A", 1));
    waiting.rename({"A", "B"});
    EXPECT_THAT(names(waiting.take()), ElementsAre("B"));
}

} // namespace
} // namespace astro::studio
