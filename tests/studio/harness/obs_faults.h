// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

/// Faults of OBS and of its own plugins, which come now and then and without our plugin, too. Each is known by what is
/// in OBS's log, and so exactly that no fault of ours is taken for one of them.
namespace harness {

/// On a busy machine the thread for sound begins before it has what it is to read (libobs's audio_output_open), and OBS
/// crashes, seldom: long before it looks for plugins.
bool fell_at_sound(const std::string &log);

/// OBS 32.2 now and then keeps what is in a scene that obs-websocket renamed, at this start or the one before, and
/// crashes at its end.
bool fell_over_renamed_scene(const std::string &log, const std::string &log_before);

/// At OBS's end obs-websocket (5.1.0, and what came after) closes the socket it listens at in one thread, while its
/// other one, woken by that, may already ask for the next client: Asio allows no two threads at a socket, and the
/// latter finds a null pointer. With the closing thread held up for 0.3 ms it came once in 160 ends, by itself once in
/// some hundreds; a websocketpp server alone that is stopped in the same way falls, too. Known by crash_trace.c's
/// report: both threads of obs-websocket are there, and nothing of ours.
bool fell_at_closing_socket(const std::string &log);

} // namespace harness
