// SPDX-License-Identifier: GPL-2.0-or-later
// Loaded before all else (LD_PRELOAD), it prints where a program crashed, of the thread that did: one that does so only
// now and then can't be asked again. The program ends as it would have without it.
#define _GNU_SOURCE
#include <execinfo.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { most_frames = 64, thread_name_size = 16 };

static void print(const char *text)
{
    const ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written; // there is nothing to be done about it
}

static void on_crash(int signal)
{
    char thread[thread_name_size] = "";
    prctl(PR_GET_NAME, thread);
    print("\nCrashed in the thread \"");
    print(thread);
    print("\":\n");
    void *frames[most_frames];
    backtrace_symbols_fd(frames, backtrace(frames, most_frames), STDERR_FILENO);
    raise(signal); // which is no longer handled
}

__attribute__((constructor)) static void begin(void)
{
    void *frame[1];
    backtrace(frame, 1); // loads what it needs, which a crash is no time for
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_crash;
    action.sa_flags = (int)SA_RESETHAND;
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; ++i)
        sigaction(crashes[i], &action, NULL);
}
