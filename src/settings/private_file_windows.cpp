// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/private_file.h"

#include "support/system.h"

#include <windows.h>

#include <sddl.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace astro::settings {
namespace fs = std::filesystem;
namespace {

std::error_code last_error()
{
    return {static_cast<int>(GetLastError()), std::system_category()};
}

struct LocalFreer {
    void operator()(void *memory) const { LocalFree(memory); }
};
template <typename T>
using OwnedLocal = std::unique_ptr<T, LocalFreer>;

/// This user's number in text ("S-1-5-…"); "" when it can't be told.
std::wstring user_sid()
{
    HANDLE token = nullptr;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return {};
    std::vector<unsigned char> buffer(256);
    DWORD length = 0;
    const BOOL known =
        GetTokenInformation(token, ::TokenUser, buffer.data(), static_cast<DWORD>(buffer.size()), &length);
    CloseHandle(token);
    LPWSTR text = nullptr;
    if (!known || !ConvertSidToStringSidW(reinterpret_cast<const TOKEN_USER *>(buffer.data())->User.Sid, &text))
        return {};
    const OwnedLocal<wchar_t> owned(text);
    return text;
}

/// An access list with this user in it and nobody else, that inherits nothing of its folder. Null when it can't be
/// made: then the file has what its folder gives, which in a user's profile is his alone, too.
OwnedLocal<void> of_this_user_alone()
{
    const std::wstring sid = user_sid();
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (sid.empty() || !ConvertStringSecurityDescriptorToSecurityDescriptorW((L"D:P(A;;FA;;;" + sid + L")").c_str(),
                                                                             SDDL_REVISION_1, &descriptor, nullptr))
        return nullptr;
    return OwnedLocal<void>(descriptor);
}

} // namespace

std::error_code write_new_file(const fs::path &file, std::string_view content)
{
    const fs::path name = system::of_any_length(file);
    const OwnedLocal<void> access = of_this_user_alone();
    SECURITY_ATTRIBUTES attributes{sizeof attributes, access.get(), FALSE};
    const HANDLE handle = CreateFileW(name.c_str(), GENERIC_WRITE, 0, access ? &attributes : nullptr, CREATE_NEW,
                                      FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return last_error();
    std::error_code error;
    DWORD written = 0;
    if (!WriteFile(handle, content.data(), static_cast<DWORD>(content.size()), &written, nullptr) ||
        !FlushFileBuffers(handle))
        error = last_error();
    else if (written != content.size())
        error = {ERROR_DISK_FULL, std::system_category()};
    CloseHandle(handle);
    if (error)
        DeleteFileW(name.c_str());
    return error;
}

std::error_code replace(const fs::path &from, const fs::path &to)
{
    constexpr int tries = 5; // a virus scanner holds a file for a moment
    const fs::path old_name = system::of_any_length(from), new_name = system::of_any_length(to);
    for (int i = 1;; ++i) {
        if (MoveFileExW(old_name.c_str(), new_name.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
            return {};
        const DWORD why = GetLastError();
        if (i == tries || system::type_of(new_name) == fs::file_type::directory ||
            (why != ERROR_SHARING_VIOLATION && why != ERROR_ACCESS_DENIED))
            return {static_cast<int>(why), std::system_category()};
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

std::error_code make_folders(const fs::path &folder)
{
    const fs::path name = system::of_any_length(folder);
    switch (system::type_of(name)) {
    case fs::file_type::directory:
    case fs::file_type::symlink:
        return {};
    case fs::file_type::regular:
        return std::make_error_code(std::errc::not_a_directory);
    default:
        break;
    }
    const fs::path parent = name.parent_path();
    if (parent == name || parent.empty())
        return std::make_error_code(std::errc::no_such_file_or_directory); // a drive that is not there
    if (const auto failure = make_folders(parent))
        return failure;
    return CreateDirectoryW(name.c_str(), nullptr) || GetLastError() == ERROR_ALREADY_EXISTS ? std::error_code()
                                                                                             : last_error();
}

void make_private(const fs::path &file)
{
    if (const OwnedLocal<void> access = of_this_user_alone())
        SetFileSecurityW(system::of_any_length(file).c_str(),
                         DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, access.get());
}

} // namespace astro::settings
