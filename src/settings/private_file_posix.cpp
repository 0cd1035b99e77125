// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace astro::settings {
namespace fs = std::filesystem;
namespace {

std::error_code last_error()
{
    return {errno, std::generic_category()};
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

} // namespace

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

std::error_code make_folders(const fs::path &folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    return error;
}

void make_private(const fs::path &file)
{
    std::error_code error;
    const auto others = fs::perms::group_all | fs::perms::others_all;
    if ((fs::status(file, error).permissions() & others) != fs::perms::none)
        fs::permissions(file, others, fs::perm_options::remove, error);
}

} // namespace astro::settings
