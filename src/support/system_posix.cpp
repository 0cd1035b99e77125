// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/system.h"

#include "support/system_error.h"

#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <mutex>

namespace astro::system {
namespace fs = std::filesystem;

void name_this_thread(const char *name)
{
#ifdef __APPLE__
    pthread_setname_np(name);
#else
    pthread_setname_np(pthread_self(), name);
#endif
}

void keep_this_module_loaded()
{
    static std::once_flag once;
    std::call_once(once, [] {
        Dl_info info{};
        if (dladdr(reinterpret_cast<const void *>(&keep_this_module_loaded), &info) != 0 && info.dli_fname)
            dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE | RTLD_NOLOAD);
    });
}

std::optional<std::tm> local_time(std::time_t when)
{
    std::tm parts{};
    return localtime_r(&when, &parts) ? std::optional(parts) : std::nullopt;
}

std::optional<std::tm> utc_time(std::time_t when)
{
    std::tm parts{};
    return gmtime_r(&when, &parts) ? std::optional(parts) : std::nullopt;
}

unsigned long process_id()
{
    return static_cast<unsigned long>(getpid());
}

fs::path of_any_length(const fs::path &file)
{
    std::error_code error;
    fs::path absolute = fs::absolute(file, error);
    return error ? file : absolute;
}

fs::file_type type_of(const fs::path &file)
{
    std::error_code error;
    return fs::symlink_status(file, error).type();
}

std::optional<std::string> read_regular(const fs::path &file, std::size_t most, std::string &why)
{
    why.clear();
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found)
        return std::nullopt;
    if (status.type() == fs::file_type::none) {
        why = told(error);
        return std::nullopt;
    }
    // A pipe would keep its reader waiting.
    if (status.type() != fs::file_type::regular) {
        why = "not a regular file";
        return std::nullopt;
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        why = errno != 0 ? told({errno, std::generic_category()}) : "it cannot be opened";
        return std::nullopt;
    }
    std::string content;
    char block[16 * 1024];
    while (content.size() < most && (stream.read(block, sizeof block), stream.gcount() > 0))
        content.append(block, std::min(static_cast<std::size_t>(stream.gcount()), most - content.size()));
    if (stream.bad()) {
        why = "it cannot be read to its end";
        return std::nullopt;
    }
    return content;
}

} // namespace astro::system
