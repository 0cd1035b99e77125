// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// What is measured, and how long. All times in seconds.
struct Options {
    std::filesystem::path output = "bench-studio.json";
    std::filesystem::path bridge; ///< bridge.mjs with its packages beside it; "": there is none
    std::filesystem::path
        switcher; ///< Advanced Scene Switcher as a user's plugin: bin/64bit and data; "": there is none
    std::vector<std::string> contenders; ///< empty: all
    int starts = 5;                      ///< of OBS, for each contender
    int items = 100;                     ///< shown, at each start
    int scenes = 40;                     ///< switched to, at each start
    std::vector<int> bursts{20, 100, 1000, 10000};
    int idle = 60;
    int traffic = 0; ///< how long events keep coming, for memory; 0: not at all
    int pairs = 5;   ///< more starts and exits, with the plugin and without
};

/// @return nothing when the command line is wrong.
std::optional<Options> read_options(int count, char **arguments);

extern const char *const help;

} // namespace bench
