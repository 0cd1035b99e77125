// SPDX-License-Identifier: GPL-2.0-or-later
// Loaded before all else (LD_PRELOAD), it keeps a program from finding the library that ASTRO_TEST_WITHOUT names, as if
// that were not installed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

void *dlopen(const char *file, int flags)
{
    static void *(*of_system)(const char *, int);
    if (!of_system)
        *(void **)&of_system = dlsym(RTLD_NEXT, "dlopen");
    const char *without = getenv("ASTRO_TEST_WITHOUT");
    if (file && without && strstr(file, without))
        file = "/nonexistent"; // so that dlerror() has something to say
    return of_system(file, flags);
}
