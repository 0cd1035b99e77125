// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/scene_choice.h"

#include <gmock/gmock.h>

#include <set>

namespace {

using namespace astro::studio;
using testing::ElementsAre;

using Scenes = std::vector<std::string>;

TEST(SceneChoice, TheNextIsTheOneBehindAndTheFirstAfterTheLast)
{
    const Scenes scenes{"A", "B", "C"};
    SceneSteps steps;
    EXPECT_EQ(steps.next(scenes, "A"), "B");
    EXPECT_EQ(steps.next(scenes, "C"), "A");
    EXPECT_EQ(steps.next(scenes, "Elsewhere"), "A");
    EXPECT_EQ(steps.next({"A"}, "A"), "A");
    EXPECT_EQ(steps.next({}, "A"), std::nullopt);
}

TEST(SceneChoice, TheNextOfASceneThatIsThereTwiceIsTheOneBehindThePlaceThatItCameTo)
{
    const Scenes scenes{"Main", "Cam", "Main", "Game"};
    SceneSteps steps;
    std::string on_air = "Main";
    for (const char *next : {"Cam", "Main", "Game", "Main", "Cam", "Main"}) {
        on_air = steps.next(scenes, on_air).value_or("");
        EXPECT_EQ(on_air, next);
        EXPECT_EQ(steps.next({"B", "A"}, "B"), "A") << "another list has its own place";
    }
    steps.rename({"Main", "Stage"});
    EXPECT_EQ(steps.next({"Stage", "Cam", "Stage", "Game"}, "Stage"), "Game");
    EXPECT_EQ(steps.next(scenes, "Main"), "Cam") << "where it was not yet, the first place counts";
    EXPECT_EQ(steps.next(scenes, "Game"), "Main") << "so it does when another scene came on air meanwhile";
}

TEST(SceneChoice, ARandomOneIsNeverTheOneOnAirAndAnyOther)
{
    std::set<std::string> chosen;
    for (std::size_t number = 0; number < 2; ++number) {
        const auto draw = [&](std::size_t below) {
            EXPECT_EQ(below, 2U);
            return number;
        };
        chosen.insert(random_scene_of({"A", "B", "C"}, "B", draw).value_or(""));
    }
    EXPECT_THAT(chosen, ElementsAre("A", "C"));
}

TEST(SceneChoice, WithoutAnotherNothingIsDrawn)
{
    const auto draw = [](std::size_t) -> std::size_t {
        ADD_FAILURE();
        return 0;
    };
    EXPECT_EQ(random_scene_of({"A", "A"}, "A", draw), std::nullopt);
    EXPECT_EQ(random_scene_of({}, "A", draw), std::nullopt);
}

} // namespace
