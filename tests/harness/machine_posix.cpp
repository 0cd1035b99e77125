// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/machine.h"

#include "harness/system.h"
#include "harness/waiting.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>

namespace harness {

const bool on_windows = false;
namespace {

constexpr rlim_t most_of_a_full_disk = 4096;
constexpr uid_t somebody = 65534;
constexpr const char *trusted = "SSL_CERT_FILE";

void must(bool done, const char *what)
{
    if (!done)
        throw Error(std::string("cannot ") + what);
}

void limit_files(rlim_t most)
{
    rlimit limit{};
    must(::getrlimit(RLIMIT_FSIZE, &limit) == 0, "read a limit");
    limit.rlim_cur = most;
    must(::setrlimit(RLIMIT_FSIZE, &limit) == 0, "set a limit");
}

} // namespace

void set_variable(const std::string &name, const std::optional<std::string> &value)
{
    if (value)
        ::setenv(name.c_str(), value->c_str(), 1); // NOLINT(concurrency-mt-unsafe): see the header
    else
        ::unsetenv(name.c_str()); // NOLINT(concurrency-mt-unsafe)
}

bool make_private_folder(const std::filesystem::path &folder)
{
    if (::mkdir(folder.c_str(), 0700) == 0)
        return true;
    must(errno == EEXIST, "make a temporary folder");
    return false;
}

std::filesystem::path own_program()
{
    return system::own_program();
}

TrustedBySystem::TrustedBySystem(const std::filesystem::path &pem_file)
{
    set_variable(trusted, pem_file.string());
}

TrustedBySystem::~TrustedBySystem()
{
    set_variable(trusted, std::nullopt);
}

TimeZone::TimeZone(const char *zone)
{
    set_variable("TZ", zone);
    ::tzset();
}

TimeZone::~TimeZone()
{
    set_variable("TZ", "UTC0");
    ::tzset();
}

unsigned mode_of(const std::filesystem::path &file)
{
    struct stat status {};
    return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

bool make_pipe(const std::filesystem::path &file)
{
    return ::mkfifo(file.c_str(), 0600) == 0;
}

WithoutRoot::WithoutRoot() : was_root_(::geteuid() == 0)
{
    must(!was_root_ || ::seteuid(somebody) == 0, "be somebody else");
}

WithoutRoot::~WithoutRoot()
{
    if (was_root_ && ::seteuid(0) != 0)
        std::abort();
}

FullDisk::FullDisk()
{
    rlimit before{};
    must(::getrlimit(RLIMIT_FSIZE, &before) == 0, "read a limit");
    limit_ = before.rlim_cur;
    std::signal(SIGXFSZ, SIG_IGN);
    limit_files(most_of_a_full_disk);
}

FullDisk::~FullDisk()
{
    limit_files(limit_);
    std::signal(SIGXFSZ, SIG_DFL);
}

OpenHanded::OpenHanded() : before_(::umask(0)) {}

OpenHanded::~OpenHanded()
{
    ::umask(static_cast<mode_t>(before_));
}

} // namespace harness
