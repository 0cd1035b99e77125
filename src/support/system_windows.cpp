// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/system.h"

#include "support/system_error.h"

#include <windows.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace astro::system {
namespace fs = std::filesystem;
namespace {

std::error_code last_error()
{
    return {static_cast<int>(GetLastError()), std::system_category()};
}

struct HandleCloser {
    void operator()(HANDLE handle) const
    {
        if (handle != INVALID_HANDLE_VALUE)
            CloseHandle(handle);
    }
};
using OwnedHandle = std::unique_ptr<void, HandleCloser>;

} // namespace

void name_this_thread(const char *name)
{
    // Windows has it from 10 version 1607 on, and not every SDK declares it.
    using SetDescription = HRESULT(WINAPI *)(HANDLE, PCWSTR);
    const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    if (!kernel)
        return;
    const FARPROC found = GetProcAddress(kernel, "SetThreadDescription");
    if (!found)
        return;
    const std::string ascii = name;
    const auto set = reinterpret_cast<SetDescription>(reinterpret_cast<void *>(found));
    set(GetCurrentThread(), std::wstring(ascii.begin(), ascii.end()).c_str());
}

void keep_this_module_loaded()
{
    static std::once_flag once;
    std::call_once(once, [] {
        HMODULE module = nullptr;
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                           reinterpret_cast<LPCWSTR>(&keep_this_module_loaded), &module);
    });
}

std::optional<std::tm> local_time(std::time_t when)
{
    std::tm parts{};
    return localtime_s(&parts, &when) == 0 ? std::optional(parts) : std::nullopt;
}

std::optional<std::tm> utc_time(std::time_t when)
{
    std::tm parts{};
    return gmtime_s(&parts, &when) == 0 ? std::optional(parts) : std::nullopt;
}

unsigned long process_id()
{
    return GetCurrentProcessId();
}

fs::path of_any_length(const fs::path &file)
{
    constexpr std::size_t longest_plain = 240; // of MAX_PATH, less a name that is made beside it
    const std::wstring &given = file.native();
    if (given.compare(0, 4, LR"(\\?\)") == 0)
        return file;
    std::wstring absolute(32'768, L'\0');
    const DWORD length = GetFullPathNameW(given.c_str(), static_cast<DWORD>(absolute.size()), absolute.data(), nullptr);
    if (length == 0 || length >= absolute.size())
        return file;
    absolute.resize(length);
    if (absolute.size() < longest_plain)
        return absolute;
    const bool on_share = absolute.compare(0, 2, LR"(\\)") == 0;
    return on_share ? LR"(\\?\UNC\)" + absolute.substr(2) : LR"(\\?\)" + absolute;
}

fs::file_type type_of(const fs::path &file)
{
    const DWORD attributes = GetFileAttributesW(of_any_length(file).c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return fs::file_type::not_found;
    if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0)
        return fs::file_type::symlink;
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? fs::file_type::directory : fs::file_type::regular;
}

std::optional<std::string> read_regular(const fs::path &file, std::size_t most, std::string &why)
{
    why.clear();
    // A folder is opened, too, only to be told from what may not be read.
    const OwnedHandle handle(CreateFileW(of_any_length(file).c_str(), GENERIC_READ,
                                         FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                         FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    if (handle.get() == INVALID_HANDLE_VALUE) {
        const std::error_code error = last_error();
        if (error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory)
            why = told(error);
        return std::nullopt;
    }
    BY_HANDLE_FILE_INFORMATION information{};
    if (GetFileType(handle.get()) != FILE_TYPE_DISK || !GetFileInformationByHandle(handle.get(), &information) ||
        (information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
        why = "not a regular file";
        return std::nullopt;
    }
    std::string content;
    char block[16 * 1024];
    DWORD count = 0;
    while (content.size() < most) {
        if (!ReadFile(handle.get(), block, sizeof block, &count, nullptr)) {
            why = told(last_error());
            return std::nullopt;
        }
        if (count == 0)
            break;
        content.append(block, std::min<std::size_t>(count, most - content.size()));
    }
    return content;
}

} // namespace astro::system
