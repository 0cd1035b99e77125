// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/file_writer.h"

#include "settings/append_file.h"
#include "settings/atomic_file.h"
#include "support/text.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <utility>

namespace astro {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_in_log = 300; // code points

std::string told(const Problem &problem)
{
    std::string line = "a file was not written: " + problem.key;
    for (const std::string &arg : problem.args)
        line += ' ' + text::in_quotes(arg, longest_in_log);
    return line;
}

/// A file that was there before stays as open to others as it was made.
void keep_open_to(const fs::path &file, const fs::file_status &before)
{
    std::error_code ignored;
    if (fs::exists(before))
        fs::permissions(file, before.permissions(), ignored);
}

} // namespace

/// What the owner and the thread share; guarded by `lock` but for what is constant.
class FileWriter::State {
public:
    State(Log log, Write write) : log_(std::move(log)), write_(std::move(write)) {}

    void add(FileText text)
    {
        std::unique_lock hold(lock_);
        if (stopping_)
            return;
        if (!text.append)
            forget_waiting(text.file);
        if (waiting_.size() < max_waiting) {
            waiting_.push_back(std::move(text));
            changed_.notify_all();
            return;
        }
        const auto full = note(text.file, Problem{"Problem.File.TooMany", {text.file}});
        hold.unlock();
        log(full);
    }

    void run()
    {
        while (const auto text = next()) {
            std::optional<Problem> problem;
            try {
                problem = write_(*text);
            } catch (const std::exception &fault) {
                problem = Problem{"Problem.File.NotWritten", {text->file, fault.what()}};
            }
            log(noted(text->file, std::move(problem)));
        }
    }

    /// Nothing is taken any more; what waits is still written.
    void stop()
    {
        const std::lock_guard hold(lock_);
        stopping_ = true;
        changed_.notify_all();
    }

    /// The thread is left behind: it is to do no more than it is about to.
    void abandon()
    {
        std::size_t lost = 0;
        {
            const std::lock_guard hold(lock_);
            lost = waiting_.size();
            waiting_.clear();
        }
        log_(LogLevel::warning,
             "a drive does not answer: a file was not written in time, and " + std::to_string(lost) + " more");
        const std::lock_guard hold(lock_);
        silent_ = true;
    }

    std::vector<Problem> problems() const
    {
        const std::lock_guard hold(lock_);
        std::vector<Problem> all;
        for (const auto &[file, problem] : problems_)
            all.push_back(problem);
        return all;
    }

private:
    void forget_waiting(const std::string &file)
    {
        waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(),
                                      [&](const FileText &waiting) { return waiting.file == file; }),
                       waiting_.end());
    }

    /// Nothing when all is done.
    std::optional<FileText> next()
    {
        std::unique_lock hold(lock_);
        changed_.wait(hold, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty())
            return std::nullopt;
        FileText text = std::move(waiting_.front());
        waiting_.pop_front();
        return text;
    }

    std::optional<Problem> noted(const std::string &file, std::optional<Problem> problem)
    {
        const std::lock_guard hold(lock_);
        return note(file, std::move(problem));
    }

    /// @return the problem when it is to be told: it is none that is known of this file.
    std::optional<Problem> note(const std::string &file, std::optional<Problem> problem)
    {
        if (!problem) {
            problems_.erase(file);
            return std::nullopt;
        }
        const auto known = problems_.find(file);
        if (known != problems_.end() && known->second == *problem)
            return std::nullopt;
        problems_[file] = *problem;
        return problem;
    }

    void log(const std::optional<Problem> &problem)
    {
        if (!problem)
            return;
        {
            const std::lock_guard hold(lock_);
            if (silent_)
                return;
        }
        log_(LogLevel::warning, told(*problem));
    }

    const Log log_;
    const Write write_;
    mutable std::mutex lock_;
    std::condition_variable changed_;
    std::deque<FileText> waiting_;
    std::map<std::string, Problem> problems_; ///< by file
    bool stopping_ = false;
    bool silent_ = false;
};

FileWriter::FileWriter(Log log, Write write) : state_(std::make_shared<State>(std::move(log), std::move(write))) {}

FileWriter::~FileWriter()
{
    stop();
}

void FileWriter::write(FileText text)
{
    state_->add(std::move(text));
    const std::lock_guard hold(lock_);
    if (!started_)
        started_ = thread_.start([state = state_] { state->run(); });
}

bool FileWriter::stop()
{
    state_->stop();
    const std::lock_guard hold(lock_);
    started_ = true; // or never
    const bool done = thread_.join_for(longest_stop);
    if (!done)
        state_->abandon();
    return done;
}

std::vector<Problem> FileWriter::problems() const
{
    return state_->problems();
}

std::optional<Problem> FileWriter::write_to_disk(const FileText &text)
{
    const fs::path file = fs::u8path(text.file);
    // From where OBS was started is nothing that a streamer knows.
    if (!file.is_absolute())
        return Problem{"Problem.File.NotAbsolute", {text.file}};
    std::error_code ignored;
    const fs::file_status before = fs::status(file, ignored);
    // Writing to a pipe waits for its reader, and a device is not to be replaced by a file.
    if (fs::exists(before) && !fs::is_regular_file(before))
        return Problem{"Problem.File.NotAFile", {text.file}};
    const std::string why =
        text.append ? settings::append_line(file, text.text) : settings::write_atomically(file, text.text);
    if (!why.empty())
        return Problem{"Problem.File.NotWritten", {text.file, why}};
    keep_open_to(file, before);
    return std::nullopt;
}

} // namespace astro
