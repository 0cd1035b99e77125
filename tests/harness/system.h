// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <filesystem>

/// In what Linux and macOS are not alike; system_linux.cpp and system_macos.cpp are the places for it.
namespace harness::system {

/// Where this program's file is.
std::filesystem::path own_program();

/// A pipe that no program has which a child becomes: its end to read from, and its end to write to.
/// @return false where there is none; errno says why.
bool make_pipe(std::array<int, 2> &ends);

/// Called by a child before it becomes a program, and does no more than a signal's handler may. Where the system can do
/// it, the child is killed when the thread that made it ends.
/// @return false where it fails; errno says why.
bool set_up_child();

} // namespace harness::system
