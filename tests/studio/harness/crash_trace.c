// SPDX-License-Identifier: GPL-2.0-or-later
// Loaded before all else (LD_PRELOAD), it prints where a program crashed, of the thread that did and then of the
// others: one that does so only now and then can't be asked again. The program ends as it would have without it.
// Nothing here asks for memory, which may be what the crash broke.
#define _GNU_SOURCE
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { most_frames = 64, thread_name_size = 16, line_size = 128, listing_size = 4096, patience_ms = 200 };

static atomic_int printed;

static void print(const char *text)
{
    const ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written; // there is nothing to be done about it
}

static void print_frames(void)
{
    void *frames[most_frames];
    backtrace_symbols_fd(frames, backtrace(frames, most_frames), STDERR_FILENO);
}

static void on_asked(int signal)
{
    (void)signal;
    char thread[thread_name_size] = "";
    prctl(PR_GET_NAME, thread);
    print("Meanwhile in the thread \"");
    print(thread);
    print("\":\n");
    print_frames();
    atomic_fetch_add(&printed, 1);
}

static void ask(pid_t thread)
{
    const int before = atomic_load(&printed);
    if (syscall(SYS_tgkill, getpid(), thread, SIGUSR2) != 0)
        return;
    const struct timespec millisecond = {0, 1000000};
    for (int i = 0; i < patience_ms && atomic_load(&printed) == before; ++i)
        nanosleep(&millisecond, NULL);
}

static void ask_others(void)
{
    struct entry { // linux_dirent64
        uint64_t inode;
        int64_t offset;
        unsigned short length;
        unsigned char type;
        char name[];
    };
    _Alignas(struct entry) static char listing[listing_size];
    const int directory = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const pid_t self = (pid_t)syscall(SYS_gettid);
    long size = 0;
    while ((size = syscall(SYS_getdents64, directory, listing, sizeof listing)) > 0) {
        for (long at = 0; at < size;) {
            const struct entry *one = (const struct entry *)(listing + at);
            const pid_t thread = (pid_t)strtol(one->name, NULL, 10);
            if (thread > 0 && thread != self)
                ask(thread);
            at += one->length;
        }
    }
}

static void on_crash(int signal, siginfo_t *info, void *context)
{
    (void)context;
    char thread[thread_name_size] = "";
    char line[line_size];
    prctl(PR_GET_NAME, thread);
    snprintf(line, sizeof line, "\nCrashed in the thread \"%s\" (signal %d, address %p):\n", thread, signal,
             info->si_addr);
    print(line);
    print_frames();
    ask_others();
    print("End of the crash.\n");
    raise(signal); // which is no longer handled
}

__attribute__((constructor)) static void begin(void)
{
    void *frame[1];
    backtrace(frame, 1); // loads what it needs, which a crash is no time for
    struct sigaction asked;
    memset(&asked, 0, sizeof asked);
    asked.sa_handler = on_asked;
    asked.sa_flags = SA_RESTART;
    sigaction(SIGUSR2, &asked, NULL);
    struct sigaction crash;
    memset(&crash, 0, sizeof crash);
    crash.sa_sigaction = on_crash;
    crash.sa_flags = (int)SA_RESETHAND | SA_SIGINFO;
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; ++i)
        sigaction(crashes[i], &crash, NULL);
}
