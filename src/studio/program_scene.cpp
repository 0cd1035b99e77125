// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/program_scene.h"

#include "studio/lookup.h"

#include <obs-frontend-api.h>

#include <utility>

namespace astro::studio {
namespace {

/// As OBS's own check, which lets it refuse a switch in studio mode.
bool transition_runs()
{
    const OBSSourceAutoRelease transition = obs_get_output_source(0);
    const float passed = transition ? obs_transition_get_time(transition) : 1;
    return passed > 0 && passed < 1;
}

} // namespace

std::string ProgramScene::name() const
{
    return waiting_.empty() ? lookup::program_scene() : waiting_;
}

bool ProgramScene::switch_to(const std::string &wanted)
{
    const OBSSourceAutoRelease scene = lookup::scene(wanted);
    if (!scene || wanted == name())
        return scene;
    const bool studio_mode = obs_frontend_preview_program_mode_active();
    if (studio_mode && transition_runs()) {
        waiting_ = wanted;
        return true;
    }
    waiting_.clear();
    if (studio_mode && preview_.empty())
        preview_ = lookup::preview_scene();
    if (wanted != lookup::program_scene())
        obs_frontend_set_current_scene(scene);
    return true;
}

void ProgramScene::transition_ended()
{
    if (const std::string wanted = std::exchange(waiting_, {}); !wanted.empty()) {
        switch_to(wanted);
        return;
    }
    const std::string seen = std::exchange(preview_, {});
    if (seen.empty() || !obs_frontend_preview_program_mode_active() || seen == lookup::preview_scene())
        return;
    if (const OBSSourceAutoRelease scene = lookup::scene(seen))
        obs_frontend_set_current_preview_scene(scene);
}

void ProgramScene::renamed(const std::string &from, const std::string &to)
{
    for (std::string *name : {&waiting_, &preview_}) {
        if (*name == from)
            *name = to;
    }
}

void ProgramScene::forget()
{
    waiting_.clear();
    preview_.clear();
}

} // namespace astro::studio
