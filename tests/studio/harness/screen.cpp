// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/screen.h"

#include <algorithm>
#include <map>
#include <sstream>

namespace harness {

namespace {

/// Lines of "NAME=value", as xdotool's --shell prints them.
std::map<std::string, int> shell_numbers(const std::string &output)
{
    std::map<std::string, int> numbers;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);)
        if (const auto equals = line.find('='); equals != std::string::npos)
            numbers[line.substr(0, equals)] = std::stoi(line.substr(equals + 1));
    return numbers;
}

} // namespace

std::string Screen::xdotool(std::vector<std::string> arguments) const
{
    arguments.insert(arguments.begin(), "xdotool");
    const std::string what = arguments[1];
    const Finished finished = run(std::move(arguments), display_.environment());
    if (!finished.exit.clean())
        throw Error("xdotool " + what + ": " + finished.exit.told());
    return finished.output;
}

void Screen::capture(const std::filesystem::path &file) const
{
    capture("root", file);
}

void Screen::capture(const Window &window, const std::filesystem::path &file) const
{
    const Finished finished = run({"import", "-depth", "8", "-window", window, file.string()}, display_.environment());
    if (!finished.exit.clean() || !std::filesystem::exists(file))
        throw Error("no screenshot " + file.string() + ": " + finished.exit.told());
}

std::vector<Screen::Window> Screen::windows(const std::string &title) const
{
    std::vector<std::string> search = {"xdotool", "search", "--onlyvisible"};
    if (process_ != 0)
        search.insert(search.end(), {"--all", "--pid", std::to_string(process_)});
    search.insert(search.end(), {"--name", title}); // the last: what follows the title is another command
    // Finding none is no failure here, though xdotool's exit code says so.
    std::istringstream lines(run(std::move(search), display_.environment()).output);
    std::vector<Window> found;
    for (std::string line; std::getline(lines, line);)
        found.push_back(line);
    return found;
}

std::size_t Screen::count_windows(const std::string &program) const
{
    const std::string found =
        run({"xdotool", "search", "--onlyvisible", "--class", "^" + program + "$"}, display_.environment()).output;
    return static_cast<std::size_t>(std::count(found.begin(), found.end(), '\n'));
}

std::optional<Screen::Window> Screen::window(const std::string &title) const
{
    const auto found = windows(title);
    return found.empty() ? std::nullopt : std::make_optional(found.front());
}

Screen::Window Screen::wait_for_window(const std::string &title, milliseconds timeout) const
{
    return *require_until(
        "a window \"" + title + "\"", [&] { return window(title); }, timeout);
}

void Screen::wait_for_no_window(const std::string &title, milliseconds timeout) const
{
    require_until(
        "no window \"" + title + "\" any more", [&] { return windows(title).empty(); }, timeout);
}

Screen::Area Screen::area(const Window &window) const
{
    auto numbers = shell_numbers(xdotool({"getwindowgeometry", "--shell", window}));
    return {numbers["X"], numbers["Y"], numbers["WIDTH"], numbers["HEIGHT"]};
}

void Screen::focus(const Window &window) const
{
    // Asked for a window that it does not know yet, the window manager forgets it, and xdotool's --sync waits for ever.
    const auto has_focus = [&] {
        run({"xdotool", "windowactivate", window}, display_.environment());
        return run({"xdotool", "getactivewindow"}, display_.environment()).output == window + "\n";
    };
    require_until("the focus on window " + window, has_focus, milliseconds(10000));
}

void Screen::close(const Window &window) const
{
    focus(window);
    key("alt+F4");
}

void Screen::resize(const Window &window, int width, int height) const
{
    xdotool({"windowsize", "--sync", window, std::to_string(width), std::to_string(height)});
}

void Screen::move(const Window &window, int x, int y) const
{
    xdotool({"windowmove", window, std::to_string(x), std::to_string(y)});
}

void Screen::click(int x, int y, int button) const
{
    // In this order in any case; --sync would wait for ever where the pointer is there already.
    xdotool({"mousemove", std::to_string(x), std::to_string(y), "click", std::to_string(button)});
}

void Screen::click(const Window &window, int x, int y, int button) const
{
    const Area place = area(window);
    click(place.x + x, place.y + y, button);
}

void Screen::double_click(int x, int y) const
{
    xdotool({"mousemove", std::to_string(x), std::to_string(y), "click", "--repeat", "2", "--delay", "60", "1"});
}

void Screen::move_mouse(int x, int y) const
{
    xdotool({"mousemove", std::to_string(x), std::to_string(y)});
}

void Screen::drag(int x, int y, int right, int down) const
{
    constexpr int steps = 8; // it is a drag once the mouse was seen to move
    xdotool({"mousemove", std::to_string(x), std::to_string(y), "mousedown", "1"});
    for (int step = 1; step <= steps; ++step)
        move_mouse(x + right * step / steps, y + down * step / steps);
}

void Screen::drop() const
{
    xdotool({"mouseup", "1"});
}

void Screen::type(const std::string &text) const
{
    xdotool({"type", "--clearmodifiers", "--delay", "8", "--", text});
}

void Screen::key(const std::string &name, std::size_t times) const
{
    if (times > 0)
        xdotool({"key", "--clearmodifiers", "--repeat", std::to_string(times), name});
}

} // namespace harness
