// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/process.h"
#include "harness/temp_folder.h"

#include <json/value.h>

#include <filesystem>
#include <optional>
#include <string>

/// What OBS keeps for a user, in a folder with letters of many scripts in its name, and where it looks for plugins.
class HostHome {
public:
    /// With the plugin of this build.
    HostHome();
    /// With those that are installed in this folder.
    explicit HostHome(std::filesystem::path plugins);

    std::filesystem::path path() const;
    std::filesystem::path plugins() const { return plugins_; }
    std::filesystem::path file(const std::string &name) const { return path() / std::filesystem::u8path(name); }
    std::filesystem::path settings_file() const { return file("plugin_config/obs-astro/settings.json"); }
    std::string log() const { return harness::read_file(file("log.txt")); }

    /// Makes a scene collection whose rules are these; without sources, which the host then makes.
    void write_collection(const std::string &name, const Json::Value &rules) const;
    /// What is saved of the plugin's in a collection.
    Json::Value saved(const std::string &name) const;

private:
    harness::TempFolder folder_;
    std::filesystem::path plugins_;
};

/// A studio-host that runs. All throws harness::Error.
class HostProcess {
public:
    explicit HostProcess(const HostHome &home, bool with_plugin = true);

    /// Gives it a command. @return what the answer's "is" holds.
    Json::Value ask(const std::string &command);
    harness::Process &process() { return process_; }
    const std::string &version() const { return version_; }

    struct End {
        harness::Exit exit;
        int ms = 0;        ///< from the wish to leave until libobs has shut down
        int allocated = 0; ///< what is still allocated then
    };
    End quit();

private:
    Json::Value answer();

    harness::Process process_;
    std::string version_;
};
