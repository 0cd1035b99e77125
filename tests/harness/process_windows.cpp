// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/process.h"

#include "harness/wide.h"

#include <windows.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace harness {
namespace {

std::string told(DWORD error)
{
    return "error " + std::to_string(error) + " of Windows";
}

struct HandleCloser {
    void operator()(HANDLE handle) const
    {
        if (handle != INVALID_HANDLE_VALUE)
            CloseHandle(handle);
    }
};
using OwnedHandle = std::unique_ptr<void, HandleCloser>;

/// So that the program's own reading of its command line gives this argument again. An installer does not know its
/// options between quotation marks.
std::wstring quoted(const std::wstring &argument)
{
    if (!argument.empty() && argument.find_first_of(L" \t\"") == std::wstring::npos)
        return argument;
    std::wstring text = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t c : argument) {
        if (c == L'\\') {
            ++backslashes;
            continue;
        }
        text.append(c == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
        backslashes = 0;
        text += c;
    }
    return text.append(2 * backslashes, L'\\') + L'"';
}

std::wstring command_line(const std::vector<std::string> &command)
{
    std::wstring line;
    for (const std::string &argument : command)
        line += (line.empty() ? L"" : L" ") + quoted(wide(argument));
    return line;
}

/// Names are the same in either case; sorted by them, as Windows wants it.
struct ByName {
    bool operator()(const std::wstring &one, const std::wstring &other) const
    {
        return CompareStringOrdinal(one.c_str(), -1, other.c_str(), -1, TRUE) == CSTR_LESS_THAN;
    }
};

std::wstring environment_block(const Environment &changes)
{
    std::map<std::wstring, std::wstring, ByName> all;
    wchar_t *own = GetEnvironmentStringsW();
    for (const wchar_t *entry = own; entry && *entry; entry += std::wcslen(entry) + 1) {
        const std::wstring text = entry;
        const std::size_t end = text.find(L'=', 1); // "=C:=…" is a drive's folder
        all[text.substr(0, end)] = end == std::wstring::npos ? std::wstring() : text.substr(end + 1);
    }
    FreeEnvironmentStringsW(own);
    for (const auto &[name, value] : changes)
        all[wide(name)] = wide(value);
    std::wstring block;
    for (const auto &[name, value] : all)
        block.append(name).append(L"=").append(value).append(1, L'\0');
    return block.append(1, L'\0');
}

SECURITY_ATTRIBUTES *inherited()
{
    static SECURITY_ATTRIBUTES attributes{sizeof attributes, nullptr, TRUE};
    return &attributes;
}

struct Pipe {
    OwnedHandle read_end;
    OwnedHandle write_end;

    explicit Pipe(bool wanted)
    {
        HANDLE reads = nullptr, writes = nullptr;
        if (wanted && !CreatePipe(&reads, &writes, inherited(), 0))
            throw Error("cannot make a pipe: " + told(GetLastError()));
        read_end.reset(reads);
        write_end.reset(writes);
    }
};

/// An end that stays here: no child gets it.
OwnedHandle kept(OwnedHandle end)
{
    if (end)
        SetHandleInformation(end.get(), HANDLE_FLAG_INHERIT, 0);
    return end;
}

OwnedHandle open_nothing(DWORD access)
{
    return OwnedHandle(
        CreateFileW(L"NUL", access, FILE_SHARE_READ | FILE_SHARE_WRITE, inherited(), OPEN_EXISTING, 0, nullptr));
}

OwnedHandle open_log(const std::filesystem::path &file)
{
    if (file.empty())
        return open_nothing(GENERIC_WRITE);
    return OwnedHandle(CreateFileW(file.c_str(), FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, inherited(),
                                   OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
}

/// Ends all that is in it when its last handle is closed, hence also when this process is killed.
OwnedHandle make_job()
{
    OwnedHandle job(CreateJobObjectW(nullptr, nullptr));
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    if (!job || !SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation, &limits, sizeof limits))
        throw Error("cannot make a job: " + told(GetLastError()));
    return job;
}

/// Gives a new process these handles and none that other threads just made.
class HandleList {
public:
    explicit HandleList(std::vector<HANDLE> handles) : handles_(std::move(handles))
    {
        std::sort(handles_.begin(), handles_.end());
        handles_.erase(std::unique(handles_.begin(), handles_.end()), handles_.end());
        SIZE_T size = 0;
        InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        memory_.resize(size);
        if (!InitializeProcThreadAttributeList(list(), 1, 0, &size) ||
            !UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                       handles_.size() * sizeof(HANDLE), nullptr, nullptr))
            throw Error("cannot name the handles for a process: " + told(GetLastError()));
    }
    ~HandleList() { DeleteProcThreadAttributeList(list()); }
    HandleList(const HandleList &) = delete;
    HandleList &operator=(const HandleList &) = delete;

    LPPROC_THREAD_ATTRIBUTE_LIST list() { return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data()); }

private:
    std::vector<HANDLE> handles_;
    std::vector<unsigned char> memory_;
};

/// Lets a whole process stand still or go on, by a call that Windows does not document but has had since XP.
void call_ntdll(const char *name, HANDLE process)
{
    using Call = LONG(WINAPI *)(HANDLE);
    const FARPROC found = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), name);
    if (!found || reinterpret_cast<Call>(reinterpret_cast<void *>(found))(process) < 0)
        throw Error(std::string(name) + " cannot be done here");
}

constexpr UINT code_of_killed = 0xA57;

} // namespace

std::string Exit::told() const
{
    return "exit code " + std::to_string(code);
}

class Process::Impl {
public:
    explicit Impl(const Options &options) : job_(make_job())
    {
        Pipe input(options.feed_input);
        Pipe output(options.read_output);
        input_ = kept(std::move(input.write_end));
        output_ = kept(std::move(output.read_end));
        start(options, std::move(input.read_end), std::move(output.write_end));
        if (output_)
            reader_ = std::thread([this] { read(); });
    }

    ~Impl()
    {
        TerminateJobObject(job_.get(), code_of_killed);
        WaitForSingleObject(process_.get(), INFINITE);
        if (reader_.joinable())
            reader_.join(); // nobody is left who could write
    }

    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    int pid() const { return static_cast<int>(GetProcessId(process_.get())); }
    bool running() const { return WaitForSingleObject(process_.get(), 0) == WAIT_TIMEOUT; }
    void kill() { TerminateProcess(process_.get(), code_of_killed); }

    void stop()
    {
        if (running())
            call_ntdll("NtSuspendProcess", process_.get());
    }

    void go_on()
    {
        if (running())
            call_ntdll("NtResumeProcess", process_.get());
    }

    std::optional<Exit> wait_for_exit(milliseconds timeout)
    {
        if (WaitForSingleObject(process_.get(), static_cast<DWORD>(std::max<long long>(timeout.count(), 0))) !=
            WAIT_OBJECT_0)
            return std::nullopt;
        DWORD code = 0;
        GetExitCodeProcess(process_.get(), &code);
        return Exit{static_cast<int>(code), 0};
    }

    std::optional<std::string> read_line(milliseconds timeout)
    {
        std::unique_lock lock(mutex_);
        const auto has_line = [this] { return unread_.find('\n') != std::string::npos; };
        came_.wait_for(lock, timeout, [&] { return ended_ || has_line(); });
        if (!has_line())
            return std::nullopt;
        const std::size_t end = unread_.find('\n');
        std::string line = unread_.substr(0, end);
        unread_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        return line;
    }

    void write_line(const std::string &line)
    {
        const std::string text = line + "\n";
        DWORD written = 0;
        if (!WriteFile(input_.get(), text.data(), static_cast<DWORD>(text.size()), &written, nullptr))
            throw Error("the process does not read any more: " + told(GetLastError()));
    }

private:
    void start(const Options &options, OwnedHandle input, OwnedHandle output)
    {
        if (!input)
            input = open_nothing(GENERIC_READ);
        const OwnedHandle log = open_log(options.log_file);
        STARTUPINFOEXW startup{};
        startup.StartupInfo.cb = sizeof startup;
        startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
        startup.StartupInfo.hStdInput = input.get();
        startup.StartupInfo.hStdOutput = output ? output.get() : log.get();
        startup.StartupInfo.hStdError = log.get();
        HandleList handles({input.get(), startup.StartupInfo.hStdOutput, log.get()});
        startup.lpAttributeList = handles.list();

        std::wstring line = command_line(options.command);
        std::wstring environment = environment_block(options.environment);
        PROCESS_INFORMATION made{};
        if (!CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE,
                            CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT | CREATE_NO_WINDOW |
                                EXTENDED_STARTUPINFO_PRESENT,
                            environment.data(), nullptr, &startup.StartupInfo, &made))
            throw Error("cannot start " + options.command.front() + ": " + told(GetLastError()));
        process_.reset(made.hProcess);
        const OwnedHandle thread(made.hThread);
        AssignProcessToJobObject(job_.get(), made.hProcess); // before it can have children
        ResumeThread(made.hThread);
    }

    /// On a thread of its own: a pipe here can't be waited at with a time-out.
    void read()
    {
        std::array<char, 4096> buffer{};
        DWORD count = 0;
        while (ReadFile(output_.get(), buffer.data(), static_cast<DWORD>(buffer.size()), &count, nullptr)) {
            const std::lock_guard lock(mutex_);
            unread_.append(buffer.data(), count);
            came_.notify_all();
        }
        const std::lock_guard lock(mutex_);
        ended_ = true;
        came_.notify_all();
    }

    OwnedHandle job_, process_, input_, output_;
    std::thread reader_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::string unread_;
    bool ended_ = false;
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
    impl_->kill();
}

void Process::stop()
{
    impl_->stop();
}

void Process::go_on()
{
    impl_->go_on();
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
