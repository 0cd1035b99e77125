// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/scene_choice.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace astro::studio {

std::optional<std::string> SceneSteps::next(const std::vector<std::string> &scenes, const std::string &on_air)
{
    if (scenes.empty())
        return std::nullopt;
    std::size_t &place = places_.try_emplace(scenes, 0).first->second;
    if (scenes[place] != on_air)
        place = static_cast<std::size_t>(std::find(scenes.begin(), scenes.end(), on_air) - scenes.begin());
    place = place + 1 < scenes.size() ? place + 1 : 0;
    return scenes[place];
}

void SceneSteps::rename(const rules::Rename &rename)
{
    if (rename.of != rules::Rename::Of::source)
        return;
    for (auto &[scenes, place] : std::exchange(places_, {})) {
        auto renamed = scenes;
        for (std::string &scene : renamed)
            rename.follow(scene);
        places_.emplace(std::move(renamed), place);
    }
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
