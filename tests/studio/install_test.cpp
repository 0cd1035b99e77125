// SPDX-License-Identifier: GPL-2.0-or-later
// Installed as the README says, the plugin stands where OBS looks for it.
#include "studio/plugin_test.h"

#include <regex>
#include <sstream>

namespace {

using namespace studio_test;
namespace fs = std::filesystem;

constexpr milliseconds cmake_time{120000};

void cmake(std::vector<std::string> arguments, const Environment &environment = {})
{
    arguments.insert(arguments.begin(), CMAKE_PROGRAM);
    const Finished finished = run(arguments, environment, cmake_time);
    if (!finished.exit.clean())
        throw Error("cmake " + arguments[1] + " " + arguments[2] + ": " + finished.output);
}

/// Configures the preset `user` and puts the plugin of this build in the place of the one that it would build: where it
/// is installed is decided by then.
void prepare_user_build(const fs::path &build, const std::vector<std::string> &before, const Environment &environment)
{
    std::vector<std::string> command = before;
    command.insert(command.end(), {CMAKE_PROGRAM, "-S", SOURCE_FOLDER, "-B", build.string(), "--preset", "user"});
    const Finished finished = run(command, environment, cmake_time);
    if (!finished.exit.clean())
        throw Error("cmake --preset user: " + finished.output);
    fs::copy_file(OBS_ASTRO_MODULE, build / MODULE_IN_BUILD, fs::copy_options::overwrite_existing);
}

void expect_plugin(const fs::path &module_folder, const fs::path &data_folder)
{
    EXPECT_TRUE(fs::is_regular_file(module_folder / "obs-astro.so")) << module_folder;
    EXPECT_EQ(content(data_folder / "locale" / "en-US.ini"), content(fs::path(OBS_ASTRO_DATA) / "locale/en-US.ini"));
}

class Install : public PluginTest {
protected:
    TempFolder folder_;
};

TEST_F(Install, a_prefix_gets_it_beside_the_plugins_of_an_obs_of_that_prefix)
{
    // As Debian's OBS shows: below /usr its own plugins stand just so.
    const std::string own = run({"sh", "-c",
                                 "cd /usr && ls lib*/obs-plugins/image-source.so"
                                 " lib*/*/obs-plugins/image-source.so 2>/dev/null | head -n 1"})
                                .output;
    ASSERT_FALSE(own.empty()) << "OBS's own plugins are not there";
    ASSERT_TRUE(fs::is_directory("/usr/share/obs/obs-plugins/image-source"));

    cmake({"--install", BUILD_FOLDER, "--prefix", folder_.path().string()});
    expect_plugin((folder_.path() / own).parent_path(), folder_.path() / "share/obs/obs-plugins/obs-astro");
}

// Asio's singletons are unique in the whole process where they can be seen, and obs-websocket has an Asio of its own.
TEST_F(Install, it_shows_other_modules_nothing_but_what_obs_asks_for)
{
    const Finished finished = run({"nm", "--dynamic", "--defined-only", "--format=posix", OBS_ASTRO_MODULE});
    ASSERT_TRUE(finished.exit.clean()) << finished.output;
    std::istringstream lines(finished.output);
    int shown = 0;
    for (std::string symbol, rest; lines >> symbol && std::getline(lines, rest); ++shown)
        EXPECT_EQ(symbol.rfind("obs_module_", 0), 0u) << symbol;
    EXPECT_GE(shown, 5) << finished.output;
}

// Threads of OBS's and of others may be in its code, or come back to it, when OBS has let go of it.
TEST_F(Install, it_stays_in_memory_until_obs_ends)
{
    const Finished finished = run({"readelf", "--dynamic", OBS_ASTRO_MODULE});
    ASSERT_TRUE(finished.exit.clean()) << finished.output;
    EXPECT_NE(finished.output.find("NODELETE"), std::string::npos) << finished.output;
}

TEST_F(Install, the_user_preset_puts_it_where_the_users_own_obs_loads_it)
{
    home_ = std::make_unique<ObsHome>(scenes("Stage"));
    home_->add(scenes("Elsewhere"));
    home_->write_settings(settings(account(gateway_.url(), gateway_.ca_file().string())));
    prepare_user_build(folder_.path() / "build", {}, home_->environment());
    cmake({"--install", (folder_.path() / "build").string()}, home_->environment());
    const fs::path plugin = home_->folder() / ".config/obs-studio/plugins/obs-astro";
    expect_plugin(plugin / "bin/64bit", plugin / "data");

    start_again();
    EXPECT_TRUE(std::regex_search(obs_->log(), std::regex(R"(\[obs-astro\] version \d+\.\d+\.\d+ loaded)")))
        << obs_->log();
    open_dialog(); // its title comes from the data folder
    end();
}

TEST_F(Install, without_a_config_home_the_user_preset_takes_the_usual_one)
{
    const fs::path home = folder_.path() / "home";
    fs::create_directories(home);
    prepare_user_build(folder_.path() / "build", {"env", "--unset=XDG_CONFIG_HOME"}, {{"HOME", home.string()}});
    cmake({"--install", (folder_.path() / "build").string()});
    const fs::path plugin = home / ".config/obs-studio/plugins/obs-astro";
    expect_plugin(plugin / "bin/64bit", plugin / "data");
}

} // namespace
