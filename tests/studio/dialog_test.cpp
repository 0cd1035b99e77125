// SPDX-License-Identifier: GPL-2.0-or-later
// Tools → "Astro (StreamElements)…", worked with the keyboard as somebody who sets it up does.
#include "studio/astro_dialog.h"
#include "studio/harness/secrecy.h"
#include "studio/plugin_test.h"

#include "support/json.h"
#include "unit/gateway/some_jwt.h"

#include <gmock/gmock.h>

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace studio_test;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Ne;
using testing::Not;
using testing::StartsWith;

/// How much of a picture has the colour that OBS's theme warns in.
std::size_t warning_pixels(const std::string &ppm)
{
    return count_pixels(
        ppm, [](int red, int green, int blue) { return red > 150 && green > 80 && green < 150 && blue < 40; });
}

class DialogTest : public PluginTest {
protected:
    /// Starts OBS; `line` in its log says that the plugin is as far as the test needs it. Without settings there is no
    /// settings file.
    void launch(const Json::Value &with_rules, const Json::Value &with_settings, const std::string &line)
    {
        SceneCollection collection = scenes("Stage");
        collection.module("obs-astro", with_rules);
        home_ = std::make_unique<ObsHome>(collection);
        home_->add(scenes("Elsewhere"));
        home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
        if (!with_settings.isNull())
            home_->write_settings(with_settings);
        launch_again(line);
    }

    void launch_again(const std::string &line)
    {
        ObsProcess::Options options;
        options.environment = accessibility_.environment();
        options.environment["MALLOC_PERTURB_"] = "165"; // what is used after it was freed is soon noticed
        obs_ = std::make_unique<ObsProcess>(*home_, *display_, options);
        obs_->wait_for_log(line, patience);
        dialog_ = std::make_unique<AstroDialog>(*display_, accessibility_, *obs_, *home_);
    }

    void launch_subscribed(const Json::Value &with_rules)
    {
        launch(with_rules, settings(account(gateway_.url(), gateway_.ca_file().string())), subscribed);
    }

    void launch_without_token(const Json::Value &with_rules, const AstroSimProcess &gateway)
    {
        Json::Value nobody = account(gateway.url(), gateway.ca_file().string());
        nobody["token"] = "";
        launch(with_rules, settings(nobody), "no_token");
    }

    /// OK, after the first edits of this OBS; waits until they are in force.
    void ok_for_good()
    {
        dialog_->ok();
        obs_->wait_for_log("what was edited is in force", patience);
    }

    /// Ends OBS, and looks for the typed token in every file that it leaves.
    void end()
    {
        PluginTest::end();
        EXPECT_THAT(files_with(typed_, home_->folder(), home_->settings_file()), ElementsAre());
    }

    std::string settings_text() const { return content(home_->settings_file()); }
    bool settings_become(const std::function<bool(const Json::Value &)> &holds) const
    {
        return wait_until(
            [&] { return std::filesystem::exists(home_->settings_file()) && holds(home_->read_settings()); }, patience);
    }
    bool typed_token_is_saved() const
    {
        return settings_become(
            [&](const Json::Value &saved) { return saved["accounts"][0]["token"].asString() == typed_.reveal(); });
    }

    Json::Value saved_rules(const std::string &collection = "Stage") const
    {
        return home_->read_collection(collection)["modules"]["obs-astro"]["rules"];
    }

    static std::vector<std::string> names(const Json::Value &rules)
    {
        std::vector<std::string> all;
        for (const Json::Value &rule : rules)
            all.push_back(rule["name"].asString());
        return all;
    }
    /// A list of texts as it is saved, since OBS keeps nothing but objects in lists.
    static Json::Value in_file(std::initializer_list<const char *> texts)
    {
        Json::Value list(Json::arrayValue);
        for (const char *text : texts)
            list.append(object({{"obs-astro", text}}));
        return list;
    }
    void wait_for_names(const std::vector<std::string> &wanted)
    {
        dialog_->wait_for_rules("an order of rules", [&](const Json::Value &now) { return names(now) == wanted; });
    }

    /// A collection as it is compared: OBS writes its sources in no order.
    static std::string written(Json::Value collection)
    {
        Json::Value sources = Json::objectValue;
        for (const Json::Value &source : collection["sources"])
            sources[source["name"].asString()] = source;
        collection["sources"] = sources;
        return astro::json::write_pretty(collection);
    }

    static Json::Value two_rules()
    {
        return rules({rule("First", "follow", {action("set_text", "", "Label", "first {user}")}),
                      rule("Second", "tip", {action("set_text", "", "Label", "second {user}")})});
    }

    /// The dialog's pixels as they are now.
    std::string pixels()
    {
        const auto file = home_->folder() / "dialog.ppm";
        dialog_->screen().capture(dialog_->window(), file);
        std::string ppm = content(file);
        std::filesystem::remove(file);
        return ppm;
    }

    /// As pixels(), when it has finished painting.
    std::string picture()
    {
        dialog_->focus(connection);
        dialog_->rules();
        ask().wait_for_frames();
        std::string before;
        std::string now;
        const auto still = [&] {
            before = std::move(now);
            now = pixels();
            return now == before;
        };
        if (!wait_until(still, patience))
            throw Error("the dialog's picture never comes to rest");
        return now;
    }

    static constexpr milliseconds patience{60000};
    static constexpr const char *connection = "Show the settings of the connection"; ///< a check mark
    static constexpr const char *subscribed = "subscribed to channel.activities";

    const astro::Secret typed_ = new_token();
    Accessibility accessibility_{*display_};
    std::unique_ptr<AstroDialog> dialog_;
};

TEST_F(DialogTest, looked_at_and_closed_it_changes_nothing)
{
    launch_subscribed(two_rules());
    end(); // OBS has written the collection in its own way
    const Json::Value collection_before = home_->read_collection("Stage");
    const std::string settings_before = settings_text();

    launch_again(subscribed);
    dialog_->open();
    dialog_->cancel();
    dialog_->open();
    dialog_->ok();
    dialog_->open();
    dialog_->screen().key("Escape"); // OBS asks about changes, if it sees any
    dialog_->screen().wait_for_no_window(AstroDialog::title);
    end();
    EXPECT_EQ(written(home_->read_collection("Stage")), written(collection_before));
    EXPECT_EQ(settings_text(), settings_before);
}

TEST_F(DialogTest, without_a_settings_file_a_look_makes_none)
{
    launch({}, {}, "no_token");
    dialog_->open();
    dialog_->ok();
    dialog_->open();
    dialog_->cancel();
    end();
    EXPECT_FALSE(std::filesystem::exists(home_->settings_file()));
}

TEST_F(DialogTest, a_typed_token_is_used_once_when_ok_is_pressed_and_kept_in_the_settings_alone)
{
    AstroSimProcess gateway({true, {"--token", "apikey:" + typed_.reveal()}});
    launch_without_token(two_rules(), gateway);
    dialog_->open();
    dialog_->write("Token", typed_.reveal());
    dialog_->rules();
    EXPECT_THAT(dialog_->screen().windows(typed_.reveal()), ElementsAre());
    EXPECT_THAT(files_with(typed_, home_->folder()), ElementsAre()) << "before OK";
    dialog_->ok();

    ASSERT_TRUE(typed_token_is_saved());
    struct stat status {};
    ASSERT_EQ(::stat(home_->settings_file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);

    obs_->wait_for_log(subscribed, patience);
    std::vector<std::string> asked;
    while (asked.empty() || asked.back() != "answered") {
        const auto line = gateway.process().read_line(patience);
        ASSERT_TRUE(line);
        std::string why;
        asked.push_back(astro::json::string_member(*astro::json::parse(*line, why), "event"));
    }
    EXPECT_THAT(asked, ElementsAre("connected", "request", "answered"));
    EXPECT_THAT(dialog_->screen().windows(typed_.reveal()), ElementsAre());
    end();
}

TEST_F(DialogTest, tokens_of_one_length_look_alike)
{
    launch_without_token(two_rules(), gateway_);
    const astro::Secret other = new_token();
    dialog_->open();
    const std::string none = picture();
    dialog_->write("Token", typed_.reveal());
    const std::string first = picture();
    dialog_->write("Token", other.reveal());
    const std::string second = picture();
    EXPECT_TRUE(first == second);
    EXPECT_TRUE(first != none);

    // The same look at tokens that are shown does tell them apart.
    dialog_->press("Show");
    const std::string second_shown = picture();
    dialog_->write("Token", typed_.reveal());
    EXPECT_TRUE(picture() != second_shown);
    dialog_->cancel();
    end();
    EXPECT_THAT(files_with(typed_, home_->folder()), ElementsAre());
}

TEST_F(DialogTest, a_proxy_is_hidden_before_anybody_types_a_password)
{
    launch_without_token(two_rules(), gateway_);
    dialog_->open();
    dialog_->press("Show more settings");
    EXPECT_TRUE(dialog_->hides("Token"));
    EXPECT_TRUE(dialog_->hides("Proxy"));
    EXPECT_FALSE(dialog_->hides("Name of this account"));
    dialog_->cancel();
    end();
}

TEST_F(DialogTest, cancel_forgets_what_was_edited)
{
    launch_subscribed(two_rules());
    const std::string settings_before = settings_text();
    dialog_->open();
    dialog_->press(connection);
    dialog_->write("Token", typed_.reveal());
    dialog_->press("Delete this rule");
    wait_for_names({"Second"});
    dialog_->cancel();
    // What was saved meanwhile is saved anew, so that a crash brings nothing back.
    EXPECT_TRUE(wait_until([&] { return saved_rules().size() == 2; }, patience));

    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "first Ada"));
    gateway_.wait_for("published");
    end();
    EXPECT_EQ(settings_text(), settings_before);
    EXPECT_THAT(names(saved_rules()), ElementsAre("First", "Second"));
}

TEST_F(DialogTest, escape_with_changes_asks_and_saves_or_discards_them)
{
    launch_subscribed(two_rules());
    const auto &screen = dialog_->screen();
    dialog_->open();
    dialog_->press("Delete this rule");
    wait_for_names({"Second"});
    screen.key("Escape");
    dialog_->answer("Settings Changed", "Discard");
    screen.wait_for_no_window(AstroDialog::title);
    EXPECT_TRUE(wait_until([&] { return saved_rules().size() == 2; }, patience));

    dialog_->open();
    dialog_->press("Delete this rule");
    wait_for_names({"Second"});
    screen.key("Escape");
    dialog_->answer("Settings Changed", "Save");
    screen.wait_for_no_window(AstroDialog::title);
    end();
    EXPECT_THAT(names(saved_rules()), ElementsAre("Second"));
}

TEST_F(DialogTest, defaults_empty_everything_when_ok_is_pressed_and_nothing_when_cancelled)
{
    launch_subscribed(two_rules());
    const std::string settings_before = settings_text();
    dialog_->open();
    dialog_->defaults();
    wait_for_names({});
    dialog_->cancel();
    EXPECT_TRUE(wait_until([&] { return saved_rules().size() == 2; }, patience));
    gateway_.publish("tip Ada 5");
    EXPECT_TRUE(text_becomes("Label", "second Ada"));
    EXPECT_EQ(settings_text(), settings_before);

    dialog_->open();
    wait_for_names({"First", "Second"});
    dialog_->defaults();
    wait_for_names({});
    dialog_->ok();
    obs_->wait_for_log("no_token", patience);
    gateway_.wait_for("closed");
    end();
    EXPECT_THAT(names(saved_rules()), ElementsAre());
    const Json::Value accounts = home_->read_settings()["accounts"];
    ASSERT_EQ(accounts.size(), 1u);
    EXPECT_EQ(accounts[0]["token"].asString(), "");
    EXPECT_EQ(accounts[0]["url"].asString(), "wss://astro.streamelements.com");
}

TEST_F(DialogTest, defaults_take_nothing_away_that_is_not_shown)
{
    Json::Value all = settings(account(gateway_.url(), gateway_.ca_file().string()));
    all["added by hand"] = true;
    for (int i = 1; i <= 20; ++i) {
        Json::Value other = all["accounts"][0];
        other["name"] = "Other " + std::to_string(i);
        other["enabled"] = false;
        all["accounts"].append(other);
    }
    launch(two_rules(), all, subscribed);
    EXPECT_THAT(obs_->log(), testing::HasSubstr("There are too many accounts: the first 20 are used, left out: 1."));
    dialog_->open();
    dialog_->defaults();
    wait_for_names({});
    dialog_->ok();
    obs_->wait_for_log("no_token", patience);
    end();
    const Json::Value saved = home_->read_settings();
    ASSERT_EQ(saved["accounts"].size(), 2u);
    EXPECT_EQ(saved["accounts"][0]["token"].asString(), "");
    EXPECT_EQ(saved["accounts"][1]["name"].asString(), "Other 20");
    EXPECT_TRUE(saved["added by hand"].asBool());
}

TEST_F(DialogTest, rules_are_added_changed_moved_duplicated_and_deleted)
{
    launch_subscribed(two_rules());
    dialog_->open();
    dialog_->choose("Add a rule", "An empty rule");
    wait_for_names({"First", "Second", "New rule"});
    dialog_->write("Name", "Third & last");
    wait_for_names({"First", "Second", "Third & last"});
    dialog_->choose("This happens", "Raid");
    dialog_->wait_for_rules("a raid", [](const Json::Value &now) { return now[2]["event"] == "raid"; });
    dialog_->choose("Action 1 / Scene", "Alert");
    dialog_->wait_for_rules("Alert", [](const Json::Value &now) { return now[2]["actions"][0]["scene"] == "Alert"; });
    dialog_->write("Action 1 / Put back after", "2500");
    dialog_->wait_for_rules("2.5 s", [](const Json::Value &now) { return now[2]["actions"][0]["for_ms"] == 2500; });

    dialog_->press("Duplicate this rule");
    wait_for_names({"First", "Second", "Third & last", "Third & last 2"});
    dialog_->choose("Rule to change", "Third & last");
    dialog_->press("Move this rule up");
    wait_for_names({"First", "Third & last", "Second", "Third & last 2"});
    dialog_->press("Move this rule up"); // it is still the chosen one
    wait_for_names({"Third & last", "First", "Second", "Third & last 2"});
    dialog_->press("Move this rule down");
    wait_for_names({"First", "Third & last", "Second", "Third & last 2"});

    dialog_->choose("Rule to change", "Third & last 2");
    dialog_->press("Delete this rule");
    wait_for_names({"First", "Third & last", "Second"});
    dialog_->press("Use this rule");
    dialog_->wait_for_rules("a rule off", [](const Json::Value &now) { return now[2]["enabled"] == false; });
    const Json::Value edited = dialog_->rules();
    ok_for_good();

    gateway_.publish("raid Ada 42");
    EXPECT_TRUE(scene_becomes("Alert"));
    EXPECT_TRUE(scene_becomes("Main"));
    end();
    EXPECT_EQ(saved_rules(), edited);
    EXPECT_THAT(names(edited), ElementsAre("First", "Third & last", "Second"));
}

TEST_F(DialogTest, conditions_and_actions_are_added_changed_and_removed)
{
    launch_subscribed(rules({rule("Tip", "tip", {action("switch_scene", "Alert", "", "", 1000)})}));
    dialog_->open();
    dialog_->press("Add a condition");
    dialog_->wait_for_rules("a condition", [](const Json::Value &now) { return now[0]["conditions"].size() == 1; });
    dialog_->write("Condition 1 / Value", "10");
    dialog_->press("Add a condition");
    dialog_->wait_for_rules("two conditions", [](const Json::Value &now) { return now[0]["conditions"].size() == 2; });
    dialog_->write("Condition 2 / What", "message");
    dialog_->choose("Condition 2 / Test", "contains");
    dialog_->wait_for_rules("another test",
                            [](const Json::Value &now) { return now[0]["conditions"][1]["test"] == "contains"; });
    dialog_->write("Condition 2 / Value", "cake");
    dialog_->press("Add a condition");
    dialog_->wait_for_rules("three conditions",
                            [](const Json::Value &now) { return now[0]["conditions"].size() == 3; });
    dialog_->press("Remove condition 3");
    dialog_->wait_for_rules("two again", [](const Json::Value &now) { return now[0]["conditions"].size() == 2; });

    dialog_->press("Add an action");
    dialog_->wait_for_rules("two actions", [](const Json::Value &now) { return now[0]["actions"].size() == 2; });
    EXPECT_THAT(dialog_->entries("Action 2 / Do this"),
                testing::IsSupersetOf({"Scenes", "Switch to a scene", "Texts"}));
    dialog_->choose("Action 2 / Do this", "Change a text");
    dialog_->wait_for_rules("a text",
                            [](const Json::Value &now) { return now[0]["actions"][1]["type"] == "set_text"; });
    dialog_->choose("Action 2 / Source", "Label");
    dialog_->wait_for_rules("Label", [](const Json::Value &now) { return now[0]["actions"][1]["source"] == "Label"; });
    dialog_->write("Action 2 / Text", "{user}: {message}");
    dialog_->press("Remove action 1");
    dialog_->wait_for_rules("one action", [](const Json::Value &now) { return now[0]["actions"].size() == 1; });
    ok_for_good();

    gateway_.publish("tip Ben 5 EUR \"cake\"");
    gateway_.publish("tip Cleo 20 EUR \"tea\"");
    gateway_.publish("tip Ada 20 EUR \"more Cake!\"");
    EXPECT_TRUE(text_becomes("Label", "Ada: more Cake!"));
    EXPECT_EQ(ask().program_scene(), "Main");
    end();
    EXPECT_EQ(saved_rules()[0]["conditions"][1],
              object({{"field", "message"}, {"test", "contains"}, {"value", "cake"}}));
}

TEST_F(DialogTest, a_name_that_was_just_typed_outlives_a_move)
{
    launch_subscribed(two_rules());
    dialog_->open();
    dialog_->write("Name", "Renamed");
    wait_for_names({"Renamed", "Second"});
    dialog_->press("Move this rule down");
    wait_for_names({"Second", "Renamed"});
    dialog_->ok();
    end();
    EXPECT_THAT(names(saved_rules()), ElementsAre("Second", "Renamed"));
    EXPECT_EQ(saved_rules()[1]["event"].asString(), "follow");
}

TEST_F(DialogTest, a_name_takes_nothing_along_that_is_called_as_it_is_on_the_way)
{
    Json::Value with_queue = rules(
        {rule("First", "follow", {action("set_text", "", "Label", "{user}")}, "shouts"),
         rule("Second", "tip",
              {object({{"type", "fire_rule"}, {"rule", "First"}}), object({{"type", "fire_rule"}, {"rule", "Hi"}})},
              "alerts")});
    for (Json::Value &one : with_queue["rules"])
        one["account"] = one["name"] == "First" ? "Stage" : "My";
    with_queue["queues"].append(object({{"name", "shouts"}}));
    launch_subscribed(with_queue);
    dialog_->open();
    dialog_->write("Name", "High");
    dialog_->wait_for_rules("the rule's name", [](const Json::Value &now) { return now[0]["name"] == "High"; });
    const Json::Value actions = dialog_->rules()[1]["actions"];
    EXPECT_EQ(actions[0]["rule"].asString(), "High");
    EXPECT_EQ(actions[1]["rule"].asString(), "Hi");

    dialog_->press("Show them");
    dialog_->write("Queue 1 / Name", "alerts-low");
    dialog_->wait_for_rules("the queue's name", [](const Json::Value &now) { return now[0]["queue"] == "alerts-low"; });
    EXPECT_EQ(dialog_->rules()[1]["queue"].asString(), "alerts");

    dialog_->press(connection);
    dialog_->press("Show more settings");
    dialog_->write("Name of this account", "Mystage");
    dialog_->wait_for_rules("the account's name",
                            [](const Json::Value &now) { return now[0]["account"] == "Mystage"; });
    EXPECT_EQ(dialog_->rules()[1]["account"].asString(), "My");
    dialog_->cancel();
    end();
}

TEST_F(DialogTest, try_this_rule_does_what_is_being_edited_and_saves_nothing)
{
    launch_subscribed(rules(
        {rule("Follow", "follow",
              {action("switch_scene", "Alert", "", "", 2000), action("set_text", "", "Label", "as saved {user}")})}));
    dialog_->open();
    dialog_->write("Action 2 / Text", "as edited: {user}");
    dialog_->press("Try this rule");
    EXPECT_TRUE(scene_becomes("Alert"));
    EXPECT_TRUE(text_becomes("Label", "as edited: Ada"));
    EXPECT_TRUE(scene_becomes("Main"));
    dialog_->cancel();
    gateway_.publish("follow Ben");
    EXPECT_TRUE(text_becomes("Label", "as saved Ben"));
    end();
    EXPECT_EQ(saved_rules()[0]["actions"][1]["text"].asString(), "as saved {user}");
}

TEST_F(DialogTest, what_this_version_does_not_know_of_a_rule_is_kept)
{
    Json::Value odd = rule("Odd", "follow", {action("set_text", "", "Label", "{user}")});
    odd["colour"] = "blue";
    odd["actions"].append(object({{"type", "dance"}, {"with", "Ben"}}));
    odd["conditions"].append(object({{"field", "user"}, {"test", "rhymes_with"}, {"value", "moon"}}));
    launch_subscribed(rules({odd}));
    dialog_->open();
    dialog_->write("Queue", "alerts");
    dialog_->wait_for_rules("a queue", [](const Json::Value &now) { return now[0]["queue"] == "alerts"; });
    dialog_->ok();
    end();
    odd["queue"] = "alerts";
    const Json::Value saved = saved_rules()[0];
    EXPECT_EQ(saved["colour"], odd["colour"]);
    EXPECT_EQ(saved["conditions"], odd["conditions"]);
    EXPECT_EQ(saved["actions"][1], odd["actions"][1]);
}

TEST_F(DialogTest, obs_ends_with_the_dialog_open_and_keeps_what_was_edited)
{
    launch_without_token(two_rules(), gateway_);
    dialog_->open();
    dialog_->write("Token", typed_.reveal());
    dialog_->press("Delete this rule");
    wait_for_names({"Second"});
    end();
    EXPECT_TRUE(typed_token_is_saved());
    EXPECT_THAT(names(saved_rules()), ElementsAre("Second"));
}

TEST_F(DialogTest, obs_ends_with_the_dialog_open_and_untouched)
{
    launch_subscribed(two_rules());
    const std::string settings_before = settings_text();
    dialog_->open();
    end();
    EXPECT_EQ(settings_text(), settings_before);
    EXPECT_THAT(names(saved_rules()), ElementsAre("First", "Second"));
}

TEST_F(DialogTest, another_collection_closes_the_dialog_and_the_edited_rules_stay_with_theirs)
{
    launch_subscribed(two_rules());
    dialog_->open();
    dialog_->press("Delete this rule");
    wait_for_names({"Second"});
    switch_collection("Elsewhere");
    dialog_->screen().wait_for_no_window(AstroDialog::title);
    EXPECT_THAT(names(saved_rules("Stage")), ElementsAre("Second"));
    dialog_->collection = "Elsewhere";
    dialog_->open();
    wait_for_names({});
    dialog_->choose("Add a rule", "An empty rule");
    wait_for_names({"New rule"});
    dialog_->ok();

    switch_collection("Stage");
    EXPECT_THAT(names(saved_rules("Elsewhere")), ElementsAre("New rule"));
    dialog_->collection = "Stage";
    dialog_->open();
    wait_for_names({"Second"});
    dialog_->cancel();
    end();
    EXPECT_THAT(names(saved_rules("Stage")), ElementsAre("Second"));
}

TEST_F(DialogTest, a_scene_that_is_renamed_meanwhile_is_renamed_in_what_is_edited)
{
    launch_subscribed(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 1000)})}));
    dialog_->open();
    dialog_->write("Queue", "alerts");
    dialog_->wait_for_rules("a queue", [](const Json::Value &now) { return now[0]["queue"] == "alerts"; });
    ask().call("SetSceneName", object({{"sceneName", "Alert"}, {"newSceneName", "Big alert"}}));
    dialog_->wait_for_rules("the new name",
                            [](const Json::Value &now) { return now[0]["actions"][0]["scene"] == "Big alert"; });
    ok_for_good();
    gateway_.publish("follow Ada");
    EXPECT_TRUE(scene_becomes("Big alert"));
    end();
    EXPECT_EQ(saved_rules()[0]["queue"].asString(), "alerts");
}

TEST_F(DialogTest, who_is_typing_is_not_interrupted_by_what_is_done_elsewhere)
{
    launch_subscribed(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 1000)})}));
    dialog_->open();
    dialog_->write("Name", "Hel");
    ask().call("SetSceneName", object({{"sceneName", "Alert"}, {"newSceneName", "Big alert"}}));
    dialog_->wait_for_rules("the new name of the scene",
                            [](const Json::Value &now) { return now[0]["actions"][0]["scene"] == "Big alert"; });
    dialog_->screen().type("lo"); // into the field that has the keyboard still
    dialog_->wait_for_rules("the whole name", [](const Json::Value &now) { return now[0]["name"] == "Hello"; });
    ok_for_good();
    end();
    EXPECT_THAT(names(saved_rules()), ElementsAre("Hello"));
}

TEST_F(DialogTest, a_token_that_expires_while_the_dialog_is_open_is_told_of)
{
    using std::chrono::system_clock;
    const auto end_of_token = system_clock::now() + std::chrono::seconds(30); // OBS is started by then
    const astro::Secret jwt = astro::gateway::jwt(
        astro::gateway::base64(R"({"exp":)" + std::to_string(system_clock::to_time_t(end_of_token)) + "}"));
    Json::Value with_jwt = account(gateway_.url(), gateway_.ca_file().string());
    with_jwt["token"] = jwt.reveal();
    with_jwt["token_type"] = "jwt";
    launch(two_rules(), settings(with_jwt), subscribed);
    dialog_->open();
    const std::string before = picture();
    ASSERT_LT(system_clock::now(), end_of_token) << "this machine is too busy";
    std::this_thread::sleep_until(end_of_token - std::chrono::seconds(3));
    EXPECT_TRUE(picture() == before) << "nothing changed until then";
    EXPECT_TRUE(wait_until([&] { return picture() != before; }, patience));
    dialog_->cancel();
    end();
    EXPECT_THAT(files_with(jwt, home_->folder(), home_->settings_file()), ElementsAre());
}

TEST_F(DialogTest, damaged_settings_are_told_of_in_the_dialog_and_a_new_token_mends_them)
{
    launch({}, settings(account(gateway_.url(), gateway_.ca_file().string())), subscribed);
    dialog_->open();
    EXPECT_EQ(warning_pixels(picture()), 0u);
    dialog_->cancel();
    end();

    const std::string whole = settings_text();
    const std::string half = whole.substr(0, whole.size() / 2);
    std::ofstream(home_->settings_file(), std::ios::trunc) << half;
    launch_again("It was kept beside it as settings.damaged-1.json");
    dialog_->open();
    EXPECT_GT(warning_pixels(picture()), 100u);
    dialog_->write("Token", typed_.reveal());
    dialog_->ok();
    ASSERT_TRUE(typed_token_is_saved());
    dialog_->open();
    dialog_->cancel();
    end();
    EXPECT_EQ(content(home_->plugin_config() / "settings.damaged-1.json"), half);
}

TEST_F(DialogTest, a_problem_that_was_mended_is_gone_when_nobody_types)
{
    launch_subscribed(rules({rule("First", "topic:", {action("set_text", "", "Label", "first {user}")})}));
    dialog_->open();
    ASSERT_TRUE(wait_until([&] { return warning_pixels(pixels()) > 100; }, patience));
    dialog_->write("Topic", "channel.activities");
    EXPECT_TRUE(wait_until([&] { return warning_pixels(pixels()) == 0; }, patience));
    dialog_->ok();
    end();
}

TEST_F(DialogTest, what_is_in_sight_is_told_as_it_stands_now)
{
    launch_subscribed(rules({rule("First", "follow", {action("set_text", "", "Label", "first {user}")}),
                             rule("Second", "tip", {action("switch_scene", "Later", "")})}));
    dialog_->open();
    const auto has_problem = [&] { return dialog_->told("In brief").find("has a problem") != std::string::npos; };
    EXPECT_TRUE(has_problem());
    ask().call("CreateScene", object({{"sceneName", "Later"}}));
    EXPECT_TRUE(wait_until([&] { return !has_problem(); }, patience));
    dialog_->cancel();
    end();
}

TEST_F(DialogTest, what_was_deleted_is_brought_back_until_the_dialog_closes)
{
    launch_subscribed(two_rules());
    dialog_->open();
    dialog_->press("Delete this rule");
    wait_for_names({"Second"});
    dialog_->press("Undo: bring back “First”");
    wait_for_names({"First", "Second"});
    dialog_->press("Remove action 1");
    dialog_->wait_for_rules("no action", [](const Json::Value &now) { return now[0]["actions"].empty(); });
    dialog_->write("Name", "Renamed");
    wait_for_names({"Renamed", "Second"});
    dialog_->choose("Rule to change", "Second");
    dialog_->press("Undo: bring back action 1 of “Renamed”");
    dialog_->wait_for_rules("the action",
                            [](const Json::Value &now) { return now[0]["actions"][0]["text"] == "first {user}"; });
    EXPECT_TRUE(wait_until([&] { return dialog_->has("Action 1 / Text"); }, patience)); // it is shown
    EXPECT_FALSE(dialog_->has("Undo: bring back action 1 of “Renamed”"));
    dialog_->press("Delete this rule");
    wait_for_names({"Second"});
    dialog_->ok();
    dialog_->open();
    wait_for_names({"Second"});
    EXPECT_FALSE(dialog_->has("Undo: bring back “Renamed”"));
    dialog_->cancel();
    end();
}

TEST_F(DialogTest, of_many_rules_the_neighbours_are_told_and_one_is_found_by_words)
{
    Json::Value many = rules({});
    for (int i = 1; i <= 40; ++i)
        many["rules"].append(rule("Rule " + std::to_string(i), "follow", {action("set_text", "", "Label", "{user}")}));
    many["rules"][29] = rule("Thirtieth", "raid", {action("switch_scene", "Alert", "", "", 6000)});
    launch_subscribed(many);
    dialog_->open();
    EXPECT_EQ(dialog_->told("In brief"), "1. Rule 1 – Somebody follows → text “Label”\n"
                                         "2. Rule 2 – Somebody follows → text “Label”\n"
                                         "3. Rule 3 – Somebody follows → text “Label”\n"
                                         "… 37 more below");
    dialog_->write("Find a rule", "ALERT");
    const auto found = [&] { return dialog_->told("In brief"); };
    EXPECT_TRUE(wait_until([&] { return found() == "30. Thirtieth – Raid → scene “Alert” 6 s"; }, patience)) << found();
    EXPECT_THAT(dialog_->entries("Rule to change"), ElementsAre("Thirtieth"));
    dialog_->write("Name", "Found");
    dialog_->wait_for_rules("its name", [](const Json::Value &now) { return now[29]["name"] == "Found"; });
    dialog_->write("Find a rule", "nothing is called so");
    EXPECT_TRUE(wait_until([&] { return found() == "No rule has these words."; }, patience)) << found();
    dialog_->ok();
    end();
}

TEST_F(DialogTest, a_ready_rule_asks_for_scene_source_and_text_alone)
{
    launch_subscribed({});
    dialog_->open();
    dialog_->choose("Add a rule", "Welcome a raid");
    wait_for_names({"Welcome a raid"});
    EXPECT_TRUE(wait_until([&] { return dialog_->has("Show all of this rule"); }, patience));
    for (const char *field :
         {"This happens", "Queue", "Not again within", "Action 1 / Put back after", "Add an action"})
        EXPECT_FALSE(dialog_->has(field)) << field;
    dialog_->choose("Source", "Label");
    dialog_->write("Text", "{user} is here");
    dialog_->choose("Scene", "Alert");
    dialog_->wait_for_rules("a scene", [](const Json::Value &now) { return now[0]["actions"][1]["scene"] == "Alert"; });
    dialog_->press("Try this rule");
    EXPECT_TRUE(scene_becomes("Alert"));
    EXPECT_TRUE(text_becomes("Label", "Ada is here"));
    dialog_->press("Show all of this rule");
    EXPECT_TRUE(wait_until([&] { return dialog_->has("Action 1 / Put back after"); }, patience));
    dialog_->ok();
    end();
    EXPECT_EQ(saved_rules()[0]["event"].asString(), "raid");
    EXPECT_EQ(saved_rules()[0]["queue"].asString(), "alerts");
}

TEST_F(DialogTest, what_is_rarely_needed_is_shown_when_it_is_asked_for_or_set)
{
    Json::Value rare = rule("Rare", "tip", {action("switch_scene", "Alert", "", "", 1000)});
    rare["priority"] = 3;
    launch_subscribed(rules({rare}));
    dialog_->open();
    EXPECT_TRUE(dialog_->has("Priority in the queue"));
    EXPECT_FALSE(dialog_->has("In so many cases"));
    EXPECT_FALSE(dialog_->has("Begin after"));
    dialog_->press("Show more settings of rules");
    EXPECT_TRUE(wait_until([&] { return dialog_->has("Begin after"); }, patience));
    dialog_->write("In so many cases", "40");
    dialog_->write("Only every … time", "2");
    dialog_->write("Only the first of", "tips");
    dialog_->write("Not for the same viewer within", "7000");
    dialog_->write("Begin after", "300");
    dialog_->press("Also for tests and replays of StreamElements");
    dialog_->wait_for_rules("no tests", [](const Json::Value &now) { return now[0]["tests"] == false; });
    dialog_->choose("Only while on air", "Add Main");
    dialog_->wait_for_rules("a scene", [](const Json::Value &now) { return now[0]["only_in"].size() == 1; });
    dialog_->choose("Only while on air", "Add Break");
    dialog_->wait_for_rules("two scenes", [](const Json::Value &now) { return now[0]["only_in"].size() == 2; });
    dialog_->choose("Only while on air", "✓ Main");
    dialog_->choose("Not while on air", "Add Alert");
    dialog_->choose("Only while you", "Add are recording");
    dialog_->wait_for_rules("an output", [](const Json::Value &now) { return now[0]["only_while"].size() == 1; });
    dialog_->press("Join those that wait in the queue");
    dialog_->press("Do this action");
    dialog_->wait_for_rules("no action",
                            [](const Json::Value &now) { return now[0]["actions"][0]["enabled"] == false; });
    dialog_->ok();
    end();
    const Json::Value saved = saved_rules()[0];
    EXPECT_EQ(saved["chance"].asDouble(), 40);
    EXPECT_EQ(saved["every"].asInt(), 2);
    EXPECT_EQ(saved["first_of"].asString(), "tips");
    EXPECT_EQ(saved["user_cooldown_ms"].asInt(), 7000);
    EXPECT_EQ(saved["merge"].asBool(), true);
    EXPECT_EQ(saved["priority"].asInt(), 3);
    EXPECT_EQ(saved["actions"][0]["after_ms"].asInt(), 300);
    EXPECT_EQ(saved["only_in"], in_file({"Break"}));
    EXPECT_EQ(saved["never_in"], in_file({"Alert"}));
    EXPECT_EQ(saved["only_while"], in_file({"recording"}));
}

TEST_F(DialogTest, labels_queues_and_quiet_scenes_are_added_changed_and_removed)
{
    launch_subscribed(rules({rule("Follow", "follow", {action("switch_scene", "Alert", "", "", 1000)}, "alerts"),
                             rule("Tip", "tip", {action("show_source", "Main", "Confetti")})}));
    dialog_->open();
    EXPECT_FALSE(dialog_->has("Add a label"));
    dialog_->press("Show them");
    dialog_->press("Add a label");
    dialog_->choose("Text source", "Label");
    dialog_->write("Label 1 / Text", "from {session.follower-latest.name|nobody}");
    dialog_->press("Describe a queue");
    dialog_->write("Queue 1 / Name", "shows");
    dialog_->wait_for_rules("the queue's name", [](const Json::Value &now) { return now[0]["queue"] == "shows"; });
    dialog_->write("Pause between two", "250");
    dialog_->write("At most waiting", "7");
    dialog_->choose("When that many wait", "leave out the oldest one");
    dialog_->press("Describe a queue");
    dialog_->press("Remove the description of queue 2");
    dialog_->press("The pause and skip buttons of StreamElements' overlays drive the queues");
    const auto all = [&] { return dialog_->all(); };
    EXPECT_TRUE(wait_until([&] { return all()["overlay_buttons"] == false; }, patience));
    EXPECT_FALSE(dialog_->has("What comes meanwhile"));
    dialog_->choose("Quiet scenes", "Add Break");
    EXPECT_TRUE(wait_until([&] { return dialog_->has("What comes meanwhile"); }, patience));
    dialog_->choose("Quiet scenes", "Add Alert");
    dialog_->choose("What comes meanwhile", "is left out");
    EXPECT_TRUE(wait_until([&] { return all()["guard"]["mode"] == "drop"; }, patience));
    dialog_->choose("Quiet scenes", "✓ Alert");
    EXPECT_TRUE(wait_until([&] { return all()["guard"]["scenes"].size() == 1; }, patience));
    ok_for_good();
    EXPECT_TRUE(text_becomes("Label", "from nobody"));

    // OBS tells of the scene a little later.
    const Json::Value explain =
        object({{"vendorName", "obs-astro"}, {"requestType", "Explain"}, {"requestData", object({{"kind", "tip"}})}});
    const auto becomes_quiet = [&](bool quiet) {
        return wait_until(
            [&] { return ask().call("CallVendorRequest", explain)["responseData"]["fired"].empty() == quiet; },
            patience);
    };
    ask().set_program_scene("Break");
    EXPECT_TRUE(becomes_quiet(true));
    gateway_.publish("tip Ada 5");
    gateway_.wait_for("published");
    ask().wait_for_frames(20);
    EXPECT_FALSE(ask().item_visible("Main", "Confetti"));
    ask().set_program_scene("Alert");
    EXPECT_TRUE(becomes_quiet(false));
    gateway_.publish("tip Ben 5");
    EXPECT_TRUE(item_becomes("Main", "Confetti", true));
    end();
    const Json::Value saved = home_->read_collection("Stage")["modules"]["obs-astro"];
    ASSERT_EQ(saved["labels"].size(), 1u);
    EXPECT_EQ(saved["labels"][0]["source"].asString(), "Label");
    ASSERT_EQ(saved["queues"].size(), 1u);
    EXPECT_EQ(saved["queues"][0],
              object({{"name", "shows"}, {"gap_ms", 250}, {"limit", 7}, {"when_full", "drop_old"}}));
    EXPECT_EQ(saved["guard"]["scenes"], in_file({"Break"}));
    EXPECT_EQ(saved["guard"]["mode"].asString(), "drop");
}

TEST_F(DialogTest, of_our_hotkeys_those_that_run_rules_are_not_offered)
{
    launch_subscribed(
        rules({rule("First", "follow", {object({{"type", "press_hotkey"}, {"hotkey", "OBSBasic.StartStreaming"}})})}));
    dialog_->open();
    const auto offered = dialog_->entries("Action 1 / Hotkey");
    EXPECT_THAT(offered, IsSupersetOf({"obs_astro.pause", "obs_astro.resume", "obs_astro.skip", "obs_astro.clear",
                                       "OBSBasic.StartStreaming"}));
    EXPECT_THAT(offered, Each(AllOf(Ne("obs_astro.replay_last"), Not(StartsWith("obs_astro.fire.")))));
    dialog_->cancel();
    end();
}

TEST_F(DialogTest, a_list_of_values_has_several_lines)
{
    launch_subscribed(rules({rule("Tip", "tip", {action("set_text", "", "Label", "{user}")})}));
    dialog_->open();
    dialog_->press("Add a condition");
    dialog_->wait_for_rules("a condition", [](const Json::Value &now) { return now[0]["conditions"].size() == 1; });
    dialog_->write("Condition 1 / What", "user");
    dialog_->choose("Condition 1 / Test", "is one of");
    dialog_->write("Condition 1 / Values, one a line", "Ada");
    dialog_->screen().key("Return");
    dialog_->screen().type("Ben");
    dialog_->wait_for_rules("two values",
                            [](const Json::Value &now) { return now[0]["conditions"][0]["value"] == "Ada\nBen"; });
    ok_for_good();
    gateway_.publish("tip Cleo 5");
    gateway_.publish("tip ben 5");
    EXPECT_TRUE(text_becomes("Label", "ben"));
    end();
}

} // namespace
