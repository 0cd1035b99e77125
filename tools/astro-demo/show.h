// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/harness/obs_websocket.h"

#include <functional>
#include <string>
#include <vector>

namespace demo {

/// Something that OBS can be asked about.
struct Effect {
    std::string told; ///< "scene is \"Tip\""
    std::function<bool(harness::ObsWebSocket &)> seen;
};

Effect scene_is(const std::string &scene);
Effect shown(const std::string &scene, const std::string &source, bool visible = true);
Effect text_is(const std::string &source, const std::string &text);

/// One event and what must come of it.
struct Act {
    std::string name;
    std::string publish;          ///< astro-sim's shorthand
    std::vector<Effect> effects;  ///< soon
    std::vector<Effect> put_back; ///< after `hold`, not before
    std::string picture;          ///< a screenshot while the effects hold
};

std::vector<Act> acts();

/// Asks OBS until every effect was seen, and prints a line for each with the time since `begin`.
/// @return false, having said which, when one was not seen within `timeout`, or earlier than `not_before`.
bool watch(harness::ObsWebSocket &obs, const std::vector<Effect> &effects, harness::Clock::time_point begin,
           harness::milliseconds not_before, harness::milliseconds timeout, const std::string &prefix);

} // namespace demo
