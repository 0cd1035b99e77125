// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/obs_home.h"

#include "harness/waiting.h"
#include "support/json.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace fs = std::filesystem;

namespace harness {

namespace {

constexpr auto plugin_name = "obs-astro";
constexpr auto profile_name = "Harness";

std::uint16_t free_loopback_port()
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *const generic = reinterpret_cast<sockaddr *>(&address);
    const bool found = ::bind(descriptor, generic, length) == 0 && ::getsockname(descriptor, generic, &length) == 0;
    ::close(descriptor);
    if (!found)
        throw Error("no free port on loopback");
    return ntohs(address.sin_port);
}

/// As OBS makes a file name of a collection's name.
std::string file_name(const std::string &name)
{
    std::string file = name;
    std::replace_if(
        file.begin(), file.end(), [](unsigned char c) { return !std::isalnum(c) && c != '-' && c < 0x80; }, '_');
    return file;
}

Json::Value read_json(const fs::path &file)
{
    std::string why;
    auto value = astro::json::parse(read_file(file), why);
    if (!value)
        throw Error(file.string() + ": " + why);
    return *value;
}

} // namespace

ObsHome::ObsHome(const SceneCollection &collection, Preview preview) : websocket_port_(free_loopback_port())
{
    // Where PulseAudio, D-Bus and the like put their sockets: nobody else's.
    fs::create_directories(folder() / "run");
    fs::permissions(folder() / "run", fs::perms::owner_all);
    write_obs_settings(collection.name(), preview);
    write_websocket_settings();
    write_profile();
    add(collection);
}

fs::path ObsHome::obs_config() const
{
    return folder() / ".config" / "obs-studio";
}

fs::path ObsHome::profile_file() const
{
    return obs_config() / "basic" / "profiles" / profile_name / "basic.ini";
}

fs::path ObsHome::plugin_config() const
{
    return obs_config() / "plugin_config" / plugin_name;
}

fs::path ObsHome::collection_file(const std::string &collection) const
{
    return obs_config() / "basic" / "scenes" / (file_name(collection) + ".json");
}

void ObsHome::write_obs_settings(const std::string &collection, Preview preview) const
{
    // FirstRun: the wizard of the first start has been seen. OBS 31 and later keep all this in user.ini.
    std::ostringstream ini;
    ini << R"([General]
FirstRun=true
Language=en-US
EnableAutoUpdates=false
Pre19Defaults=false
Pre21Defaults=false
Pre23Defaults=false
Pre24.1Defaults=false
Pre31Migrated=true
LastVersion=486539266
[Basic]
ConfigOnNewProfile=false
)";
    ini << "Profile=" << profile_name << "\nProfileDir=" << profile_name << "\n";
    ini << "SceneCollection=" << collection << "\nSceneCollectionFile=" << file_name(collection) << "\n";
    ini << "[BasicWindow]\nShowTransitions=true\nPreviewEnabled=" << (preview == Preview::on ? "true" : "false")
        << "\n";
    ini << R"([OBSWebSocket]
FirstLoad=false
ServerEnabled=true
AlertsEnabled=false
AuthRequired=false
)";
    ini << "ServerPort=" << websocket_port_ << "\n";
    write_file(obs_config() / "global.ini", ini.str());
    write_file(obs_config() / "user.ini", ini.str());
}

void ObsHome::set_window_option(const std::string &option)
{
    add_obs_option("[BasicWindow]\n", option);
}

void ObsHome::set_language(const std::string &language)
{
    const std::string before = "Language=en-US";
    for (const char *file : {"global.ini", "user.ini"}) {
        std::string ini = read_file(obs_config() / file);
        ini.replace(ini.find(before), before.size(), "Language=" + language);
        write_file(obs_config() / file, ini);
    }
}

void ObsHome::set_theme(const std::string &theme)
{
    add_obs_option("[General]\n", "CurrentTheme3=" + theme); // OBS 28 and 29
}

void ObsHome::add_obs_option(const std::string &section, const std::string &option)
{
    for (const char *file : {"global.ini", "user.ini"}) {
        std::string ini = read_file(obs_config() / file);
        ini.insert(ini.find(section) + section.size(), option + "\n");
        write_file(obs_config() / file, ini);
    }
}

void ObsHome::write_websocket_settings() const
{
    // OBS 30 and later; 29 reads them from global.ini.
    Json::Value settings(Json::objectValue);
    settings["first_load"] = false;
    settings["server_enabled"] = true;
    settings["server_port"] = websocket_port_;
    settings["alerts_enabled"] = false;
    settings["auth_required"] = false;
    write_file(obs_config() / "plugin_config" / "obs-websocket" / "config.json", astro::json::write_pretty(settings));
}

void ObsHome::write_profile() const
{
    std::ostringstream ini;
    ini << "[General]\nName=" << profile_name << R"(
[Video]
BaseCX=1280
BaseCY=720
OutputCX=1280
OutputCY=720
FPSType=0
FPSCommon=30
)";
    write_file(profile_file(), ini.str());
}

void ObsHome::add_to_profile(const std::string &section) const
{
    write_file(profile_file(), profile() + section);
}

std::string ObsHome::profile() const
{
    return read_file(profile_file());
}

void ObsHome::install(const PluginFiles &plugin)
{
    if (!fs::exists(plugin.module) || !fs::is_directory(plugin.data))
        throw Error("the plugin is not built: " + plugin.module.string());
    install(plugin_name, plugin.module);
    fs::create_directory_symlink(fs::absolute(plugin.data), obs_config() / "plugins" / plugin_name / "data");
}

void ObsHome::install(const std::string &name, const fs::path &module)
{
    const fs::path folder = obs_config() / "plugins" / name / "bin" / "64bit";
    fs::create_directories(folder);
    fs::create_symlink(fs::absolute(module), folder / (name + ".so"));
}

void ObsHome::install_folder(const std::string &name, const fs::path &plugin)
{
    fs::create_directories(obs_config() / "plugins");
    fs::create_directory_symlink(fs::absolute(plugin), obs_config() / "plugins" / name);
}

void ObsHome::set_frames_per_second(int frames)
{
    const fs::path file = profile_file();
    std::string ini = read_file(file);
    const std::string option = "FPSCommon=";
    const auto begin = ini.find(option) + option.size();
    ini.replace(begin, ini.find('\n', begin) - begin, std::to_string(frames));
    write_file(file, ini);
}

void ObsHome::add(const SceneCollection &collection)
{
    write_file(collection_file(collection.name()), astro::json::write_pretty(collection.json()));
}

void ObsHome::write_settings(const Json::Value &settings)
{
    write_file(settings_file(), astro::json::write_pretty(settings));
}

void ObsHome::forget_crash() const
{
    fs::remove_all(obs_config() / ".sentinel");
}

Environment ObsHome::environment() const
{
    constexpr auto loopback = "localhost,127.0.0.1,::1";
    return {{"HOME", folder()},
            {"XDG_CONFIG_HOME", folder() / ".config"},
            {"XDG_CACHE_HOME", folder() / ".cache"},
            {"XDG_DATA_HOME", folder() / ".local" / "share"},
            {"XDG_RUNTIME_DIR", folder() / "run"},
            {"no_proxy", loopback},
            {"NO_PROXY", loopback}};
}

Json::Value ObsHome::read_collection(const std::string &collection) const
{
    // While OBS saves, the old file is away before the new one takes its place.
    const fs::path file = collection_file(collection);
    std::string why;
    const auto whole = wait_until([&] { return astro::json::parse(read_file(file), why); }, milliseconds(5000));
    if (!whole)
        throw Error(file.string() + ": " + why);
    return *whole;
}

Json::Value ObsHome::read_settings() const
{
    return read_json(settings_file());
}

} // namespace harness
