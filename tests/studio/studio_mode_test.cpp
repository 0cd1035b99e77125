// SPDX-License-Identifier: GPL-2.0-or-later
// OBS's studio mode, where copies of scenes are on air and a switch may be refused while a transition runs.
#include "studio/picture.h"
#include "studio/plugin_test.h"
#include "studio/sound.h"

#include <algorithm>
#include <cstdlib>

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
    Json::Value later = action("set_text", "", "Label", "{user}");
    later["after_ms"] = 600;
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 300), later})}));
    enter(300);
    pull_t_bar(0.4);
    if (!t_bar_is_held())
        GTEST_SKIP() << "this OBS holds no T-bar for a program";
    gateway_.publish("follow Ada");
    ASSERT_TRUE(text_becomes("Label", "Ada")); // the switch's time is over by now
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

/// What is on air are copies of scenes, with one option of sources, too, and with another one the scenes themselves.
class StudioModeOption : public StudioMode, public testing::WithParamInterface<const char *> {
protected:
    struct Row {
        const char *name;
        std::uint32_t rgb; ///< is seen while the action lasts
        Json::Value action;
    };

    std::vector<Row> build(SceneCollection &stage) const
    {
        const auto place = [&](const char *source, int column, bool visible = true) {
            stage.place("Main", source, {40.0 + 200 * column, 350, visible});
        };
        const auto source = [](const char *type, const char *name) {
            return object({{"type", type}, {"source", name}});
        };
        std::vector<Row> rows;

        stage.color("Shown", 0xc000c0, 150, 150);
        place("Shown", 0, false);
        rows.push_back({"show", 0xc000c0, action("show_source", "Main", "Shown")});

        stage.color("Member", 0x00c0c0, 150, 150).group("Group", 150, 150, {{"Member", {0, 0, false}}});
        place("Group", 1);
        rows.push_back({"in a group", 0x00c0c0, action("show_source", "Main", "Member")});

        stage.color("Deep", 0xc06000, 150, 150).scene("Inner").place("Inner", "Deep", {0, 0, false});
        stage.place("Main", "Inner", {440, 350});
        rows.push_back({"nested", 0xc06000, action("show_source", "Main", "Deep")});

        // A filter takes away what covers the source below.
        stage.color("Below", 0x4040f0, 150, 150).color("Cover", 0x101010, 150, 150);
        stage.filter("Cover", "Gone", "color_filter_v2", false, object({{"opacity", 0.0}}));
        place("Below", 3);
        place("Cover", 3);
        Json::Value filter = source("enable_filter", "Cover");
        filter["filter"] = "Gone";
        rows.push_back({"filter", 0x4040f0, filter});

        stage.color("Painted", 0x202020, 150, 150);
        place("Painted", 4);
        Json::Value paint = source("source_settings", "Painted");
        paint["settings"] = object({{"color", 0xff00ff80U}}); // 0xAABBGGRR
        rows.push_back({"settings", 0x80ff00, paint});

        write_bmp(home_->folder() / "before.bmp", 0x303030);
        write_bmp(home_->folder() / "after.bmp", 0xf0a0c0);
        stage.input("Picture", "image_source", object({{"file", (home_->folder() / "before.bmp").string()}}));
        stage.place("Main", "Picture", {1040, 350, true, 0, 15});
        Json::Value file = source("set_file", "Picture");
        file["file"] = (home_->folder() / "after.bmp").string();
        rows.push_back({"file", 0xf0a0c0, file});

        stage.text("Words", "", {100, 0x90ffff});
        stage.place("Main", "Words", {20, 20});
        rows.push_back({"text", 0x90ffff, action("set_text", "", "Words", "{user} MMMM")});
        return rows;
    }

    std::size_t seen_of(std::uint32_t rgb)
    {
        const auto near = [](int channel, std::uint32_t wanted) {
            return std::abs(channel - static_cast<int>(wanted & 0xff)) <= 12;
        };
        return seen([&](int red, int green, int blue) {
            return near(red, rgb >> 16) && near(green, rgb >> 8) && near(blue, rgb);
        });
    }
};

TEST_P(StudioModeOption, what_an_action_changes_is_seen_on_air_and_put_back)
{
    prepare(rules({}), account(gateway_.url(), gateway_.ca_file().string()));
    SceneCollection stage = scenes("Stage");
    const auto rows = build(stage);
    Json::Value all = rule("Follow", "follow", {}, "alerts");
    for (const Row &row : rows) {
        all["actions"].append(row.action);
        all["actions"][all["actions"].size() - 1]["for_ms"] = 3'600'000;
    }
    stage.module("obs-astro", rules({all}));
    home_->add(stage);
    home_->set_window_option(GetParam());
    start_again();
    enter(300);
    for (const Row &row : rows)
        ASSERT_LT(seen_of(row.rgb), 20U) << row.name;
    gateway_.publish("follow Ada");
    for (const Row &row : rows)
        EXPECT_TRUE(wait_until([&] { return seen_of(row.rgb) > 200; }, soon)) << row.name;
    EXPECT_EQ(preview(), "Break");
    ask().call("CallVendorRequest", object({{"vendorName", "obs-astro"}, {"requestType", "Skip"}}));
    for (const Row &row : rows)
        EXPECT_TRUE(wait_until([&] { return seen_of(row.rgb) < 20; }, soon)) << row.name;
    end();
}

INSTANTIATE_TEST_SUITE_P(All, StudioModeOption,
                         testing::Values("SceneDuplicationMode=true", "SceneDuplicationMode=false",
                                         "EditPropertiesMode=true"),
                         [](const auto &option) {
                             std::string name = option.param;
                             std::replace(name.begin(), name.end(), '=', '_');
                             return name;
                         });

} // namespace
