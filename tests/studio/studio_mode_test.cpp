// SPDX-License-Identifier: GPL-2.0-or-later
// OBS's studio mode, where copies of scenes are on air and a switch may be refused while a transition runs.
#include "studio/plugin_test.h"
#include "studio/sound.h"

namespace {

using namespace studio_test;

class StudioMode : public PluginTest {
protected:
    /// Main is on air, Break is in the preview, a fade takes `fade_ms`.
    void enter(int fade_ms)
    {
        // With a cut, since OBS makes a transition of entering, too.
        ask().call("SetCurrentSceneTransition", object({{"transitionName", "Cut"}}));
        ask().call("SetStudioModeEnabled", object({{"studioModeEnabled", true}}));
        preview("Break");
        ask().wait_for_frames(20);
        ask().call("SetCurrentSceneTransition", object({{"transitionName", "Fade"}}));
        ask().call("SetCurrentSceneTransitionDuration", object({{"transitionDuration", fade_ms}}));
        ask().wait_for_frames(10);
    }

    void preview(const std::string &scene) { ask().call("SetCurrentPreviewScene", object({{"sceneName", scene}})); }
    std::string preview() { return ask().call("GetCurrentPreviewScene")["currentPreviewSceneName"].asString(); }

    /// How much of OBS's window has the colour of Confetti.
    std::size_t confetti()
    {
        const Screen screen(*display_);
        const auto file = home_->folder() / "window.ppm";
        screen.capture(file);
        const std::string ppm = content(file);
        std::filesystem::remove(file);
        return count_pixels(
            ppm, [](int red, int green, int blue) { return red > 240 && green > 190 && green < 220 && blue < 30; });
    }
};

TEST_F(StudioMode, what_is_shown_is_seen_on_air_and_put_back)
{
    start(rules({rule("Follow", "follow", {action("show_source", "Main", "Confetti", "", 4000)})}));
    enter(300);
    ASSERT_EQ(confetti(), 0u);
    gateway_.publish("follow Ada");
    EXPECT_TRUE(wait_until([&] { return confetti() > 100; }, soon));
    EXPECT_TRUE(wait_until([&] { return confetti() == 0; }, soon));
    EXPECT_FALSE(ask().item_visible("Main", "Confetti"));
    end();
}

TEST_F(StudioMode, what_comes_while_a_transition_runs_is_done_after_it_and_the_preview_stays)
{
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 1500)})}));
    // Its time is over well within the fade, by the time of OBS's frames too: those stand still for a moment when the
    // machine is busy, and a fade without a frame yet is none to OBS.
    enter(4000);
    ask().forget_events();
    gateway_.publish("follow Ada");
    wait_for_transitions(2);
    EXPECT_TRUE(scene_becomes("Main"));
    EXPECT_TRUE(wait_until([&] { return preview() == "Break"; }, soon));
    end();
}

TEST_F(StudioMode, a_switch_waits_until_the_transition_before_it_is_over_for_the_ear)
{
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 400)})}));
    early_sound_in({"Main", "Alert"}, ask(), home_->folder());
    enter(1000);
    ask().forget_events();
    gateway_.publish("follow Ada");
    wait_for_transitions(2);
    EXPECT_TRUE(scene_becomes("Main"));
    EXPECT_TRUE(wait_until([&] { return preview() == "Break"; }, soon));
    end();
}

TEST_F(StudioMode, a_scene_wanted_again_before_it_was_left_gives_the_preview_back)
{
    // Alert comes, is to be left, and is wanted again, all within one fade.
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 1000)}),
                 rule("Tip", "tip", {action("switch_scene", "Alert", "", "")})}));
    enter(6000);
    ask().forget_events();
    gateway_.publish("follow Ada");
    ask().wait_for_event("SceneTransitionStarted", soon);
    ask().wait_for_frames(60);
    gateway_.publish("tip Bo 5");
    // First OBS puts Main there.
    ask().wait_for_event("CurrentPreviewSceneChanged", soon, [](const ObsWebSocket::Event &event) {
        return event.data["sceneName"].asString() == "Break";
    });
    EXPECT_EQ(ask().program_scene(), "Alert");
    end();
}

TEST_F(StudioMode, a_scene_that_stays_leaves_the_preview_alone)
{
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "")})}));
    enter(300);
    ask().forget_events();
    gateway_.publish("follow Ada");
    wait_for_transitions(1);
    EXPECT_TRUE(scene_becomes("Alert"));
    EXPECT_TRUE(wait_until([&] { return preview() == "Break"; }, soon));
    end();
}

} // namespace
