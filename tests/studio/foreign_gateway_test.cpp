// SPDX-License-Identifier: GPL-2.0-or-later
// A gateway that is not ours: what ours and the plugin got wrong together would show here.
#include "studio/plugin_test.h"

namespace {

using namespace studio_test;
namespace fs = std::filesystem;

/// foreign_gateway.py, at any free port.
class ForeignGateway {
public:
    explicit ForeignGateway(const std::vector<std::string> &arguments)
        : process_({command(arguments), {}, {}, true, true}), url_(next_after("listening "))
    {}

    const std::string &url() const { return url_; }
    void wait_for_subscribe() { next_after("asked "); }
    void send(const fs::path &frame) { process_.write_line(frame.string()); }

private:
    static std::vector<std::string> command(const std::vector<std::string> &arguments)
    {
        std::vector<std::string> all = {ASTRO_PYTHON, FOREIGN_GATEWAY};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return all;
    }

    std::string next_after(const std::string &words)
    {
        const auto line = process_.read_line(soon);
        if (!line || line->rfind(words, 0) != 0)
            throw Error("the foreign gateway said \"" + line.value_or("nothing") + "\", not \"" + words + "\"");
        return line->substr(words.size());
    }

    Process process_;
    std::string url_;
};

class ForeignGatewayTest : public PluginTest {
protected:
    void start_at(ForeignGateway &gateway, const std::string &until_logged)
    {
        prepare(rules({rule("Follow", "follow",
                            {action("switch_scene", "Alert", ""), action("set_text", "", "Label", "Hello {user}")}),
                       rule("Tip", "tip",
                            {action("switch_scene", "Break", ""),
                             action("set_text", "", "Label", "{user}: {amount} {currency}")})}),
                account(gateway.url(), ""));
        start_again(until_logged);
    }

    void expect_on_air(const std::string &scene, const std::string &label)
    {
        EXPECT_TRUE(scene_becomes(scene)) << ask().program_scene();
        EXPECT_TRUE(text_becomes("Label", label)) << ask().text("Label");
    }

    const fs::path fixtures_{ASTRO_FIXTURES};
};

TEST_F(ForeignGatewayTest, its_follow_and_its_tip_change_the_scene)
{
    ForeignGateway gateway({});
    start_at(gateway, "subscribed to channel.activities");
    gateway.send(fixtures_ / "activities-follow.json");
    expect_on_air("Alert", "Hello Mossy_Fern");
    gateway.send(fixtures_ / "activities-tip.json");
    expect_on_air("Break", "Harbour Lights: 12.5 SEK");
    end();
}

TEST_F(ForeignGatewayTest, one_that_answers_nothing_is_heard_all_the_same)
{
    ForeignGateway gateway({"--silent"});
    start_at(gateway, "Stage: connecting");
    gateway.wait_for_subscribe();
    gateway.send(fixtures_ / "activities-follow.json");
    expect_on_air("Alert", "Hello Mossy_Fern");
    EXPECT_EQ(obs_->log().find("subscribed to channel.activities"), std::string::npos) << "nobody said so";
    end();
}

TEST_F(ForeignGatewayTest, a_follow_as_it_was_sampled_changes_the_scene)
{
    const fs::path sample = fs::path(ASTRO_SAMPLES) / "channel.activities-follow.json";
    if (!fs::exists(sample))
        GTEST_SKIP() << "no samples beside this repository";
    ForeignGateway gateway({});
    start_at(gateway, "subscribed to channel.activities");
    gateway.send(sample);
    expect_on_air("Alert", "Hello firstlight");
    end();
}

} // namespace
