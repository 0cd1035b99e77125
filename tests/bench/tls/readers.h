// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tls/flood.h"

/// Both read `count` notifications from the flood. @return how long that took, from the flood's first byte
std::chrono::duration<double> read_to_the_rules(Flood &flood, std::size_t count, const std::filesystem::path &ca_file);
/// websocketpp's own client, with its own sockets and TLS, that does nothing with what it reads.
std::chrono::duration<double> read_and_drop(Flood &flood, std::size_t count, const std::filesystem::path &ca_file);
