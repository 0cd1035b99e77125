// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/process.h"

#include "harness/system.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <future>
#include <mutex>
#include <sstream>
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

/// @throws Error when there is no such program.
std::string found_along_path(const std::string &program)
{
    const char *path = std::getenv("PATH");
    if (program.find('/') != std::string::npos || !path)
        return program;
    std::istringstream folders(path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        std::string file = (folder.empty() ? "." : folder) + "/" + program;
        std::error_code error;
        if (std::filesystem::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0)
            return file;
    }
    throw Error("cannot start " + program + ": " + std::strerror(ENOENT));
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
        if (wanted && !system::make_pipe(ends))
            throw Error(std::string("cannot make a pipe: ") + std::strerror(errno));
        read_end = ends[0];
        write_end = ends[1];
    }
    ~Pipe() { close_ends({read_end, write_end}); }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
};

/// A child to be: all that it needs is made before it is, since between its beginning and its program it may only do
/// what a signal's handler may.
class Launch {
public:
    Launch(const Process::Options &options, int input, int output)
        : program_(found_along_path(options.command.front())),
          command_(options.command),
          variables_(merged(options.environment)),
          arguments_(pointers(command_)),
          environment_(pointers(variables_)),
          sink_(options.log_file.empty() ? "/dev/null" : options.log_file.string()),
          input_(input),
          output_(output)
    {}
    Launch(const Launch &) = delete;
    Launch &operator=(const Launch &) = delete;

    /// @throws Error when the program cannot be started.
    pid_t begin() const
    {
        Pipe trouble(true);
        const pid_t parent = ::getpid();
        const pid_t pid = ::fork();
        if (pid == 0)
            become_program(parent, trouble.write_end);
        int error = pid < 0 ? errno : 0;
        close_ends({std::exchange(trouble.write_end, -1)});
        // It closes by itself where the program begins.
        while (pid > 0 && ::read(trouble.read_end, &error, sizeof error) < 0 && errno == EINTR) {
        }
        if (error == 0)
            return pid;
        if (pid > 0)
            ::waitpid(pid, nullptr, 0);
        throw Error("cannot start " + command_.front() + ": " + std::strerror(error));
    }

private:
    [[noreturn]] void become_program(pid_t parent, int trouble) const
    {
        set_up_signals();
        const bool ready = ::setpgid(0, 0) == 0 && system::set_up_child() && set_up_streams();
        if (ready && ::getppid() == parent) // else it is too late for the signal
            ::execve(program_.c_str(), arguments_.data(), environment_.data());
        const int error = errno;
        if (::write(trouble, &error, sizeof error) < 0)
            ::_exit(126);
        ::_exit(127);
    }

    static void set_up_signals()
    {
        for (int number = 1; number < NSIG; ++number)
            ::signal(number, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
    }

    bool set_up_streams() const
    {
        const int input = input_ >= 0 ? input_ : ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        const int sink = ::open(sink_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        return ::dup2(input, STDIN_FILENO) >= 0 && ::dup2(sink, STDERR_FILENO) >= 0 &&
               ::dup2(output_ >= 0 ? output_ : sink, STDOUT_FILENO) >= 0;
    }

    std::string program_;
    std::vector<std::string> command_;
    std::vector<std::string> variables_;
    std::vector<char *> arguments_;
    std::vector<char *> environment_;
    std::string sink_;
    int input_;
    int output_;
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
        start(Launch(options, input.read_end, output.write_end));
        output_ = std::exchange(output.read_end, -1);
        input_ = std::exchange(input.write_end, -1);
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

    /// The child is killed when the thread that made it ends, hence by one that stays as long as the child does.
    void start(const Launch &launch)
    {
        std::promise<void> promise;
        std::future<void> begun = promise.get_future();
        watcher_ = std::thread([this, &launch, promise = std::move(promise)]() mutable {
            try {
                pid_ = launch.begin();
                promise.set_value();
            } catch (...) {
                return promise.set_exception(std::current_exception());
            }
            watch();
        });
        try {
            begun.get();
        } catch (...) {
            watcher_.join();
            throw;
        }
    }

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

int Process::pid() const
{
    return impl_->pid();
}

bool Process::running() const
{
    return impl_->running();
}

void Process::kill()
{
    impl_->signal(SIGKILL);
}

void Process::stop()
{
    impl_->signal(SIGSTOP);
}

void Process::go_on()
{
    impl_->signal(SIGCONT);
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

} // namespace harness
