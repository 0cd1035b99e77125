// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

/// The names in OBS of those of our hotkeys that let rules run: scripts and the keys that are set know them.
namespace astro::studio {

/// And then the rule's name.
inline constexpr std::string_view fire_hotkey = "obs_astro.fire.";
inline constexpr std::string_view replay_hotkey = "obs_astro.replay_last";

/// A rule that pressed one might run itself without end. That rules run each other in a circle is noticed only where
/// one asks for the other by its name.
constexpr bool runs_rules(std::string_view hotkey)
{
    return hotkey == replay_hotkey || hotkey.substr(0, fire_hotkey.size()) == fire_hotkey;
}

} // namespace astro::studio
