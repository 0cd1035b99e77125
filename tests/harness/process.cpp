// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

extern char **environ;

namespace harness {

namespace {

std::vector<std::string> merged(const Environment &changes)
{
    std::vector<std::string> all;
    for (char **entry = environ; *entry; ++entry) {
        const std::string text = *entry;
        if (changes.count(text.substr(0, text.find('='))) == 0)
            all.push_back(text);
    }
    for (const auto &[name, value] : changes)
        all.push_back(name + "=" + value);
    return all;
}

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> list;
    for (std::string &text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

void close_ends(std::initializer_list<int> ends)
{
    for (const int end : ends)
        if (end >= 0)
            ::close(end);
}

/// Closes what nobody took out of it.
struct Pipe {
    int read_end = -1;
    int write_end = -1;

    explicit Pipe(bool wanted)
    {
        std::array<int, 2> ends{-1, -1};
        if (wanted && pipe2(ends.data(), O_CLOEXEC) != 0)
            throw Error(std::string("cannot make a pipe: ") + std::strerror(errno));
        read_end = ends[0];
        write_end = ends[1];
    }
    ~Pipe() { close_ends({read_end, write_end}); }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
};

/// Where the child's three standard streams lead, and how it begins: own group, default signals.
class SpawnPlan {
public:
    SpawnPlan(const std::filesystem::path &log_file, int input, int output)
    {
        posix_spawn_file_actions_init(&actions_);
        posix_spawnattr_init(&attributes_);
        const char *sink = log_file.empty() ? "/dev/null" : log_file.c_str();
        const int flags = O_WRONLY | O_CREAT | O_APPEND;
        if (input < 0)
            posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        else
            posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, sink, flags, 0600);
        posix_spawn_file_actions_adddup2(&actions_, output < 0 ? STDERR_FILENO : output, STDOUT_FILENO);

        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnPlan()
    {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan &) = delete;
    SpawnPlan &operator=(const SpawnPlan &) = delete;

    pid_t spawn(std::vector<std::string> command, const Environment &environment) const
    {
        std::vector<std::string> variables = merged(environment);
        pid_t pid = -1;
        const int error = posix_spawnp(&pid, command.front().c_str(), &actions_, &attributes_, pointers(command).data(),
                                       pointers(variables).data());
        if (error != 0)
            throw Error("cannot start " + command.front() + ": " + std::strerror(error));
        return pid;
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

} // namespace

std::string Exit::told() const
{
    if (signal != 0)
        return "signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
    return "exit code " + std::to_string(code);
}

class Process::Impl {
public:
    explicit Impl(const Options &options)
    {
        Pipe output(options.read_output);
        Pipe input(options.feed_input);
        if (options.feed_input)
            ::signal(SIGPIPE, SIG_IGN); // write_line() reports it instead
        pid_ =
            SpawnPlan(options.log_file, input.read_end, output.write_end).spawn(options.command, options.environment);
        output_ = std::exchange(output.read_end, -1);
        input_ = std::exchange(input.write_end, -1);
        watcher_ = std::thread([this] { watch(); });
    }

    ~Impl()
    {
        signal_group(SIGTERM);
        wait_for_exit(milliseconds(2000));
        signal_group(SIGKILL);
        watcher_.join();
        // Only now is the number free for others: until here it was safe to signal.
        ::waitpid(pid_, nullptr, 0);
        close_ends({input_, output_});
    }

    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    pid_t pid() const { return pid_; }

    bool running() const
    {
        const std::lock_guard lock(mutex_);
        return !exit_;
    }

    void signal(int number) { ::kill(pid_, number); }

    std::optional<Exit> wait_for_exit(milliseconds timeout)
    {
        std::unique_lock lock(mutex_);
        ended_.wait_for(lock, timeout, [this] { return exit_.has_value(); });
        return exit_;
    }

    std::optional<std::string> read_line(milliseconds timeout)
    {
        const auto deadline = Clock::now() + timeout;
        while (true) {
            if (const auto end = unread_.find('\n'); end != std::string::npos) {
                std::string line = unread_.substr(0, end);
                unread_.erase(0, end + 1);
                return line;
            }
            if (!read_more(deadline))
                return std::nullopt;
        }
    }

    void write_line(const std::string &line)
    {
        const std::string text = line + "\n";
        for (std::size_t written = 0; written < text.size();) {
            const ssize_t count = ::write(input_, text.data() + written, text.size() - written);
            if (count < 0 && errno != EINTR)
                throw Error(std::string("the process does not read any more: ") + std::strerror(errno));
            written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        }
    }

private:
    void signal_group(int number) { ::kill(-pid_, number); }

    /// On a thread of its own: notices the end, but leaves the process to be reaped by the destructor.
    void watch()
    {
        siginfo_t info{};
        while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
        }
        const std::lock_guard lock(mutex_);
        exit_ = info.si_code == CLD_EXITED ? Exit{info.si_status, 0} : Exit{0, info.si_status};
        ended_.notify_all();
    }

    bool read_more(Clock::time_point deadline)
    {
        const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now()).count();
        pollfd ready{output_, POLLIN, 0};
        if (output_ < 0 || left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0)
            return false;
        std::array<char, 4096> buffer{};
        const ssize_t count = ::read(output_, buffer.data(), buffer.size());
        if (count <= 0)
            return false;
        unread_.append(buffer.data(), static_cast<std::size_t>(count));
        return true;
    }

    pid_t pid_ = -1;
    int input_ = -1;
    int output_ = -1;
    std::string unread_;
    std::thread watcher_;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    std::optional<Exit> exit_;
};

Process::Process(Options options) : impl_(std::make_unique<Impl>(options)) {}

Process::~Process() = default;

pid_t Process::pid() const
{
    return impl_->pid();
}

bool Process::running() const
{
    return impl_->running();
}

void Process::signal(int number)
{
    impl_->signal(number);
}

std::optional<Exit> Process::wait_for_exit(milliseconds timeout)
{
    return impl_->wait_for_exit(timeout);
}

std::optional<std::string> Process::read_line(milliseconds timeout)
{
    return impl_->read_line(timeout);
}

void Process::write_line(const std::string &line)
{
    impl_->write_line(line);
}

Finished run(std::vector<std::string> command, Environment environment, milliseconds timeout)
{
    const std::string name = command.front();
    const auto deadline = Clock::now() + timeout;
    const auto left = [&] { return std::chrono::duration_cast<milliseconds>(deadline - Clock::now()); };

    Process process({std::move(command), std::move(environment), {}, true, false});
    Finished finished;
    while (const auto line = process.read_line(left()))
        finished.output += *line + "\n";
    const auto exit = process.wait_for_exit(std::max(left(), milliseconds(0)));
    if (!exit)
        throw Error(name + " did not end within " + std::to_string(timeout.count()) + " ms");
    finished.exit = *exit;
    return finished;
}

} // namespace harness
