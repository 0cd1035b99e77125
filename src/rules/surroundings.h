// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace astro::rules {

/// What rules need to know of OBS, as a value: told whenever it changes.
struct Surroundings {
    std::string program_scene; ///< on air; while a transition runs, the one that comes
    bool streaming = false;
    bool recording = false;

    friend bool operator==(const Surroundings &a, const Surroundings &b)
    {
        return a.program_scene == b.program_scene && a.streaming == b.streaming && a.recording == b.recording;
    }
};

} // namespace astro::rules
