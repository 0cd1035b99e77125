// SPDX-License-Identifier: GPL-2.0-or-later
// Preloaded into OBS by the benchmark: stands between the plugin and what it calls, and keeps the times in a page that
// the benchmark reads. The plugin itself has nothing in it for being measured.
#include "probe/page.h"

#include <obs.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <random>
#include <thread>

namespace {

std::int64_t clock_ns(clockid_t clock)
{
    timespec now{};
    ::clock_gettime(clock, &now);
    return std::int64_t{now.tv_sec} * 1000000000 + now.tv_nsec;
}

std::int64_t now_ns()
{
    return clock_ns(CLOCK_MONOTONIC);
}

ProbePage *open_page()
{
    const char *file = std::getenv(probe_page_variable);
    const int descriptor = file ? ::open(file, O_RDWR | O_CLOEXEC) : -1;
    if (descriptor < 0)
        return nullptr;
    void *memory = ::mmap(nullptr, sizeof(ProbePage), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    ::close(descriptor);
    return memory == MAP_FAILED ? nullptr : static_cast<ProbePage *>(memory);
}

/// Null where nobody measures.
ProbePage *page()
{
    static ProbePage *const one = open_page();
    return one;
}

/// The function that would have been called without us.
template <typename Function>
Function real(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// To look an address up takes long, and there are few that ask: the answer to the last one is kept.
bool is_the_plugins(const void *code)
{
    static thread_local const void *last = nullptr;
    static thread_local bool was = false;
    if (code == last)
        return was;
    Dl_info found{};
    last = code;
    was = ::dladdr(code, &found) != 0 && found.dli_fname && std::strstr(found.dli_fname, "obs-astro");
    return was;
}

bool on_ui_thread()
{
    static thread_local const bool is = ::gettid() == ::getpid();
    return is;
}

/// Its name is set when it begins, and not before its first call of ours: so that is looked at again.
bool on_client_thread()
{
    static thread_local int looks_left = 100;
    static thread_local bool is = false;
    if (is || looks_left == 0)
        return is;
    --looks_left;
    char name[16] = "";
    ::pthread_getname_np(::pthread_self(), name, sizeof name);
    return is = std::strcmp(name, "astro client") == 0;
}

std::atomic<std::int64_t> last_read{0};

void was_read(ssize_t bytes)
{
    if (bytes > 0 && on_client_thread())
        last_read = now_ns();
}

/// On the UI thread alone: what the plugin's tasks took since its event loop last looked for what comes next.
struct Turn {
    std::int64_t wall = 0, cpu = 0;
};
Turn turn;

void raise(std::atomic<std::int64_t> &most, std::int64_t time)
{
    if (time > most)
        most = time;
}

void turn_ends()
{
    ProbePage *const kept = page();
    if (!kept || !on_ui_thread())
        return;
    if (kept->forget_busy.exchange(false)) {
        for (auto *most : {&kept->longest_task, &kept->longest_task_cpu, &kept->longest_turn, &kept->longest_turn_cpu})
            *most = 0;
    } else {
        raise(kept->longest_turn, turn.wall);
        raise(kept->longest_turn_cpu, turn.cpu);
    }
    turn = {};
}

struct Watched {
    obs_task_t task;
    void *param;
};

void run_watched(void *param)
{
    const std::unique_ptr<Watched> watched(static_cast<Watched *>(param));
    ProbePage *const kept = page();
    const std::int64_t wall = now_ns(), cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    watched->task(watched->param);
    const std::int64_t took = now_ns() - wall, took_cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu;
    ++kept->tasks;
    raise(kept->longest_task, took);
    raise(kept->longest_task_cpu, took_cpu);
    turn.wall += took;
    turn.cpu += took_cpu;
}

using QueueTask = void (*)(obs_task_type, obs_task_t, void *, bool);

/// Queues empty tasks while they are wanted.
void queue_empty_tasks(ProbePage &kept)
{
    const auto queue = real<QueueTask>("obs_queue_task");
    std::mt19937 random(std::random_device{}());
    std::uniform_int_distribution<int> gap(20, 120);
    const auto run = [](void *param) {
        const std::unique_ptr<std::int64_t> queued(static_cast<std::int64_t *>(param));
        page()->empty_task.add(now_ns() - *queued);
    };
    for (;;) {
        std::this_thread::sleep_for(std::chrono::milliseconds(gap(random)));
        if (kept.empty_tasks_wanted)
            queue(OBS_TASK_UI, run, new std::int64_t(now_ns()), false);
    }
}

/// Not before OBS's UI is there: until then its queue loses what comes.
void begin_empty_tasks()
{
    static const bool begun = [] {
        if (page())
            std::thread([] { queue_empty_tasks(*page()); }).detach();
        return true;
    }();
    static_cast<void>(begun);
}

} // namespace

// What stands in the way of the calls.
#pragma GCC visibility push(default)
extern "C" {

void obs_queue_task(obs_task_type type, obs_task_t task, void *param, bool wait)
{
    static const auto next = real<QueueTask>("obs_queue_task");
    if (!page() || type != OBS_TASK_UI || !is_the_plugins(reinterpret_cast<const void *>(task)))
        return next(type, task, param, wait);
    begin_empty_tasks();
    next(type, run_watched, new Watched{task, param}, wait);
}

bool obs_sceneitem_set_visible(obs_sceneitem_t *item, bool visible)
{
    static const auto next = real<bool (*)(obs_sceneitem_t *, bool)>("obs_sceneitem_set_visible");
    const bool done = next(item, visible);
    if (page() && on_ui_thread() && is_the_plugins(__builtin_return_address(0))) {
        ++page()->items_set;
        if (const std::int64_t read = last_read.exchange(0))
            page()->frame_to_action.add(now_ns() - read);
    }
    return done;
}

int poll(pollfd *files, nfds_t count, int timeout)
{
    static const auto next = real<int (*)(pollfd *, nfds_t, int)>("poll");
    turn_ends();
    return next(files, count, timeout);
}

int ppoll(pollfd *files, nfds_t count, const timespec *timeout, const sigset_t *signals)
{
    static const auto next = real<int (*)(pollfd *, nfds_t, const timespec *, const sigset_t *)>("ppoll");
    turn_ends();
    return next(files, count, timeout, signals);
}

ssize_t recv(int socket, void *bytes, std::size_t size, int flags)
{
    static const auto next = real<ssize_t (*)(int, void *, std::size_t, int)>("recv");
    const ssize_t count = next(socket, bytes, size, flags);
    was_read(count);
    return count;
}

ssize_t recvmsg(int socket, msghdr *message, int flags)
{
    static const auto next = real<ssize_t (*)(int, msghdr *, int)>("recvmsg");
    const ssize_t count = next(socket, message, flags);
    was_read(count);
    return count;
}

} // extern "C"
#pragma GCC visibility pop
