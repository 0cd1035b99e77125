// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/process.h"
#include "harness/temp_folder.h"
#include "studio/harness/scene_collection.h"

#include <json/value.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace harness {

/// The plugin as it was built.
struct PluginFiles {
    std::filesystem::path module; ///< obs-astro.so
    std::filesystem::path data;   ///< the folder with locale/
};

/// Whether OBS's main window shows the scene. While it does, OBS loses keys now and then under X11: each time that it
/// presents the picture it throws away the X events that have just come, on the connection that it shares with Qt
/// (gl-x11-egl.c, device_present).
enum class Preview { off, on };

/// A configuration of OBS that touches nobody else's: a home folder of its own with a profile of 1280x720 at 30 frames,
/// obs-websocket on a free port without a password, and no question asked at the first start. It outlives OBS: start
/// OBS on it again to see what was kept.
class ObsHome {
public:
    /// @param collection the one that OBS starts with.
    explicit ObsHome(const SceneCollection &collection, Preview preview = Preview::off);

    /// Puts the plugin (by links) where OBS looks for a user's own plugins.
    void install(const PluginFiles &plugin);
    /// Another plugin without data, likewise.
    void install(const std::string &name, const std::filesystem::path &module);
    /// Another plugin as a folder with bin/64bit and data, likewise.
    void install_folder(const std::string &name, const std::filesystem::path &plugin);
    /// Instead of 30: 60 or another number that OBS's own list has.
    void set_frames_per_second(int frames);
    /// Another collection to switch to.
    void add(const SceneCollection &collection);
    /// Another option of OBS's window, as OBS writes it into the section BasicWindow, e.g. "SwapScenesMode=false".
    void set_window_option(const std::string &option);
    /// Instead of "en-US": another name of OBS's.
    void set_language(const std::string &language);
    /// One of OBS's themes by its name, e.g. "Yami".
    void set_theme(const std::string &theme);
    /// Lines for the profile's basic.ini: a section of their own.
    void add_to_profile(const std::string &section) const;
    std::string profile() const;
    /// The plugin's settings.json, for its owner's eyes alone.
    void write_settings(const Json::Value &settings);

    /// OBS 32 asks after a crash whether to load plugins, and knows no option against it: as if it had not crashed.
    void forget_crash() const;

    /// HOME and XDG folders for OBS, and no proxy on the way to loopback.
    Environment environment() const;
    std::uint16_t websocket_port() const { return websocket_port_; }

    const std::filesystem::path &folder() const { return folder_.path(); }
    std::filesystem::path plugin_config() const; ///< where settings.json and state.json are
    std::filesystem::path settings_file() const { return plugin_config() / "settings.json"; }
    std::filesystem::path collection_file(const std::string &collection) const;
    std::filesystem::path log_file() const { return folder_.path() / "obs.log"; }
    std::filesystem::path log_before() const { return folder_.path() / "obs-before.log"; } ///< of the start before
    /// As it stands on disk now. @throws Error when it is no JSON.
    Json::Value read_collection(const std::string &collection) const;
    Json::Value read_settings() const;

private:
    std::filesystem::path obs_config() const;
    void add_obs_option(const std::string &section, const std::string &option);
    std::filesystem::path profile_file() const;
    void write_obs_settings(const std::string &collection, Preview preview) const;
    void write_websocket_settings() const;
    void write_profile() const;

    TempFolder folder_;
    std::uint16_t websocket_port_ = 0;
};

} // namespace harness
