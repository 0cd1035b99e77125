// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/process.h"
#include "harness/temp_folder.h"
#include "studio/harness/screen.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace harness {

/// A widget as a screen reader is told of it: what it is, what it says, where it stands.
struct Widget {
    std::string role; ///< AT-SPI's word: "push button", "label", "combo box", …
    std::string name; ///< what it says; of a list that is closed, the entry that is chosen
    Screen::Area area;
    bool focused = false;
    bool checked = false;
    bool can_be_chosen = false; ///< an entry of a list that is no heading
    std::vector<Widget> children;
    std::string sender, path; ///< its address on the bus

    /// The first one in it, itself included, of which `is` holds; null where there is none.
    const Widget *find(const std::function<bool(const Widget &)> &is) const;
};

/// A bus on which programs tell what their windows show (AT-SPI). Ends with this object, and what it started as well.
/// Its members throw Error where the bus does not answer.
class Accessibility {
public:
    /// For programs on that display.
    explicit Accessibility(const Display &display);
    ~Accessibility();
    Accessibility(const Accessibility &) = delete;
    Accessibility &operator=(const Accessibility &) = delete;

    /// What a Qt program needs so that it tells of its windows here.
    const Environment &environment() const { return environment_; }

    /// All of a window whose title holds `title`. @return nothing while there is none, or while it is being changed.
    std::optional<Widget> window(const std::string &title);
    /// Puts the keyboard's focus there. @return whether it is there then.
    bool focus(const Widget &widget);
    /// As the mouse does it: opens a list. @return false when it is gone.
    bool press(const Widget &widget);
    /// What is written in a field, dots where it is hidden.
    std::string text_in(const Widget &widget);

private:
    class Bus;

    TempFolder folder_;
    Environment environment_;
    std::unique_ptr<Process> daemon_;
    std::unique_ptr<Bus> bus_;
};

} // namespace harness
