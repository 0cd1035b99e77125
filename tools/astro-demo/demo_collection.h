// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/harness/scene_collection.h"

#include <chrono>

namespace demo {

/// How long a rule of the demo holds what it changed.
inline constexpr std::chrono::milliseconds hold{3000};

/// What a streamer might have set up: a main scene with the latest follower, tip and gift, a scene for each alert, a
/// hidden shower of confetti, and the plugin's rules for a follow, a tip, a community gift and a raid.
harness::SceneCollection collection();

} // namespace demo
