// SPDX-License-Identifier: GPL-2.0-or-later
// What rules do to sound, media, recordings and the rest of OBS, and how it is put back.
#include "studio/on_call.h"
#include "studio/picture.h"
#include "studio/sound.h"

#include <array>
#include <cmath>
#include <optional>

namespace {

using namespace studio_test;

class MediaActions : public OnCallTest {
protected:
    /// A media file of silence in scene Main.
    void add_sound(const std::string &name, std::uint32_t seconds = 10, bool looping = true, bool shown = true,
                   const std::string &scene = "Main", bool restart = true)
    {
        const auto file = home_->folder() / (name + ".wav");
        write_wav(file, seconds);
        Json::Value input = object(
            {{"sceneName", scene}, {"inputName", name}, {"inputKind", "ffmpeg_source"}, {"sceneItemEnabled", shown}});
        input["inputSettings"] =
            object({{"local_file", file.string()}, {"looping", looping}, {"restart_on_activate", restart}});
        ask().call("CreateInput", input);
    }

    /// The kind of that name that this OBS makes, maybe with a version: OBS 30's "slideshow" is slideshow_v2.
    std::optional<std::string> offered(const std::string &kind)
    {
        const Json::Value all = ask().call("GetInputKindList");
        for (const Json::Value &one : all["inputKinds"]) {
            if (one.asString().rfind(kind, 0) == 0)
                return one.asString();
        }
        return std::nullopt;
    }

    bool muted(const std::string &source)
    {
        return ask().call("GetInputMute", object({{"inputName", source}}))["inputMuted"].asBool();
    }
    bool mute_becomes(const std::string &source, bool wanted)
    {
        return wait_until([&] { return muted(source) == wanted; }, soon);
    }
    double volume(const std::string &source)
    {
        return ask().call("GetInputVolume", object({{"inputName", source}}))["inputVolumeDb"].asDouble();
    }
    bool volume_becomes(const std::string &source, double db)
    {
        return wait_until([&] { return std::abs(volume(source) - db) < 0.05; }, soon);
    }
    void set_volume(const std::string &source, double db)
    {
        ask().call("SetInputVolume", object({{"inputName", source}, {"inputVolumeDb", db}}));
    }
    std::string media(const std::string &source)
    {
        return ask().call("GetMediaInputStatus", object({{"inputName", source}}))["mediaState"].asString();
    }
    bool media_becomes(const std::string &source, const std::string &state)
    {
        return wait_until([&] { return media(source) == "OBS_MEDIA_STATE_" + state; }, soon);
    }
    bool is(const std::string &request, const std::string &member) { return ask().call(request)[member].asBool(); }
    bool becomes(const std::string &request, const std::string &member, bool wanted)
    {
        return wait_until([&] { return is(request, member) == wanted; }, soon);
    }
};

TEST_F(MediaActions, sources_are_muted_and_unmuted_and_come_back)
{
    start(rules({on_call("mute", {act("mute", {{"source", "Hum"}, {"for_ms", 1000}})}),
                 on_call("unmute", {act("unmute", {{"source", "Hum"}, {"for_ms", 1000}})}),
                 on_call("toggle", {act("toggle_mute", {{"source", "Hum"}, {"for_ms", 1500}})}),
                 on_call("for good", {act("toggle_mute", {{"source", "Hum"}})}),
                 on_call("wrong", {act("mute", {{"source", "Logo"}})}),
                 on_call("missing", {act("mute", {{"source", "Nobody"}})}), something_else()}));
    add_sound("Hum");
    fire("mute");
    EXPECT_TRUE(mute_becomes("Hum", true));
    EXPECT_TRUE(mute_becomes("Hum", false));
    fire("toggle");
    EXPECT_TRUE(mute_becomes("Hum", true));
    ask().call("SetInputMute", object({{"inputName", "Hum"}, {"inputMuted", false}}));
    ask().call("SetInputMute", object({{"inputName", "Hum"}, {"inputMuted", true}}));
    EXPECT_TRUE(mute_becomes("Hum", false)) << "it stands where the rule left it";

    fire("for good");
    EXPECT_TRUE(mute_becomes("Hum", true));
    fire("unmute");
    EXPECT_TRUE(mute_becomes("Hum", false));
    EXPECT_TRUE(mute_becomes("Hum", true));

    expect_told_once("wrong", "“Logo” has no sound");
    expect_told_once("missing", "There is no source “Nobody”");
    end();
}

TEST_F(MediaActions, what_the_streamer_unmuted_meanwhile_stays_so)
{
    start(rules({on_call("mute", {act("mute", {{"source", "Hum"}, {"for_ms", 1000}}),
                                  action("hide_source", "Main", "Logo", "", 1000)})}));
    add_sound("Hum");
    fire("mute");
    EXPECT_TRUE(mute_becomes("Hum", true));
    ask().call("SetInputMute", object({{"inputName", "Hum"}, {"inputMuted", false}}));
    // Both are put back in one go.
    EXPECT_TRUE(item_becomes("Main", "Logo", false));
    EXPECT_TRUE(item_becomes("Main", "Logo", true));
    EXPECT_FALSE(muted("Hum"));
    end();
}

TEST_F(MediaActions, volumes_are_set_and_faded_and_come_back)
{
    const auto set = [](double db, int fade_ms, int for_ms) {
        return act("set_volume", {{"source", "Hum"}, {"volume_db", db}, {"fade_ms", fade_ms}, {"for_ms", for_ms}});
    };
    start(rules({on_call("jump", {set(-12.5, 0, 1000)}), on_call("fade", {set(-40, 400, 1500)}),
                 on_call("silence", {set(-100, 200, 0)}), on_call("loud", {set(6, 100, 0)}),
                 on_call("inner", {set(-20, 0, 600)}), on_call("outer", {set(-30, 0, 2500)}),
                 on_call("wrong", {act("set_volume", {{"source", "Label"}, {"volume_db", -3}})}), something_else()}));
    add_sound("Hum");
    set_volume("Hum", -3);
    fire("jump");
    EXPECT_TRUE(volume_becomes("Hum", -12.5));
    EXPECT_TRUE(volume_becomes("Hum", -3));

    fire("fade");
    EXPECT_TRUE(wait_until([&] { return volume("Hum") < -3.1; }, soon));
    EXPECT_TRUE(volume_becomes("Hum", -40));
    EXPECT_TRUE(volume_becomes("Hum", -3));

    fire("outer");
    EXPECT_TRUE(volume_becomes("Hum", -30));
    fire("inner");
    EXPECT_TRUE(volume_becomes("Hum", -20));
    EXPECT_TRUE(volume_becomes("Hum", -30));
    EXPECT_TRUE(volume_becomes("Hum", -3));

    fire("silence");
    EXPECT_TRUE(volume_becomes("Hum", -100));
    fire("loud");
    EXPECT_TRUE(volume_becomes("Hum", 6));
    expect_told_once("wrong", "“Label” has no sound");
    end();
}

TEST_F(MediaActions, each_of_two_held_volumes_goes_back_with_its_own_fade)
{
    const auto set = [](double db, int fade_ms, int for_ms) {
        return act("set_volume", {{"source", "Hum"}, {"volume_db", db}, {"fade_ms", fade_ms}, {"for_ms", for_ms}});
    };
    start(rules({on_call("slow", {set(-20, 3000, 4000)}), on_call("jump", {set(-60, 0, 6000)}), something_else()}));
    add_sound("Hum");
    set_volume("Hum", -3);
    fire("slow");
    fire("jump");
    EXPECT_TRUE(volume_becomes("Hum", -60));
    // What was held longest has no fade: the volume is never seen in between.
    double seen = -60;
    EXPECT_TRUE(wait_until(
        [&] {
            seen = volume("Hum");
            return std::abs(seen + 60) > 0.05;
        },
        soon));
    EXPECT_NEAR(seen, -3, 0.05);
    end();
}

TEST_F(MediaActions, a_fade_goes_little_by_little_and_one_way)
{
    start(rules({on_call("fade", {act("set_volume", {{"source", "Hum"}, {"volume_db", -60}, {"fade_ms", 1500}})})}));
    add_sound("Hum");
    EXPECT_TRUE(media_becomes("Hum", "PLAYING"));
    ask().forget_events();
    fire("fade");
    EXPECT_TRUE(volume_becomes("Hum", -60));
    std::size_t steps = 0;
    double last = 1;
    for (const ObsWebSocket::Event &event : ask().take_events()) {
        if (event.type != "InputVolumeChanged")
            continue;
        const double level = event.data["inputVolumeMul"].asDouble();
        EXPECT_LE(level, last);
        last = level;
        ++steps;
    }
    // A hundred when nothing else takes the processor's time.
    EXPECT_GE(steps, 10U);
    end();
}

TEST_F(MediaActions, the_streamers_hand_on_the_slider_ends_a_fade)
{
    start(rules({on_call(
        "fade", {act("set_volume", {{"source", "Hum"}, {"volume_db", -60}, {"fade_ms", 20'000}, {"for_ms", 1500}}),
                 action("hide_source", "Main", "Logo", "", 1500)})}));
    add_sound("Hum");
    fire("fade");
    EXPECT_TRUE(wait_until([&] { return volume("Hum") < -0.05; }, soon));
    set_volume("Hum", -7);
    EXPECT_TRUE(item_becomes("Main", "Logo", false));
    EXPECT_TRUE(item_becomes("Main", "Logo", true)); // all is put back by now
    ask().wait_for_frames(10);
    EXPECT_NEAR(volume("Hum"), -7, 0.01);
    end();
}

TEST_F(MediaActions, a_fade_that_obs_ends_in_is_put_right_at_the_next_start)
{
    start(rules(
        {on_call("hold", {act("set_volume",
                              {{"source", "Hum"}, {"volume_db", -60}, {"fade_ms", 3000}, {"for_ms", 3'600'000}})}),
         on_call("set", {act("set_volume", {{"source", "Drone"}, {"volume_db", -30}, {"fade_ms", 3000}})}),
         on_call("mute", {act("mute", {{"source", "Drone"}, {"for_ms", 3'600'000}})})}));
    add_sound("Hum");
    add_sound("Drone");
    set_volume("Hum", -2);
    fire("hold");
    fire("set");
    fire("mute");
    EXPECT_TRUE(wait_until([&] { return volume("Hum") < -3 && volume("Drone") < -1; }, soon));
    end();
    start_again();
    EXPECT_TRUE(volume_becomes("Hum", -2));
    EXPECT_TRUE(volume_becomes("Drone", -30));
    EXPECT_TRUE(mute_becomes("Drone", false));
    end();
}

TEST_F(MediaActions, a_fade_ends_with_its_scene_collection)
{
    start(rules(
        {on_call("hold", {act("set_volume",
                              {{"source", "Hum"}, {"volume_db", -60}, {"fade_ms", 30'000}, {"for_ms", 3'600'000}})}),
         on_call("set", {act("set_volume", {{"source", "Drone"}, {"volume_db", -30}, {"fade_ms", 30'000}})})}));
    add_sound("Hum");
    add_sound("Drone");
    fire("hold");
    fire("set");
    EXPECT_TRUE(wait_until([&] { return volume("Hum") < -0.1 && volume("Drone") < -0.1; }, soon));
    switch_collection("Elsewhere");
    switch_collection("Stage");
    EXPECT_TRUE(volume_becomes("Hum", 0)) << "what was held is put back before";
    EXPECT_TRUE(volume_becomes("Drone", -30)) << "what was to stay has arrived";
    end();
}

TEST_F(MediaActions, media_are_played_paused_and_stopped)
{
    start(rules({on_call("play", {act("play_media", {{"source", "Jingle"}})}),
                 on_call("pause", {act("pause_media", {{"source", "Jingle"}})}),
                 on_call("stop", {act("stop_media", {{"source", "Jingle"}})}),
                 on_call("alert", {act("play_media", {{"source", "Fanfare"}}), action("switch_scene", "Alert", "")}),
                 on_call("hidden", {act("play_media", {{"source", "Hidden"}})}),
                 on_call("wrong", {act("play_media", {{"source", "Logo"}})}),
                 on_call("missing", {act("stop_media", {{"source", "Nobody"}})}), something_else()}));
    add_sound("Jingle");
    add_sound("Fanfare", 10, false, true, "Alert", false);
    add_sound("Hidden", 10, false, false, "Main", false);
    EXPECT_TRUE(media_becomes("Jingle", "PLAYING"));
    fire("pause");
    EXPECT_TRUE(media_becomes("Jingle", "PAUSED"));
    fire("play");
    EXPECT_TRUE(media_becomes("Jingle", "PLAYING"));
    ask().forget_events();
    fire("stop");
    // OBS says STOPPED, and the file's thread ENDED when it has let go, be it before or when it plays again by then.
    ask().wait_for_event("MediaInputPlaybackEnded", soon);
    EXPECT_TRUE(wait_until([&] { return media("Jingle") != "OBS_MEDIA_STATE_PLAYING"; }, soon));
    fire("pause");
    fire("play");
    EXPECT_TRUE(media_becomes("Jingle", "PLAYING"));

    // It is shown only after it is told to play.
    fire("alert");
    EXPECT_TRUE(scene_becomes("Alert"));
    EXPECT_TRUE(media_becomes("Fanfare", "PLAYING"));
    EXPECT_TRUE(wait_until(
        [&] {
            return ask().call("GetMediaInputStatus", object({{"inputName", "Fanfare"}}))["mediaCursor"].asInt() > 0;
        },
        soon));

    expect_told_once("hidden", "“Hidden” was not played");
    expect_told_once("wrong", "“Logo” can't be played");
    expect_told_once("missing", "There is no source “Nobody”");
    end();
}

/// Playlists of VLC's as far as this OBS has them.
TEST_F(MediaActions, slide_shows_and_playlists_are_played_paused_and_stopped)
{
    struct Kind {
        const char *kind, *list, *file;
    };
    constexpr Kind kinds[] = {{"slideshow", "files", "picture.bmp"}, {"vlc_source", "playlist", "sound.wav"}};
    Json::Value all = rules({something_else()});
    for (const Kind &kind : kinds) {
        for (const char *what : {"play", "pause", "stop"})
            all["rules"].append(on_call(std::string(what) + ' ' + kind.kind,
                                        {act(std::string(what) + "_media", {{"source", kind.kind}})}));
    }
    start(all);
    write_wav(home_->folder() / "sound.wav", 60);
    write_bmp(home_->folder() / "picture.bmp", 0x8040ff);
    for (const auto &[kind, list, file] : kinds) {
        const auto versioned = offered(kind);
        if (!versioned)
            continue;
        const std::string name = kind;
        Json::Value settings(Json::objectValue);
        for (int i = 0; i < 3; ++i)
            settings[list].append(object({{"value", (home_->folder() / file).string()}}));
        ask().call(
            "CreateInput",
            object(
                {{"sceneName", "Main"}, {"inputName", name}, {"inputKind", *versioned}, {"inputSettings", settings}}));
        EXPECT_TRUE(media_becomes(name, "PLAYING")) << name;
        fire("pause " + name);
        EXPECT_TRUE(media_becomes(name, "PAUSED")) << name;
        fire("pause " + name); // to some kinds that is a play
        do_something_else();
        EXPECT_EQ(media(name), "OBS_MEDIA_STATE_PAUSED") << name;
        fire("play " + name);
        EXPECT_TRUE(media_becomes(name, "PLAYING")) << name;
        fire("stop " + name);
        EXPECT_TRUE(media_becomes(name, "STOPPED")) << name;
        fire("play " + name);
        EXPECT_TRUE(media_becomes(name, "PLAYING")) << name;
    }
    end();
}

TEST_F(MediaActions, what_is_held_until_media_end_comes_back_with_their_end)
{
    const auto show = [](const std::string &source, int for_ms) {
        Json::Value made = action("show_source", "Main", source, "", for_ms);
        made["until_media"] = source;
        return made;
    };
    start(
        rules({on_call("short", {show("Jingle", 0)}), on_call("loop", {show("Loop", 1500)}),
               on_call("never", {show("Hidden", 0)}), on_call("empty", {show("Empty", 0)}),
               on_call("no slides", {show("Slides", 0), act("play_media", {{"source", "Slides"}})}),
               on_call("text", {show("Confetti", 0)}), [&] {
                   Json::Value waits = on_call("gone", {show("Nobody", 0), action("set_text", "", "Label", "{user}")});
                   waits["queue"] = "alerts";
                   return waits;
               }()}));
    add_sound("Jingle", 1, false, false);
    add_sound("Loop", 1, true, false);
    add_sound("Hidden", 1, false, false, "Main", false);
    ask().forget_events();
    fire("short");
    EXPECT_TRUE(item_becomes("Main", "Jingle", true));
    ask().wait_for_event("MediaInputPlaybackEnded", soon,
                         [](const auto &event) { return event.data["inputName"] == "Jingle"; });
    EXPECT_TRUE(item_becomes("Main", "Jingle", false));

    // One that loops is held for its time.
    fire("loop");
    EXPECT_TRUE(item_becomes("Main", "Loop", true));
    EXPECT_TRUE(item_becomes("Main", "Loop", false));

    // One that does not begin has ended.
    fire("never");
    EXPECT_TRUE(item_becomes("Main", "Hidden", true));
    EXPECT_TRUE(item_becomes("Main", "Hidden", false));
    fire("text");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    EXPECT_TRUE(item_becomes("Main", "Confetti", false));
    // OBS says that these play.
    for (const auto &[name, plain_kind, rule] :
         {std::array{"Empty", "ffmpeg_source", "empty"}, {"Slides", "slideshow", "no slides"}}) {
        const auto kind = offered(plain_kind);
        ASSERT_TRUE(kind) << plain_kind;
        ask().call(
            "CreateInput",
            object({{"sceneName", "Main"}, {"inputName", name}, {"inputKind", *kind}, {"sceneItemEnabled", false}}));
        fire(rule);
        EXPECT_TRUE(item_becomes("Main", name, true));
        EXPECT_TRUE(item_becomes("Main", name, false)) << name;
    }

    // One that is not there holds up nobody.
    fire("gone", object({{"user", "Ada"}}));
    fire("gone", object({{"user", "Ben"}}));
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    end();
}

TEST_F(MediaActions, what_is_held_until_media_end_waits_for_media_that_are_paused)
{
    Json::Value show = action("show_source", "Main", "Confetti");
    show["until_media"] = "Jingle";
    start(rules({on_call("show", {show}), on_call("pause", {act("pause_media", {{"source", "Jingle"}})}),
                 on_call("play", {act("play_media", {{"source", "Jingle"}})}),
                 on_call("stop", {act("stop_media", {{"source", "Jingle"}})})}));
    add_sound("Jingle", 60, false);
    fire("play");
    EXPECT_TRUE(media_becomes("Jingle", "PLAYING"));
    fire("pause");
    EXPECT_TRUE(media_becomes("Jingle", "PAUSED"));
    fire("show");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    ask().wait_for_frames(90); // three seconds, of which two are for media that do not begin
    EXPECT_EQ(media("Jingle"), "OBS_MEDIA_STATE_PAUSED");
    EXPECT_TRUE(ask().item_visible("Main", "Confetti"));
    fire("stop");
    EXPECT_TRUE(item_becomes("Main", "Confetti", false));
    end();
}

TEST_F(MediaActions, the_next_of_a_queue_waits_for_the_end_of_media_whatever_becomes_of_them)
{
    Json::Value show = action("show_source", "Main", "Jingle");
    show["until_media"] = "Jingle";
    start(rules({rule("follow", "follow", {show, action("set_text", "", "Label", "{user}")}, "alerts")}));
    add_sound("Jingle", 60, false, false);
    gateway_.publish("follow Ada");
    gateway_.publish("follow Ben");
    gateway_.publish("follow Cleo");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    EXPECT_TRUE(media_becomes("Jingle", "PLAYING"));
    ask().call("SetInputName", object({{"inputName", "Jingle"}, {"newInputName", "Tune"}}));
    EXPECT_EQ(ask().text("Label"), "Ada");
    ask().call("TriggerMediaInputAction",
               object({{"inputName", "Tune"}, {"mediaAction", "OBS_WEBSOCKET_MEDIA_INPUT_ACTION_STOP"}}));
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    EXPECT_TRUE(media_becomes("Tune", "PLAYING"));
    ask().call("RemoveInput", object({{"inputName", "Tune"}}));
    EXPECT_TRUE(text_becomes("Label", "Cleo"));
    end();
}

TEST_F(MediaActions, recordings_are_started_paused_resumed_and_stopped)
{
    start(rules({on_call("start", {act("start_recording")}), on_call("pause", {act("pause_recording")}),
                 on_call("resume", {act("resume_recording")}), on_call("stop", {act("stop_recording")}),
                 something_else()}));
    for (const char *name : {"stop", "pause", "resume"})
        expect_told_once(name, "OBS is not recording at the moment");
    // A new profile records what it would stream.
    fire("start");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputActive", true));
    expect_told_once("pause", "OBS can't pause this recording");
    fire("stop");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputActive", false));
    obs_->wait_for_log("==== Recording Stop", soon);

    // OBS makes its encoders by this when it starts; changed later, without its settings' window, 30.2 lacks one.
    ask().call(
        "SetProfileParameter",
        object({{"parameterCategory", "SimpleOutput"}, {"parameterName", "RecQuality"}, {"parameterValue", "Small"}}));
    end();
    start_again();
    fire("start");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputActive", true));
    fire("start"); // as it is already
    fire("pause");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputPaused", true));
    // A pause of no frame, or at the end, is one that OBS 29 never comes out of, whoever asks for it.
    ask().wait_for_frames(15);
    fire("resume");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputPaused", false));
    ask().wait_for_frames(15);
    fire("stop");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputActive", false));
    end();
}

TEST_F(MediaActions, a_rule_for_recordings_runs_while_obs_records)
{
    Json::Value only_then = rule("Follow", "follow", {action("set_text", "", "Label", "{user}")});
    only_then["only_while"].append("recording");
    start(rules({only_then}));
    // Answered by OBS's UI thread, so the plugin has heard of what OBS told before.
    const auto events = [&] { return vendor("GetHistory", object({{"limit", 100}}))["events"].size(); };
    const auto follow = [&](const std::string &user) {
        const std::size_t before = events();
        gateway_.publish("follow " + user);
        EXPECT_TRUE(wait_until([&] { return events() == before + 1; }, soon));
        ask().wait_for_frames(5);
    };
    const auto wait_for_state = [&](const std::string &state) {
        ask().wait_for_event("RecordStateChanged", soon, [&](const ObsWebSocket::Event &event) {
            return event.data["outputState"] == "OBS_WEBSOCKET_OUTPUT_" + state;
        });
    };
    follow("Ada");
    EXPECT_EQ(ask().text("Label"), "nobody yet");
    ask().forget_events();
    ask().call("StartRecord");
    wait_for_state("STARTED");
    follow("Ben");
    EXPECT_EQ(ask().text("Label"), "Ben");
    ask().wait_for_frames(15);
    ask().call("StopRecord");
    wait_for_state("STOPPED");
    follow("Cleo");
    EXPECT_EQ(ask().text("Label"), "Ben");
    end();
}

TEST_F(MediaActions, what_obs_can_not_do_just_now_is_told_once)
{
    start(rules({on_call("replay", {act("save_replay")}), on_call("camera", {act("start_virtual_camera")}),
                 on_call("camera off", {act("stop_virtual_camera")}),
                 on_call("hotkey", {act("press_hotkey", {{"hotkey", "Nothing.OfTheKind"}})}),
                 on_call("its own", {act("press_hotkey", {{"hotkey", "obs_astro.fire.its own"}}),
                                     act("count", {{"counter", "runs"}})}),
                 on_call("runs", {action("set_text", "", "Label", "{counter.runs}")}),
                 on_call("again", {act("press_hotkey", {{"hotkey", "obs_astro.replay_last"}})}),
                 on_call("skip", {act("press_hotkey", {{"hotkey", "obs_astro.skip"}})}),
                 on_call("picture", {act("screenshot", {{"source", "Voice"}})}), something_else()}));
    ask().call("CreateInput",
               object({{"sceneName", "Main"}, {"inputName", "Voice"}, {"inputKind", "pulse_input_capture"}}));
    expect_told_once("replay", "The replay buffer is not running");
    expect_told_once("camera", "OBS has no virtual camera");
    expect_told_once("camera off", "OBS has no virtual camera");
    expect_told_once("hotkey", "OBS has no hotkey “Nothing.OfTheKind”");
    fire("skip");
    do_something_else();
    EXPECT_EQ(told("rule “skip”"), 0U) << "it is there, and was when the rules were looked at";
    expect_told_once("its own", "“obs_astro.fire.its own” runs rules");
    fire("runs");
    EXPECT_TRUE(text_becomes("Label", "2")) << "as often as it was fired";
    expect_told_once("again", "“obs_astro.replay_last” runs rules");
    expect_told_once("picture", "“Voice” shows no picture");
    end();
}

TEST_F(MediaActions, pictures_hotkeys_files_and_counters)
{
    const auto has_screenshots = [&](std::size_t wanted) {
        return wait_until(
            [&] {
                std::size_t found = 0;
                for (const auto &entry : std::filesystem::directory_iterator(home_->folder()))
                    found += entry.path().extension() == ".png" ? 1 : 0;
                return found >= wanted;
            },
            soon);
    };
    prepare(rules({}), account(gateway_.url(), gateway_.ca_file().string()));
    const std::string file = (home_->folder() / "Ünter" / "latest.txt").string();
    const std::string list = (home_->folder() / "all.txt").string();
    SceneCollection collection = scenes("Stage");
    collection.module(
        "obs-astro",
        rules({on_call("picture", {act("screenshot")}), on_call("source", {act("screenshot", {{"source", "Logo"}})}),
               on_call("hotkey", {act("press_hotkey", {{"hotkey", "OBSBasic.StartRecording"}})}),
               on_call("hotkey off", {act("press_hotkey", {{"hotkey", "OBSBasic.StopRecording"}})}),
               rule("file", "follow",
                    {act("write_file", {{"file", file}, {"text", "{user} 🎉"}}),
                     act("write_file", {{"file", list}, {"text", "{user}"}, {"append", true}}),
                     act("write_file", {{"file", "not/a/full/path.txt"}, {"text", "{user}"}})}),
               on_call("count",
                       {act("count", {{"counter", "follows"}, {"add", 2}}), act("fire_rule", {{"rule", "show"}})}),
               on_call("reset", {act("set_counter", {{"counter", "follows"}, {"value", "{amount}"}}),
                                 act("fire_rule", {{"rule", "show"}})}),
               on_call("show", {action("set_text", "", "Label", "{counter.follows}")})}));
    home_->add(collection);
    start_again();
    fire("picture");
    EXPECT_TRUE(has_screenshots(1));
    obs_->wait_for_log("Saved screenshot", soon);
    ask().wait_for_frames(10); // OBS takes one at a time
    fire("source");
    EXPECT_TRUE(has_screenshots(2));

    fire("hotkey");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputActive", true));
    fire("hotkey off");
    EXPECT_TRUE(becomes("GetRecordStatus", "outputActive", false));

    gateway_.publish("follow Ada");
    gateway_.publish("follow Ben");
    EXPECT_TRUE(wait_until([&] { return content(file) == "Ben 🎉" && content(list) == "Ada\nBen\n"; }, soon));
    EXPECT_EQ(told("Problem.File.NotAbsolute"), 1U);

    fire("count");
    fire("count");
    EXPECT_TRUE(text_becomes("Label", "4"));
    fire("reset", object({{"amount", 7}}));
    EXPECT_TRUE(text_becomes("Label", "7"));
    end();
}

} // namespace
