// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace astro_sim {

/// Random, lower case; 24 digits make an id of an event or a room.
std::string random_hex(std::size_t digits);

/// As the gateway's envelopes have it: 48 bits of time and 80 random ones, in Crockford's base 32.
std::string new_ulid();

/// UTC as RFC 3339, "2025-05-03T05:15:46Z", or with milliseconds, "2025-05-03T05:15:46.811Z".
std::string timestamp();
std::string timestamp_ms();

} // namespace astro_sim
