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
    EXPECT_EQ(next_scene_of(scenes, "A"), "B");
    EXPECT_EQ(next_scene_of(scenes, "C"), "A");
    EXPECT_EQ(next_scene_of(scenes, "Elsewhere"), "A");
    EXPECT_EQ(next_scene_of({"A"}, "A"), "A");
    EXPECT_EQ(next_scene_of({}, "A"), std::nullopt);
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
