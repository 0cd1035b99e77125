// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/scene_choice.h"

#include <algorithm>

namespace astro::studio {

std::optional<std::string> next_scene_of(const std::vector<std::string> &scenes, const std::string &on_air)
{
    if (scenes.empty())
        return std::nullopt;
    const auto here = std::find(scenes.begin(), scenes.end(), on_air);
    const bool has_next = here != scenes.end() && here + 1 != scenes.end();
    return has_next ? *(here + 1) : scenes.front();
}

std::optional<std::string> random_scene_of(const std::vector<std::string> &scenes, const std::string &on_air,
                                           const Draw &draw)
{
    std::vector<std::string> others;
    std::copy_if(scenes.begin(), scenes.end(), std::back_inserter(others),
                 [&](const std::string &scene) { return scene != on_air; });
    return others.empty() ? std::nullopt : std::optional(others[draw(others.size())]);
}

} // namespace astro::studio
