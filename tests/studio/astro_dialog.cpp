// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/astro_dialog.h"

#include "support/json.h"

#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <tuple>

namespace studio_test {

using namespace harness;

namespace {

constexpr milliseconds patience{30000};
constexpr const char *spoken_title = "Properties for 'Astro";

bool ends_with(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// What a label says, without the picture that stands for its help.
std::string_view words(std::string_view label)
{
    constexpr std::string_view picture = " \uFFFC";
    if (ends_with(label, picture))
        label.remove_suffix(picture.size());
    return label;
}

/// OBS calls each group "group" here. Its title is the name of a field in it that has none of its own, and stands at
/// the end of what a button in it says: "Remove action 2".
bool is_group(const Widget &widget, std::string title)
{
    if (widget.role != "panel")
        return false;
    const auto has = [&](const auto &is) { return std::any_of(widget.children.begin(), widget.children.end(), is); };
    if (has([&](const Widget &field) { return field.name == title; }))
        return true;
    title[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(title[0])));
    return has([&](const Widget &button) { return ends_with(button.name, " " + title); });
}

/// The label that says so: the widget itself, or what stands in it with the picture that OBS 32 has for its help.
const Widget *label_in(const Widget &widget, std::string_view label)
{
    const auto is_it = [&](const Widget &one) { return one.role == "label" && words(one.name) == label; };
    if (is_it(widget))
        return &widget;
    const auto &parts = widget.children;
    const auto is_picture = [](const Widget &part) { return part.role == "graphic"; };
    if (parts.size() != 2 || std::none_of(parts.begin(), parts.end(), is_picture))
        return nullptr;
    const auto found = std::find_if(parts.begin(), parts.end(), is_it);
    return found == parts.end() ? nullptr : &*found;
}

bool is_beside(const Widget &field, const Widget &label)
{
    const int middle = label.area.y + label.area.height / 2;
    return field.role != "graphic" && field.area.x > label.area.x && field.area.y <= middle &&
           middle < field.area.y + field.area.height;
}

/// What stands beside the label among its siblings.
const Widget *beside_label(const Widget &form, std::string_view label)
{
    const Widget *beside = nullptr;
    form.find([&](const Widget &parent) {
        const auto &all = parent.children;
        for (const Widget &one : all) {
            const Widget *said = label_in(one, label);
            if (!said)
                continue;
            const auto found = std::find_if(all.begin(), all.end(), [&](const auto &w) { return is_beside(w, *said); });
            beside = found == all.end() ? nullptr : &*found;
        }
        return beside != nullptr;
    });
    return beside;
}

/// A field by its label; a button or a check mark by what it says itself.
const Widget *find_field(const Widget &dialog, const std::string &field)
{
    constexpr std::string_view slash = " / ";
    const Widget *form = &dialog;
    std::string name = field;
    if (const auto parted = field.find(slash); parted != std::string::npos) {
        form = dialog.find([&](const Widget &widget) { return is_group(widget, field.substr(0, parted)); });
        name = field.substr(parted + slash.size());
    }
    if (!form)
        return nullptr;
    if (const Widget *labelled = beside_label(*form, name))
        return labelled;
    return form->find([&](const Widget &widget) {
        return (widget.role == "push button" || widget.role == "check box" || widget.role == "toggle button") &&
               widget.name == name;
    });
}

/// The part of it that takes keys: a list that can be typed in has a field for it.
const Widget &typed_into(const Widget &field)
{
    const Widget *text = field.find([](const Widget &widget) { return widget.role == "text"; });
    return text ? *text : field;
}

std::vector<Widget> entries_of(const Widget &list)
{
    const Widget *found = list.find([](const Widget &widget) { return widget.role == "list"; });
    return found ? found->children : std::vector<Widget>();
}

/// How many keys lead from the entry that is chosen to this one: headings are passed over. Negative: upwards.
std::optional<int> steps_to(const Widget &list, const std::string &entry)
{
    const auto entries = entries_of(list);
    const auto find = [&](const std::string &name) {
        return std::find_if(entries.begin(), entries.end(), [&](const auto &one) { return one.name == name; });
    };
    const auto from = find(list.name);
    const auto to = find(entry);
    if (from == entries.end() || to == entries.end())
        return std::nullopt;
    const auto chosen = [](const Widget &one) { return one.can_be_chosen; };
    return from <= to ? static_cast<int>(std::count_if(from + 1, to + 1, chosen))
                      : -static_cast<int>(std::count_if(to, from, chosen));
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

int AstroDialog::obs_version()
{
    return std::stoi(obs_.websocket().call("GetVersion")["obsVersion"].asString());
}

void AstroDialog::ok()
{
    press("OK");
    screen_.wait_for_no_window(title, patience);
}

void AstroDialog::cancel()
{
    press("Cancel");
    screen_.wait_for_no_window(title, patience);
}

void AstroDialog::defaults()
{
    press("Defaults");
    if (obs_version() < 30)
        return; // it does not ask
    answer("Reset", "Yes");
    screen_.focus(window());
}

void AstroDialog::answer(const std::string &question, const std::string &button)
{
    const std::string title_of_it = "^" + question;
    screen_.focus(screen_.wait_for_window(title_of_it, patience));
    require_until(
        "a button \"" + button + "\" of \"" + question + "\"",
        [&] {
            const auto asked = accessibility_.window(question);
            const Widget *found = asked ? asked->find([&](const Widget &widget) {
                return widget.role == "push button" && widget.name == button;
            })
                                        : nullptr;
            return found && accessibility_.focus(*found);
        },
        patience);
    screen_.key("space");
    screen_.wait_for_no_window(title_of_it, patience);
}

Widget AstroDialog::wait_for(const std::string &field)
{
    return *require_until(
        "a field \"" + field + "\" in the dialog",
        [&]() -> std::optional<Widget> {
            const auto dialog = accessibility_.window(spoken_title);
            const Widget *found = dialog ? find_field(*dialog, field) : nullptr;
            return found ? std::optional(*found) : std::nullopt;
        },
        patience);
}

bool AstroDialog::has(const std::string &field)
{
    const auto dialog = require_until(
        "the dialog", [&] { return accessibility_.window(spoken_title); }, patience);
    return find_field(*dialog, field) != nullptr;
}

std::string AstroDialog::told(const std::string &label)
{
    const auto dialog = require_until(
        "the dialog", [&] { return accessibility_.window(spoken_title); }, patience);
    const Widget *beside = beside_label(*dialog, label);
    return beside ? beside->name : "";
}

bool AstroDialog::hides(const std::string &field)
{
    wait_for(field);
    const auto dialog = require_until(
        "the dialog", [&] { return accessibility_.window(spoken_title); }, patience);
    const Widget *typed = find_field(*dialog, field);
    return typed && dialog->find([&](const Widget &one) { return one.name == "Show" && is_beside(one, *typed); });
}

std::vector<std::string> AstroDialog::entries(const std::string &field)
{
    std::vector<std::string> names;
    for (const Widget &entry : entries_of(wait_for(field)))
        names.push_back(entry.name);
    return names;
}

void AstroDialog::focus(const std::string &field)
{
    // Widgets that are made anew just now take the focus away again.
    require_until(
        "the focus on \"" + field + "\"", [&] { return accessibility_.focus(typed_into(wait_for(field))); }, patience);
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

void AstroDialog::choose(const std::string &field, const std::string &entry)
{
    // In its opened list, so that it changes once and not at each entry on the way.
    const std::size_t before = screen_.count_windows("obs");
    const auto windows = [&] { return screen_.count_windows("obs"); };
    const auto list = require_until(
        "an entry \"" + entry + "\" of \"" + field + "\"",
        [&]() -> std::optional<Widget> {
            const Widget found = wait_for(field);
            return steps_to(found, entry) && accessibility_.press(found) ? std::optional(found) : std::nullopt;
        },
        patience);
    require_until(
        "an open list", [&] { return windows() > before; }, patience);
    const int steps = *steps_to(*list, entry);
    screen_.key(steps < 0 ? "Up" : "Down", static_cast<std::size_t>(std::abs(steps)));
    screen_.key("Return");
    // No more than a wait: another window of OBS's may have come meanwhile and stay, such as a tip. Whether it was
    // chosen is seen by what is asked next.
    wait_until([&] { return windows() <= before; }, milliseconds(5000));
}

Json::Value AstroDialog::rules()
{
    return all()["rules"];
}

Json::Value AstroDialog::all()
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
    return home_.read_collection(collection)["modules"]["obs-astro"];
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
