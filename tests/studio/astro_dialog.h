// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/harness/obs_home.h"
#include "studio/harness/obs_process.h"
#include "studio/harness/screen.h"

#include <json/value.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace studio_test {

/// The plugin's dialog as somebody with a keyboard has it. Its fields are reached with the Tab key: how many stops lie
/// before one follows from what is shown. Fields are called as in the plugin ("account.token").
///
/// The rules being edited are seen in the scene collection's file, since OBS saves what is in a dialog, too.
class AstroDialog {
public:
    /// What of the upper half is to be seen; the caller keeps it right.
    struct Shown {
        bool retry = false;     ///< the button "Try again now"
        bool connection = true; ///< "Show the settings of the connection" is ticked
        bool more = false;      ///< "Show more settings", too
        std::size_t chosen = 0; ///< rule
        std::size_t accounts = 1;
        /// Those with a check mark, in their order.
        std::vector<std::string> topics{"channel.activities", "channel.tips", "channel.chat.message",
                                        "channel.stream.status"};
    };
    Shown shown;

    std::string collection = "Stage"; ///< the current one; its program scene is not empty

    /// All must outlive this.
    AstroDialog(const harness::Display &display, harness::ObsProcess &obs, const harness::ObsHome &home)
        : screen_(display), obs_(obs), home_(home)
    {}

    /// Tools → Astro (StreamElements)…
    void open();
    bool is_open() const { return !screen_.windows(title).empty(); }
    /// @throws harness::Error when it is not open.
    harness::Screen::Window window() const;

    /// The buttons at the bottom. The first two wait until the dialog is gone. @throws harness::Error when it stays,
    /// as it does while OBS asks about changes.
    void ok();
    void cancel();
    void defaults();

    void focus(const std::string &field);
    /// A button, or a check mark.
    void press(const std::string &field);
    /// Puts `text` in the place of what is there.
    void write(const std::string &field, const std::string &text);
    /// The entry of a list, counted from 0.
    void choose(const std::string &field, std::size_t entry);

    /// As they are being edited.
    Json::Value rules();
    using Holds = std::function<bool(const Json::Value &rules)>;
    /// Waits until the rules being edited are so. @throws harness::Error, with what they are
    void wait_for_rules(const std::string &what, const Holds &holds);

    const harness::Screen &screen() const { return screen_; }

    static constexpr const char *title = "^Properties for 'Astro";

private:
    enum class Button { ok, cancel, defaults };

    /// Puts the focus where Tab goes to the first field from, and Shift+Tab to the buttons at the bottom.
    void go_home();
    int obs_version(); ///< major
    void press_bottom(Button button);
    std::vector<std::string> stops();

    harness::Screen screen_;
    harness::ObsProcess &obs_;
    const harness::ObsHome &home_;
};

} // namespace studio_test
