// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/display.h"

#include <cstdlib>

namespace harness {

namespace {

constexpr milliseconds patience(20000);

// OBS's main window fills the screen, without a frame of its own; its dialogs stay as they are.
constexpr auto window_manager_settings = R"(<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
  <placement><policy>Smart</policy><center>yes</center></placement>
  <applications>
    <application class="obs" type="normal">
      <decor>no</decor>
      <maximized>yes</maximized>
    </application>
  </applications>
</openbox_config>
)";

/// What opens a display that asks for it. By default it stands in the home, where OBS has another one.
std::string authority_file()
{
    if (const char *named = std::getenv("XAUTHORITY"); named && *named)
        return named;
    const char *home = std::getenv("HOME");
    const std::filesystem::path usual = std::filesystem::path(home ? home : "") / ".Xauthority";
    return std::filesystem::exists(usual) ? usual.string() : "";
}

} // namespace

std::unique_ptr<Display> Display::virtual_display(ScreenSize size)
{
    std::unique_ptr<Display> display(new Display);
    display->start_server(size);
    display->start_window_manager();
    return display;
}

std::unique_ptr<Display> Display::existing()
{
    const char *name = std::getenv("DISPLAY");
    if (!name || !*name)
        return nullptr;
    std::unique_ptr<Display> display(new Display);
    display->environment_["DISPLAY"] = name;
    if (const std::string key = authority_file(); !key.empty())
        display->environment_["XAUTHORITY"] = key;
    const bool usable = run({"xdotool", "getdisplaygeometry"}, display->environment_).exit.clean();
    return usable ? std::move(display) : nullptr;
}

void Display::start_server(ScreenSize size)
{
    const std::string screen = std::to_string(size.width) + "x" + std::to_string(size.height) + "x24";
    const auto log = folder_.path() / "xvfb.log";
    // Without -noreset it begins anew when its only client leaves, and refuses one that comes at that moment.
    server_ = std::make_unique<Process>(Process::Options{
        {"Xvfb", "-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp", "-noreset"}, {}, log, true});
    const auto number = server_->read_line(patience);
    if (!number)
        throw Error("Xvfb did not start: " + read_file(log));
    // No graphics card stands behind it.
    environment_ = {{"DISPLAY", ":" + *number}, {"LIBGL_ALWAYS_SOFTWARE", "1"}};
}

void Display::start_window_manager()
{
    const auto settings = folder_.path() / "openbox.xml";
    const auto log = folder_.path() / "openbox.log";
    write_file(settings, window_manager_settings);
    Environment environment = environment_;
    environment["HOME"] = folder_.path();
    window_manager_ = std::make_unique<Process>(
        Process::Options{{"openbox", "--sm-disable", "--config-file", settings}, environment, log, false});
    // Only a running window manager says how many desktops there are.
    const auto ready = [&] { return run({"xdotool", "get_num_desktops"}, environment_).exit.clean(); };
    if (!wait_until(ready, patience))
        throw Error("openbox did not start: " + read_file(log));
}

} // namespace harness
