// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace astro::studio {

/// A whole number below the one that is given, which is not 0.
using Draw = std::function<std::size_t(std::size_t)>;

/// The scene after the one on air, and after the last the first; the first when none of them is on air.
/// @return nothing when there are none.
std::optional<std::string> next_scene_of(const std::vector<std::string> &scenes, const std::string &on_air);

/// Any but the one on air. One that stands there twice comes twice as often.
/// @return nothing when there is no other.
std::optional<std::string> random_scene_of(const std::vector<std::string> &scenes, const std::string &on_air,
                                           const Draw &draw);

} // namespace astro::studio
