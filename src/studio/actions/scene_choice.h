// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rename.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace astro::studio {

/// A whole number below the one that is given, which is not 0.
using Draw = std::function<std::size_t(std::size_t)>;

/// Goes through lists of scenes. A scene may be in one twice, so which place of a list it came to last is remembered.
class SceneSteps {
public:
    /// The scene after the one on air, and after the last the first; the first when none of them is on air. Of a scene
    /// that is there twice, the place counts at which the list was left, or else the first.
    /// @return nothing when there are none.
    std::optional<std::string> next(const std::vector<std::string> &scenes, const std::string &on_air);
    void rename(const rules::Rename &rename);
    void clear() { places_.clear(); }

private:
    std::map<std::vector<std::string>, std::size_t> places_; ///< by list
};

/// Any but the one on air. One that stands there twice comes twice as often.
/// @return nothing when there is no other.
std::optional<std::string> random_scene_of(const std::vector<std::string> &scenes, const std::string &on_air,
                                           const Draw &draw);

} // namespace astro::studio
