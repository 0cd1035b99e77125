// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/astro_sim_process.h"
#include "studio/astro_dialog.h"
#include "studio/harness/accessibility.h"
#include "studio/harness/obs_process.h"
#include "studio/harness/screen.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pictures {

/// Only what goes wrong takes so long, or a machine that is very busy.
inline constexpr harness::milliseconds soon{60000};

/// How OBS is to look.
struct Look {
    harness::ScreenSize screen{1280, 800};
    harness::Preview preview = harness::Preview::off;
    std::string theme = "Yami";
    int scale = 1;         ///< 2: as on a screen with twice the dots
    bool docked = false;   ///< the dock stands in OBS's window
    bool connected = true; ///< false: a plugin that was not set up yet
    std::vector<std::string> accounts{"Twitch"};
};

/// A real OBS with the plugin, in front of a camera. Whatever fails throws harness::Error.
class Stage {
public:
    /// @param rules what the plugin keeps in the collection
    Stage(harness::SceneCollection collection, const Json::Value &rules, const Look &look);
    ~Stage();
    Stage(const Stage &) = delete;
    Stage &operator=(const Stage &) = delete;

    harness::ObsWebSocket &obs() { return obs_->websocket(); }
    AstroSimProcess &gateway() { return gateway_; }
    studio_test::AstroDialog &dialog() { return *dialog_; }
    const harness::Screen &screen() const { return screen_; }
    /// A request of obs-websocket's vendor obs-astro.
    Json::Value ask(const std::string &request, const Json::Value &data = Json::objectValue);

    /// Docks → Astro, for one that stands by itself.
    harness::Screen::Window open_dock(int width, int height);
    /// What the dock has, by what it says. Waits for it.
    harness::Widget in_dock(const std::string &name, const std::string &role = "");
    void click_in_dock(const std::string &name, const std::string &role = "");

    /// Likewise of the dialog.
    harness::Widget in_dialog(const std::string &name, const std::string &role = "");

    /// The mouse out of the picture, and what fades has faded.
    void settle();
    /// Of the whole screen, or of a window with its frame.
    void take(const std::filesystem::path &file);
    void take(const harness::Screen::Window &window, const std::filesystem::path &file);
    /// Of a part of the screen.
    void take(const harness::Screen::Area &part, const std::filesystem::path &file);
    /// Of the dialog from one widget to another, over its whole width, with so much room above and below.
    void take_dialog(const std::string &from, const std::string &to, int above, int below,
                     const std::filesystem::path &file);

private:
    harness::Widget wait_for(const std::string &window, const std::string &name, const std::string &role);

    std::unique_ptr<harness::Display> display_;
    AstroSimProcess gateway_{AstroSimProcess::Options{}};
    harness::Accessibility accessibility_;
    harness::ObsHome home_;
    harness::Screen screen_;
    std::unique_ptr<harness::ObsProcess> obs_;
    std::unique_ptr<studio_test::AstroDialog> dialog_;
    const bool docked_;
    const int scale_;
};

} // namespace pictures
