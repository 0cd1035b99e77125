// SPDX-License-Identifier: GPL-2.0-or-later
// Remote control by obs-websocket's vendor requests and events, and by hotkeys, in a real OBS.
#include "studio/astro_dialog.h"
#include "studio/plugin_test.h"

#include <gmock/gmock.h>

#include <json/writer.h>

#include <algorithm>
#include <sstream>

namespace {

using namespace studio_test;

class Remote : public PluginTest {
protected:
    Json::Value vendor(const std::string &type, const Json::Value &data = Json::objectValue)
    {
        Json::Value request = object({{"vendorName", "obs-astro"}, {"requestType", type}});
        if (!data.empty())
            request["requestData"] = data;
        return ask().call("CallVendorRequest", request)["responseData"];
    }

    /// A vendor event of that type that fits. The others can be asked for later: obs-websocket hands out events in no
    /// order.
    Json::Value vendor_event(const std::string &type, const std::function<bool(const Json::Value &)> &fits = nullptr)
    {
        const auto is_it = [&](const Json::Value &event) {
            return event["eventType"] == type && (!fits || fits(event["eventData"]));
        };
        const auto known = std::find_if(passed_over_.begin(), passed_over_.end(), is_it);
        if (known != passed_over_.end()) {
            const Json::Value event = *known;
            passed_over_.erase(known);
            return event["eventData"];
        }
        const auto event = ask().wait_for_event("VendorEvent", soon, [&](const ObsWebSocket::Event &one) {
            if (one.data["vendorName"] != "obs-astro")
                return false;
            if (is_it(one.data))
                return true;
            passed_over_.push_back(one.data);
            return false;
        });
        return event.data["eventData"];
    }

    static std::vector<std::string> rules_in(const Json::Value &list)
    {
        std::vector<std::string> names;
        for (const Json::Value &one : list)
            names.push_back(one["rule"].asString());
        return names;
    }

private:
    std::vector<Json::Value> passed_over_;
};

Json::Value with_condition(Json::Value rule, const std::string &field, const std::string &test,
                           const std::string &value)
{
    rule["conditions"].append(object({{"field", field}, {"test", test}, {"value", value}}));
    return rule;
}

Json::Value paused_for(Json::Value rule, int cooldown_ms)
{
    rule["cooldown_ms"] = cooldown_ms;
    return rule;
}

using Names = std::vector<std::string>;

TEST_F(Remote, tells_how_it_stands_and_what_the_rules_are)
{
    start(rules({rule("Follow", "follow", {action("set_text", "", "Label", "{user}")}),
                 rule("Nowhere", "raid", {action("switch_scene", "Nowhere", "")}),
                 rule("Hello", "chat", {action("set_text", "", "Label", "{message}")}),
                 rule("Giveaway", "topic:channel.giveaways", {action("set_text", "", "Label", "A giveaway")})}));
    const Json::Value status = vendor("GetStatus");
    ASSERT_EQ(status["accounts"].size(), 1U) << status;
    const Json::Value &stage = status["accounts"][0];
    EXPECT_EQ(stage["name"], "Stage");
    EXPECT_EQ(stage["state"], "subscribed");
    EXPECT_NE(stage["room"], "");
    EXPECT_EQ(stage["topics"][0]["topic"], "channel.activities");
    EXPECT_EQ(stage["message"], "Subscribed to channel.activities of room " + stage["room"].asString() + ".");
    EXPECT_FALSE(status["paused"].asBool());
    const Json::Value told = vendor("GetRules")["rules"];
    ASSERT_EQ(told.size(), 4U) << told;
    EXPECT_EQ(told[0]["name"], "Follow");
    EXPECT_TRUE(told[0]["enabled"].asBool());
    EXPECT_EQ(told[0]["event"], "follow");
    EXPECT_EQ(told[0]["summary"], "Somebody follows → text “Label”");
    EXPECT_EQ(told[0]["problems"].size(), 0U);
    ASSERT_EQ(told[1]["problems"].size(), 1U);
    EXPECT_NE(told[1]["problems"][0]["problem"].asString().find("Nowhere"), std::string::npos);
    ASSERT_EQ(told[2]["problems"].size(), 1U) << "what its account is not asked for";
    EXPECT_EQ(told[2]["problems"][0]["problem"],
              "No event sets it off: StreamElements is not asked for “Chat messages (channel.chat.message)”. Tick that "
              "topic at the account.");
    ASSERT_EQ(told[3]["problems"].size(), 1U);
    EXPECT_NE(told[3]["problems"][0]["problem"].asString().find("channel.giveaways"), std::string::npos);

    EXPECT_EQ(vendor("SetRuleEnabled", object({{"rule", "Follow"}, {"enabled", false}})).size(), 0U);
    EXPECT_FALSE(vendor("GetRules")["rules"][0]["enabled"].asBool());
    const Json::Value explained = vendor("Explain", object({{"kind", "follow"}, {"user", "Ada"}}));
    EXPECT_EQ(explained["notFired"][0]["why"], "The rule is switched off.");
    EXPECT_TRUE(vendor("SetRuleEnabled", object({{"rule", "Nobody's"}, {"enabled", true}})).isMember("error"));
    EXPECT_TRUE(vendor("SetRuleEnabled", object({{"rule", "Follow"}, {"enabled", "yes"}})).isMember("error"));
    EXPECT_FALSE(vendor("GetRules")["rules"][0]["enabled"].asBool());
    end();
    EXPECT_FALSE(home_->read_collection("Stage")["modules"]["obs-astro"]["rules"][0]["enabled"].asBool());
}

TEST_F(Remote, counts_what_came_of_events)
{
    start(rules(
        {with_condition(rule("Big", "tip", {action("set_text", "", "Label", "{user}")}), "amount", "at_least", "20"),
         paused_for(rule("Once", "follow", {action("set_text", "", "Label", "{user}")}), 600000)}));
    gateway_.publish("tip Ada 3 EUR");
    gateway_.publish("follow Ben");
    gateway_.publish("follow Cleo");
    vendor_event("Event", [](const Json::Value &event) { return event["user"] == "Cleo"; });
    const Json::Value counts = vendor("GetStatus")["counts"];
    EXPECT_EQ(counts["received"], 3) << counts;
    EXPECT_EQ(counts["matched"], 2) << counts;
    EXPECT_EQ(counts["done"], 1) << counts;
    EXPECT_EQ(counts["dropped"], 1) << counts;
    end();
}

TEST_F(Remote, tells_when_an_account_stands_otherwise)
{
    start(rules({}));
    ask().forget_events();
    gateway_.publish("refuse-upgrade 503 - 0");
    gateway_.publish("drop");
    const auto waits = [](const Json::Value &account) { return account["state"] == "waiting"; };
    const Json::Value lost = vendor_event("StatusChanged", waits);
    EXPECT_EQ(lost["name"], "Stage");
    EXPECT_EQ(lost["topics"].size(), 0U);
    EXPECT_NE(lost["message"].asString().find("Not connected."), std::string::npos) << lost;
    gateway_.publish("refuse-upgrade off");
    const auto is_back = [](const Json::Value &account) { return account["state"] == "subscribed"; };
    const Json::Value back = vendor_event("StatusChanged", is_back);
    EXPECT_EQ(back["topics"][0]["topic"], "channel.activities");
    EXPECT_EQ(back["room"], vendor("GetStatus")["accounts"][0]["room"]);
    end();
}

/// OBS forgets what is queued for its graphics thread then.
TEST_F(Remote, goes_on_telling_when_the_video_is_reset)
{
    start(rules({}));
    for (int i = 0; i < 20; ++i) {
        gateway_.publish("burst 300 cheer Ada 100 \"hello\"");
        ask().call("SetVideoSettings",
                   object({{"outputWidth", i % 2 ? 640 : 320}, {"outputHeight", i % 2 ? 360 : 180}}));
    }
    gateway_.publish("follow Cleo");
    EXPECT_NO_THROW(vendor_event("Event", [](const Json::Value &event) { return event["user"] == "Cleo"; }));
    end();
}

TEST_F(Remote, sends_explains_and_fires)
{
    start(rules({with_condition(rule("Big", "tip", {action("set_text", "", "Label", "big {user} {amount} {currency}")}),
                                "amount", "at_least", "20"),
                 with_condition(rule("Small", "tip", {action("set_text", "", "Label", "small {user}")}), "amount",
                                "at_most", "19")}));
    const Json::Value three = object({{"kind", "tip"}, {"user", "Ada"}, {"amount", 3}, {"currency", "EUR"}});
    const Json::Value dry = vendor("Explain", three);
    EXPECT_EQ(rules_in(dry["fired"]), Names{"Small"});
    ASSERT_EQ(rules_in(dry["notFired"]), Names{"Big"});
    EXPECT_EQ(dry["notFired"][0]["why"], "Condition 1: amount “3” is not at least 20.");
    EXPECT_EQ(ask().text("Label"), "nobody yet");

    const Json::Value sent = vendor("SendEvent", three);
    EXPECT_EQ(rules_in(sent["fired"]), Names{"Small"});
    EXPECT_EQ(sent["notFired"], dry["notFired"]);
    EXPECT_TRUE(text_becomes("Label", "small Ada"));
    const Json::Value event = vendor_event("Event");
    EXPECT_EQ(event["kind"], "tip");
    EXPECT_EQ(event["user"], "Ada");
    EXPECT_EQ(event["amount"].asDouble(), 3);
    const Json::Value fired = vendor_event("RuleFired");
    EXPECT_EQ(fired["rule"], "Small");
    EXPECT_EQ(fired["user"], "Ada");

    const Json::Value by_ben = object({{"user", "Ben"}, {"amount", 1}, {"currency", "USD"}});
    EXPECT_FALSE(vendor("FireRule", object({{"rule", "Big"}, {"event", by_ben}})).isMember("error"));
    EXPECT_TRUE(text_becomes("Label", "big Ben 1 USD"));
    EXPECT_FALSE(vendor("FireRule", object({{"rule", "Small"}})).isMember("error"));
    EXPECT_TRUE(text_becomes("Label", "small Ada")) << "the sample's";
    EXPECT_TRUE(vendor("FireRule", object({{"rule", "Nobody's"}})).isMember("error"));
    const Json::Value odd = object({{"colour", "red"}});
    EXPECT_TRUE(vendor("FireRule", object({{"rule", "Small"}, {"event", odd}})).isMember("error"));
    EXPECT_TRUE(vendor("SendEvent", object({{"kind", "sneeze"}})).isMember("error"));
    EXPECT_TRUE(vendor("SendEvent", object({{"kind", "tip"}, {"colour", "red"}})).isMember("error"));

    const Json::Value history = vendor("GetHistory", object({{"limit", 5}}))["events"];
    ASSERT_EQ(history.size(), 1U) << history;
    EXPECT_EQ(history[0], event);
    EXPECT_EQ(history[0]["summary"], "Tip: Ada, €3.00");
    EXPECT_EQ(history[0]["account"], "");
    EXPECT_THAT(history[0]["time"].asString(), testing::MatchesRegex("20..-..-..T..:..:..Z"));
    EXPECT_EQ(rules_in(history[0]["fired"]), Names{"Small"});
    EXPECT_EQ(rules_in(history[0]["notFired"]), Names{"Big"});
    ask().set_text("Label", "");
    EXPECT_FALSE(vendor("Replay", object({{"id", history[0]["id"]}})).isMember("error"));
    EXPECT_TRUE(text_becomes("Label", "small Ada"));
    vendor("SendEvent", object({{"kind", "follow"}, {"user", "Dee"}}));
    EXPECT_EQ(vendor("GetHistory", object({{"limit", 1}}))["events"][0]["user"], "Dee") << "the newest first";
    EXPECT_EQ(vendor("GetHistory", object({{"limit", 1}}))["events"].size(), 1U);
    EXPECT_GT(vendor("GetHistory")["events"].size(), 1U);
    EXPECT_EQ(vendor("GetHistory")["events"][0]["amount"], "") << "a follow has none";
    EXPECT_EQ(vendor("GetHistory", object({{"limit", 1.0}}))["events"].size(), 1U);
    EXPECT_EQ(vendor("GetHistory", object({{"limit", "1"}}))["events"].size(), 1U);
    EXPECT_EQ(vendor("GetHistory", object({{"limit", 0}}))["events"].size(), 0U);
    for (const Json::Value &limit : {Json::Value(-1), Json::Value(1.5), Json::Value("all")})
        EXPECT_TRUE(vendor("GetHistory", object({{"limit", limit}})).isMember("error")) << limit;
    EXPECT_FALSE(vendor("Replay", object({{"id", "1"}})).isMember("error"));
    EXPECT_TRUE(vendor("Replay", object({{"id", 999}})).isMember("error"));
    for (const Json::Value &id : {Json::Value(-5.0), Json::Value(-5), Json::Value(1.5)})
        EXPECT_THAT(vendor("Replay", object({{"id", id}}))["error"].asString(), testing::HasSubstr("in the history"));
    end();
}

TEST_F(Remote, makes_up_nothing_and_takes_no_field_of_a_wrong_type)
{
    start(rules(
        {with_condition(rule("With words", "tip", {action("set_text", "", "Label", "{message}")}), "message", "exists",
                        ""),
         with_condition(rule("Odd", "tip", {action("set_text", "", "Label", "odd")}), "amount", "at_least", "lots"),
         rule("Topic", "topic:channel.stream.status", {action("set_text", "", "Label", "{topic} {user}")}),
         rule("Nothing to do", "raid", {})}));
    const Json::Value told = vendor("SendEvent", object({{"kind", "tip"}, {"user", "Ben"}, {"amount", "3.0"}}));
    EXPECT_EQ(rules_in(told["notFired"]), (Names{"With words", "Odd"})) << "nobody wrote anything";
    EXPECT_EQ(told["notFired"][1]["why"], "Condition 1: amount can't be tested like this.");
    EXPECT_EQ(rules_in(vendor("SendEvent", object({{"kind", "tip"}}))["fired"]), Names{"With words"}) << "a sample";

    // The event of a rule for a topic is that topic's.
    EXPECT_FALSE(
        vendor("FireRule", object({{"rule", "Topic"}, {"event", object({{"user", "Cleo"}})}})).isMember("error"));
    EXPECT_TRUE(text_becomes("Label", "channel.stream.status Cleo"));

    for (const Json::Value &odd : {Json::Value(Json::arrayValue), object({{"deep", 1}})})
        EXPECT_EQ(vendor("SendEvent", object({{"kind", "tip"}, {"amount", odd}}))["error"],
                  "“amount” must be a text, a number, true or false.");
    EXPECT_EQ(vendor("SendEvent", object({{"kind", "tip"}, {"amount", "lots"}}))["error"],
              "“amount” must be a number.");
    EXPECT_EQ(vendor("FireRule", object({{"rule", "Topic"}, {"event", "tip"}}))["error"],
              "“event” must hold the event's fields by their names, such as user.");
    EXPECT_EQ(vendor("GetHistory")["events"].size(), 2U);

    // A rule may be there for whoever listens alone.
    vendor("SendEvent", object({{"kind", "raid"}, {"user", "Dee"}}));
    EXPECT_EQ(vendor_event("RuleFired", [](const Json::Value &event) { return event["user"] == "Dee"; })["rule"],
              "Nothing to do");
    end();
}

TEST_F(Remote, replays_the_last_event)
{
    start(rules({rule("Follow", "follow", {action("set_text", "", "Label", "{user}")})}));
    EXPECT_TRUE(vendor("ReplayLast").isMember("error")) << "there is none yet";
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    ask().set_text("Label", "");
    EXPECT_FALSE(vendor("ReplayLast").isMember("error"));
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    end();
}

TEST_F(Remote, reads_and_sets_counters)
{
    start(rules({rule("Follow", "follow",
                      {object({{"type", "count"}, {"counter", "follows"}}),
                       action("set_text", "", "Label", "{counter.deaths} {counter.follows}")})}));
    EXPECT_EQ(vendor("GetCounters")["counters"].size(), 0U);
    EXPECT_EQ(vendor("SetCounter", object({{"counter", "deaths"}, {"value", 2.5}}))["counters"]["deaths"], 2.5);
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "2.5 1"));
    const Json::Value counters = vendor("GetCounters")["counters"];
    EXPECT_EQ(counters["deaths"], 2.5);
    EXPECT_EQ(counters["follows"], 1);
    EXPECT_EQ(vendor("SetCounter", object({{"counter", " deaths "}, {"value", 3}}))["counters"]["deaths"], 3);
    EXPECT_EQ(vendor("SetCounter", object({{"counter", "deaths"}, {"value", 2.5}}))["counters"], counters);
    EXPECT_TRUE(vendor("SetCounter", object({{"value", 1}})).isMember("error"));
    EXPECT_TRUE(vendor("SetCounter", object({{"counter", " "}, {"value", 1}})).isMember("error"));
    EXPECT_TRUE(vendor("SetCounter", object({{"counter", "deaths"}, {"value", "many"}})).isMember("error"));
    EXPECT_TRUE(vendor("SetCounter", object({{"counter", "deaths"}, {"value", 2e15}})).isMember("error"));
    EXPECT_EQ(vendor("GetCounters")["counters"], counters);
    end();
}

TEST_F(Remote, pauses_resumes_skips_and_clears_queues)
{
    start(rules({rule("Follow", "follow", {action("set_text", "", "Label", "{user}", 60000)}, "alerts")}));
    const Json::Value alerts = object({{"queue", "alerts"}});
    EXPECT_EQ(vendor("Pause", alerts)["waiting"], 0);
    for (const char *user : {"Ada", "Ben", "Cleo"})
        vendor("SendEvent", object({{"kind", "follow"}, {"user", user}}));
    EXPECT_EQ(vendor("Pause")["waiting"], 3);
    EXPECT_TRUE(vendor_event("QueueChanged",
                             [](const Json::Value &e) { return e["queue"] == "alerts" && e["waiting"] == 3; })["paused"]
                    .asBool());
    const auto all_paused = [](const Json::Value &e) { return e["queue"] == "" && e["paused"].asBool(); };
    EXPECT_EQ(vendor_event("QueueChanged", all_paused)["waiting"], 3);
    EXPECT_TRUE(vendor("GetStatus")["paused"].asBool());
    EXPECT_EQ(vendor("Resume")["waiting"], 2);
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    EXPECT_EQ(vendor("Skip", alerts)["waiting"], 1);
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    EXPECT_EQ(vendor("Clear")["waiting"], 0);
    EXPECT_EQ(vendor("Skip")["waiting"], 0);
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));

    // One queue alone.
    vendor("Pause", alerts);
    EXPECT_FALSE(vendor("GetStatus")["paused"].asBool());
    for (const char *user : {"Dee", "Eve"})
        vendor("SendEvent", object({{"kind", "follow"}, {"user", user}}));
    for (const char *request : {"Pause", "Resume", "Skip", "Clear"}) {
        const Json::Value told = vendor(request, object({{"queue", "others"}}));
        EXPECT_THAT(told["error"].asString(), testing::HasSubstr("no queue “others”")) << request;
        EXPECT_FALSE(told.isMember("waiting")) << request;
    }
    EXPECT_THAT(vendor("Clear", object({{"queue", 2}}))["error"].asString(), testing::HasSubstr("no queue “2”"));
    EXPECT_TRUE(vendor("Clear", object({{"queue", object({{"name", "alerts"}})}})).isMember("error"));
    EXPECT_EQ(vendor("Resume", alerts)["waiting"], 1);
    EXPECT_TRUE(text_becomes("Label", "Dee"));
    EXPECT_EQ(vendor("Clear", alerts)["waiting"], 0);
    end();
}

TEST_F(Remote, hotkeys_do_the_same_and_there_is_one_a_rule)
{
    start(rules({rule("Follow = [1]", "follow", {action("set_text", "", "Label", "{user}", 60000)}, "alerts")}));
    const auto press = [&](const std::string &name) {
        ask().call("TriggerHotkeyByName", object({{"hotkeyName", "obs_astro." + name}}));
    };
    const auto paused = [&] { return vendor("GetStatus")["paused"].asBool(); };
    press("fire.Follow %3D %5B1%5D");
    EXPECT_TRUE(text_becomes("Label", "Ada")) << "the sample's";
    press("skip");
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    gateway_.publish("follow Ben");
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    press("skip");
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    const auto wait_for_waiting = [&](int count) {
        vendor_event("QueueChanged", [&](const Json::Value &e) {
            return e["queue"] == "" && e["waiting"] == count && e["paused"].asBool();
        });
    };
    press("pause");
    wait_for_waiting(0); // else it is taken for what is told of "clear"
    EXPECT_TRUE(wait_until(paused, soon));
    press("replay_last");
    wait_for_waiting(1);
    press("clear");
    wait_for_waiting(0);
    press("replay_last");
    wait_for_waiting(1);
    press("resume");
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    EXPECT_FALSE(paused());
    end();
}

/// With a key for the rule that is renamed.
class RenamedRule : public Remote {
protected:
    /// Starts OBS with these rules and opens the dialog, which shows the first one.
    void start_with_key(const Json::Value &with_rules)
    {
        prepare(with_rules, account(gateway_.url(), gateway_.ca_file().string()));
        // Settings → Hotkeys writes them into the profile so.
        home_->add_to_profile("[Hotkeys]\nobs_astro.fire.Follow=" + keys + "\n");
        ObsProcess::Options options;
        options.environment = accessibility_.environment();
        obs_ = std::make_unique<ObsProcess>(*home_, *display_, options);
        obs_->wait_for_log("subscribed to channel.activities", soon);
        dialog_ = std::make_unique<AstroDialog>(*display_, accessibility_, *obs_, *home_);
        dialog_->open();
    }

    /// And ends OBS.
    void expect_key(const std::string &name)
    {
        const auto has = [&](const std::string &rule) {
            const Json::Value names = ask().call("GetHotkeyList")["hotkeys"];
            return std::find(names.begin(), names.end(), Json::Value("obs_astro.fire." + rule)) != names.end();
        };
        EXPECT_TRUE(wait_until([&] { return has(name); }, soon));
        EXPECT_FALSE(has("Follow"));
        ask().call("TriggerHotkeyByKeySequence", object({{"keyId", "OBS_KEY_F9"}}));
        EXPECT_TRUE(text_becomes("Label", "Ada"));
        end();
        EXPECT_NE(home_->profile().find("obs_astro.fire." + name + "=" + keys), std::string::npos) << home_->profile();
    }

    bool old_name_has_key() const
    {
        return home_->profile().find("obs_astro.fire.Follow=" + keys) != std::string::npos;
    }

    const std::string keys = R"({"bindings":[{"key":"OBS_KEY_F9"}]})";
    const Json::Value follow = rule("Follow", "follow", {action("set_text", "", "Label", "{user}")});
    Accessibility accessibility_{*display_};
    std::unique_ptr<AstroDialog> dialog_;
};

TEST_F(RenamedRule, keeps_its_key)
{
    start_with_key(rules({follow}));
    dialog_->write("Name", "Hello");
    dialog_->ok();
    expect_key("Hello");
    EXPECT_TRUE(old_name_has_key()) << "another collection may have a rule of that name";
}

/// Which OBS 29 takes for the same name in the profile.
TEST_F(RenamedRule, keeps_its_key_when_only_the_case_is_another)
{
    start_with_key(rules({follow}));
    dialog_->write("Name", "follow");
    dialog_->ok();
    expect_key("follow");
    EXPECT_FALSE(old_name_has_key());
}

TEST_F(RenamedRule, gives_its_key_to_no_other_when_it_is_deleted)
{
    start_with_key(rules({follow}));
    dialog_->press("Delete this rule");
    dialog_->wait_for_rules("no rule", [](const Json::Value &all) { return all.empty(); });
    dialog_->choose("Add a rule", "An empty rule");
    dialog_->wait_for_rules("a rule", [](const Json::Value &all) { return all.size() == 1; });
    dialog_->write("Name", "Stranger");
    dialog_->ok();
    obs_->wait_for_log("what was edited is in force", soon);
    end();
    EXPECT_EQ(home_->profile().find("Stranger"), std::string::npos) << home_->profile();
}

TEST_F(RenamedRule, keeps_its_key_when_another_is_added)
{
    start_with_key(rules({follow}));
    dialog_->write("Name", "Hello");
    dialog_->choose("Add a rule", "An empty rule");
    dialog_->wait_for_rules("two rules", [](const Json::Value &all) { return all.size() == 2; });
    dialog_->ok();
    expect_key("Hello");
}

TEST_F(RenamedRule, is_switched_off_from_elsewhere_while_the_dialog_is_open)
{
    start_with_key(rules({follow, rule("Raid", "raid", {action("set_text", "", "Label", "{user}")})}));
    dialog_->write("Name", "Hello");
    EXPECT_EQ(vendor("SetRuleEnabled", object({{"rule", "Follow"}, {"enabled", false}})).size(), 0U);
    EXPECT_EQ(vendor("SetRuleEnabled", object({{"rule", "Raid"}, {"enabled", false}})).size(), 0U);
    dialog_->ok();
    obs_->wait_for_log("what was edited is in force", soon);
    const Json::Value told = vendor("GetRules")["rules"];
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0]["name"], "Hello");
    EXPECT_FALSE(told[0]["enabled"].asBool());
    EXPECT_EQ(told[1]["name"], "Raid");
    EXPECT_FALSE(told[1]["enabled"].asBool());
    end();
}

TEST_F(Remote, without_obs_websocket_all_else_works_and_nothing_is_said)
{
    const TempFolder folder;
    const auto file = folder.path() / "follower.txt";
    prepare(rules({rule("Follow", "follow",
                        {object({{"type", "write_file"}, {"file", file.string()}, {"text", "{user}"}})})}),
            account(gateway_.url(), gateway_.ca_file().string()));
    ObsProcess::Options options;
    options.environment = {{"LD_PRELOAD", WITHOUT_MODULE}, {"ASTRO_TEST_WITHOUT", "/obs-websocket.so"}};
    options.websocket = false;
    obs_ = std::make_unique<ObsProcess>(*home_, *display_, options);
    obs_->wait_for_log("subscribed to channel.activities", soon);
    gateway_.publish("follow Ada");
    EXPECT_TRUE(wait_until([&] { return content(file) == "Ada"; }, soon));
    std::istringstream log(obs_->log());
    for (std::string line; std::getline(log, line);) {
        EXPECT_EQ(line.find("[obs-websocket]"), std::string::npos) << line;
        if (line.find("[obs-astro]") != std::string::npos) {
            EXPECT_EQ(line.find("websocket"), std::string::npos) << line;
        }
    }
    end();
}

} // namespace
