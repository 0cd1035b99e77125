// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace astro::rules {

/// What came of events and matches, since the engine was made.
struct EngineCounts {
    std::uint64_t events = 0;  ///< given in, but for what is for_its_topic_only
    std::uint64_t matched = 0; ///< rules that matched an event, whatever came of it
    std::uint64_t cooling = 0; ///< matches dropped for a cooldown
    std::uint64_t dropped = 0; ///< matches dropped because a queue was full or cleared, or that had to make room in one
    std::uint64_t by_gate = 0; ///< matches dropped for `every`, `chance`, `first_of` or the guard
    std::uint64_t left_out = 0; ///< actions not done because too much waited to be undone
    std::uint64_t done = 0;     ///< rules whose actions were given out
};

} // namespace astro::rules
