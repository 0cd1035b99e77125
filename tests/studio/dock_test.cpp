// SPDX-License-Identifier: GPL-2.0-or-later
// The dock "Astro", worked with as somebody who is live does.
#include "harness/temp_folder.h"
#include "studio/astro_dialog.h"
#include "studio/harness/accessibility.h"
#include "studio/harness/dock_state.h"
#include "studio/plugin_test.h"

#include <gmock/gmock.h>
#include <json/reader.h>
#include <json/writer.h>

#include <cstdlib>
#include <regex>

namespace {

using namespace studio_test;
using testing::HasSubstr;

/// A text of data/locale.
std::string text_of(const std::string &language, const std::string &key)
{
    const std::string begin = key + "=\"";
    std::istringstream lines(content(std::filesystem::path(OBS_ASTRO_DATA) / "locale" / (language + ".ini")));
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind(begin, 0) == 0)
            return line.substr(begin.size(), line.size() - begin.size() - 1);
    }
    throw Error("no text " + key);
}

class DockTest : public PluginTest {
protected:
    void open(const Json::Value &with_rules)
    {
        prepare(with_rules, account(gateway_.url(), gateway_.ca_file().string()));
        show_dock();
    }

    void open_with_two_accounts(const Json::Value &with_rules)
    {
        const Json::Value first = account(gateway_.url(), gateway_.ca_file().string());
        prepare(with_rules, first);
        Json::Value both = settings(first);
        both["accounts"].append(first);
        both["accounts"][1]["name"] = "Second stage";
        both["accounts"][1]["token"] = "another-" + std::string(token);
        home_->write_settings(both);
        show_dock();
    }

    void show_dock()
    {
        launch();
        toggle();
        const Screen screen(*display_);
        const auto window = screen.wait_for_window("^Astro$");
        screen.resize(window, 380, 640);
        screen.move(window, 40, 40);
        EXPECT_TRUE(comes("Find an event"));
    }

    /// Docks → Astro; without its key, which each language has its own of.
    void toggle()
    {
        const Screen screen(*display_);
        screen.focus(screen.wait_for_window("^OBS "));
        std::optional<Widget> entry;
        require_until(
            "the menu has an entry for the dock",
            [&] {
                const auto window = accessibility_.window("OBS ");
                const Widget *found = window ? window->find([](const Widget &widget) {
                    return widget.name == "Astro" && widget.role.find("menu item") != std::string::npos;
                })
                                             : nullptr;
                if (found)
                    entry = *found;
                return found != nullptr;
            },
            soon);
        accessibility_.press(*entry);
    }

    void launch()
    {
        ObsProcess::Options options;
        options.environment = accessibility_.environment();
        options.environment["MALLOC_PERTURB_"] = "165"; // whoever still uses what was freed does not get away with it
        obs_ = std::make_unique<ObsProcess>(*home_, *display_, options);
        obs_->wait_for_log("subscribed to channel.activities", soon);
    }

    /// What the dock tells of itself.
    std::optional<Widget> shown() { return accessibility_.window(in_the_window_ ? "OBS " : "Astro"); }

    static bool says(const Widget &widget, const std::string &text)
    {
        return widget.name.find(text) != std::string::npos;
    }

    bool has(const std::string &text)
    {
        const auto window = shown();
        return window && window->find([&](const Widget &widget) { return says(widget, text); });
    }
    /// As when a rule fired.
    bool has_a_time()
    {
        static const std::regex time("\\d\\d:\\d\\d:\\d\\d");
        const auto window = shown();
        return window && window->find([](const Widget &widget) { return std::regex_match(widget.name, time); });
    }
    bool comes(const std::string &text)
    {
        return wait_until([&] { return has(text); }, soon);
    }

    /// The first of which `is` holds, once it is there.
    Widget find(const std::string &what, const std::function<bool(const Widget &)> &is)
    {
        std::optional<Widget> found;
        require_until(
            "there is " + what,
            [&] {
                const auto window = shown();
                const Widget *one = window ? window->find(is) : nullptr;
                if (one)
                    found = *one;
                return one != nullptr;
            },
            soon);
        return *found;
    }
    Widget widget(const std::string &name, const std::string &role = "")
    {
        return find(name,
                    [&](const Widget &widget) { return widget.name == name && (role.empty() || widget.role == role); });
    }
    Widget row_with(const std::string &text)
    {
        return find(text, [&](const Widget &widget) { return says(widget, text); });
    }

    /// With the mouse.
    void press(const std::string &name, const std::string &role = "")
    {
        const Screen::Area area = widget(name, role).area;
        Screen(*display_).click(area.x + area.width / 2, area.y + area.height / 2);
    }

    bool find_focused(const std::string &text)
    {
        const auto window = shown();
        return window && window->find([&](const Widget &widget) { return widget.focused && says(widget, text); });
    }

    void press_right(const Widget &widget)
    {
        Screen(*display_).click(widget.area.x + widget.area.width / 2, widget.area.y + widget.area.height / 2, 3);
    }

    /// Whether a list of the open dialog comes to show that.
    bool dialog_shows(const std::string &entry)
    {
        return wait_until(
            [&] {
                const auto dialog = accessibility_.window("Properties for 'Astro");
                return dialog && dialog->find([&](const Widget &widget) {
                    return widget.role == "combo box" && widget.name == entry;
                });
            },
            soon);
    }

    /// The rules as they are saved.
    Json::Value saved_rules() const
    {
        Json::Value read;
        std::istringstream(content(home_->collection_file("Stage"))) >> read;
        return read["modules"]["obs-astro"]["rules"];
    }
    bool are_saved_as(const std::vector<std::string> &names) const
    {
        return wait_until(
            [&] {
                std::vector<std::string> now;
                for (const Json::Value &one : saved_rules())
                    now.push_back(one["name"].asString());
                return now == names;
            },
            soon);
    }

    /// File → Exit, without keys and mouse: a menu or window that is open keeps them from OBS's own.
    void end_meanwhile()
    {
        const auto window = accessibility_.window("OBS ");
        ASSERT_TRUE(window);
        const Widget *exit = window->find([](const Widget &widget) { return widget.name == "Exit"; });
        ASSERT_TRUE(exit);
        accessibility_.press(*exit);
        const auto how = obs_->wait_for_end(soon);
        ASSERT_TRUE(how) << "OBS does not end";
        expect_good_end(*how);
    }

    /// Rules → More → an entry, by its place from the bottom; it opens a window of that title.
    void choose(const std::string &title, std::size_t from_bottom)
    {
        const Screen screen(*display_);
        press("Rules", "page tab");
        press("More");
        screen.key("Up", from_bottom);
        screen.key("Return");
        screen.focus(screen.wait_for_window("^" + title, soon));
    }

    /// As far as OBS's dialog for files goes.
    void import(Json::Value file)
    {
        const auto path = imported_.path() / "rules.json";
        file["obs-astro-rules"] = 1;
        std::ofstream(path) << file;
        const Screen screen(*display_);
        choose("Import rules", 2);
        screen.type(path.string());
        screen.key("Return");
    }

    /// Kept where a look at it is wanted.
    void picture(const std::string &name)
    {
        if (const char *folder = std::getenv("ASTRO_PICTURES"))
            Screen(*display_).capture(std::filesystem::path(folder) / (name + ".png"));
    }

    Accessibility accessibility_{*display_};
    const TempFolder imported_;
    bool in_the_window_ = false; ///< of OBS; else it floats
};

TEST_F(DockTest, shows_what_happens_and_why)
{
    Json::Value big = rule("Big tip", "tip", {action("set_text", "", "Label", "big {user}")});
    big["conditions"].append(object({{"field", "amount"}, {"test", "at_least"}, {"value", "20"}}));
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")}), big}));
    EXPECT_TRUE(comes("Stage: subscribed"));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(comes("Somebody follows: Ada"));
    EXPECT_TRUE(comes("→ Welcome"));
    gateway_.publish("tip Ben 3 EUR \"hi there\"");
    EXPECT_TRUE(comes("Tip: Ben, €3.00, “hi there”"));
    EXPECT_TRUE(comes("Big tip: Condition 1: amount “3” is not at least 20."));
    picture("dock-activity");
    end();
}

TEST_F(DockTest, shows_what_happened_before_it_was_first_opened)
{
    prepare(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}),
            account(gateway_.url(), gateway_.ca_file().string()));
    launch();
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    toggle();
    EXPECT_TRUE(comes("Stage: subscribed"));
    EXPECT_TRUE(comes("Somebody follows: Ada"));
    press("Rules", "page tab");
    EXPECT_TRUE(comes("Welcome\n"));
    EXPECT_TRUE(wait_until([&] { return has_a_time(); }, soon)) << "when it fired";
    press("Try", "page tab");
    EXPECT_TRUE(comes("It runs."));
    end();
}

TEST_F(DockTest, may_end_while_it_is_first_opened)
{
    prepare(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}),
            account(gateway_.url(), gateway_.ca_file().string()));
    launch();
    toggle();
    end_meanwhile();
}

TEST_F(DockTest, is_first_opened_in_a_size_in_which_it_can_be_read)
{
    prepare(rules({}), account(gateway_.url(), gateway_.ca_file().string()));
    launch();
    toggle();
    const Screen screen(*display_);
    const auto window = screen.wait_for_window("^Astro$");
    EXPECT_TRUE(comes("Find an event"));
    const auto area = screen.area(window);
    EXPECT_GE(area.width, 300);
    EXPECT_GE(area.height, 500);
    end();
}

TEST_F(DockTest, pauses_switches_rules_and_tries)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}", 60000)}, "alerts")}));
    press("Pause");
    gateway_.publish("follow Ada");
    EXPECT_TRUE(comes("Clear (1)"));
    EXPECT_TRUE(comes("Paused"));
    press("Paused");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    press("Skip");
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    press("Rules", "page tab");
    EXPECT_TRUE(comes("Welcome"));
    picture("dock-rules");
    press("Try", "page tab");
    EXPECT_TRUE(comes("It runs."));
    picture("dock-try");
    press("Send it");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    end();
}

TEST_F(DockTest, clears_what_waits)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")}, "alerts")}));
    press("Pause");
    gateway_.publish("follow Ada");
    gateway_.publish("follow Ben");
    EXPECT_TRUE(comes("Clear (2)"));
    press("Clear (2)");
    widget("Clear");
    press("Paused");
    ask().wait_for_frames(10);
    EXPECT_EQ(ask().text("Label"), "nobody yet");
    end();
}

TEST_F(DockTest, replays_an_event)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    for (const std::string who : {"Ada", "Ben"}) {
        gateway_.publish("follow " + who);
        EXPECT_TRUE(comes("Somebody follows: " + who));
        EXPECT_TRUE(text_becomes("Label", who));
    }
    press_right(row_with("Somebody follows: Ada"));
    Screen(*display_).key("Down");
    Screen(*display_).key("Return");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    end();
}

TEST_F(DockTest, finds_events)
{
    open(rules({}));
    for (const std::string who : {"Ada", "Ben"}) {
        gateway_.publish("follow " + who);
        EXPECT_TRUE(comes("Somebody follows: " + who));
    }
    press("Find an event");
    Screen(*display_).type("ben");
    EXPECT_TRUE(wait_until([&] { return !has("Somebody follows: Ada"); }, soon));
    EXPECT_TRUE(has("Somebody follows: Ben"));
    Screen(*display_).key("BackSpace", 3);
    EXPECT_TRUE(comes("Somebody follows: Ada"));
    end();
}

TEST_F(DockTest, keeps_up_with_a_thousand_events_a_second)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")}, "alerts")}));
    for (int i = 0; i < 3000; ++i) {
        const std::string event = "follow v" + std::to_string(i);
        gateway_.publish(event);
        if (i % 10 == 9)
            gateway_.publish("wait 10");
        if (i % 100 == 99) // it waits where nobody reads what it prints
            gateway_.wait_for("published", [&](const Json::Value &printed) { return printed["what"] == event; });
    }
    EXPECT_TRUE(comes("Somebody follows: v2999"));
    EXPECT_TRUE(has("Somebody follows: v2900"));
    EXPECT_TRUE(wait_until([&] { return ask().text("Label") == "v2999"; }, soon));
    end();
}

TEST_F(DockTest, keeps_what_was_filled_in_when_the_collection_changes)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "Hello {user}")})}));
    press("Try", "page tab");
    EXPECT_TRUE(comes("It runs."));
    press("Who", "text");
    Screen(*display_).key("ctrl+a");
    Screen(*display_).type("Zoe");
    const auto filled_in = [&] { return accessibility_.text_in(widget("Who", "text")); };
    EXPECT_TRUE(wait_until([&] { return filled_in() == "Zoe"; }, soon));
    switch_collection("Elsewhere");
    EXPECT_TRUE(comes("No rule is for this event.")) << "there are none";
    EXPECT_EQ(filled_in(), "Zoe");
    press("Send it");
    ask().wait_for_frames(10);
    EXPECT_EQ(ask().text("Label"), "nobody yet");
    switch_collection("Stage");
    EXPECT_TRUE(comes("It runs."));
    EXPECT_EQ(filled_in(), "Zoe");
    press("Send it");
    EXPECT_TRUE(text_becomes("Label", "Hello Zoe"));
    end();
}

TEST_F(DockTest, may_end_with_an_events_menu_open)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(comes("Somebody follows: Ada"));
    const std::size_t windows = Screen(*display_).count_windows("obs");
    press_right(row_with("Somebody follows: Ada"));
    EXPECT_TRUE(wait_until([&] { return Screen(*display_).count_windows("obs") > windows; }, soon));
    end_meanwhile();
}

TEST_F(DockTest, may_end_with_a_rules_menu_open)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    press("Rules", "page tab");
    const std::size_t windows = Screen(*display_).count_windows("obs");
    press_right(row_with("Welcome\n"));
    EXPECT_TRUE(wait_until([&] { return Screen(*display_).count_windows("obs") > windows; }, soon));
    end_meanwhile();
}

TEST_F(DockTest, may_end_while_a_rule_is_dragged)
{
    open(rules({rule("First", "follow", {}), rule("Second", "tip", {}), rule("Third", "raid", {})}));
    press("Rules", "page tab");
    const Screen::Area first = row_with("First\n").area;
    const std::size_t windows = Screen(*display_).count_windows("obs");
    Screen(*display_).drag(first.x + first.width / 2, first.y + first.height / 2, 0, 2 * first.height);
    // What is dragged is seen at the mouse.
    EXPECT_TRUE(wait_until([&] { return Screen(*display_).count_windows("obs") > windows; }, soon));
    end_meanwhile();
}

TEST_F(DockTest, moves_a_rule_that_is_dragged)
{
    open(rules({rule("First", "follow", {}), rule("Second", "tip", {}), rule("Third", "raid", {})}));
    press("Rules", "page tab");
    const Screen screen(*display_);
    const Screen::Area first = row_with("First\n").area;
    const std::size_t windows = screen.count_windows("obs");
    screen.drag(first.x + first.width / 2, first.y + first.height / 2, 0, first.height * 3 / 2 - 3);
    EXPECT_TRUE(wait_until([&] { return screen.count_windows("obs") > windows; }, soon));
    screen.drop();
    EXPECT_TRUE(are_saved_as({"Second", "First", "Third"}));
    screen.key("alt+Down"); // it is still the one that is chosen
    EXPECT_TRUE(are_saved_as({"Second", "Third", "First"}));
    end();
}

TEST_F(DockTest, copies_a_field_by_mouse_and_keyboard)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(comes("Somebody follows: Ada"));
    const Screen screen(*display_);
    const auto pasted = [&] {
        press("Find an event");
        screen.key("ctrl+a");
        screen.key("ctrl+v");
        return accessibility_.text_in(widget("Find an event"));
    };
    const auto click = [&](const std::string &text) {
        const Screen::Area area = row_with(text).area;
        screen.click(area.x + area.width / 2, area.y + area.height / 2);
    };
    click("Somebody follows: Ada");
    click("{user}");
    EXPECT_TRUE(wait_until([&] { return pasted() == "{user}"; }, soon));
    press("Find an event");
    screen.key("ctrl+a");
    screen.key("BackSpace");
    click("Somebody follows: Ada");
    screen.key("Tab"); // to its details, whose first lines are headings and rules
    for (int lines = 0; lines < 20 && !find_focused("{provider}"); ++lines)
        screen.key("Down");
    screen.key("Return");
    EXPECT_TRUE(wait_until([&] { return pasted() == "{provider}"; }, soon));
    end();
}

TEST_F(DockTest, may_end_while_it_asks_for_a_file)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    choose("Import rules", 2);
    end_meanwhile();
}

TEST_F(DockTest, asks_nothing_more_of_an_import_when_the_collection_changes)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    Json::Value file = rules({rule("From afar", "tip", {action("set_text", "", "Missing", "{user}")})});
    file["rules"].append("no rule");
    const Screen screen(*display_);
    import(file);
    // The dock, and what tells of the part that cannot be read.
    EXPECT_TRUE(wait_until([&] { return screen.windows("^Astro$").size() == 2; }, soon));
    switch_collection("Elsewhere"); // OBS closes the windows that are open
    ask().wait_for_frames(30);
    EXPECT_EQ(screen.windows("^Astro$").size(), 1U);
    EXPECT_TRUE(screen.windows("^Import rules").empty()) << "what would be asked next";
    EXPECT_FALSE(has("From afar"));
    end();
}

TEST_F(DockTest, imports_rules_that_name_more_than_a_screen_has_room_for)
{
    constexpr int many = 250; // of which 200 are asked for
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    Json::Value coming = rule("From afar", "tip", {});
    for (int i = 0; i < many; ++i)
        coming["actions"].append(action("set_text", "", "Missing " + std::to_string(i), "{user}"));
    Json::Value file = rules({coming});
    const Screen screen(*display_);
    import(file);
    const auto table = [&] { return accessibility_.window("Import rules"); };
    EXPECT_TRUE(wait_until(
        [&] {
            const auto window = table();
            return window && window->find([](const Widget &widget) { return widget.name == "Missing 199"; });
        },
        soon));
    EXPECT_FALSE(table()->find([](const Widget &widget) { return widget.name == "Missing 200"; }));
    EXPECT_TRUE(table()->find([](const Widget &widget) { return widget.name.find("50 more") != std::string::npos; }));
    EXPECT_LT(screen.area(screen.wait_for_window("^Import rules")).height, 800);
    picture("dock-import");
    screen.focus(screen.wait_for_window("^Import rules"));
    screen.key("Return");
    EXPECT_TRUE(are_saved_as({"Welcome", "From afar"}));
    EXPECT_EQ(saved_rules()[1]["actions"][249]["source"], "Missing 249");
    EXPECT_TRUE(comes("From afar"));
    end();
}

TEST_F(DockTest, asks_for_a_scene_of_an_import_where_only_a_source_has_its_name)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    Json::Value file = rules({rule("From afar", "tip", {action("switch_scene", "Logo", "")})});
    const Screen screen(*display_);
    import(file);
    const auto asks = [&] {
        const auto window = accessibility_.window("Import rules");
        return window && window->find([](const Widget &widget) { return widget.name == "Logo"; });
    };
    EXPECT_TRUE(wait_until(asks, soon));
    screen.focus(screen.wait_for_window("^Import rules"));
    screen.key("Return");
    EXPECT_TRUE(are_saved_as({"Welcome", "From afar"}));
    end();
}

TEST_F(DockTest, exports_rules)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    const TempFolder folder;
    choose("Export all rules", 1);
    Screen(*display_).key("ctrl+a"); // instead of the name that is offered
    Screen(*display_).type((folder.path() / "mine").string());
    Screen(*display_).key("Return");
    EXPECT_TRUE(wait_until(
        [&] { return content(folder.path() / "mine.json").find("\"Welcome\"") != std::string::npos; }, soon));
    end();
}

TEST_F(DockTest, switches_a_rule_by_its_check_mark)
{
    open(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    press("Rules", "page tab");
    const Screen::Area row = row_with("Welcome\n").area;
    for (const bool on : {false, true, false}) {
        Screen(*display_).click(row.x + 10, row.y + row.height / 2);
        EXPECT_TRUE(wait_until([&] { return saved_rules()[0]["enabled"] == on; }, soon)) << on;
    }
    Screen(*display_).key("Down"); // a click on the mark chooses no row
    Screen(*display_).key("space");
    EXPECT_TRUE(wait_until([&] { return saved_rules()[0]["enabled"] == true; }, soon));
    end();
}

TEST_F(DockTest, tells_when_a_rule_fired_that_was_renamed_since)
{
    open(rules({rule("Other", "tip", {}), rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    press("Rules", "page tab");
    EXPECT_TRUE(wait_until([&] { return has_a_time(); }, soon));
    const Screen screen(*display_);
    const Screen::Area row = row_with("Welcome\n").area;
    screen.double_click(row.x + row.width / 2, row.y + row.height / 2);
    AstroDialog dialog(*display_, accessibility_, *obs_, *home_);
    screen.focus(screen.wait_for_window(AstroDialog::title, soon));
    dialog.write("Name", "Hello");
    dialog.ok();
    EXPECT_TRUE(comes("Hello\n"));
    EXPECT_FALSE(has("Welcome\n"));
    EXPECT_TRUE(has_a_time());
    end();
}

TEST_F(DockTest, duplicates_and_deletes_a_rule)
{
    open(rules({rule("First", "follow", {}), rule("Second", "tip", {})}));
    press("Rules", "page tab");
    const Screen screen(*display_);
    press_right(row_with("First\n"));
    screen.key("Up", 2);
    screen.key("Return");
    EXPECT_TRUE(are_saved_as({"First", "First 2", "Second"}));
    const Screen::Area first = row_with("First\n").area;
    screen.click(first.x + first.width / 2, first.y + first.height / 2);
    screen.key("Delete");
    EXPECT_TRUE(are_saved_as({"First 2", "Second"}));
    press("Undo delete");
    EXPECT_TRUE(are_saved_as({"First", "First 2", "Second"}));
    end();
}

TEST_F(DockTest, brings_back_a_rule_with_the_names_of_now)
{
    open(rules({rule("Pause", "follow", {action("switch_scene", "Break", "")})}));
    press("Rules", "page tab");
    const Screen::Area row = row_with("Pause\n").area;
    Screen(*display_).click(row.x + row.width / 2, row.y + row.height / 2);
    Screen(*display_).key("Delete");
    EXPECT_TRUE(are_saved_as({}));
    ask().call("SetSceneName", object({{"sceneName", "Break"}, {"newSceneName", "Rest"}}));
    press("Undo delete");
    EXPECT_TRUE(are_saved_as({"Pause"}));
    EXPECT_EQ(saved_rules()[0]["actions"][0]["scene"], "Rest");
    end();
}

TEST_F(DockTest, adds_rules_as_the_dialog_does)
{
    open(rules({}));
    press("Rules", "page tab");
    const Screen screen(*display_);
    AstroDialog dialog(*display_, accessibility_, *obs_, *home_);
    const auto add = [&](std::size_t entry) {
        press("Add");
        screen.key("Down", entry);
        screen.key("Return");
        screen.focus(screen.wait_for_window(AstroDialog::title, soon));
    };
    const auto close = [&] {
        screen.key("Escape");
        screen.wait_for_no_window(AstroDialog::title, soon);
    };
    add(1);
    EXPECT_TRUE(dialog_shows("New rule"));
    EXPECT_TRUE(dialog.has("This happens"));
    close();
    add(5);
    EXPECT_TRUE(dialog_shows("Welcome a raid"));
    EXPECT_TRUE(dialog.has("Show all of this rule")) << "it asks for what it needs alone";
    EXPECT_FALSE(dialog.has("This happens"));
    close();
    EXPECT_TRUE(are_saved_as({"New rule", "Welcome a raid"}));
    EXPECT_EQ(saved_rules()[0]["actions"][0]["type"], "switch_scene");
    EXPECT_EQ(saved_rules()[0]["actions"][0]["for_ms"], 5000);
    end();
}

TEST_F(DockTest, sets_up_the_rule_that_was_double_clicked)
{
    open(rules({rule("First", "follow", {}), rule("Second", "tip", {})}));
    press("Rules", "page tab");
    const Screen screen(*display_);
    const Screen::Area first = row_with("First\n").area, second = row_with("Second\n").area;
    screen.click(first.x + first.width / 2, first.y + first.height / 2);
    screen.double_click(second.x + 10, second.y + second.height / 2); // its check mark
    ask().wait_for_frames(30);
    EXPECT_TRUE(wait_until([&] { return saved_rules()[1]["enabled"] == true; }, soon));
    EXPECT_TRUE(screen.windows(AstroDialog::title).empty());
    screen.double_click(second.x + second.width / 2, second.y + second.height / 2);
    screen.focus(screen.wait_for_window(AstroDialog::title, soon));
    EXPECT_TRUE(dialog_shows("Second"));
    screen.key("Escape");
    screen.wait_for_no_window(AstroDialog::title, soon);
    end();
}

TEST_F(DockTest, leaves_the_dialog_at_its_rule_when_one_before_it_is_deleted)
{
    open(rules({rule("First", "follow", {}), rule("Second", "tip", {}), rule("Third", "raid", {})}));
    press("Rules", "page tab");
    const Screen screen(*display_);
    const Screen::Area first = row_with("First\n").area, second = row_with("Second\n").area;
    screen.double_click(second.x + second.width / 2, second.y + second.height / 2);
    screen.move(screen.wait_for_window(AstroDialog::title, soon), 500, 100);
    EXPECT_TRUE(dialog_shows("Second"));
    screen.click(first.x + first.width / 2, first.y + first.height / 2);
    screen.key("Delete");
    EXPECT_TRUE(are_saved_as({"Second", "Third"}));
    AstroDialog dialog(*display_, accessibility_, *obs_, *home_);
    screen.focus(dialog.window());
    dialog.write("Name", "Still the second");
    dialog.ok();
    EXPECT_TRUE(are_saved_as({"Still the second", "Third"}));
    end();
}

TEST_F(DockTest, warns_of_a_rule_for_as_long_as_its_scene_is_gone)
{
    open(rules({rule("Pause", "follow", {action("switch_scene", "Break", "")})}));
    press("Rules", "page tab");
    EXPECT_TRUE(comes("Pause\n"));
    const std::string warning = "There is no scene “Break”";
    EXPECT_FALSE(has(warning));
    ask().call("RemoveScene", object({{"sceneName", "Break"}}));
    EXPECT_TRUE(comes(warning));
    picture("dock-warning");
    ask().call("CreateScene", object({{"sceneName", "Break"}}));
    EXPECT_TRUE(wait_until([&] { return !has(warning); }, soon));
    press("Try", "page tab"); // nobody looks meanwhile
    ask().call("RemoveScene", object({{"sceneName", "Break"}}));
    press("Rules", "page tab");
    EXPECT_TRUE(comes(warning));
    end();
}

TEST_F(DockTest, moves_and_sets_up_rules_by_the_keyboard)
{
    open(rules({rule("First", "follow", {}), rule("Second", "tip", {}), rule("Third", "raid", {})}));
    press("Rules", "page tab");
    const Screen screen(*display_);
    const Screen::Area row = row_with("First\n").area;
    screen.click(row.x + row.width / 2, row.y + row.height / 2);
    screen.key("alt+Down", 2); // faster than they are shown anew
    EXPECT_TRUE(are_saved_as({"Second", "Third", "First"}));
    EXPECT_TRUE(wait_until([&] { return row_with("First\n").area.y > row_with("Third\n").area.y; }, soon));
    screen.key("alt+Down");
    screen.key("alt+Up");
    EXPECT_TRUE(are_saved_as({"Second", "First", "Third"}));
    press_right(row_with("Second\n"));
    picture("dock-rules-menu");
    screen.key("Escape");
    screen.key("Return");
    screen.focus(screen.wait_for_window(AstroDialog::title, soon));
    EXPECT_TRUE(dialog_shows("Second"));
    screen.key("Escape");
    screen.wait_for_no_window(AstroDialog::title, soon);
    end();
}

TEST_F(DockTest, goes_from_top_to_bottom_by_the_keyboard)
{
    open_with_two_accounts(rules({}));
    press("Try", "page tab");
    const Screen screen(*display_);
    EXPECT_TRUE(accessibility_.focus(row_with("Second stage: ")));
    const auto comes_to = [&](const std::string &text) {
        screen.key("Tab");
        return wait_until([&] { return find_focused(text); }, soon);
    };
    for (const char *next : {"Stage: ", "Pause", "Skip", "Try", "Somebody follows", "Second stage", "Who"})
        EXPECT_TRUE(comes_to(next)) << next;
    screen.key("Tab"); // what comes of it
    EXPECT_TRUE(comes_to("Send it"));
    end();
}

TEST_F(DockTest, tries_a_rule_of_one_account)
{
    Json::Value of_one = rule("Welcome", "follow", {action("set_text", "", "Label", "{user} at {account}")});
    of_one["account"] = "Stage";
    open(rules({of_one}));
    press("Try", "page tab");
    EXPECT_TRUE(comes("It runs."));
    picture("dock-try-one-account");
    press("Send it");
    EXPECT_TRUE(text_becomes("Label", "Ada at Stage"));
    end();
}

TEST_F(DockTest, tries_a_rule_over_the_account_that_is_chosen)
{
    Json::Value of_one = rule("Welcome", "follow", {action("set_text", "", "Label", "at {account}")});
    of_one["account"] = "Stage"; // the second, by name
    open_with_two_accounts(rules({of_one}));
    press("Try", "page tab");
    EXPECT_TRUE(comes("Welcome\n"));
    EXPECT_FALSE(has("It runs."));
    press("Second stage", "combo box");
    Screen(*display_).key("Down");
    Screen(*display_).key("Return");
    EXPECT_TRUE(comes("It runs."));
    picture("dock-try-account");
    press("Send it");
    EXPECT_TRUE(text_becomes("Label", "at Stage"));
    end();
}

TEST_F(DockTest, tries_a_rule_as_the_scene_on_air_lets_it)
{
    Json::Value in_alert = rule("Welcome", "follow", {});
    in_alert["only_in"].append("Alert");
    open(rules({in_alert}));
    press("Try", "page tab");
    EXPECT_TRUE(comes("Welcome\n"));
    EXPECT_FALSE(has("It runs."));
    ask().set_program_scene("Alert");
    EXPECT_TRUE(comes("It runs."));
    ask().set_program_scene("Main");
    EXPECT_TRUE(wait_until([&] { return !has("It runs."); }, soon));
    end();
}

TEST_F(DockTest, opens_the_settings_of_the_account_that_was_clicked)
{
    open_with_two_accounts(rules({}));
    const Screen screen(*display_);
    const auto press_line = [&](const std::string &begin) {
        const Screen::Area area = find(begin, [&](const Widget &widget) {
                                      return widget.role == "push button" && widget.name.rfind(begin, 0) == 0;
                                  }).area;
        screen.click(area.x + area.width / 2, area.y + area.height / 2);
    };
    press_line("Second stage: ");
    screen.move(screen.wait_for_window(AstroDialog::title, soon), 500, 100);
    EXPECT_TRUE(dialog_shows("Second stage"));
    picture("dock-account");
    press_line("Stage: ");
    EXPECT_TRUE(dialog_shows("Stage"));
    screen.key("Escape"); // it has the keyboard again
    screen.wait_for_no_window(AstroDialog::title, soon);
    end();
}

/// By OBS's names of them.
class EachLanguage : public DockTest, public testing::WithParamInterface<const char *> {};

TEST_P(EachLanguage, has_room_for_all_buttons_in_a_narrow_dock)
{
    constexpr std::size_t waiting = 123;
    prepare(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}", 60000)}, "alerts")}),
            account(gateway_.url(), gateway_.ca_file().string()));
    home_->set_language(GetParam());
    launch();
    toggle();
    const auto told = [](const std::string &key) { return text_of(GetParam(), key); };
    const Screen screen(*display_);
    const auto window = screen.wait_for_window("^Astro$");
    screen.move(window, 40, 40);
    screen.resize(window, 600, 640);
    press(told("Dock.Pause"));
    const std::string paused = told("Dock.Paused");
    std::string clear = told("Dock.ClearWaiting");
    clear.replace(clear.find("%1"), 2, std::to_string(waiting));
    for (std::size_t i = 0; i < waiting; ++i)
        gateway_.publish("follow v" + std::to_string(i));
    EXPECT_TRUE(comes(clear));
    const std::vector<std::string> buttons{paused, told("Dock.Skip"), clear};
    std::vector<int> widths; // where there is room
    for (const std::string &button : buttons)
        widths.push_back(widget(button).area.width);
    screen.resize(window, 250, 640);
    EXPECT_TRUE(wait_until([&] { return widget(clear).area.width > 0 && shown()->area.width <= 260; }, soon));
    picture("dock-narrow-" + std::string(GetParam()));
    const Screen::Area whole = screen.area(window);
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        const Screen::Area area = widget(buttons[i]).area;
        EXPECT_EQ(area.width, widths[i]) << buttons[i];
        EXPECT_LE(area.x + area.width, whole.x + whole.width) << buttons[i];
    }
    const Screen::Area last_tab = widget(told("Dock.Try"), "page tab").area;
    EXPECT_LE(last_tab.x + last_tab.width, whole.x + whole.width);
    end();
}

INSTANTIATE_TEST_SUITE_P(DockTest, EachLanguage, testing::Values("en-US", "de-DE", "es-ES", "fr-FR", "ja-JP", "pt-BR"),
                         [](const auto &of) { return std::string(of.param, 2); });

/// Where the dock is, which OBS keeps.
enum class Place { in_the_window, floating, hidden };

void PrintTo(Place place, std::ostream *out)
{
    *out << (place == Place::in_the_window ? "in_the_window" : place == Place::floating ? "floating" : "hidden");
}

class EachPlace : public DockTest, public testing::WithParamInterface<Place> {};

TEST_P(EachPlace, is_there_again_and_leaves_nothing_behind)
{
    constexpr int times_each = 17; // fifty in all
    prepare(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}),
            account(gateway_.url(), gateway_.ca_file().string()));
    in_the_window_ = GetParam() == Place::in_the_window;
    if (in_the_window_)
        home_->set_window_option(std::string("DockState=") + dock_in_the_window);
    for (int time = 0; time < times_each; ++time) {
        SCOPED_TRACE(time);
        launch();
        if (GetParam() == Place::floating && time == 0)
            toggle();
        gateway_.publish("follow Ada");
        if (GetParam() != Place::hidden) {
            EXPECT_TRUE(comes("Somebody follows: Ada"));
        }
        EXPECT_TRUE(text_becomes("Label", "Ada"));
        if (GetParam() != Place::in_the_window) { // where its window may be there still, as a part of OBS's
            EXPECT_EQ(Screen(*display_).windows("^Astro$").size(), GetParam() == Place::floating ? 1U : 0U);
        }
        end();
    }
}

INSTANTIATE_TEST_SUITE_P(DockTest, EachPlace, testing::Values(Place::in_the_window, Place::floating, Place::hidden),
                         testing::PrintToStringParamName());

} // namespace
