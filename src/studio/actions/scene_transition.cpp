// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/scene_transition.h"

#include <obs-frontend-api.h>

namespace astro::studio {
namespace {

// Where OBS keeps a scene's own transition: OBSBasic::GetOverrideTransition.
constexpr const char *name_key = "transition";
constexpr const char *duration_key = "transition_duration";

std::string streamers_transition()
{
    const OBSSourceAutoRelease current = obs_frontend_get_current_transition();
    const char *name = current ? obs_source_get_name(current) : nullptr;
    return name ? name : "";
}

} // namespace

TransitionOverride::TransitionOverride(obs_source_t *scene, const SceneTransition &transition)
{
    if (transition.is_streamers())
        return;
    settings_ = obs_source_get_private_settings(scene);
    if (obs_data_has_user_value(settings_, name_key))
        name_ = obs_data_get_string(settings_, name_key);
    if (obs_data_has_user_value(settings_, duration_key))
        duration_ = obs_data_get_int(settings_, duration_key);

    const std::string own = name_.value_or("");
    const std::string usual = own.empty() ? streamers_transition() : own;
    const std::string wanted = transition.name.empty() ? usual : transition.name;
    obs_data_set_string(settings_, name_key, wanted.c_str());
    if (transition.duration.count() > 0)
        obs_data_set_int(settings_, duration_key, transition.duration.count());
    else if (wanted != own)
        obs_data_set_int(settings_, duration_key, obs_frontend_get_transition_duration());
}

TransitionOverride::~TransitionOverride()
{
    if (!settings_)
        return;
    if (name_)
        obs_data_set_string(settings_, name_key, name_->c_str());
    else
        obs_data_unset_user_value(settings_, name_key);
    if (duration_)
        obs_data_set_int(settings_, duration_key, *duration_);
    else
        obs_data_unset_user_value(settings_, duration_key);
}

bool transition_is_overridden()
{
    const OBSSourceAutoRelease on_air = obs_get_output_source(0);
    const OBSSourceAutoRelease streamers = obs_frontend_get_current_transition();
    return on_air && streamers && on_air != streamers;
}

} // namespace astro::studio
