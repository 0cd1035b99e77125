// SPDX-License-Identifier: GPL-2.0-or-later
// Loaded before all else (LD_PRELOAD), it keeps a program from finding the library that ASTRO_TEST_WITHOUT names, as if
// that were not installed. (OBS 32 opens a box about one that it finds and can't open.)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

int glob(const char *pattern, int flags, int (*on_error)(const char *, int), glob_t *found)
{
    static int (*of_system)(const char *, int, int (*)(const char *, int), glob_t *);
    if (!of_system)
        *(void **)&of_system = dlsym(RTLD_NEXT, "glob");
    const int result = of_system(pattern, flags, on_error, found);
    const char *without = getenv("ASTRO_TEST_WITHOUT");
    if (result != 0 || !without)
        return result;
    size_t kept = 0;
    for (size_t i = 0; i < found->gl_pathc; ++i) {
        if (strstr(found->gl_pathv[i], without))
            free(found->gl_pathv[i]); // as globfree() does
        else
            found->gl_pathv[kept++] = found->gl_pathv[i];
    }
    found->gl_pathv[kept] = NULL;
    found->gl_pathc = kept;
    return 0;
}
