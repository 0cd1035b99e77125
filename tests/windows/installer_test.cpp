// SPDX-License-Identifier: GPL-2.0-or-later
// The installer, as it is packed: OBS finds and loads what it has installed, and the uninstaller takes all of it away
// again and nothing else.
#include "windows/host_process.h"

#include "harness/temp_folder.h"
#include "harness/waiting.h"
#include "harness/wide.h"

#include <gmock/gmock.h>

#include <windows.h>

#include <sddl.h>

#include <cstdlib>

namespace {

namespace fs = std::filesystem;
using namespace harness;
using testing::HasSubstr;

constexpr milliseconds soon{60'000};
constexpr int refused = 2;
constexpr const wchar_t *uninstall_key = L"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\obs-astro";

fs::path folder_of(const char *variable)
{
    const char *value = std::getenv(variable); // NOLINT(concurrency-mt-unsafe): nobody changes it
    return fs::u8path(value ? value : "");
}

/// While this lives, it looks as if OBS ran.
class AsIfObsRan {
public:
    /// @param access an access list, as Windows writes them; empty: whoever is of this session may ask for it
    explicit AsIfObsRan(const wchar_t *access = L"")
    {
        SECURITY_ATTRIBUTES attributes{sizeof attributes, nullptr, FALSE};
        if (*access) {
            EXPECT_TRUE(ConvertStringSecurityDescriptorToSecurityDescriptorW(
                access, SDDL_REVISION_1, &attributes.lpSecurityDescriptor, nullptr));
        }
        mutex_ = CreateMutexW(&attributes, FALSE, L"OBSStudioCore");
        LocalFree(attributes.lpSecurityDescriptor);
    }
    ~AsIfObsRan() { CloseHandle(mutex_); }
    AsIfObsRan(const AsIfObsRan &) = delete;
    AsIfObsRan &operator=(const AsIfObsRan &) = delete;

private:
    HANDLE mutex_ = nullptr;
};

constexpr const wchar_t *nobodys = L"D:P";

/// While this lives, a file can't be removed nor given another name.
class Held {
public:
    explicit Held(const fs::path &file)
        : handle_(CreateFileW(file.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                              FILE_ATTRIBUTE_NORMAL, nullptr))
    {
        EXPECT_NE(handle_, INVALID_HANDLE_VALUE);
    }
    ~Held() { CloseHandle(handle_); }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;

private:
    HANDLE handle_;
};

std::string installed_version()
{
    wchar_t text[64];
    DWORD size = sizeof text;
    if (RegGetValueW(HKEY_LOCAL_MACHINE, uninstall_key, L"DisplayVersion", RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY,
                     nullptr, text, &size) != ERROR_SUCCESS)
        return {};
    return fs::path(text).u8string();
}

class InstallerTest : public testing::Test {
protected:
    void SetUp() override
    {
        if (installer_.empty())
            GTEST_SKIP() << "OBS_ASTRO_INSTALLER names no installer";
        fs::remove_all(plugin_);
        write_file(settings_, "{\"accounts\":[]}");
    }
    void TearDown() override
    {
        if (fs::exists(uninstaller()))
            uninstall_from_a_copy();
    }

    int install() const { return run({installer_.u8string(), "/S"}, {}, soon).exit.code; }
    /// As Windows calls it. @return whether the plugin is gone.
    bool uninstall() const
    {
        Process process({{uninstaller().u8string(), "/S"}, {}, {}, false, false});
        // It ends at once and goes on in a copy of its own, which is to live until it has done its work.
        return wait_until([&] { return !fs::exists(uninstaller()) && installed_version().empty(); }, soon);
    }
    /// As it calls its copy itself, which alone tells what came of it.
    int uninstall_from_a_copy() const
    {
        const TempFolder folder;
        const fs::path copy = folder.path() / "copy.exe";
        fs::copy_file(uninstaller(), copy);
        return run({copy.u8string(), "/S", "_?=" + fs::path(plugin_).make_preferred().u8string()}, {}, soon).exit.code;
    }
    fs::path module() const { return plugin_ / "bin" / "64bit" / "obs-astro.dll"; }
    fs::path uninstaller() const { return plugin_ / "uninstall.exe"; }

    fs::path installer_ = folder_of("OBS_ASTRO_INSTALLER");
    fs::path plugins_ = folder_of("ProgramData") / "obs-studio" / "plugins";
    fs::path plugin_ = plugins_ / "obs-astro";
    fs::path settings_ = folder_of("APPDATA") / "obs-studio" / "plugin_config" / "obs-astro" / "settings.json";
};

TEST_F(InstallerTest, InstallsWhatObsFindsAndUninstallsItAgain)
{
    ASSERT_EQ(install(), 0);
    EXPECT_TRUE(fs::exists(module()));
    EXPECT_TRUE(fs::exists(plugin_ / "data" / "locale" / "en-US.ini"));
    EXPECT_THAT(read_file(plugin_ / "README.txt"), HasSubstr("This build has no dock"));
    EXPECT_TRUE(fs::exists(plugin_ / "licenses" / "openssl.txt"));
    EXPECT_EQ(installed_version(), VERSION);
    {
        const HostHome home(plugins_);
        HostProcess host(home);
        EXPECT_THAT(home.log(), HasSubstr("version " VERSION " loaded"));
        EXPECT_THAT(home.log(), HasSubstr("this build has no dock"));
        EXPECT_THAT(host.ask("menu")[0].asString(), HasSubstr("Astro"));
        EXPECT_EQ(uninstall_from_a_copy(), refused) << "OBS runs";
        EXPECT_TRUE(fs::exists(module()));
        EXPECT_TRUE(host.quit().exit.clean());
    }
    EXPECT_TRUE(uninstall());
    EXPECT_FALSE(fs::exists(plugin_));
    EXPECT_EQ(read_file(settings_), "{\"accounts\":[]}");
}

TEST_F(InstallerTest, DoesNothingWhileObsRuns)
{
    {
        const AsIfObsRan obs;
        EXPECT_EQ(install(), refused);
        EXPECT_FALSE(fs::exists(plugin_));
    }
    EXPECT_EQ(install(), 0);
    write_file(module(), "an older one");
    {
        const AsIfObsRan obs;
        EXPECT_EQ(install(), refused);
        EXPECT_EQ(read_file(module()), "an older one");
    }
}

TEST_F(InstallerTest, DoesNothingWhileObsOfAnotherUserRuns)
{
    ASSERT_EQ(install(), 0);
    write_file(module(), "an older one");
    {
        const AsIfObsRan obs(nobodys);
        if (const HANDLE seen = OpenMutexW(SYNCHRONIZE, FALSE, L"OBSStudioCore")) {
            CloseHandle(seen);
            GTEST_SKIP() << "access is denied to nobody here, as under Wine";
        }
        ASSERT_EQ(GetLastError(), static_cast<DWORD>(ERROR_ACCESS_DENIED));
        EXPECT_EQ(install(), refused);
        EXPECT_EQ(read_file(module()), "an older one");
        EXPECT_EQ(uninstall_from_a_copy(), refused);
        EXPECT_TRUE(fs::exists(module()));
    }
}

TEST_F(InstallerTest, ReplacesAnOlderVersionAndLeavesWhatIsNotItsOwn)
{
    write_file(module(), "an older one");
    write_file(plugin_ / "data" / "locale" / "xx-XX.ini", "that this version has no more");
    write_file(plugin_ / "mine.txt", "a note");
    ASSERT_EQ(install(), 0);
    EXPECT_GT(fs::file_size(module()), 1'000'000U);
    EXPECT_FALSE(fs::exists(plugin_ / "data" / "locale" / "xx-XX.ini"));
    EXPECT_EQ(uninstall_from_a_copy(), 0);
    EXPECT_FALSE(fs::exists(uninstaller()));
    EXPECT_FALSE(fs::exists(module()));
    EXPECT_EQ(read_file(plugin_ / "mine.txt"), "a note");
    fs::remove_all(plugin_);
}

TEST_F(InstallerTest, LeavesAnOlderVersionAsItWasWhereItCannotBeReplaced)
{
    const fs::path old = plugin_ / "data" / "locale" / "xx-XX.ini";
    write_file(module(), "an older one");
    write_file(old, "that this version has no more");
    write_file(plugin_ / "README.txt", "read me");
    {
        const Held held(plugin_ / "README.txt");
        EXPECT_EQ(install(), refused);
    }
    EXPECT_EQ(read_file(module()), "an older one");
    EXPECT_EQ(read_file(old), "that this version has no more");
    EXPECT_EQ(read_file(plugin_ / "README.txt"), "read me");
    EXPECT_FALSE(fs::exists(plugin_ / "before"));
    EXPECT_FALSE(fs::exists(plugin_ / "licenses"));
    EXPECT_FALSE(fs::exists(uninstaller()));
    EXPECT_EQ(installed_version(), "");
    fs::remove_all(plugin_);
}

TEST_F(InstallerTest, GoesOnWhereAnInstallationWasCutOff)
{
    write_file(plugin_ / "before" / "bin" / "64bit" / "obs-astro.dll", "an older one");
    write_file(module(), "half of a new one");
    write_file(plugin_ / "README.txt", "read me");
    {
        const Held held(plugin_ / "README.txt");
        EXPECT_EQ(install(), refused);
    }
    EXPECT_EQ(read_file(module()), "an older one");
    ASSERT_EQ(install(), 0);
    EXPECT_GT(fs::file_size(module()), 1'000'000U);
    EXPECT_FALSE(fs::exists(plugin_ / "before"));
    EXPECT_FALSE(fs::exists(plugin_ / "outdated"));
    EXPECT_NE(read_file(plugin_ / "README.txt"), "read me");
}

TEST_F(InstallerTest, StaysWhereTheModuleCannotBeRemoved)
{
    ASSERT_EQ(install(), 0);
    {
        const Held held(module());
        EXPECT_EQ(uninstall_from_a_copy(), refused);
    }
    EXPECT_TRUE(fs::exists(module()));
    EXPECT_TRUE(fs::exists(plugin_ / "data" / "locale" / "en-US.ini"));
    EXPECT_TRUE(fs::exists(uninstaller()));
    EXPECT_EQ(installed_version(), VERSION);
    EXPECT_EQ(uninstall_from_a_copy(), 0);
    EXPECT_FALSE(fs::exists(plugin_));
    EXPECT_EQ(installed_version(), "");
}

} // namespace
