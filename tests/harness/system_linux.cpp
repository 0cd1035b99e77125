// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/system.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

namespace harness::system {

std::filesystem::path own_program()
{
    return std::filesystem::read_symlink("/proc/self/exe");
}

bool make_pipe(std::array<int, 2> &ends)
{
    return ::pipe2(ends.data(), O_CLOEXEC) == 0;
}

bool set_up_child()
{
    return ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
}

} // namespace harness::system
