// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

/// What tests do to the machine and to the process that they run in; machine_posix.cpp and machine_windows.cpp are the
/// places for what each system does in its own way, with system.h for what Linux and macOS do.
namespace harness {

/// Sets a variable of this process's environment, or takes it away. No other thread may read the environment meanwhile.
void set_variable(const std::string &name, const std::optional<std::string> &value);

/// Makes a new folder that only this user can read. @return false when there is one of this name. @throws Error
bool make_private_folder(const std::filesystem::path &folder);

/// Where this program's file is.
std::filesystem::path own_program();

/// While this lives, the certificate in the file is among those that the system trusts.
class TrustedBySystem {
public:
    explicit TrustedBySystem(const std::filesystem::path &pem_file);
    ~TrustedBySystem();
    TrustedBySystem(const TrustedBySystem &) = delete;
    TrustedBySystem &operator=(const TrustedBySystem &) = delete;

private:
    void *certificate_ = nullptr;
};

/// While this lives, local time is `zone` ("UTC0", "XYZ-5:30" for five and a half hours east).
class TimeZone {
public:
    explicit TimeZone(const char *zone);
    ~TimeZone();
    TimeZone(const TimeZone &) = delete;
    TimeZone &operator=(const TimeZone &) = delete;
};

// --- What Windows has not. A test that needs one begins with the macro, and is counted where it is left out.

extern const bool on_windows;

#define LEAVE_OUT_ON_WINDOWS(why)                                                                                      \
    if (!harness::on_windows) {                                                                                        \
    } else                                                                                                             \
        GTEST_SKIP() << "left out on Windows: " << (why)

/// A file's permissions in numbers, as 0600; 0 where there are none.
unsigned mode_of(const std::filesystem::path &file);

/// Makes a pipe that has a name among files. @return false where that can't be done.
bool make_pipe(const std::filesystem::path &file);

/// Permissions hold for everybody but root: while this lives, root is somebody else.
class WithoutRoot {
public:
    WithoutRoot();
    ~WithoutRoot();
    WithoutRoot(const WithoutRoot &) = delete;
    WithoutRoot &operator=(const WithoutRoot &) = delete;

private:
    bool was_root_ = false;
};

/// While this lives, no file of this process may grow beyond 4 KiB, as on a disk that is full.
class FullDisk {
public:
    FullDisk();
    ~FullDisk();
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    unsigned long long limit_ = 0;
};

/// While this lives, new files are readable by all unless somebody sees to it.
class OpenHanded {
public:
    OpenHanded();
    ~OpenHanded();
    OpenHanded(const OpenHanded &) = delete;
    OpenHanded &operator=(const OpenHanded &) = delete;

private:
    unsigned before_ = 0;
};

} // namespace harness
