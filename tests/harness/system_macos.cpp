// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/system.h"

#include "harness/waiting.h"

#include <fcntl.h>
#include <mach-o/dyld.h>
#include <unistd.h>

#include <cstdint>
#include <string>

namespace harness::system {

std::filesystem::path own_program()
{
    std::uint32_t size = 0;
    ::_NSGetExecutablePath(nullptr, &size); // tells how long it is
    std::string name(size, '\0');
    if (::_NSGetExecutablePath(name.data(), &size) != 0)
        throw Error("cannot tell where this program is");
    return std::filesystem::canonical(name.c_str());
}

bool make_pipe(std::array<int, 2> &ends)
{
    if (::pipe(ends.data()) != 0)
        return false;
    for (const int end : ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    return true;
}

/// Another thread may have made a pipe, and not yet said that it is not for others, when the child began: its program
/// gets nothing but the three streams.
bool set_up_child()
{
    for (int open = STDERR_FILENO + 1; open < ::getdtablesize(); ++open)
        ::fcntl(open, F_SETFD, FD_CLOEXEC); // fails where nothing is open
    return true;
}

} // namespace harness::system
