// SPDX-License-Identifier: GPL-2.0-or-later
#include "stage.h"

#include "studio/harness/dock_state.h"
#include "studio/harness/secrecy.h"
#include "studio/harness/settings.h"

namespace pictures {

using namespace harness;
namespace fs = std::filesystem;

namespace {

/// Few colours make a small file; a picture of windows has few.
void make_small(const fs::path &file)
{
    const Finished finished =
        run({"convert", file.string(), "-strip", "+dither", "-colors", "160", "PNG8:" + file.string()}, {}, soon);
    if (!finished.exit.clean())
        throw Error("convert: " + finished.exit.told());
}

Json::Value settings_for(const std::vector<std::string> &names, const AstroSimProcess &gateway)
{
    std::vector<Json::Value> accounts;
    for (const std::string &name : names)
        accounts.push_back(account(name, new_token(), gateway.url(), gateway.ca_file()));
    return settings(accounts);
}

} // namespace

Stage::Stage(SceneCollection collection, const Json::Value &rules, const Look &look)
    : display_(Display::virtual_display(look.screen)),
      accessibility_(*display_),
      home_(collection.module("obs-astro", rules), look.preview),
      screen_(*display_),
      docked_(look.docked),
      scale_(look.scale)
{
    home_.install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
    home_.set_theme(look.theme);
    if (look.docked)
        home_.set_window_option(std::string("DockState=") + dock_in_the_window);
    if (look.connected)
        home_.write_settings(settings_for(look.accounts, gateway_));
    ObsProcess::Options options;
    options.environment = accessibility_.environment();
    if (look.scale != 1)
        options.environment["QT_SCALE_FACTOR"] = std::to_string(look.scale);
    obs_ = std::make_unique<ObsProcess>(home_, *display_, options);
    for (const std::string &account : look.connected ? look.accounts : std::vector<std::string>())
        obs_->wait_for_log(account + ": subscribed to channel.activities", soon);
    dialog_ = std::make_unique<studio_test::AstroDialog>(*display_, accessibility_, *obs_, home_);
    dialog_->collection = collection.name();
}

Stage::~Stage() = default;

Json::Value Stage::ask(const std::string &request, const Json::Value &data)
{
    Json::Value all = object({{"vendorName", "obs-astro"}, {"requestType", request}});
    if (!data.empty())
        all["requestData"] = data;
    return obs().call("CallVendorRequest", all)["responseData"];
}

Screen::Window Stage::open_dock(int width, int height)
{
    const auto opened = [&] {
        screen_.focus(screen_.wait_for_window("^OBS "));
        screen_.key("Escape");
        screen_.key("alt+d");
        screen_.key("Up"); // the last entry
        screen_.key("Return");
        return wait_until([&] { return screen_.window("^Astro$").has_value(); }, milliseconds(5000));
    };
    require_until("the dock", opened, soon);
    const auto window = *screen_.window("^Astro$");
    screen_.resize(window, width, height);
    return window;
}

Widget Stage::wait_for(const std::string &window, const std::string &name, const std::string &role)
{
    return *require_until(
        "\"" + name + "\" in " + window,
        [&]() -> std::optional<Widget> {
            const auto all = accessibility_.window(window);
            const auto find = [&](auto fits) {
                return all ? all->find([&](const Widget &one) {
                    return fits(one.name) && (role.empty() || one.role == role);
                })
                           : nullptr;
            };
            const Widget *found = find([&](const std::string &text) { return text == name; });
            if (!found)
                found = find([&](const std::string &text) { return text.find(name) != std::string::npos; });
            return found ? std::optional(*found) : std::nullopt;
        },
        soon);
}

Widget Stage::in_dock(const std::string &name, const std::string &role)
{
    return wait_for(docked_ ? "OBS " : "Astro", name, role);
}

void Stage::click_in_dock(const std::string &name, const std::string &role)
{
    const Screen::Area area = in_dock(name, role).area;
    screen_.click(scale_ * (area.x + area.width / 2), scale_ * (area.y + area.height / 2));
}

Widget Stage::in_dialog(const std::string &name, const std::string &role)
{
    return wait_for("Properties for 'Astro", name, role);
}

void Stage::settle()
{
    screen_.move_mouse(0, 0);
    obs().wait_for_frames(15);
}

void Stage::take(const fs::path &file)
{
    settle();
    screen_.capture(file);
    make_small(file);
}

void Stage::take(const Screen::Window &window, const fs::path &file)
{
    settle();
    const Finished finished =
        run({"import", "-depth", "8", "-frame", "-window", window, file.string()}, display_->environment());
    if (!finished.exit.clean())
        throw Error("no picture " + file.string() + ": " + finished.exit.told());
    make_small(file);
}

void Stage::take(const Screen::Area &part, const fs::path &file)
{
    take(file);
    const std::string geometry = std::to_string(part.width) + "x" + std::to_string(part.height) + "+" +
                                 std::to_string(part.x) + "+" + std::to_string(part.y);
    const Finished finished =
        run({"convert", file.string(), "-crop", geometry, "+repage", "PNG8:" + file.string()}, {}, soon);
    if (!finished.exit.clean())
        throw Error("convert: " + finished.exit.told());
}

void Stage::take_dialog(const std::string &from, const std::string &to, int above, int below, const fs::path &file)
{
    const Screen::Area all = screen_.area(dialog_->window());
    const int top = in_dialog(from).area.y - above;
    const Screen::Area last = in_dialog(to).area;
    take(Screen::Area{all.x, top, all.width, last.y + last.height + below - top}, file);
}

} // namespace pictures
