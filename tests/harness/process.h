// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/waiting.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace harness {

/// Added to, or put in the place of, what this process has in its own environment.
using Environment = std::map<std::string, std::string>;

/// How a process ended.
struct Exit {
    int code = 0;   ///< when it ended by itself
    int signal = 0; ///< when a signal ended it, where there are any
    bool clean() const { return code == 0 && signal == 0; }
    std::string told() const; ///< "exit code 1", "signal 11 (Segmentation fault)"
};

/// A child in a group of its own (on Windows, a job), of which nothing is left when this object is gone. Where this
/// process is killed, the child is killed with it, but for macOS, which has no way to do it. process_posix.cpp and
/// process_windows.cpp are the places for what each system does in its own way.
class Process {
public:
    struct Options {
        std::vector<std::string> command; ///< found along PATH
        Environment environment;
        std::filesystem::path log_file; ///< what it prints is appended here; "": thrown away
        bool read_output = false;       ///< standard output goes to read_line() instead
        bool feed_input = false;        ///< standard input comes from write_line(); else there is none
    };

    /// @throws Error when the program cannot be started.
    explicit Process(Options options);
    /// Asks the whole group to end, kills what does not within 2 s; on Windows, which has no way to ask, at once.
    ~Process();
    Process(const Process &) = delete;
    Process &operator=(const Process &) = delete;

    int pid() const;
    bool running() const;
    /// Ends it at once. Harmless, as are the next two, when it has ended already.
    void kill();
    /// Lets it stand still until it may go on.
    void stop();
    void go_on();
    /// @return nothing when it still runs after `timeout`.
    std::optional<Exit> wait_for_exit(milliseconds timeout);
    /// With read_output: the next line without its end; nothing at the end of the output or after `timeout`.
    std::optional<std::string> read_line(milliseconds timeout);
    /// With feed_input: gives it this line.
    /// @throws Error when it does not read any more.
    void write_line(const std::string &line);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

struct Finished {
    Exit exit;
    std::string output;
};

/// Runs a short command to its end.
/// @throws Error when it cannot be started or does not end in time.
Finished run(std::vector<std::string> command, Environment environment = {},
             milliseconds timeout = milliseconds(10000));

} // namespace harness
