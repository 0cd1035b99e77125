// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/astro_dialog.h"

#include "rules/rule.h"
#include "support/json.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <tuple>

namespace studio_test {

using namespace harness;

namespace {

constexpr milliseconds patience{30000};

/// Where Tab stops, in order.
class Stops {
public:
    void add(const std::string &field, bool there = true)
    {
        if (there)
            all_.push_back(field);
    }
    std::vector<std::string> take() { return std::move(all_); }

private:
    std::vector<std::string> all_;
};

void add_account(Stops &stops, const AstroDialog::Shown &shown)
{
    stops.add("account.retry", shown.retry);
    stops.add("account.open", shown.accounts > 0);
    if (shown.connection && shown.accounts > 0) {
        stops.add("account.chosen", shown.accounts > 1);
        stops.add("account.enabled");
        stops.add("account.token");
        stops.add("account.token:show");
        stops.add("account.token_type");
        for (const std::string &topic : shown.topics)
            stops.add("account.topic." + topic);
        stops.add("account.add_topic");
        stops.add("account.typed_topics");
        stops.add("account.more");
        for (const char *field : {"name", "url", "room", "ca_file", "proxy"})
            stops.add(std::string("account.") + field, shown.more);
    }
    stops.add("account.add", shown.more || shown.accounts == 0);
    stops.add("account.remove", shown.more && shown.accounts > 1);
}

void add_conditions(Stops &stops, const Json::Value &conditions)
{
    for (Json::ArrayIndex i = 0; i < conditions.size(); ++i) {
        const std::string row = "rule.condition." + std::to_string(i) + ".";
        stops.add(row + "field");
        stops.add(row + "test");
        stops.add(row + "value", conditions[i]["test"].asString() != "exists");
        stops.add(row + "remove");
    }
}

void add_actions(Stops &stops, const Json::Value &actions)
{
    for (Json::ArrayIndex i = 0; i < actions.size(); ++i) {
        const std::string row = "rule.action." + std::to_string(i) + ".";
        const auto *type = astro::rules::find_action_type(actions[i]["type"].asString());
        stops.add(row + "type");
        stops.add(row + "scene", type && type->uses_scene);
        stops.add(row + "source", type && type->uses_source);
        stops.add(row + "text", type && type->uses_text);
        stops.add(row + "for_ms", type && type->can_undo);
        stops.add(row + "remove");
    }
}

void add_rule(Stops &stops, const Json::Value &all, const AstroDialog::Shown &shown)
{
    const Json::Value &rule = all[static_cast<Json::ArrayIndex>(shown.chosen)];
    stops.add("rule.enabled");
    stops.add("rule.name");
    stops.add("rule.event");
    stops.add("rule.topic", rule["event"].asString().rfind("topic:", 0) == 0);
    stops.add("rule.account", shown.accounts > 1);
    add_conditions(stops, rule["conditions"]);
    stops.add("rule.add_condition");
    add_actions(stops, rule["actions"]);
    for (const char *field : {"add_action", "cooldown", "queue", "try"})
        stops.add(std::string("rule.") + field);
    stops.add("rule.up", shown.chosen > 0);
    stops.add("rule.down", shown.chosen + 1 < all.size());
    stops.add("rule.duplicate");
    stops.add("rule.delete");
}

} // namespace

void AstroDialog::open()
{
    const auto main_window = screen_.wait_for_window("^OBS ");
    // A key that comes before the menu is there is lost.
    const auto opened = [&] {
        screen_.focus(main_window);
        screen_.key("Escape");
        screen_.key("alt+t");
        screen_.key("Up"); // the last entry
        screen_.key("Return");
        return wait_until([&] { return is_open(); }, milliseconds(5000));
    };
    require_until("the dialog", opened, patience);
    screen_.focus(window());
    obs_.websocket().wait_for_frames();
    rules(); // its fields are made after the window is
}

Screen::Window AstroDialog::window() const
{
    const auto found = screen_.window(title);
    if (!found)
        throw Error("the dialog is not open");
    return *found;
}

void AstroDialog::go_home()
{
    const Screen::Area area = screen_.area(window());
    // The margin left of all fields.
    constexpr int margin = 14;
    screen_.click(area.x + margin, area.y + area.height / 2);
}

int AstroDialog::obs_version()
{
    return std::stoi(obs_.websocket().call("GetVersion")["obsVersion"].asString());
}

void AstroDialog::press_bottom(Button button)
{
    // Since OBS 31 "Defaults" stands left of the others.
    const std::vector<Button> from_the_right = obs_version() > 30
                                                   ? std::vector{Button::cancel, Button::ok, Button::defaults}
                                                   : std::vector{Button::defaults, Button::cancel, Button::ok};
    const auto found = std::find(from_the_right.begin(), from_the_right.end(), button);
    go_home();
    screen_.key("shift+Tab", static_cast<std::size_t>(found - from_the_right.begin()) + 1);
    screen_.key("space");
}

void AstroDialog::ok()
{
    press_bottom(Button::ok);
    screen_.wait_for_no_window(title, patience);
}

void AstroDialog::cancel()
{
    press_bottom(Button::cancel);
    screen_.wait_for_no_window(title, patience);
}

void AstroDialog::defaults()
{
    press_bottom(Button::defaults);
    if (obs_version() < 30)
        return; // it does not ask
    constexpr auto question = "^Reset";
    screen_.focus(screen_.wait_for_window(question));
    screen_.key("Return"); // "Yes"
    screen_.wait_for_no_window(question, patience);
    screen_.focus(window());
}

std::vector<std::string> AstroDialog::stops()
{
    const Json::Value all = rules();
    const bool any = !all.empty();
    Stops stops;
    add_account(stops, shown);
    stops.add("rules.chosen", any);
    stops.add("rules.add");
    if (any)
        add_rule(stops, all, shown);
    return stops.take();
}

void AstroDialog::focus(const std::string &field)
{
    const auto all = stops();
    const auto found = std::find(all.begin(), all.end(), field);
    if (found == all.end())
        throw Error("the dialog has no field \"" + field + "\" now");
    go_home();
    screen_.key("Tab", static_cast<std::size_t>(found - all.begin()) + 1);
}

void AstroDialog::press(const std::string &field)
{
    focus(field);
    screen_.key("space");
}

void AstroDialog::write(const std::string &field, const std::string &text)
{
    focus(field);
    screen_.key("ctrl+a");
    screen_.type(text);
}

void AstroDialog::choose(const std::string &field, std::size_t entry)
{
    // In its opened list, so that it changes once and not at each entry on the way.
    const std::size_t before = screen_.count_windows("obs");
    press(field);
    const auto windows = [&] { return screen_.count_windows("obs"); };
    require_until(
        "an open list", [&] { return windows() > before; }, patience);
    screen_.key("Home");
    screen_.key("Down", entry);
    screen_.key("Return");
    require_until(
        "a closed list", [&] { return windows() <= before; }, patience);
}

Json::Value AstroDialog::rules()
{
    const Json::Value scenes = obs_.websocket().call("GetSceneList");
    const Json::Value scene = scenes["currentProgramSceneName"];
    const Json::Value item = obs_.websocket().call("GetSceneItemList", object({{"sceneName", scene}}))["sceneItems"][0];
    const auto file = home_.collection_file(collection);
    // OBS moves the old file away before the new one takes its place: it is another file each time.
    const auto written = [&] {
        struct stat status {};
        return ::stat(file.c_str(), &status) == 0
                   ? std::optional(std::make_tuple(status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec))
                   : std::nullopt;
    };
    const auto before = written();
    // To where it is already: OBS saves the collection after any change of the order.
    obs_.websocket().call("SetSceneItemIndex", object({{"sceneName", scene},
                                                       {"sceneItemId", item["sceneItemId"]},
                                                       {"sceneItemIndex", item["sceneItemIndex"]}}));
    require_until(
        "OBS saves its scene collection",
        [&] {
            const auto now = written();
            return now && now != before;
        },
        patience);
    return home_.read_collection(collection)["modules"]["obs-astro"]["rules"];
}

void AstroDialog::wait_for_rules(const std::string &what, const Holds &holds)
{
    Json::Value last;
    const auto so = [&] {
        last = rules();
        return holds(last);
    };
    if (!wait_until(so, patience))
        throw Error("waited in vain for " + what + "; the rules are " + astro::json::write_compact(last));
}

} // namespace studio_test
