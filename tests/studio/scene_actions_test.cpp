// SPDX-License-Identifier: GPL-2.0-or-later
// Which scene comes on air, and how.
#include "studio/plugin_test.h"

#include <gmock/gmock.h>

namespace {

using namespace studio_test;

Json::Value list(std::initializer_list<const char *> names)
{
    Json::Value made(Json::arrayValue);
    for (const char *name : names)
        made.append(name);
    return made;
}

class SceneActions : public PluginTest {
protected:
    Json::Value set_off(const std::string &event)
    {
        ask().forget_events();
        gateway_.publish(event);
        return ask().wait_for_event("SceneTransitionStarted", soon).data["transitionName"];
    }

    /// What the plugin says that happened. OBS's UI thread answers: it has heard by then of all that OBS told before.
    Json::Value told()
    {
        const Json::Value request = object({{"vendorName", "obs-astro"}, {"requestType", "GetHistory"}});
        return ask().call("CallVendorRequest", request)["responseData"]["events"];
    }

    void wait_for_end_of_transition() { ask().wait_for_event("SceneTransitionEnded", soon); }

    /// What the streamer has chosen: the transition's name and its duration.
    std::string chosen()
    {
        const Json::Value now = ask().call("GetCurrentSceneTransition");
        return now["transitionName"].asString() + ' ' + now["transitionDuration"].asString();
    }

    /// A scene's own transition and its duration; "null null" where it has none.
    std::string own(const std::string &scene)
    {
        const Json::Value now = ask().call("GetSceneSceneTransitionOverride", object({{"sceneName", scene}}));
        const auto told = [](const Json::Value &value) { return value.isNull() ? "null" : value.asString(); };
        return told(now["transitionName"]) + ' ' + told(now["transitionDuration"]);
    }

    /// OBS tells of a transition from within the switch, after which the scene's own one is put back.
    bool own_becomes(const std::string &scene, const std::string &transition)
    {
        return wait_until([&] { return own(scene) == transition; }, soon);
    }

    void give_own(const std::string &scene, const std::string &transition, int ms)
    {
        ask().call("SetSceneSceneTransitionOverride",
                   object({{"sceneName", scene}, {"transitionName", transition}, {"transitionDuration", ms}}));
    }

    void choose(const std::string &transition, int ms)
    {
        ask().call("SetCurrentSceneTransition", object({{"transitionName", transition}}));
        ask().call("SetCurrentSceneTransitionDuration", object({{"transitionDuration", ms}}));
    }

    /// Whether the transition that has just begun takes longer than a second and a half.
    bool is_long()
    {
        ask().wait_for_frames(45);
        for (const auto &event : ask().take_events()) {
            if (event.type == "SceneTransitionVideoEnded")
                return false;
        }
        return true;
    }
};

TEST_F(SceneActions, a_switch_with_its_own_transition_leaves_the_streamers_as_they_were)
{
    start(rules(
        {rule("Follow", "follow",
              {object({{"type", "switch_scene"},
                       {"scene", "Alert"},
                       {"transition", "Fade"},
                       {"transition_ms", 4000},
                       {"for_ms", 6000}})}),
         rule("Raid", "raid", {object({{"type", "switch_scene"}, {"scene", "Break"}, {"transition", "Swipe"}})}),
         rule("Tip", "tip", {object({{"type", "switch_scene"}, {"scene", "Main"}, {"transition_ms", 4000}})}),
         rule("Cheer", "cheer", {object({{"type", "switch_scene"}, {"scene", "Alert"}})}),
         rule("Charity", "charity", {object({{"type", "switch_scene"}, {"scene", "Main"}, {"transition", "Gone"}})})}));
    choose("Cut", 300);
    EXPECT_EQ(set_off("follow Ada"), "Fade");
    EXPECT_EQ(chosen(), "Cut ");
    EXPECT_TRUE(own_becomes("Alert", "null null"));
    EXPECT_TRUE(is_long());
    EXPECT_TRUE(scene_becomes("Alert"));
    // It comes back in the streamer's way.
    EXPECT_EQ(ask().wait_for_event("SceneTransitionStarted", soon).data["transitionName"], "Cut");
    EXPECT_TRUE(scene_becomes("Main"));

    give_own("Break", "Fade", 700);
    EXPECT_EQ(set_off("raid Ben 5"), "Swipe");
    EXPECT_TRUE(own_becomes("Break", "Fade 700"));
    wait_for_end_of_transition();

    choose("Swipe", 200);
    EXPECT_EQ(set_off("tip Ada 5"), "Swipe");
    EXPECT_TRUE(is_long());
    EXPECT_EQ(chosen(), "Swipe 200");
    wait_for_end_of_transition();

    // A scene's own transition is the streamer's, too.
    give_own("Alert", "Fade", 300);
    EXPECT_EQ(set_off("cheer Ada 5 \"hi\""), "Fade");
    wait_for_end_of_transition();
    EXPECT_TRUE(own_becomes("Alert", "Fade 300"));

    // What is told of no transition, and a scene that comes all the same.
    EXPECT_EQ(set_off("charity Ada 5 EUR"), "Swipe");
    obs_->wait_for_log("There is no transition “Gone”", soon);
    EXPECT_TRUE(scene_becomes("Main"));
    end();
}

TEST_F(SceneActions, what_the_streamer_chooses_while_a_switch_has_its_own_transition_is_his_and_the_next_has_its_own)
{
    start(rules(
        {rule(
             "Follow", "follow",
             {object({{"type", "switch_scene"}, {"scene", "Alert"}, {"transition", "Fade"}, {"transition_ms", 2000}})}),
         rule("Raid", "raid", {object({{"type", "switch_scene"}, {"scene", "Break"}})}),
         rule("Tip", "tip",
              {object(
                  {{"type", "switch_scene"}, {"scene", "Main"}, {"transition", "Fade"}, {"transition_ms", 4000}})})}));
    if (std::stoi(ask().call("GetVersion")["obsVersion"].asString()) >= 32)
        GTEST_SKIP() << "from 32.1 on OBS takes no other transition from a program while one runs";
    choose("Cut", 300);
    EXPECT_EQ(set_off("follow Ada"), "Fade");
    choose("Swipe", 400);
    EXPECT_TRUE(scene_becomes("Alert"));
    ask().wait_for_frames(90); // until the fade's time is over, whatever OBS made of it
    EXPECT_EQ(chosen(), "Swipe 400");
    EXPECT_TRUE(own_becomes("Alert", "null null"));
    EXPECT_EQ(set_off("raid Ben 5"), "Swipe");
    wait_for_end_of_transition();
    EXPECT_EQ(set_off("tip Ada 5"), "Fade");
    EXPECT_TRUE(is_long());
    EXPECT_EQ(chosen(), "Swipe 400");
    end();
}

TEST_F(SceneActions, a_switch_with_its_own_transition_waits_for_the_one_that_runs)
{
    start(rules(
        {rule(
             "Follow", "follow",
             {object({{"type", "switch_scene"}, {"scene", "Alert"}, {"transition", "Fade"}, {"transition_ms", 1500}})}),
         rule(
             "Raid", "raid",
             {object(
                 {{"type", "switch_scene"}, {"scene", "Break"}, {"transition", "Swipe"}, {"transition_ms", 4000}})})}));
    choose("Fade", 300);
    EXPECT_EQ(set_off("follow Ada"), "Fade");
    gateway_.publish("raid Ben 5");
    EXPECT_EQ(ask().wait_for_event("SceneTransitionStarted", soon).data["transitionName"], "Swipe");
    EXPECT_TRUE(is_long());
    EXPECT_TRUE(scene_becomes("Break"));
    EXPECT_EQ(chosen(), "Fade 300");
    end();
}

TEST_F(SceneActions, each_of_the_steps_that_come_while_a_transition_runs_is_made)
{
    start(rules({rule("Follow", "follow",
                      {object({{"type", "next_scene"},
                               {"scenes", list({"Main", "Alert", "Break"})},
                               {"transition", "Fade"},
                               {"transition_ms", 1500}})})}));
    EXPECT_EQ(set_off("follow Ada"), "Fade");
    gateway_.publish("follow Ben");
    gateway_.publish("follow Cyd");
    gateway_.publish("follow Dee");
    // Alert, Break, Main, Alert: it is there already when their turn has come, and nothing else comes on air.
    wait_for_end_of_transition();
    ask().wait_for_frames(20);
    EXPECT_EQ(ask().program_scene(), "Alert");
    gateway_.publish("follow Eve");
    EXPECT_TRUE(scene_becomes("Break"));
    end();
}

TEST_F(SceneActions, the_scene_before_the_next_and_a_random_one)
{
    const auto of_list = [](const char *type, std::initializer_list<const char *> scenes, int for_ms = 0) {
        return object({{"type", type}, {"scenes", list(scenes)}, {"for_ms", for_ms}});
    };
    start(rules({rule("Follow", "follow", {object({{"type", "previous_scene"}})}),
                 rule("Raid", "raid", {of_list("next_scene", {"Main", "Nowhere", "Alert", "Break"})}),
                 rule("Tip", "tip", {of_list("random_scene", {"Main", "Break"}, 1500)}),
                 rule("Cheer", "cheer",
                      {of_list("random_scene", {"Main"}),
                       object({{"type", "set_text"}, {"source", "Label"}, {"text", "{user}"}})})}));
    choose("Cut", 300);
    gateway_.publish("follow Ada");
    obs_->wait_for_log("No other scene was on air before", soon);
    EXPECT_EQ(ask().program_scene(), "Main");

    ask().set_program_scene("Alert");
    gateway_.publish("follow Ada");
    EXPECT_TRUE(scene_becomes("Main"));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(scene_becomes("Alert"));
    ask().call("SetSceneName", object({{"sceneName", "Main"}, {"newSceneName", "Größe <&> 🎉"}}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(scene_becomes("Größe <&> 🎉"));

    // A scene of the list that is not there is passed over, and told of.
    gateway_.publish("raid Ben 5");
    EXPECT_TRUE(scene_becomes("Alert"));
    gateway_.publish("raid Ben 5");
    EXPECT_TRUE(scene_becomes("Break"));
    gateway_.publish("raid Ben 5");
    EXPECT_TRUE(scene_becomes("Größe <&> 🎉"));
    obs_->wait_for_log("There is no scene “Nowhere”", soon);

    // Never the one on air: of two it is the other.
    gateway_.publish("tip Ada 5");
    EXPECT_TRUE(scene_becomes("Break"));
    EXPECT_TRUE(scene_becomes("Größe <&> 🎉"));
    gateway_.publish("cheer Cleo 5 \"hi\"");
    EXPECT_TRUE(text_becomes("Label", "Cleo"));
    EXPECT_EQ(ask().program_scene(), "Größe <&> 🎉");
    end();

    // Lists survive OBS, which keeps nothing but objects in them.
    start_again();
    gateway_.publish("raid Ben 5");
    EXPECT_TRUE(scene_becomes("Alert"));
    end();
}

TEST_F(SceneActions, a_scene_comes_on_air_when_it_is_built)
{
    start(rules({rule("Follow", "follow",
                      {object({{"type", "switch_scene"}, {"scene", "Alert"}}),
                       object({{"type", "set_text"}, {"source", "Label"}, {"text", "{user}"}}),
                       object({{"type", "show_source"},
                               {"scene", "left over and gone"},
                               {"source", "Confetti"},
                               {"everywhere", true}})})}));
    choose("Cut", 300);
    gateway_.publish("follow Ada");
    EXPECT_TRUE(scene_becomes("Alert"));
    // Nothing is waited for: it was all there before. (In which order it is told of is no sign, since obs-websocket
    // hands its events out from several threads.)
    EXPECT_TRUE(ask().item_visible("Main", "Confetti"));
    EXPECT_EQ(ask().text("Label"), "Ada");
    end();
}

TEST_F(SceneActions, what_comes_in_a_quiet_scene_is_held_until_it_is_left)
{
    Json::Value guarded = rules(
        {rule("Follow", "follow", {action("set_text", "", "Label", "{user}"), action("switch_scene", "Alert", "")})});
    guarded["guard"]["mode"] = "hold";
    guarded["guard"]["scenes"] = list({"Break"});
    start(guarded);
    ask().forget_events();
    ask().set_program_scene("Break");
    ask().wait_for_event("CurrentProgramSceneChanged", soon);
    ASSERT_EQ(told().size(), 0U); // so it has heard of the scene
    gateway_.publish("follow Ada");
    ASSERT_TRUE(wait_until([&] { return told().size() == 1; }, soon));
    EXPECT_EQ(told()[0]["fired"][0]["rule"], "Follow") << "held is not lost";
    ask().wait_for_frames(30);
    EXPECT_EQ(ask().text("Label"), "nobody yet");
    EXPECT_EQ(ask().program_scene(), "Break");
    ask().set_program_scene("Main");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    EXPECT_TRUE(scene_becomes("Alert"));
    end();
}

class InStudioModeOrNot : public SceneActions, public testing::WithParamInterface<bool> {};

TEST_P(InStudioModeOrNot, a_quiet_scene_counts_from_the_beginning_of_the_transition_to_it)
{
    Json::Value guarded = rules({rule("Follow", "follow", {action("set_text", "", "Label", "{user}")})});
    guarded["guard"]["mode"] = "hold";
    guarded["guard"]["scenes"] = list({"Break"});
    start(guarded);
    ask().call("SetStudioModeEnabled", object({{"studioModeEnabled", GetParam()}}));
    choose("Fade", 3000);
    ask().forget_events();
    ask().set_program_scene("Break");
    ask().wait_for_event("SceneTransitionStarted", soon);
    ASSERT_EQ(told().size(), 0U); // so it has heard of the scene
    gateway_.publish("follow Ada");
    ASSERT_TRUE(wait_until([&] { return told().size() == 1; }, soon));
    wait_for_end_of_transition();
    ask().wait_for_frames(10);
    EXPECT_EQ(ask().text("Label"), "nobody yet");
    choose("Cut", 300);
    ask().set_program_scene("Main");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    end();
}

INSTANTIATE_TEST_SUITE_P(Guard, InStudioModeOrNot, testing::Bool(), [](const auto &mode) {
    return mode.param ? std::string("in_studio_mode") : std::string("without");
});

/// Studio mode with one of its options, as OBS writes it.
class SceneActionsInStudioMode : public SceneActions, public testing::WithParamInterface<const char *> {
protected:
    std::string preview() { return ask().call("GetCurrentPreviewScene")["currentPreviewSceneName"].asString(); }
    bool preview_becomes(const std::string &scene)
    {
        return wait_until([&] { return preview() == scene; }, soon);
    }
};

TEST_P(SceneActionsInStudioMode, a_switch_has_its_own_transition_and_the_preview_is_its_own)
{
    prepare(rules({rule("Follow", "follow",
                        {object({{"type", "switch_scene"},
                                 {"scene", "Alert"},
                                 {"transition", "Fade"},
                                 {"transition_ms", 4000},
                                 {"for_ms", 5500}})}),
                   rule("Raid", "raid",
                        {object({{"type", "switch_scene"}, {"scene", "Alert"}, {"to", "preview"}, {"for_ms", 1500}})}),
                   rule("Tip", "tip", {object({{"type", "previous_scene"}, {"transition", "Swipe"}})})}),
            account(gateway_.url(), gateway_.ca_file().string()));
    home_->set_window_option(GetParam());
    start_again();
    gateway_.publish("raid Ben 5");
    obs_->wait_for_log("“Alert” can't be shown in the preview", soon);

    choose("Cut", 300);
    ask().call("SetStudioModeEnabled", object({{"studioModeEnabled", true}}));
    ask().call("SetCurrentPreviewScene", object({{"sceneName", "Break"}}));
    ask().wait_for_frames(20);

    gateway_.publish("raid Ben 5");
    EXPECT_TRUE(preview_becomes("Alert"));
    EXPECT_EQ(ask().program_scene(), "Main");
    EXPECT_TRUE(preview_becomes("Break"));

    EXPECT_EQ(set_off("follow Ada"), "Fade");
    EXPECT_TRUE(is_long());
    EXPECT_EQ(chosen(), "Cut ");
    EXPECT_TRUE(own_becomes("Alert", "null null"));
    EXPECT_EQ(ask().wait_for_event("SceneTransitionStarted", soon).data["transitionName"], "Cut");
    EXPECT_TRUE(scene_becomes("Main"));
    EXPECT_TRUE(preview_becomes("Break"));

    EXPECT_EQ(set_off("tip Ada 5"), "Swipe");
    EXPECT_TRUE(scene_becomes("Alert"));
    wait_for_end_of_transition();
    EXPECT_EQ(set_off("tip Ada 5"), "Swipe");
    EXPECT_TRUE(scene_becomes("Main"));
    EXPECT_EQ(chosen(), "Cut ");
    EXPECT_TRUE(preview_becomes("Break"));
    end();
}

INSTANTIATE_TEST_SUITE_P(All, SceneActionsInStudioMode,
                         testing::Values("SwapScenesMode=true", "SwapScenesMode=false", "SceneDuplicationMode=false",
                                         "EditPropertiesMode=true"),
                         [](const auto &option) {
                             std::string name = option.param;
                             std::replace(name.begin(), name.end(), '=', '_');
                             return name;
                         });

} // namespace
