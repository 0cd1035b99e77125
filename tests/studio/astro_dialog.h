// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/harness/accessibility.h"
#include "studio/harness/obs_home.h"
#include "studio/harness/obs_process.h"
#include "studio/harness/screen.h"

#include <json/value.h>

#include <functional>
#include <string>
#include <vector>

namespace studio_test {

/// The plugin's dialog as somebody with a keyboard has it. Fields, buttons and entries of lists are called as they call
/// themselves on the screen: "Add an action"; "Action 2 / Text" is the field "Text" in the group that says "Action 2".
///
/// The rules being edited are seen in the scene collection's file, since OBS saves what is in a dialog, too.
class AstroDialog {
public:
    std::string collection = "Stage"; ///< the current one; its program scene is not empty

    /// All must outlive this. OBS was started in the environment of `accessibility`.
    AstroDialog(const harness::Display &display, harness::Accessibility &accessibility, harness::ObsProcess &obs,
                const harness::ObsHome &home)
        : screen_(display), accessibility_(accessibility), obs_(obs), home_(home)
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
    /// Presses a button of what OBS asks in a window whose title begins so; waits until that is gone.
    void answer(const std::string &question, const std::string &button);

    void focus(const std::string &field);
    /// A button, or a check mark.
    void press(const std::string &field);
    /// Puts `text` in the place of what is there.
    void write(const std::string &field, const std::string &text);
    /// That entry of a list.
    void choose(const std::string &field, const std::string &entry);

    /// Whether it is there now.
    bool has(const std::string &field);
    /// What is told beside a label; "" where it is not there.
    std::string told(const std::string &label);
    /// Whether what is typed there is shown as dots: OBS has a button "Show" beside it.
    bool hides(const std::string &field);
    /// The entries of a list.
    std::vector<std::string> entries(const std::string &field);

    /// As they are being edited.
    Json::Value rules();
    /// As rules(), with what stands beside them.
    Json::Value all();
    using Holds = std::function<bool(const Json::Value &rules)>;
    /// Waits until the rules being edited are so. @throws harness::Error, with what they are
    void wait_for_rules(const std::string &what, const Holds &holds);

    const harness::Screen &screen() const { return screen_; }

    static constexpr const char *title = "^Properties for 'Astro";

private:
    int obs_version(); ///< major
    /// Waits for it. @throws harness::Error
    harness::Widget wait_for(const std::string &field);

    harness::Screen screen_;
    harness::Accessibility &accessibility_;
    harness::ObsProcess &obs_;
    const harness::ObsHome &home_;
};

} // namespace studio_test
