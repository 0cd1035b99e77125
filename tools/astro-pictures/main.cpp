// SPDX-License-Identifier: GPL-2.0-or-later
// Takes the documents' pictures. See tools/pictures.
#include "astro-demo/demo_collection.h"
#include "stage.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>

namespace fs = std::filesystem;

namespace {

using harness::object;
using harness::Preview;
using harness::SceneCollection;
using pictures::Look;
using pictures::Stage;

constexpr auto help = R"(Usage: astro-pictures [--output FOLDER] [NAME…]

Takes the pictures of README.md and docs, of a real OBS on a virtual screen with a simulated gateway. NAMEs take some of
them alone: overview, first-alert, rules. "looks" takes others, to be looked at: dock and dialog with two accounts, and the
dock at its least width in each of OBS's themes, in a dark and a light one at 200 % as well.

  --output FOLDER  where they go (default: docs/pictures)
)";

void say(const std::string &text)
{
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
}

/// A document is read longer than an alert lasts.
Json::Value lasting(Json::Value rules)
{
    for (Json::Value &rule : rules["rules"]) {
        for (Json::Value &action : rule["actions"]) {
            if (action.isMember("for_ms"))
                action["for_ms"] = 600000;
        }
    }
    return rules;
}

Json::Value rules_of(const SceneCollection &collection)
{
    return collection.json()["modules"]["obs-astro"];
}

Json::Value action(const std::string &type, std::initializer_list<std::pair<std::string, Json::Value>> members)
{
    Json::Value made = object(members);
    made["type"] = type;
    return made;
}

Json::Value condition(const std::string &field, const std::string &test, const std::string &value)
{
    return object({{"field", field}, {"test", test}, {"value", value}});
}

Json::Value no_rules()
{
    Json::Value none = object({{"version", 1}});
    none["rules"] = Json::arrayValue;
    return none;
}

/// What somebody has who is new to it: one scene, and in it a hidden text.
SceneCollection first_stream()
{
    SceneCollection made("My stream");
    made.scene("Scene").scene("Break");
    made.color("Game", 0x2f6f8f).text("Playing", "your game here", {54, 0xd6ecf5, "DejaVu Sans", true});
    made.text("Alert", "Somebody is new here!", {64, 0xffd23f, "DejaVu Sans", true});
    made.place("Scene", "Game").place("Scene", "Playing", {640, 360, true, 0, 1, true});
    made.place("Scene", "Alert", {640, 120, false, 0, 1, true});
    made.start_with("Scene");
    return made;
}

/// Rules as a book of rules has them.
Json::Value some_rules()
{
    Json::Value big = object({{"name", "Big tip"}, {"enabled", true}, {"event", "tip"}, {"queue", "alerts"}});
    big["conditions"].append(condition("amount", "at_least", "20"));
    big["actions"].append(action("set_text", {{"source", "Latest tip"}, {"text", "{user|Somebody}: {amount:money}"}}));
    big["actions"].append(action("show_source", {{"scene", "Main"}, {"source", "Confetti"}, {"for_ms", 6000}}));
    big["cooldown_ms"] = 10000;
    Json::Value welcome =
        object({{"name", "Welcome a raid"}, {"enabled", true}, {"event", "raid"}, {"queue", "alerts"}});
    welcome["actions"].append(action("switch_scene", {{"scene", "Raid"}, {"for_ms", 10000}}));
    Json::Value made = object({{"version", 1}});
    made["rules"].append(big);
    made["rules"].append(welcome);
    return made;
}

/// Events that a dock may have seen, the last one on air. Nothing else is on air before.
void play(Stage &stage, const std::vector<std::string> &events)
{
    const auto came = [&] { return stage.ask("GetHistory")["events"].size(); };
    for (const std::string &event : events) {
        stage.ask("Skip");
        const auto before = came();
        stage.gateway().publish(event);
        harness::require_until(
            event + " has come", [&] { return came() > before; }, pictures::soon);
    }
}

void overview(const fs::path &folder)
{
    Look look;
    look.screen = {1440, 900};
    look.preview = Preview::on;
    look.docked = true;
    SceneCollection collection = demo::collection();
    Json::Value rules = lasting(rules_of(collection));
    for (Json::Value &rule : rules["rules"]) {
        if (rule["event"] == "tip")
            rule["conditions"].append(condition("amount", "at_least", "5"));
    }
    Stage stage(collection, rules, look);
    play(stage, {"cheer Margaret 100", "tip Linus 2 EUR", "raid Hedy 42", "sub Joan 3", "resub Annie 12",
                 "tip Grace 5 EUR \"for the birds\"", "follow Ada"});
    stage.in_dock("Somebody follows: Ada");
    harness::require_until(
        "the follower's scene", [&] { return stage.obs().program_scene() == "New follower"; }, pictures::soon);
    stage.take(folder / "overview.png");
}

void first_alert(const fs::path &folder)
{
    Look look;
    look.connected = false;
    look.preview = Preview::on;
    {
        Stage stage(first_stream(), no_rules(), look);
        stage.take(folder / "first-alert-1-source.png");
    }

    look.preview = Preview::off;
    look.screen = {1280, 1900};
    Json::Value rules = no_rules();
    {
        Stage stage(first_stream(), rules, look);
        auto &dialog = stage.dialog();
        dialog.open();
        stage.screen().move(dialog.window(), 200, 20);
        stage.screen().resize(dialog.window(), 720, 1800);
        stage.take_dialog("Status", "Show them", 60, 26, folder / "first-alert-2-empty.png");
        dialog.choose("Add a rule", "Thank a new follower");
        dialog.wait_for_rules("the rule", [](const Json::Value &all) { return all.size() == 1; });
        dialog.choose("Source", "Alert");
        dialog.choose("Scene", "Scene");
        dialog.focus("Scene");
        stage.screen().key("Tab"); // to the other “Source”
        stage.screen().type("Alert");
        dialog.wait_for_rules("what it shows",
                              [](const Json::Value &all) { return all[0]["actions"][1]["source"] == "Alert"; });
        stage.take_dialog("In brief", "Try this rule", 52, 8, folder / "first-alert-3-rule.png");
        rules = dialog.all();
        rules.removeMember("pending");
    }

    look.preview = Preview::on;
    look.screen = {1280, 800};
    look.docked = true;
    Stage stage(first_stream(), lasting(rules), look);
    stage.ask("SendEvent", object({{"kind", "follow"}, {"user", "Ada"}}));
    stage.in_dock("Somebody follows: Ada");
    stage.take(folder / "first-alert-4-on-air.png");
    stage.click_in_dock("Try", "page tab");
    stage.in_dock("It runs.");
    stage.take(folder / "first-alert-5-try.png");
}

Json::Value all_rules()
{
    Json::Value all = some_rules();
    all["labels"].append(object(
        {{"source", "Latest follower"}, {"text", "Latest follower: {session.follower-latest.name|nobody yet}"}}));
    all["queues"].append(object({{"name", "alerts"}, {"gap_ms", 500}, {"limit", 50}, {"when_full", "drop_new"}}));
    all["guard"]["scenes"].append("Raid");
    return all;
}

void rules(const fs::path &folder)
{
    Look look;
    look.screen = {1280, 3500};
    Stage stage(demo::collection(), all_rules(), look);
    auto &dialog = stage.dialog();
    dialog.open();
    stage.screen().move(dialog.window(), 200, 40);
    stage.screen().resize(dialog.window(), 720, 3400);
    stage.take_dialog("Use this rule", "Try this rule", 52, 8, folder / "rules-rule.png");
    const auto label = stage.in_dialog("Add a rule", "label").area;
    stage.screen().click(label.x + 300, label.y + label.height / 2); // opens the list
    stage.take_dialog("In brief", "Add a rule", 60, 190, folder / "rules-ready.png");
    stage.screen().key("Escape");
    dialog.press("Show more settings of rules");
    stage.in_dialog("In so many cases");
    stage.take_dialog("Add a condition", "In so many cases", 20, 30, folder / "rules-more.png");
    stage.take_dialog("Not again within", "Join those that wait", 60, 30, folder / "rules-flow.png");
    dialog.press("Show more settings of rules");
    dialog.press("Show them");
    stage.in_dialog("Describe a queue");
    stage.take_dialog("Show them", "The pause and skip buttons", 60, 30, folder / "rules-labels.png");
}

void accounts(const fs::path &folder)
{
    Look look;
    look.screen = {1280, 1500};
    look.accounts = {"Twitch", "YouTube"};
    Stage stage(demo::collection(), some_rules(), look);
    const auto dock = stage.open_dock(380, 640);
    play(stage, {"raid Hedy 42", "tip Grace 20 EUR"});
    stage.in_dock("Tip: Grace");
    stage.take(dock, folder / "accounts-dock.png");
    stage.dialog().open();
    stage.dialog().press("Show the settings of the connection");
    stage.screen().move(stage.dialog().window(), 200, 40);
    stage.screen().resize(stage.dialog().window(), 720, 1400);
    stage.take_dialog("Status", "On account", 60, 30, folder / "accounts-dialog.png");
}

void take_look(const fs::path &folder, const std::string &theme, int scale)
{
    Look look;
    look.theme = theme;
    look.scale = scale;
    look.screen = {1280 * scale, 800 * scale};
    Stage stage(demo::collection(), some_rules(), look);
    const std::string name = theme + "-" + std::to_string(scale) + "-";
    const auto dock = stage.open_dock(250 * scale, 600 * scale);
    play(stage, {"follow Ada", "raid Hedy 42", "tip Grace 5 EUR \"for the birds\""});
    stage.in_dock("Tip: Grace");
    stage.take(dock, folder / (name + "activity.png"));
    stage.click_in_dock("Tip: Grace");
    stage.in_dock("{amount}");
    stage.take(dock, folder / (name + "details.png"));
    stage.click_in_dock("Rules", "page tab");
    stage.take(dock, folder / (name + "rules.png"));
    stage.click_in_dock("Try", "page tab");
    stage.in_dock("No rule is for this event.");
    stage.take(dock, folder / (name + "try.png"));
}

void looks(const fs::path &folder)
{
    accounts(folder);
    for (const char *theme : {"Light", "Yami", "System", "Dark", "Acri", "Grey", "Rachni"})
        take_look(folder, theme, 1);
    for (const char *theme : {"Light", "Yami"})
        take_look(folder, theme, 2);
}

using Take = void (*)(const fs::path &folder);

/// Of the documents, by how their pictures' names begin.
const std::map<std::string, Take> &documents()
{
    static const std::map<std::string, Take> all{
        {"overview", overview}, {"first-alert", first_alert}, {"rules", rules}};
    return all;
}

struct Options {
    fs::path output = "docs/pictures";
    std::vector<std::string> names;
};

/// @return nothing when the command line is wrong.
std::optional<Options> read_options(int count, char **arguments)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument == "--output" && i + 1 < count)
            options.output = arguments[++i];
        else if (argument == "looks" || documents().count(argument) > 0)
            options.names.push_back(argument);
        else
            return std::nullopt;
    }
    return options;
}

int run(const Options &options)
{
    try {
        fs::create_directories(options.output);
        for (const auto &[name, take] : documents()) {
            const auto wanted = std::find(options.names.begin(), options.names.end(), name);
            if (!options.names.empty() && wanted == options.names.end())
                continue;
            say("Taking " + name);
            take(options.output);
        }
        if (std::find(options.names.begin(), options.names.end(), "looks") != options.names.end())
            looks(options.output);
    } catch (const std::exception &error) {
        say(std::string("FAILED: ") + error.what());
        return 1;
    }
    return 0;
}

} // namespace

int main(int count, char **arguments)
{
    if (count == 2 && (std::strcmp(arguments[1], "--help") == 0 || std::strcmp(arguments[1], "-h") == 0)) {
        std::fputs(help, stdout);
        return 0;
    }
    const auto options = read_options(count, arguments);
    if (!options) {
        std::fputs(help, stderr);
        return 2;
    }
    return run(*options);
}
