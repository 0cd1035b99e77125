// SPDX-License-Identifier: GPL-2.0-or-later
// What one system alone has stands in the places for it, named after the system.
#include "unit/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>

namespace astro {
namespace {

namespace fs = std::filesystem;

bool is_place_for_it(const fs::path &file)
{
    static const std::regex name("(.*)_(posix|linux|macos|windows)(_test)?\\.cpp");
    return std::regex_match(file.filename().u8string(), name);
}

/// The lines of the source that only one system understands.
std::string of_one_system(std::istream &source)
{
    static const std::regex words(
        "_WIN32|__APPLE__|__linux__|__unix__|\\b(localtime|gmtime)_[rs]\\b"
        "|#include <((sys|net|netinet|arpa|mach|mach-o)/.*|unistd|fcntl|poll|dlfcn|pthread|netdb|pwd)\\.h>"
        "|#include <(windows|winsock2|ws2tcpip|io)\\.h>");
    std::string found;
    for (std::string line; std::getline(source, line);) {
        // Nearly all lines are none of either, and a regular expression takes long to see it.
        const bool may_be = line.find('#') != std::string::npos || line.find("time_") != std::string::npos;
        if (may_be && std::regex_search(line, words))
            found += line + "\n";
    }
    return found;
}

TEST(Portability, TheSearchFindsWhatItShould)
{
    for (const char *line : {"#ifdef _WIN32", "#include <unistd.h>", "#include <sys/stat.h>", "localtime_r(&a, &b);"}) {
        std::istringstream source(line);
        EXPECT_NE(of_one_system(source), "") << line;
    }
    std::istringstream source("#include <cstdio>\n#include <filesystem>\nsystem::local_time(now);\n");
    EXPECT_EQ(of_one_system(source), "");
    EXPECT_TRUE(is_place_for_it("a/system_posix.cpp"));
    EXPECT_TRUE(is_place_for_it("a/system_windows_test.cpp"));
    EXPECT_FALSE(is_place_for_it("a/windows_proxy.cpp"));
}

/// Its lines that Linux understands and macOS does not.
std::string of_linux_alone(std::istream &source)
{
    static const std::regex words(
        "#include <(linux/.*|sys/(epoll|eventfd|inotify|prctl|random|sendfile|signalfd|timerfd))\\.h>"
        "|\\b(accept4|execvpe|memfd_create|pipe2|prctl|tgkill)\\(|\"/proc/");
    std::string found;
    for (std::string line; std::getline(source, line);)
        if (std::regex_search(line, words))
            found += line + "\n";
    return found;
}

/// @return how many files were looked at
int expect_nothing_of_one_system(const fs::path &folder)
{
    int looked_at = 0;
    for (const auto &entry : fs::recursive_directory_iterator(folder)) {
        const auto extension = entry.path().extension();
        const bool is_this_test = entry.path().filename() == "portability_test.cpp"; // which names all of it
        if ((extension != ".cpp" && extension != ".h") || is_place_for_it(entry.path()) || is_this_test)
            continue;
        std::istringstream source(content_of(entry.path()));
        EXPECT_EQ(of_one_system(source), "") << entry.path().u8string();
        ++looked_at;
    }
    return looked_at;
}

TEST(Portability, NothingElseInSrcIsOfOneSystem)
{
    EXPECT_GT(expect_nothing_of_one_system(ASTRO_SOURCES), 50);
}

/// What is built for each system. (tests/studio is for Linux, tests/windows for Windows alone.)
TEST(Portability, NothingElseInTestsIsOfOneSystem)
{
    for (const char *folder : {"harness", "gateway", "unit"})
        EXPECT_GT(expect_nothing_of_one_system(fs::path(ASTRO_TESTS) / folder), 3) << folder;
}

TEST(Portability, WhatIsForPosixIsNotForLinuxAlone)
{
    std::istringstream source("pipe2(ends, O_CLOEXEC);\n#include <sys/prctl.h>\nread_symlink(\"/proc/self/exe\");\n");
    EXPECT_EQ(of_linux_alone(source), source.str());
    const std::regex posix(".*_posix(_test)?\\.cpp");
    int looked_at = 0;
    for (const char *folder : {ASTRO_SOURCES, ASTRO_TESTS}) {
        for (const auto &entry : fs::recursive_directory_iterator(folder)) {
            if (!std::regex_match(entry.path().filename().u8string(), posix))
                continue;
            std::istringstream content(content_of(entry.path()));
            EXPECT_EQ(of_linux_alone(content), "") << entry.path().u8string();
            ++looked_at;
        }
    }
    EXPECT_GT(looked_at, 3);
}

} // namespace
} // namespace astro
