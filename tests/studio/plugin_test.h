// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/astro_sim_process.h"
#include "harness/waiting.h"
#include "studio/harness/display.h"
#include "studio/harness/obs_home.h"
#include "studio/harness/obs_process.h"
#include "studio/harness/scene_collection.h"
#include "studio/harness/screen.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

namespace studio_test {

using namespace harness;

/// Typed into no real account; every test looks that it stays out of logs and collections.
inline constexpr const char *token = "tok3n-that-must-not-leak";

/// Only what goes wrong takes so long, or a machine that is very busy.
inline constexpr milliseconds soon{30000};

inline Json::Value action(const std::string &type, const std::string &scene, const std::string &source,
                          const std::string &text = "", int for_ms = 0)
{
    return object({{"type", type}, {"scene", scene}, {"source", source}, {"text", text}, {"for_ms", for_ms}});
}

inline Json::Value rule(const std::string &name, const std::string &event, std::initializer_list<Json::Value> actions,
                        const std::string &queue = "")
{
    Json::Value made = object(
        {{"name", name}, {"enabled", true}, {"event", event}, {"account", ""}, {"cooldown_ms", 0}, {"queue", queue}});
    made["conditions"] = Json::arrayValue;
    made["actions"] = Json::arrayValue;
    for (const Json::Value &one : actions)
        made["actions"].append(one);
    return made;
}

inline Json::Value rules(std::initializer_list<Json::Value> all)
{
    Json::Value made = object({{"version", 1}});
    made["rules"] = Json::arrayValue;
    for (const Json::Value &one : all)
        made["rules"].append(one);
    return made;
}

/// Scenes Main, Alert and Break; in Main a hidden Confetti, a shown Logo, a hidden Ribbon in the group Frame, a text
/// Label.
inline SceneCollection scenes(const std::string &name)
{
    SceneCollection made(name);
    made.scene("Main").scene("Alert").scene("Break");
    made.color("Background", 0x203040).color("Confetti", 0xffcc00, 200, 100).color("Logo", 0x00ff80, 50, 50);
    made.color("Ribbon", 0xff0080, 60, 20).text("Label", "nobody yet");
    made.group("Frame", 60, 20, {{"Ribbon", {0, 0, false}}});
    made.place("Main", "Background").place("Main", "Confetti", {100, 100, false}).place("Main", "Logo", {10, 10});
    made.place("Main", "Frame", {300, 300}).place("Main", "Label", {20, 600});
    made.fade_to_black(3, 300).add_transition("Swipe", "swipe_transition");
    made.start_with("Main");
    return made;
}

inline Json::Value account(const std::string &url, const std::string &ca_file)
{
    Json::Value made = object({{"name", "Stage"},
                               {"enabled", true},
                               {"url", url},
                               {"token", token},
                               {"token_type", "apikey"},
                               {"room", ""},
                               {"ca_file", ca_file}});
    made["topics"].append("channel.activities");
    return made;
}

inline Json::Value settings(const Json::Value &one_account)
{
    Json::Value made = object({{"version", 1}});
    made["accounts"].append(one_account);
    return made;
}

inline std::string content(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// How many pixels of a picture (PPM, eight bits a colour) have a colour that `is` says true to: (red, green, blue).
template <class Is>
std::size_t count_pixels(const std::string &ppm, Is is)
{
    std::size_t count = 0;
    for (std::size_t at = ppm.size() % 3; at + 2 < ppm.size(); at += 3) {
        const auto channel = [&](std::size_t i) { return static_cast<std::uint8_t>(ppm[at + i]); };
        count += is(channel(0), channel(1), channel(2)) ? 1 : 0;
    }
    return count;
}

/// A real OBS with the plugin of this build, a gateway and a screen.
class PluginTest : public testing::Test {
protected:
    /// Writes settings for the gateway and starts OBS with these rules; waits until it is subscribed.
    void start(const Json::Value &with_rules)
    {
        prepare(with_rules, account(gateway_.url(), gateway_.ca_file().string()));
        start_again();
    }

    /// Makes a home with these rules and this account, for OBS to be started in.
    void prepare(const Json::Value &with_rules, const Json::Value &one_account)
    {
        SceneCollection collection = scenes("Stage");
        collection.module("obs-astro", with_rules);
        home_ = std::make_unique<ObsHome>(collection);
        home_->add(scenes("Elsewhere"));
        home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
        home_->write_settings(settings(one_account));
    }

    void start_again(const std::string &until_logged = "subscribed to channel.activities")
    {
        obs_ = std::make_unique<ObsProcess>(*home_, *display_);
        obs_->wait_for_log(until_logged, soon);
    }

    void end() { expect_good_end(obs_->quit()); }

    void expect_good_end(const ObsEnd &how) const
    {
        EXPECT_TRUE(how.good()) << how.told();
        expect_no_token();
        expect_short_goodbye();
    }

    /// Of all that ends with OBS, what is ours takes a second at most; nothing of OBS's is held on to.
    void expect_short_goodbye() const
    {
        const std::string log = obs_->log();
        const std::string words = "ended within ";
        const auto found = log.find(words);
        ASSERT_NE(found, std::string::npos) << log;
        EXPECT_LE(std::stoi(log.substr(found + words.size())), 1000);
        EXPECT_EQ(log.find("Source Cleanup Error"), std::string::npos);
    }

    void TearDown() override
    {
        if (!HasFailure() || !obs_)
            return;
        if (std::filesystem::exists(home_->log_before()))
            std::cerr << "OBS's log of the start before:\n" << content(home_->log_before());
        std::cerr << "OBS's log:\n" << obs_->log();
    }

    void expect_no_token() const
    {
        EXPECT_EQ(content(home_->log_file()).find(token), std::string::npos);
        for (const char *name : {"Stage", "Elsewhere"})
            EXPECT_EQ(content(home_->collection_file(name)).find(token), std::string::npos) << name;
    }

    ObsWebSocket &ask() { return obs_->websocket(); }

    /// Tools → Astro (StreamElements)…, by the keyboard.
    void open_dialog() const
    {
        const Screen screen(*display_);
        screen.focus(screen.wait_for_window("^OBS "));
        screen.key("alt+t");
        screen.key("Up"); // the last entry
        screen.key("Return");
        // Else it may take the focus a moment later, from whatever has it then.
        screen.focus(screen.wait_for_window("^Properties for 'Astro", soon));
    }

    void switch_collection(const std::string &name)
    {
        ask().forget_events();
        ask().call("SetCurrentSceneCollection", object({{"sceneCollectionName", name}}), milliseconds(30000));
        ask().wait_for_event(
            "CurrentSceneCollectionChanged", milliseconds(30000),
            [&](const ObsWebSocket::Event &event) { return event.data["sceneCollectionName"].asString() == name; });
    }

    bool scene_becomes(const std::string &scene)
    {
        return wait_until([&] { return ask().program_scene() == scene; }, soon);
    }
    bool item_becomes(const std::string &scene, const std::string &source, bool visible)
    {
        return wait_until([&] { return ask().item_visible(scene, source) == visible; }, soon);
    }
    bool text_becomes(const std::string &source, const std::string &text)
    {
        return wait_until([&] { return ask().text(source) == text; }, soon);
    }

    void use_fade(int ms)
    {
        ask().call("SetCurrentSceneTransition", object({{"transitionName", "Fade"}}));
        ask().call("SetCurrentSceneTransitionDuration", object({{"transitionDuration", ms}}));
    }

    void wait_for_transitions(int count)
    {
        for (int i = 0; i < count; ++i)
            ask().wait_for_event("SceneTransitionEnded", soon);
    }

    std::unique_ptr<Display> display_ = Display::virtual_display({1280, 1024});
    AstroSimProcess gateway_{AstroSimProcess::Options{}};
    std::unique_ptr<ObsHome> home_;
    std::unique_ptr<ObsProcess> obs_;
};

} // namespace studio_test
