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
        use_fade(fade_ms);
        ask().wait_for_frames(10);
    }

    void preview(const std::string &scene) { ask().call("SetCurrentPreviewScene", object({{"sceneName", scene}})); }
    std::string preview() { return ask().call("GetCurrentPreviewScene")["currentPreviewSceneName"].asString(); }

    /// How much of OBS's window has a colour of which `is` says true: (red, green, blue).
    template <class Is>
    std::size_t seen(Is is)
    {
        const Screen screen(*display_);
        const auto file = home_->folder() / "window.ppm";
        screen.capture(file);
        const std::string ppm = content(file);
        std::filesystem::remove(file);
        return count_pixels(ppm, is);
    }

    /// How much has the colour of Confetti.
    std::size_t confetti()
    {
        return seen([](int red, int green, int blue) { return red > 240 && green > 190 && green < 220 && blue < 30; });
    }

    std::size_t white()
    {
        return seen([](int red, int green, int blue) { return red == 255 && green == 255 && blue == 255; });
    }

    void pull_t_bar(double position)
    {
        ask().call("SetTBarPosition", object({{"position", position}, {"release", position == 0}}));
        ask().wait_for_frames(3);
    }

    /// OBS 30 puts a T-bar back at once that was pulled by a request.
    bool t_bar_is_held() { return obs_->log().find("Manual transition cancelled") == std::string::npos; }

    /// By the hotkey of the quick transition that the scenes of these tests have.
    void fade_to_black_or_back()
    {
        ask().call("TriggerHotkeyByName", object({{"hotkeyName", "OBSBasic.QuickTransition.3"}}));
    }

    void wait_for_preview(const std::string &scene)
    {
        ask().wait_for_event("CurrentPreviewSceneChanged", soon, [&](const ObsWebSocket::Event &event) {
            return event.data["sceneName"].asString() == scene;
        });
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
    enter(4000); // its time is over well within
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
    wait_for_preview("Break");
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

TEST_F(StudioMode, a_t_bar_that_is_put_back_leaves_what_was_on_air_and_an_alert_goes_back_to_it)
{
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 6000)})}));
    enter(300);
    pull_t_bar(0.4);
    if (!t_bar_is_held())
        GTEST_SKIP() << "this OBS holds no T-bar for a program";
    gateway_.publish("follow Ada");
    ask().wait_for_frames(20);
    EXPECT_NE(ask().program_scene(), "Alert");
    ask().forget_events();
    pull_t_bar(0);
    wait_for_transitions(2);
    EXPECT_TRUE(scene_becomes("Main"));
    EXPECT_TRUE(wait_until([&] { return preview() == "Break"; }, soon));
    end();
}

TEST_F(StudioMode, what_comes_while_a_t_bar_is_held_until_its_time_is_over_is_not_done)
{
    start(
        rules({rule("Follow", "follow",
                    {action("switch_scene", "Alert", "", "", 300), action("set_text", "", "Label", "{user}", 300)})}));
    enter(300);
    pull_t_bar(0.4);
    if (!t_bar_is_held())
        GTEST_SKIP() << "this OBS holds no T-bar for a program";
    gateway_.publish("follow Ada");
    ASSERT_TRUE(text_becomes("Label", "Ada"));
    ASSERT_TRUE(text_becomes("Label", "nobody yet"));
    ask().forget_events();
    pull_t_bar(0);
    ask().wait_for_frames(30);
    for (const auto &event : ask().take_events())
        EXPECT_NE(event.type, "SceneTransitionStarted");
    EXPECT_EQ(preview(), "Break");
    end();
}

TEST_F(StudioMode, black_stays_black_until_the_streamer_ends_it)
{
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "")}),
                 rule("Raid", "raid", {action("set_text", "", "Label", "{user}")})}));
    enter(300);
    ask().forget_events();
    fade_to_black_or_back();
    wait_for_transitions(1);
    gateway_.publish("follow Ada");
    gateway_.publish("raid Ben 5");
    ASSERT_TRUE(text_becomes("Label", "Ben"));
    ask().wait_for_frames(20);
    for (const auto &event : ask().take_events())
        EXPECT_NE(event.type, "SceneTransitionStarted");
    fade_to_black_or_back();
    wait_for_transitions(2);
    EXPECT_TRUE(scene_becomes("Alert"));
    end();
}

TEST_F(StudioMode, a_preview_that_the_streamer_chose_meanwhile_stays)
{
    prepare(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "")})}),
            account(gateway_.url(), gateway_.ca_file().string()));
    home_->set_window_option("SwapScenesMode=false");
    start_again();
    enter(2000);
    ask().forget_events();
    gateway_.publish("follow Ada");
    ask().wait_for_event("SceneTransitionStarted", soon);
    preview("Alert");
    wait_for_transitions(1);
    ask().wait_for_frames(10);
    EXPECT_EQ(preview(), "Alert");
    end();
}

// OBS 32.2 may crash at its end after this: it does without a plugin, too.
TEST_F(StudioMode, a_scene_that_got_another_name_on_air_shows_its_sources_still)
{
    start(rules({rule("Follow", "follow", {action("show_source", "Main", "Confetti", "")})}));
    enter(300);
    ask().call("SetSceneName", object({{"sceneName", "Main"}, {"newSceneName", "Home"}}));
    ASSERT_EQ(confetti(), 0u);
    gateway_.publish("follow Ada");
    EXPECT_TRUE(wait_until([&] { return confetti() > 100; }, soon));
    end();
}

TEST_F(StudioMode, with_copies_of_sources_on_air_a_text_changes_there_as_well)
{
    prepare(rules({rule("Follow", "follow", {action("set_text", "", "Label", "MMMMMMMMMMMMMMMMMM {user}")})}),
            account(gateway_.url(), gateway_.ca_file().string()));
    home_->set_window_option("EditPropertiesMode=true");
    start_again();
    enter(300);
    const std::size_t before = white();
    gateway_.publish("follow Ada");
    EXPECT_TRUE(wait_until([&] { return white() > before + 300; }, soon)) << before << " " << white();
    end();
}

} // namespace
