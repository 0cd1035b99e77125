// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/options.h"

#include <string>
#include <vector>

namespace bench {

/// What reacts to the gateway's events.
struct Contender {
    const char *name;
    bool plugin;           ///< obs-astro in OBS
    const char *bridge;    ///< the bridge's way; "": there is no bridge
    int switcher_interval; ///< ms between two looks of Advanced Scene Switcher; 0: it is not there
    bool reacts;           ///< else it is what the others are weighed against
};

/// All of them, in the order in which they take turns.
const std::vector<Contender> &contenders();

/// Why it can't be had with these options; "" when it can.
std::string missing(const Contender &contender, const Options &options);

} // namespace bench
