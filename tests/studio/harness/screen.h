// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/harness/display.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace harness {

/// What a person in front of the display sees and does: looks, clicks, types.
class Screen {
public:
    using Window = std::string; ///< xdotool's number of it

    struct Area {
        int x = 0;
        int y = 0;
        int width = 0;
        int height = 0;
    };

    /// `display` must outlive the screen.
    /// @param process whose windows alone are looked for; 0: anybody's.
    explicit Screen(const Display &display, pid_t process = 0) : display_(display), process_(process) {}

    /// Writes the whole screen as a picture, its format by the file's extension.
    void capture(const std::filesystem::path &file) const;
    /// One window alone.
    void capture(const Window &window, const std::filesystem::path &file) const;

    /// Visible windows whose title matches this regular expression.
    std::vector<Window> windows(const std::string &title) const;
    std::optional<Window> window(const std::string &title) const;
    /// How many windows of this program are visible, lists that are open among them.
    std::size_t count_windows(const std::string &program) const;
    /// Waits for it to be there. @throws Error
    Window wait_for_window(const std::string &title, milliseconds timeout = milliseconds(10000)) const;
    /// Waits for it to be gone. @throws Error
    void wait_for_no_window(const std::string &title, milliseconds timeout = milliseconds(10000)) const;

    Area area(const Window &window) const;
    /// Waits until it has it. @throws Error
    void focus(const Window &window) const;
    /// As with the button in its frame; on a display of ours.
    void close(const Window &window) const;
    void resize(const Window &window, int width, int height) const;
    void move(const Window &window, int x, int y) const;
    /// On the screen; button 1 is the left one, 4 and 5 turn the wheel.
    void click(int x, int y, int button = 1) const;
    /// In a window, counted from its upper left corner.
    void click(const Window &window, int x, int y, int button = 1) const;
    void double_click(int x, int y) const;
    void move_mouse(int x, int y) const;
    /// The left button goes down there, and moves so far; it stays down.
    void drag(int x, int y, int right, int down) const;
    /// Where the mouse is, what was dragged is let go.
    void drop() const;
    /// Into whatever has the focus.
    void type(const std::string &text) const;
    /// One key or combination in X's words: "Return", "ctrl+a", "Tab".
    void key(const std::string &name, std::size_t times = 1) const;

private:
    std::string xdotool(std::vector<std::string> arguments) const;

    const Display &display_;
    const pid_t process_;
};

} // namespace harness
