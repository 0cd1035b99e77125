// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/bounded_thread.h"
#include "support/log.h"
#include "support/problem.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace astro {

/// A text for a file of the streamer's, which other programs read.
struct FileText {
    std::string file; ///< a full path, UTF-8
    std::string text;
    bool append = false; ///< a line more at its end; else all that is in it
};

/// Writes texts to files on a thread of its own, which may be held up by a slow drive, and by one that is gone for
/// good. In their order; what would be written over before anybody saw it is left out.
class FileWriter {
public:
    /// Writes one. @return what went wrong, if so. On the writer's thread; may take its time.
    using Write = std::function<std::optional<Problem>(const FileText &)>;

    /// Texts that wait; what comes when there are so many is dropped and told.
    static constexpr std::size_t max_waiting = 1000;
    /// For so long stop() waits for what is still to be written.
    static constexpr std::chrono::milliseconds longest_stop{300};

    /// @param log from the writer's thread, until stop() returns
    explicit FileWriter(Log log, Write write = write_to_disk);
    /// As stop().
    ~FileWriter();
    FileWriter(const FileWriter &) = delete;
    FileWriter &operator=(const FileWriter &) = delete;

    /// Any thread; never waits for a drive. Nothing is written after stop().
    void write(FileText text);
    /// Writes what still waits. What hangs is left behind. @return false if so
    bool stop();
    /// The latest of each file that could not be written the last time. Any thread.
    std::vector<Problem> problems() const;

    static std::optional<Problem> write_to_disk(const FileText &text);

private:
    class State;
    std::shared_ptr<State> state_; ///< the thread's, too
    std::mutex lock_;              ///< of what follows
    bool started_ = false;
    BoundedThread thread_;
};

} // namespace astro
