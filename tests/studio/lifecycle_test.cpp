// SPDX-License-Identifier: GPL-2.0-or-later
// Scene collections come and go, OBS ends at any moment, files are damaged.
#include "studio/plugin_test.h"
#include "studio/sound.h"

#include "support/json.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <csignal>

#include <sys/stat.h>

namespace {

using namespace studio_test;

class Lifecycle : public PluginTest {
protected:
    static Json::Value long_alert()
    {
        return rules(
            {rule("Follow", "follow",
                  {action("switch_scene", "Alert", "", "", 60000), action("show_source", "Main", "Confetti", "", 60000),
                   action("set_text", "", "Label", "{user}", 60000)})});
    }

    void set_off_long_alert()
    {
        gateway_.publish("follow Ada");
        ASSERT_TRUE(scene_becomes("Alert"));
        ASSERT_TRUE(item_becomes("Main", "Confetti", true));
        ASSERT_TRUE(text_becomes("Label", "Ada"));
    }

    void expect_as_before()
    {
        EXPECT_TRUE(scene_becomes("Main"));
        EXPECT_TRUE(item_becomes("Main", "Confetti", false));
        EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    }

    /// As when it crashes, or the power fails.
    void kill_obs()
    {
        obs_->kill();
        const auto killed = obs_->wait_for_end(soon);
        ASSERT_TRUE(killed);
        ASSERT_EQ(killed->exit.signal, SIGKILL);
    }

    Json::Value saved_rules() const { return home_->read_collection("Stage")["modules"]["obs-astro"]; }

    /// OBS saves the collection when there is a scene more.
    void have_obs_save() { ask().call("CreateScene", object({{"sceneName", "One more"}})); }

    /// Starts OBS with this account and waits for `line` in its log.
    void start_with(const Json::Value &one_account, const std::string &line)
    {
        home_ = std::make_unique<ObsHome>(scenes("Stage"));
        home_->add(scenes("Elsewhere"));
        home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
        home_->write_settings(settings(one_account));
        obs_ = std::make_unique<ObsProcess>(*home_, *display_);
        obs_->wait_for_log(line, soon);
    }
};

TEST_F(Lifecycle, a_collection_that_is_left_with_an_undo_pending_is_put_back_before_it_is_saved)
{
    start(long_alert());
    set_off_long_alert();
    switch_collection("Elsewhere");
    EXPECT_EQ(ask().program_scene(), "Main");
    EXPECT_FALSE(ask().item_visible("Main", "Confetti"));
    // The rules stayed behind with their collection.
    gateway_.publish("follow Ben");
    ask().wait_for_frames(10);
    EXPECT_EQ(ask().program_scene(), "Main");
    EXPECT_EQ(ask().text("Label"), "nobody yet");

    switch_collection("Stage");
    expect_as_before();
    set_off_long_alert();
    end();
}

TEST_F(Lifecycle, counts_and_cooldowns_go_on_when_a_collection_is_back)
{
    Json::Value third = rule("third", "follow", {action("set_text", "", "Label", "{user} is a third")});
    third["every"] = 3;
    Json::Value rare = rule("rare", "follow", {action("show_source", "Main", "Confetti")});
    rare["cooldown_ms"] = 600'000;
    start(rules({third, rare}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    ask().set_item_visible("Main", "Confetti", false);
    gateway_.publish("follow Ben");
    switch_collection("Elsewhere");
    gateway_.publish("follow Cleo");
    switch_collection("Stage");
    gateway_.publish("follow Dora");
    EXPECT_TRUE(text_becomes("Label", "Dora is a third"));
    EXPECT_FALSE(ask().item_visible("Main", "Confetti"));
    end();
}

TEST_F(Lifecycle, a_copy_of_a_collection_has_cooldowns_of_its_own)
{
    Json::Value rare = rule("rare", "follow", {action("show_source", "Main", "Confetti")});
    rare["cooldown_ms"] = 600'000;
    start(rules({rare}));
    ask().forget_events();
    const Screen screen(*display_);
    screen.focus(screen.wait_for_window("^OBS "));
    screen.key("alt+s"); // Scene Collection
    screen.key("Down");  // from New to Duplicate
    screen.key("Return");
    screen.focus(screen.wait_for_window("Add Scene Collection", soon));
    screen.key("ctrl+a");
    screen.type("Copy");
    screen.key("Return");
    ask().wait_for_event("CurrentSceneCollectionChanged", soon, [](const ObsWebSocket::Event &event) {
        return event.data["sceneCollectionName"].asString() == "Copy";
    });
    gateway_.publish("follow Ada");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    switch_collection("Stage");
    EXPECT_FALSE(ask().item_visible("Main", "Confetti"));
    gateway_.publish("follow Ben");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true)) << "here it did not fire yet";
    end();
}

TEST_F(Lifecycle, a_scene_that_cannot_come_back_when_the_collection_is_left_does_when_it_is_back)
{
    start(long_alert());
    early_sound_in({"Main", "Alert"}, ask(), home_->folder(), 900);
    use_fade(300);
    ask().forget_events();
    gateway_.publish("follow Ada");
    ask().wait_for_event("SceneTransitionVideoEnded", soon);
    switch_collection("Elsewhere"); // while its sound lasts
    switch_collection("Stage");
    expect_as_before();
    end();
}

TEST_F(Lifecycle, an_undo_pending_at_exit_is_made_up_for_at_the_next_start)
{
    start(long_alert());
    set_off_long_alert();
    end();
    start_again();
    expect_as_before();
    end();
    EXPECT_FALSE(home_->read_collection("Stage")["modules"]["obs-astro"].isMember("pending"));
}

TEST_F(Lifecycle, an_undo_pending_at_a_crash_is_made_up_for_at_the_next_start)
{
    start(long_alert());
    set_off_long_alert();
    have_obs_save();
    // OBS moves the old file away before the new one takes its place.
    const auto saved = [&] {
        return std::filesystem::exists(home_->collection_file("Stage")) && saved_rules().isMember("pending");
    };
    ASSERT_TRUE(wait_until(saved, soon));
    EXPECT_EQ(home_->read_collection("Stage")["current_program_scene"].asString(), "Alert");
    kill_obs();
    start_again();
    expect_as_before();
    end();
    EXPECT_FALSE(saved_rules().isMember("pending"));
}

TEST_F(Lifecycle, a_crash_before_obs_saved_what_an_action_changed_leaves_nothing_behind)
{
    start(long_alert());
    set_off_long_alert();
    kill_obs();
    start_again();
    expect_as_before();
    end();
}

TEST_F(Lifecycle, rules_and_settings_survive_a_restart_unchanged)
{
    start(long_alert());
    const std::string settings_before = content(home_->settings_file());
    end();
    const Json::Value rules_before = home_->read_collection("Stage")["modules"]["obs-astro"];
    start_again();
    end();
    EXPECT_EQ(home_->read_collection("Stage")["modules"]["obs-astro"], rules_before);
    EXPECT_EQ(content(home_->settings_file()), settings_before);
    struct stat status {};
    ASSERT_EQ(::stat(home_->settings_file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(Lifecycle, labels_follow_the_session_and_show_what_was_kept_before_any_connection)
{
    Json::Value with_label = rules({});
    with_label["labels"].append(object({{"source", "Label"}, {"text", "{session.follower-latest.name|nobody}"}}));
    Json::Value one_account = account(gateway_.url(), gateway_.ca_file().string());
    one_account["topics"].append("channel.session.update");
    prepare(with_label, one_account);
    start_again("subscribed to channel.session.update");
    EXPECT_TRUE(text_becomes("Label", "nobody"));
    gateway_.publish("session follower-latest Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    ask().set_text("Label", "as it was saved");
    end();

    home_->write_settings(settings(account(gateway_.url(), "")));
    start_again("not connected (tls_untrusted");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    end();
}

TEST_F(Lifecycle, obs_ends_cleanly_while_it_connects_to_a_gateway_that_never_answers)
{
    asio::io_context loop;
    asio::ip::tcp::acceptor silent(loop, {asio::ip::address_v4::loopback(), 0});
    const std::string url = "wss://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
    start_with(account(url, ""), "Stage: connecting");
    end();
}

TEST_F(Lifecycle, obs_ends_cleanly_while_it_waits_for_the_next_try)
{
    asio::io_context loop;
    std::string url;
    {
        asio::ip::tcp::acceptor gone(loop, {asio::ip::address_v4::loopback(), 0});
        url = "ws://127.0.0.1:" + std::to_string(gone.local_endpoint().port());
    }
    start_with(account(url, ""), "not connected (refused");
    end();
}

TEST_F(Lifecycle, an_address_that_is_none_is_told_of_and_never_tried)
{
    start_with(account("astro dot streamelements", ""), "stopped until the settings change: bad_address");
    end();
}

TEST_F(Lifecycle, a_certificate_that_nobody_vouches_for_is_not_trusted)
{
    start_with(account(gateway_.url(), ""), "not connected (tls_untrusted");
    end();
}

TEST_F(Lifecycle, a_settings_file_cut_in_half_is_kept_and_told_of)
{
    home_ = std::make_unique<ObsHome>(scenes("Stage"));
    home_->add(scenes("Elsewhere"));
    home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
    home_->write_settings(settings(account(gateway_.url(), "")));
    const std::string whole = content(home_->settings_file());
    const std::string half = whole.substr(0, whole.size() / 2);
    std::ofstream(home_->settings_file(), std::ios::trunc) << half;
    obs_ = std::make_unique<ObsProcess>(*home_, *display_);
    obs_->wait_for_log("It was kept beside it as settings.damaged-1.json", soon);
    EXPECT_EQ(content(home_->plugin_config() / "settings.damaged-1.json"), half);
    end();
}

TEST_F(Lifecycle, malformed_frames_stop_nothing)
{
    start(rules({rule("Follow", "follow", {action("set_text", "", "Label", "{user}")})}));
    std::string deep = "[";
    for (int i = 0; i < 10000; ++i)
        deep += '[';
    for (const std::string &frame : {std::string("no JSON"), std::string("[1,2]"), std::string(R"({"type":"dance"})"),
                                     std::string(R"({"type":"message"})"), deep}) {
        Json::Value command;
        command["raw"] = frame;
        gateway_.publish(astro::json::write_compact(command));
    }
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    EXPECT_NE(obs_->log().find("left out 1 frame(s) that could not be used"), std::string::npos);
    end();
}

} // namespace
