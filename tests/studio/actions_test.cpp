// SPDX-License-Identifier: GPL-2.0-or-later
// What an event does in OBS, and how it is put back.
#include "studio/sound.h"
#include "studio/with_script.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace studio_test;
namespace fs = std::filesystem;

class Actions : public PluginTest {};

TEST_F(Actions, a_follow_switches_the_scene_shows_a_source_sets_a_text_and_is_put_back)
{
    start(
        rules({rule("Follow", "follow",
                    {action("switch_scene", "Alert", "", "", 1500), action("show_source", "Main", "Confetti", "", 1500),
                     action("set_text", "", "Label", "Welcome {user}!")})}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(scene_becomes("Alert"));
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    EXPECT_TRUE(text_becomes("Label", "Welcome Ada!"));
    EXPECT_TRUE(scene_becomes("Main"));
    EXPECT_TRUE(item_becomes("Main", "Confetti", false));
    EXPECT_EQ(ask().text("Label"), "Welcome Ada!");
    end();
}

TEST_F(Actions, a_scene_comes_back_when_the_transition_before_is_over_for_the_ear)
{
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 450)})}));
    early_sound_in({"Main", "Alert"}, ask(), home_->folder());
    use_fade(300);
    ask().forget_events();
    gateway_.publish("follow Ada");
    wait_for_transitions(2);
    EXPECT_TRUE(scene_becomes("Main"));
    end();
}

TEST_F(Actions, a_scene_that_waits_to_come_back_leaves_the_streamer_the_one_chosen_meanwhile)
{
    start(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 350)})}));
    early_sound_in({"Main", "Alert"}, ask(), home_->folder(), 900);
    use_fade(300);
    ask().forget_events();
    gateway_.publish("follow Ada");
    ask().wait_for_event("SceneTransitionVideoEnded", soon);
    ask().wait_for_frames(10); // its time is over by now, its sound is not
    ask().set_program_scene("Break");
    wait_for_transitions(1);
    ask().wait_for_frames(10);
    EXPECT_EQ(ask().program_scene(), "Break");
    end();
}

TEST_F(Actions, sources_and_texts_are_changed_and_come_back_after_their_time)
{
    start(rules(
        {rule("Hide", "follow", {action("hide_source", "Main", "Logo")}),
         rule("Group", "raid", {action("show_source", "Main", "Ribbon")}),
         rule("Toggle", "cheer", {action("toggle_source", "Main", "Confetti")}),
         rule("Tip", "tip",
              {action("set_text", "", "Label", "{user} tipped {amount} {currency}: {message}", 2000),
               action("toggle_source", "Main", "Confetti", "", 2000), action("toggle_source", "Main", "Logo", "", 2000),
               action("hide_source", "Main", "Ribbon", "", 2000)})}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(item_becomes("Main", "Logo", false));
    gateway_.publish("raid Ada 42");
    EXPECT_TRUE(item_becomes("Frame", "Ribbon", true));
    gateway_.publish("cheer Ada 100 \"hi\"");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    gateway_.publish("cheer Ada 100 \"hi\"");
    EXPECT_TRUE(item_becomes("Main", "Confetti", false));

    gateway_.publish("tip Ada 5 EUR \"hi there\"");
    EXPECT_TRUE(text_becomes("Label", "Ada tipped 5 EUR: hi there"));
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    EXPECT_TRUE(item_becomes("Main", "Logo", true));
    EXPECT_TRUE(item_becomes("Frame", "Ribbon", false));
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    EXPECT_TRUE(item_becomes("Main", "Confetti", false));
    EXPECT_TRUE(item_becomes("Main", "Logo", false));
    EXPECT_TRUE(item_becomes("Frame", "Ribbon", true));
    end();
}

TEST_F(Actions, what_the_streamer_does_while_two_rules_hold_it_is_not_taken_back_by_either)
{
    start(rules(
        {rule("Show", "follow",
              {action("show_source", "Main", "Confetti", "", 6000), action("set_text", "", "Label", "{user}", 6000)}),
         rule("Hide", "raid", {action("hide_source", "Main", "Confetti", "", 3000)})}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    gateway_.publish("raid Ben 5");
    EXPECT_TRUE(item_becomes("Main", "Confetti", false));
    ask().set_item_visible("Main", "Confetti", true); // as the first rule had it
    EXPECT_TRUE(text_becomes("Label", "nobody yet")) << "both are over";
    ask().wait_for_frames(5);
    EXPECT_TRUE(ask().item_visible("Main", "Confetti"));
    end();
}

TEST_F(Actions, alerts_of_one_queue_come_one_after_another)
{
    start(rules({rule("Follow", "follow", {action("set_text", "", "Label", "{user}", 600)}, "alerts")}));
    gateway_.publish("follow Ada");
    gateway_.publish("follow Ben");
    gateway_.publish("follow Cleo");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    EXPECT_TRUE(text_becomes("Label", "Cleo"));
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    end();
}

TEST_F(Actions, a_deleted_source_is_told_of_once_and_the_rest_of_the_rule_is_done)
{
    start(rules({rule("Follow", "follow",
                      {action("show_source", "Main", "Confetti"), action("set_text", "", "Label", "{user}")})}));
    ask().call("RemoveInput", object({{"inputName", "Confetti"}}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    gateway_.publish("follow Ben");
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    const std::string log = obs_->log();
    const auto first = log.find("There is no source “Confetti” in scene “Main”");
    ASSERT_NE(first, std::string::npos) << log;
    EXPECT_EQ(log.find("There is no source “Confetti” in scene “Main”", first + 1), std::string::npos);
    end();
}

TEST_F(Actions, rules_follow_a_renamed_scene_and_source_and_are_saved_so)
{
    start(rules({rule("Follow", "follow",
                      {action("switch_scene", "Alert", "", "", 1000), action("show_source", "Main", "Confetti")})}));
    ask().call("SetSceneName", object({{"sceneName", "Alert"}, {"newSceneName", "Big alert"}}));
    ask().call("SetInputName", object({{"inputName", "Confetti"}, {"newInputName", "Streamers"}}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(scene_becomes("Big alert"));
    EXPECT_TRUE(item_becomes("Main", "Streamers", true));
    EXPECT_TRUE(scene_becomes("Main"));
    end();
    const Json::Value saved = home_->read_collection("Stage")["modules"]["obs-astro"]["rules"][0]["actions"];
    EXPECT_EQ(saved[0]["scene"].asString(), "Big alert");
    EXPECT_EQ(saved[1]["source"].asString(), "Streamers");
}

/// Holds OBS's UI thread by a script that reads from a pipe whenever the transition's duration is set.
class Held : public WithScript {
protected:
    void start_held(const Json::Value &with_rules)
    {
        write_file(folder_.path() / "hold.lua", R"(
obs = obslua
obs.obs_frontend_add_event_callback(function(event)
    if event ~= obs.OBS_FRONTEND_EVENT_TRANSITION_DURATION_CHANGED then return end
    local pipe = io.open(")" + pipe_ + R"(")
    if pipe then -- not when OBS starts
        pipe:read("*a")
        pipe:close()
    end
end)
)");
        start_with(folder_.path() / "hold.lua", with_rules);
    }

    void hold()
    {
        ASSERT_EQ(::mkfifo(pipe_.c_str(), 0600), 0);
        ask().call("SetCurrentSceneTransitionDuration", object({{"transitionDuration", 777}}));
        const auto is_read = [&] { return (held_ = ::open(pipe_.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)) >= 0; };
        ASSERT_TRUE(wait_until(is_read, soon));
    }
    void let_go()
    {
        fs::remove(pipe_);
        ::close(held_);
    }

    Json::Value note(const std::string &event)
    {
        return object({{"type", "write_file"}, {"file", (folder_.path() / event).string()}, {"text", "seen"}});
    }
    bool is_noted(const std::string &event)
    {
        return wait_until([&] { return content(folder_.path() / event) == "seen"; }, soon);
    }

private:
    const std::string pipe_ = folder_.path() / "pipe";
    int held_ = -1;
};

TEST_F(Held, an_event_right_after_a_rename_finds_the_scene)
{
    start_held(rules({rule("Cheer", "cheer", {note("cheer")}),
                      rule("Follow", "follow", {note("follow"), action("switch_scene", "Alert", "")})}));
    hold();
    gateway_.publish("cheer Ben 100"); // a turn of the UI thread is called, before the rename
    EXPECT_TRUE(is_noted("cheer"));
    ask().call("SetSceneName", object({{"sceneName", "Alert"}, {"newSceneName", "Big alert"}}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(is_noted("follow"));
    let_go();
    EXPECT_TRUE(scene_becomes("Big alert"));
    end();
}

/// A script writes down what becomes of the items of scene Main, in the order in which it is done: obs-websocket tells
/// of it in no certain order.
class InOrder : public WithScript {
protected:
    void start(const Json::Value &with_rules)
    {
        write_file(folder_.path() / "order.lua", R"(
obs = obslua
function told(data)
    local name = obs.obs_source_get_name(obs.obs_sceneitem_get_source(obs.calldata_sceneitem(data, "item")))
    local file = io.open(")" + notes_ + R"(", "a")
    file:write(name, obs.calldata_bool(data, "visible") and " shown\n" or " hidden\n")
    file:close()
end
obs.obs_frontend_add_event_callback(function(event)
    if event ~= obs.OBS_FRONTEND_EVENT_FINISHED_LOADING then return end
    local scene = obs.obs_get_source_by_name("Main")
    obs.signal_handler_connect(obs.obs_source_get_signal_handler(scene), "item_visible", told)
    obs.obs_source_release(scene)
end)
)");
        start_with(folder_.path() / "order.lua", with_rules);
    }
    /// The script's file may be a moment behind what others are told. @return all that is in it, once it is that
    std::string notes(const std::string &expected) const
    {
        wait_until([&] { return content(notes_) == expected; }, soon);
        return content(notes_);
    }

private:
    const std::string notes_ = folder_.path() / "notes";
};

TEST_F(InOrder, what_two_of_a_queue_hide_is_not_seen_between_them)
{
    start(rules({rule("Follow", "follow",
                      {action("hide_source", "Main", "Logo", "", 600), action("toggle_source", "Main", "Confetti"),
                       action("set_text", "", "Label", "{user}", 600)},
                      "alerts")}));
    gateway_.publish("follow Ada");
    gateway_.publish("follow Ben");
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    EXPECT_TRUE(item_becomes("Main", "Logo", true));
    // The second time it is hidden at once, before what comes next in the same batch.
    const std::string expected = "Logo hidden\nConfetti shown\nLogo shown\nLogo hidden\nConfetti hidden\nLogo shown\n";
    EXPECT_EQ(notes(expected), expected);
    end();
}

TEST_F(InOrder, what_is_about_to_be_shown_counts_as_shown)
{
    start(rules(
        {rule("Follow", "follow",
              {action("show_source", "Main", "Confetti", "", 2400), action("show_source", "Main", "Confetti", "", 600),
               action("toggle_source", "Main", "Ribbon"), action("hide_source", "Main", "Logo", "", 1500)},
              "alerts"),
         rule("Raid", "raid",
              {action("show_source", "Main", "Confetti", "", 300), action("toggle_source", "Main", "Confetti", "", 600),
               action("set_text", "", "Label", "{user}", 600)},
              "raids")}));
    // The second one of a queue shows it two frames after the first one's end, and the other actions do not wait.
    gateway_.publish("follow Ada");
    gateway_.publish("follow Ben");
    EXPECT_TRUE(item_becomes("Frame", "Ribbon", true));
    EXPECT_TRUE(item_becomes("Frame", "Ribbon", false));
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    EXPECT_TRUE(item_becomes("Main", "Confetti", false));
    const std::string once = "Confetti shown\nLogo hidden\nLogo shown\nConfetti hidden\n";
    const std::string again = "Logo hidden\nConfetti shown\nLogo shown\nConfetti hidden\n";
    EXPECT_EQ(notes(once + again), once + again);

    gateway_.publish("raid Ada 5");
    gateway_.publish("raid Ben 5");
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    const std::string thrice = once + again + "Confetti shown\nConfetti hidden\n";
    EXPECT_EQ(notes(thrice), thrice) << "shown and hidden again before a frame";
    end();
}

TEST_F(Actions, bad_rules_do_nothing_and_the_others_work)
{
    Json::Value all = rules({rule("Unknown action", "follow", {action("dance", "Main", "Logo")}),
                             rule("Unknown event", "sneeze", {action("hide_source", "Main", "Logo")}),
                             rule("No such scene", "follow", {action("switch_scene", "Nowhere", "")}),
                             rule("Good", "follow", {action("set_text", "", "Label", "{user}")})});
    start(all);
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    EXPECT_EQ(ask().program_scene(), "Main");
    EXPECT_TRUE(ask().item_visible("Main", "Logo"));
    const std::string log = obs_->log();
    EXPECT_NE(log.find("dance"), std::string::npos);
    EXPECT_NE(log.find("sneeze"), std::string::npos);
    EXPECT_NE(log.find("There is no scene “Nowhere”"), std::string::npos);
    end();
    const Json::Value saved = home_->read_collection("Stage")["modules"]["obs-astro"]["rules"];
    ASSERT_EQ(saved.size(), 4u);
    EXPECT_EQ(saved[0]["actions"][0]["type"].asString(), "dance");
    EXPECT_EQ(saved[1]["event"].asString(), "sneeze");
}

} // namespace
