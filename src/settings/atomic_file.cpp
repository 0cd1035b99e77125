// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/atomic_file.h"

#include "support/system_error.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <system_error>

#ifdef _WIN32
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace astro::settings {
namespace fs = std::filesystem;
namespace {

constexpr int most_links = 40;
constexpr int most_names = 10'000;
constexpr const char *temporary_mark = ".tmp-";
constexpr std::chrono::minutes leftover_age{10};

// What a system must offer: a new file that nobody else can read, written through to the disk, and a rename that
// replaces. A new file that could not be written whole is removed again; one that was there already is left alone.
#ifdef _WIN32

std::error_code last_error()
{
    return {static_cast<int>(GetLastError()), std::system_category()};
}

unsigned long process_id()
{
    return GetCurrentProcessId();
}

/// A profile's folder is its owner's alone on Windows, and the file inherits that.
std::error_code write_new_file(const fs::path &file, std::string_view content)
{
    const HANDLE handle =
        CreateFileW(file.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return last_error();
    DWORD written = 0;
    std::error_code error;
    if (!WriteFile(handle, content.data(), static_cast<DWORD>(content.size()), &written, nullptr) ||
        written != content.size() || !FlushFileBuffers(handle))
        error = last_error();
    CloseHandle(handle);
    if (error)
        DeleteFileW(file.c_str());
    return error;
}

std::error_code replace(const fs::path &from, const fs::path &to)
{
    if (!MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return last_error();
    return {};
}

#else

std::error_code last_error()
{
    return {errno, std::generic_category()};
}

unsigned long process_id()
{
    return static_cast<unsigned long>(getpid());
}

std::error_code write_all(int descriptor, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written > 0)
            content.remove_prefix(static_cast<std::size_t>(written));
        else if (written == 0 || errno != EINTR)
            return last_error();
    }
    return {};
}

std::error_code write_new_file(const fs::path &file, std::string_view content)
{
    const int descriptor =
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return last_error();
    std::error_code error = write_all(descriptor, content);
    if (!error && ::fsync(descriptor) != 0)
        error = last_error();
    if (::close(descriptor) != 0 && !error)
        error = last_error();
    if (error)
        ::unlink(file.c_str());
    return error;
}

std::error_code replace(const fs::path &from, const fs::path &to)
{
    if (::rename(from.c_str(), to.c_str()) != 0)
        return last_error();
    // The new name reaches the disk with its folder; a file system that can't do that has still renamed.
    const int folder = ::open(to.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

#endif

/// Beside the file, so that a rename can replace it; another process and another thread have other names.
fs::path temporary_for(const fs::path &file)
{
    static std::atomic<unsigned> next{0};
    fs::path temporary = file;
    temporary += temporary_mark + std::to_string(process_id()) + "-" + std::to_string(next++);
    return temporary;
}

/// Under a name that is free: a process of the same number may have died here before.
std::error_code write_temporary(const fs::path &file, std::string_view content, fs::path &temporary)
{
    std::error_code error;
    for (int tries = 0; tries < most_names; ++tries) {
        temporary = temporary_for(file);
        error = write_new_file(temporary, content);
        if (error != std::errc::file_exists)
            break;
    }
    return error;
}

} // namespace

fs::path follow_links(const fs::path &file, std::string &why)
{
    std::error_code error;
    fs::path target = fs::absolute(file, error);
    for (int links = 0; fs::is_symlink(target, error); ++links) {
        const fs::path next = fs::read_symlink(target, error);
        if (links == most_links)
            error = std::make_error_code(std::errc::too_many_symbolic_link_levels);
        if (error)
            break;
        target = target.parent_path() / next; // an absolute `next` replaces all of it
    }
    why = error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory ? told(error)
                                                                                                        : std::string();
    return target;
}

void remove_leftovers(const fs::path &file)
{
    std::string unreadable;
    const fs::path target = follow_links(file, unreadable);
    const auto prefix = target.filename().native() + fs::path(temporary_mark).native();
    std::error_code error;
    for (fs::directory_iterator entry(target.parent_path(), error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().filename().native().compare(0, prefix.size(), prefix) != 0)
            continue;
        std::error_code ignored;
        const auto age = fs::file_time_type::clock::now() - entry->last_write_time(ignored);
        if (!ignored && age > leftover_age)
            fs::remove(entry->path(), ignored);
    }
}

std::string write_atomically(const fs::path &file, std::string_view content)
{
    std::string error;
    const fs::path target = follow_links(file, error);
    if (!error.empty())
        return error;

    std::error_code no_folder;
    fs::create_directories(target.parent_path(), no_folder);
    if (no_folder)
        return told(no_folder);

    fs::path temporary;
    if (const auto failure = write_temporary(target, content, temporary))
        return told(failure);
    if (const auto failure = replace(temporary, target)) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        return told(failure);
    }
    remove_leftovers(target);
    return {};
}

} // namespace astro::settings
