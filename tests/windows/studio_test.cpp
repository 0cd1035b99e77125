// SPDX-License-Identifier: GPL-2.0-or-later
// The plugin in the real libobs for Windows, with a gateway, in a user's folder whose name is not ASCII.
#include "gateway/astro_sim_process.h"
#include "harness/waiting.h"
#include "support/json.h"
#include "windows/host_process.h"

#include <gmock/gmock.h>

#include <iostream>
#include <memory>

namespace {

using namespace harness;
using testing::HasSubstr;
using testing::Not;

constexpr const char *token = "tok3n-that-must-not-leak";
constexpr milliseconds soon{60'000};

Json::Value parsed(const std::string &text)
{
    std::string why;
    const auto read = astro::json::parse(text, why);
    if (!read)
        throw Error(why);
    return *read;
}

/// On a follow: another scene, a source that was hidden, and a text, for this long.
Json::Value rules(int for_ms)
{
    Json::Value made = parsed(R"({"version":1,"rules":[{"name":"Follows","event":"follow","actions":[
        {"type":"switch_scene","scene":"Alert"},
        {"type":"show_source","scene":"Main","source":"Confetti"},
        {"type":"set_text","source":"Label","text":"Hello {user}"}]}]})");
    for (Json::Value &action : made["rules"][0]["actions"])
        action["for_ms"] = for_ms;
    return made;
}

class WindowsStudio : public testing::Test {
protected:
    void start(const Json::Value &with_rules)
    {
        home_.write_collection("Stage", with_rules);
        home_.write_collection("Elsewhere", parsed(R"({"version":1,"rules":[]})"));
        Json::Value settings = parsed(R"({"version":1,"accounts":[{"name":"Stage","token_type":"apikey",
            "topics":["channel.activities"]}]})");
        settings["accounts"][0]["url"] = gateway_.url();
        settings["accounts"][0]["ca_file"] = gateway_.ca_file().u8string();
        settings["accounts"][0]["token"] = token;
        write_file(home_.settings_file(), astro::json::write_compact(settings));
        start_again();
    }

    /// What was logged before counts as well.
    void start_again()
    {
        host_ = std::make_unique<HostProcess>(home_);
        wait_for_log("subscribed to channel.activities");
    }

    void wait_for_log(const std::string &text)
    {
        require_until(
            text, [&] { return home_.log().find(text) != std::string::npos; }, soon);
    }

    bool becomes(const std::string &question, const Json::Value &answer)
    {
        return wait_until([&] { return host_->ask(question) == answer; }, soon);
    }

    void expect_done()
    {
        EXPECT_TRUE(becomes("scene", "Alert"));
        EXPECT_TRUE(becomes("visible Main Confetti", true));
        EXPECT_TRUE(becomes("text Label", "Hello Ada"));
    }

    void expect_put_back()
    {
        EXPECT_TRUE(becomes("scene", "Main"));
        EXPECT_TRUE(becomes("visible Main Confetti", false));
        EXPECT_TRUE(becomes("text Label", "nobody yet"));
    }

    HostProcess::End end()
    {
        const HostProcess::End how = host_->quit();
        EXPECT_TRUE(how.exit.clean()) << how.exit.told();
        EXPECT_THAT(home_.log(), Not(HasSubstr(token)));
        EXPECT_THAT(read_file(home_.file("host.txt")), Not(HasSubstr(token)));
        for (const char *name : {"Stage.json", "Elsewhere.json"})
            EXPECT_THAT(read_file(home_.file(name)), Not(HasSubstr(token))) << name;
        return how;
    }

    void TearDown() override
    {
        if (HasFailure())
            std::cerr << home_.log() << read_file(home_.file("host.txt")) << std::endl;
    }

    AstroSimProcess gateway_{AstroSimProcess::Options{}};
    HostHome home_;
    std::unique_ptr<HostProcess> host_;
};

TEST_F(WindowsStudio, AFollowIsSeenAndPutBack)
{
    start(rules(3000));
    RecordProperty("libobs", host_->version());
    EXPECT_THAT(host_->ask("menu")[0].asString(), HasSubstr("Astro"));
    gateway_.publish("follow Ada");
    expect_done();
    expect_put_back();
    end();
}

TEST_F(WindowsStudio, ACollectionIsLeftAsItWasAndItsRulesAreBackWithIt)
{
    start(rules(3'600'000));
    gateway_.publish("follow Ada");
    expect_done();
    host_->ask("collection Elsewhere");
    gateway_.publish("follow Bob"); // no rule is there for it
    host_->ask("collection Stage");
    expect_put_back();
    EXPECT_EQ(home_.saved("Stage")["rules"].size(), 1U);
    gateway_.publish("follow Ada");
    expect_done();
    end();
}

TEST_F(WindowsStudio, WhatWasNotPutBackBeforeACrashIsPutBackAfterIt)
{
    start(rules(3'600'000));
    gateway_.publish("follow Ada");
    expect_done();
    host_->ask("save");
    host_->process().kill();
    ASSERT_TRUE(host_->process().wait_for_exit(soon));
    host_ = std::make_unique<HostProcess>(home_);
    expect_put_back();
    end();
}

/// After it was connected and a rule had fired; as the host without it, with the same home and the same sources in it.
TEST_F(WindowsStudio, LeavesWithinASecondAndLeavesNothing)
{
    start(rules(3'600'000));
    end(); // its sources are saved now, so that all later ones load them
    std::filesystem::remove(home_.file("log.txt"));
    start_again();
    gateway_.publish("follow Ada");
    expect_done();
    const HostProcess::End with = end();
    const std::string log = home_.log();
    const std::string words = "ended within ";
    const auto found = log.find(words);
    ASSERT_NE(found, std::string::npos);
    EXPECT_LE(std::stoi(log.substr(found + words.size())), 1000);

    HostProcess bare(home_, false);
    const HostProcess::End without = bare.quit();
    EXPECT_TRUE(without.exit.clean()) << without.exit.told();
    EXPECT_LE(with.allocated, without.allocated);
    EXPECT_LE(with.ms, without.ms + 1000);
}

/// As on a computer that slept. (No clock can be set on for libobs: this takes as long as it says.)
TEST_F(WindowsStudio, AComputerThatSleptKeepsItsConnectionAndGetsWhatCameMeanwhile)
{
    start(rules(3'600'000));
    host_->process().stop();
    gateway_.publish("follow Ada");
    const auto over = Clock::now() + std::chrono::seconds(42);
    wait_until([&] { return Clock::now() >= over; }, soon);
    host_->process().go_on();
    wait_for_log("asking for a sign of life");
    expect_done();
    const std::string log = home_.log();
    const std::string connecting = "Stage: connecting";
    EXPECT_EQ(log.find(connecting), log.rfind(connecting)) << "once";
    end();
}

} // namespace
