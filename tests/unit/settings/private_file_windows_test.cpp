// SPDX-License-Identifier: GPL-2.0-or-later
// Files as Windows has them.
#include "settings/atomic_file.h"
#include "settings/private_file.h"
#include "settings/settings_file.h"
#include "support/read_whole.h"
#include "support/system.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include <algorithm>

namespace astro::settings {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::wstring text_of(PSID sid)
{
    LPWSTR text = nullptr;
    if (!ConvertSidToStringSidW(sid, &text))
        return L"?";
    const std::wstring taken = text;
    LocalFree(text);
    return taken;
}

std::wstring this_user()
{
    HANDLE token = nullptr;
    unsigned char buffer[256];
    DWORD length = 0;
    EXPECT_TRUE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    EXPECT_TRUE(GetTokenInformation(token, ::TokenUser, buffer, sizeof buffer, &length));
    CloseHandle(token);
    return text_of(reinterpret_cast<TOKEN_USER *>(buffer)->User.Sid);
}

/// Whom the file's access list lets do anything, one by one.
std::vector<std::wstring> allowed(const fs::path &file)
{
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    std::wstring name = system::of_any_length(file).native();
    EXPECT_EQ(GetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &list,
                                    nullptr, &descriptor),
              0U);
    std::vector<std::wstring> all;
    for (DWORD i = 0; list && i < list->AceCount; ++i) {
        void *entry = nullptr;
        EXPECT_TRUE(GetAce(list, i, &entry));
        auto *allows = static_cast<ACCESS_ALLOWED_ACE *>(entry);
        if (allows->Header.AceType == ACCESS_ALLOWED_ACE_TYPE && allows->Mask != 0)
            all.push_back(text_of(&allows->SidStart));
    }
    if (!list)
        all.emplace_back(L"everybody");
    LocalFree(descriptor);
    return all;
}

/// Whom it lets besides this user. The system, which has the right to every file, does not count: Wine always names it.
std::vector<std::wstring> others(const fs::path &file)
{
    std::vector<std::wstring> all = allowed(file);
    EXPECT_THAT(all, Contains(this_user()));
    for (const std::wstring &one : {this_user(), std::wstring(L"S-1-5-18")})
        all.erase(std::remove(all.begin(), all.end(), one), all.end());
    return all;
}

void let_everybody_read(const fs::path &file)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    ASSERT_TRUE(ConvertStringSecurityDescriptorToSecurityDescriptorW(
        (L"D:(A;;FA;;;" + this_user() + L")(A;;FR;;;WD)").c_str(), SDDL_REVISION_1, &descriptor, nullptr));
    PACL list = nullptr;
    BOOL present = FALSE, defaulted = FALSE;
    ASSERT_TRUE(GetSecurityDescriptorDacl(descriptor, &present, &list, &defaulted));
    std::wstring name = file.native();
    ASSERT_EQ(
        SetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, list, nullptr),
        0U);
    LocalFree(descriptor);
    ASSERT_FALSE(others(file).empty()) << "else nothing is tried";
}

TEST(WindowsFile, IsItsUsersAlone)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    EXPECT_EQ(write_atomically(file, "x"), "");
    EXPECT_THAT(others(file), IsEmpty());
}

TEST(WindowsFile, OneThatAllMayReadIsItsUsersAloneOnceItIsWrittenOrMadeSo)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    put_file(file, "x");
    let_everybody_read(file);
    EXPECT_EQ(write_atomically(file, "y"), "");
    EXPECT_THAT(others(file), IsEmpty());

    const auto other = folder.path() / "b.json";
    put_file(other, "x");
    let_everybody_read(other);
    make_private(other);
    EXPECT_THAT(others(other), IsEmpty());
    EXPECT_EQ(content_of(other), "x");
}

TEST(WindowsFile, ReadingSettingsTakesOthersRightsAway)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "settings.json";
    put_file(file, R"({"accounts":[]})");
    let_everybody_read(file);
    EXPECT_THAT(read_settings(file).problems, IsEmpty());
    EXPECT_THAT(others(file), IsEmpty());

    put_file(file, "{");
    let_everybody_read(file);
    read_settings(file);
    EXPECT_THAT(others(folder.path() / "settings.damaged-1.json"), IsEmpty());
}

/// Holds a file as a program does that lets nobody replace it.
class Held {
public:
    explicit Held(const fs::path &file)
        : handle_(CreateFileW(file.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr))
    {
        EXPECT_NE(handle_, INVALID_HANDLE_VALUE);
    }
    ~Held() { CloseHandle(handle_); }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;

private:
    HANDLE handle_;
};

TEST(WindowsFile, OneThatIsHeldByAnotherProgramKeepsItsOldContentAndNothingOfTheNew)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    put_file(file, "old");
    {
        const Held by_another(file);
        EXPECT_NE(write_atomically(file, "new"), "");
        EXPECT_EQ(content_of(file), "old");
        EXPECT_THAT(folder.names(), ElementsAre("a.json"));
    }
    EXPECT_EQ(write_atomically(file, "new"), "");
    EXPECT_EQ(content_of(file), "new");
}

/// Windows refuses, Wine does not.
TEST(WindowsFile, OneThatIsReadOnlyIsReplacedWholeOrNotAtAll)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "a.json";
    put_file(file, "old");
    ASSERT_TRUE(SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_READONLY));
    const bool replaced = write_atomically(file, "new").empty();
    EXPECT_EQ(content_of(file), replaced ? "new" : "old");
    EXPECT_THAT(folder.names(), ElementsAre("a.json"));
    SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_NORMAL);
}

TEST(WindowsFile, MayHaveANameOfAnyLengthAndAnyLetters)
{
    const TemporaryFolder folder;
    fs::path deep = folder.path();
    while (deep.native().size() < 400)
        deep /= fs::u8path("J\u00FCrgen \u65E5\u672C \u0416 and a name that goes on and on");
    const auto file = deep / "settings.json";
    std::string why;
    EXPECT_FALSE(read_whole(file, 100, why));
    EXPECT_EQ(why, "");
    EXPECT_THAT(write_settings(file, Settings::defaults()), IsEmpty());
    EXPECT_EQ(system::type_of(file), fs::file_type::regular);
    EXPECT_THAT(others(file), IsEmpty());

    EXPECT_EQ(write_atomically(file, "{"), "");
    EXPECT_EQ(read_whole(file, 100, why), "{");
    EXPECT_EQ(read_settings(file).problems.at(0).key, "Problem.Settings.Damaged");
    EXPECT_EQ(system::type_of(file), fs::file_type::not_found);
    EXPECT_EQ(read_whole(deep / "settings.damaged-1.json", 100, why), "{");

    // The folder's own clean-up stops at names that are not plain.
    DeleteFileW(system::of_any_length(deep / "settings.damaged-1.json").c_str());
    for (fs::path one = deep; one != folder.path(); one = one.parent_path())
        EXPECT_TRUE(RemoveDirectoryW(system::of_any_length(one).c_str())) << GetLastError();
}

TEST(WindowsFile, ADeviceIsNoFile)
{
    std::string why;
    for (const wchar_t *device : {L"NUL", L"\\\\.\\NUL"}) {
        EXPECT_FALSE(read_whole(device, 100, why));
        EXPECT_EQ(why, "not a regular file");
    }
}

} // namespace
} // namespace astro::settings
