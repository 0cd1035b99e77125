// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

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

/// What a rule's `only_while` can ask for.
struct Activity {
    std::string_view word;
    bool Surroundings::*on;
};
inline constexpr std::array<Activity, 2> activities = {{
    {"streaming", &Surroundings::streaming},
    {"recording", &Surroundings::recording},
}};

/// @return null for a word that this version does not know.
inline const Activity *find_activity(std::string_view word)
{
    const auto known =
        std::find_if(activities.begin(), activities.end(), [&](const Activity &one) { return one.word == word; });
    return known == activities.end() ? nullptr : &*known;
}

} // namespace astro::rules
