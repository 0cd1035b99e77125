// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/process.h"
#include "harness/temp_folder.h"

#include <memory>
#include <string>

namespace harness {

struct ScreenSize {
    int width = 1280;
    int height = 720;
};

/// An X display for OBS to show its windows on.
class Display {
public:
    /// A virtual one (Xvfb, on a number that is free) with a window manager (openbox) that gives OBS's main window the
    /// whole screen. Both end with this object.
    static std::unique_ptr<Display> virtual_display(ScreenSize size = {});
    /// The one that this process was started on, or nothing where there is none that can be used.
    static std::unique_ptr<Display> existing();

    bool is_virtual() const { return server_ != nullptr; }
    /// What programs need to show themselves here.
    const Environment &environment() const { return environment_; }

private:
    Display() = default;
    void start_server(ScreenSize size);
    void start_window_manager();

    TempFolder folder_;
    Environment environment_;
    std::unique_ptr<Process> server_;
    std::unique_ptr<Process> window_manager_;
};

} // namespace harness
