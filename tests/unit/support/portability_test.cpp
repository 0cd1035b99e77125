// SPDX-License-Identifier: GPL-2.0-or-later
// What one system alone has stands in the places for it, named after the system.
#include "unit/temporary_folder.h"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <unordered_set>

namespace astro {
namespace {

namespace fs = std::filesystem;

bool is_place_for_it(const fs::path &file)
{
    static const std::regex name("(.*)_(posix|linux|macos|windows)(_test)?\\.cpp");
    return std::regex_match(file.filename().u8string(), name);
}

using Words = std::unordered_set<std::string>;

/// Headers that are not on every system; of folders, all that is in them.
const Words headers{"arpa/",      "direct.h",  "dirent.h",   "dlfcn.h",   "fcntl.h",  "glob.h",    "grp.h",
                    "ifaddrs.h",  "io.h",      "libgen.h",   "mach-o/",   "mach/",    "net/",      "netdb.h",
                    "netinet/",   "poll.h",    "process.h",  "pthread.h", "pwd.h",    "sched.h",   "semaphore.h",
                    "shlobj.h",   "spawn.h",   "strings.h",  "sys/",      "syslog.h", "termios.h", "unistd.h",
                    "winsock2.h", "windows.h", "ws2tcpip.h", "linux/"};

/// Names that are not on every system, however they are used.
const Words names{"_WIN32",  "_WIN64",  "__APPLE__", "__linux__", "__unix__", "_MSC_VER",
                  "SIGALRM", "SIGCHLD", "SIGCONT",   "SIGHUP",    "SIGKILL",  "SIGPIPE",
                  "SIGQUIT", "SIGSTOP", "SIGUSR1",   "SIGUSR2",   "SIGXFSZ"};

/// Functions that are not on every system. A member of a class may have such a name.
const Words functions{
    "_putenv_s",   "chmod",        "chown",    "clock_gettime", "dlopen",    "dlsym",       "execl",
    "execlp",      "execv",        "execve",   "execvp",        "fchmod",    "fdatasync",   "fork",
    "fsync",       "ftruncate",    "getegid",  "geteuid",       "getgid",    "getpid",      "getppid",
    "getrlimit",   "gettimeofday", "getuid",   "gmtime_r",      "gmtime_s",  "isatty",      "kill",
    "localtime_r", "localtime_s",  "mkdtemp",  "mkfifo",        "mkstemp",   "mmap",        "munmap",
    "nanosleep",   "pclose",       "pipe",     "pipe2",         "popen",     "posix_spawn", "putenv",
    "readlink",    "realpath",     "setenv",   "setrlimit",     "sigaction", "sigprocmask", "strcasecmp",
    "strncasecmp", "umask",        "unsetenv", "usleep",        "vfork",     "wait4",       "waitpid"};
const Words without_arguments{"fork", "getegid", "geteuid", "getgid", "getpid", "getppid", "getuid", "vfork"};

/// What a line says apart from its comment and what is in quotes.
std::string code_of(const std::string &line)
{
    std::string code;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quote) {
            if (line[i] == '\\')
                ++i;
            else if (line[i] == quote)
                quote = 0;
        } else if (line.compare(i, 2, "//") == 0) {
            break;
        } else {
            const bool separates_digits =
                line[i] == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(line[i - 1]));
            if (line[i] == '"' || (line[i] == '\'' && !separates_digits))
                quote = line[i];
            code += line[i];
        }
    }
    return code;
}

bool includes_of_one_system(const std::string &code)
{
    const std::string words = "#include <";
    if (code.compare(0, words.size(), words) != 0)
        return false;
    const std::string header = code.substr(words.size(), code.find('>') - words.size());
    return headers.count(header) != 0 || headers.count(header.substr(0, header.find('/') + 1)) != 0;
}

/// Whether the word that ends in front of `end` and begins at `begin` is called as a function of no class.
bool is_called(const std::string &code, std::size_t begin, std::size_t end)
{
    const std::string word = code.substr(begin, end - begin);
    if (end >= code.size() || code[end] != '(')
        return false;
    const bool has_arguments = end + 1 < code.size() && code[end + 1] != ')';
    if (!has_arguments && without_arguments.count(word) == 0)
        return false;
    const auto before = [&](std::size_t back) { return begin >= back ? code[begin - back] : ' '; };
    const bool of_a_name = before(1) == ':' && before(2) == ':' && std::isalnum(static_cast<unsigned char>(before(3)));
    return before(1) != '.' && before(1) != '>' && !of_a_name;
}

bool is_of_one_system(const std::string &line)
{
    const std::string code = code_of(line);
    if (includes_of_one_system(code))
        return true;
    const auto in_a_word = [&](std::size_t i) {
        return i < code.size() && (std::isalnum(static_cast<unsigned char>(code[i])) || code[i] == '_');
    };
    for (std::size_t begin = 0; begin < code.size();) {
        std::size_t end = begin;
        while (in_a_word(end))
            ++end;
        const std::string word = code.substr(begin, end - begin);
        if (names.count(word) != 0 || (functions.count(word) != 0 && is_called(code, begin, end)))
            return true;
        begin = end + 1;
    }
    return false;
}

/// The lines of the source that only one system understands.
std::string of_one_system(std::istream &source)
{
    std::string found;
    for (std::string line; std::getline(source, line);)
        if (is_of_one_system(line))
            found += line + "\n";
    return found;
}

TEST(Portability, TheSearchFindsWhatItShould)
{
    for (const char *line :
         {"#ifdef _WIN32", "#include <unistd.h>", "#include <sys/stat.h>", "#include <strings.h>",
          "#include <dirent.h>", "localtime_r(&a, &b);", "::setenv(name, value, 1);", "if (unsetenv(name) != 0)",
          "x = mkdtemp(folder);", "mkstemp(file);", "::kill(pid, 9);", "process.signal(SIGKILL);",
          "const auto pid = ::fork();", "fork();", "while (waitpid(pid, &how, 0) < 0)", "pipe(ends.data());",
          "unsigned long id = getpid(); // mine"}) {
        std::istringstream source(line);
        EXPECT_NE(of_one_system(source), "") << line;
    }
    for (const char *line : {"#include <cstdio>", "#include <filesystem>", "#include \"sys/own.h\"",
                             "system::local_time(now);", "void kill();", "process().kill();", "process->kill(now);",
                             "Process::kill(int how)", "my_pipe(ends);", "pipeline(a);", "// as fork() does",
                             "say(\"setenv(a)\");", "call('\"', 1'000, \"pipe(a)\");", "raise(SIGTERM);"}) {
        std::istringstream source(line);
        EXPECT_EQ(of_one_system(source), "") << line;
    }
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

/// The lines that stay where they are: too little for a place of their own.
std::string allowed_in(const fs::path &file)
{
    // An option of a socket that has the same name everywhere, and on Windows another meaning.
    if (file.parent_path().filename() == "astro-sim" && file.filename() == "listener.cpp")
        return "#ifndef _WIN32 // where this option would let others take the port\n";
    return {};
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
        EXPECT_EQ(of_one_system(source), allowed_in(entry.path())) << entry.path().u8string();
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

TEST(Portability, NothingElseInTheSimulatorIsOfOneSystem)
{
    EXPECT_GT(expect_nothing_of_one_system(ASTRO_SIM_SOURCES), 20);
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
