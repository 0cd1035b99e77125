// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on what OBS makes of the program: recording, replay, virtual camera, pictures.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"

#include <obs-frontend-api.h>

namespace astro::studio {
namespace {

const Problem not_recording{"Problem.NotRecording", {}};
const Problem no_virtual_camera{"Problem.NoVirtualCamera", {}};

bool has_virtual_camera()
{
    const OBSOutputAutoRelease output = obs_frontend_get_virtualcam_output();
    return output != nullptr;
}

std::optional<Problem> start_recording(Doing &)
{
    if (!obs_frontend_recording_active())
        obs_frontend_recording_start(); // where that fails, OBS says why
    return std::nullopt;
}

std::optional<Problem> stop_recording(Doing &)
{
    if (!obs_frontend_recording_active())
        return not_recording;
    obs_frontend_recording_stop();
    return std::nullopt;
}

std::optional<Problem> set_paused(bool paused)
{
    if (!obs_frontend_recording_active())
        return not_recording;
    if (obs_frontend_recording_paused() == paused)
        return std::nullopt;
    obs_frontend_recording_pause(paused);
    // Not one that shares its encoder with the stream.
    if (obs_frontend_recording_paused() != paused)
        return Problem{"Problem.CanNotPause", {}};
    return std::nullopt;
}

std::optional<Problem> pause_recording(Doing &)
{
    return set_paused(true);
}

std::optional<Problem> resume_recording(Doing &)
{
    return set_paused(false);
}

std::optional<Problem> save_replay(Doing &)
{
    if (!obs_frontend_replay_buffer_active())
        return Problem{"Problem.NoReplayBuffer", {}};
    obs_frontend_replay_buffer_save();
    return std::nullopt;
}

std::optional<Problem> start_virtual_camera(Doing &)
{
    if (!has_virtual_camera())
        return no_virtual_camera;
    if (!obs_frontend_virtualcam_active())
        obs_frontend_start_virtualcam();
    return std::nullopt;
}

std::optional<Problem> stop_virtual_camera(Doing &)
{
    if (!has_virtual_camera())
        return no_virtual_camera;
    if (obs_frontend_virtualcam_active())
        obs_frontend_stop_virtualcam();
    return std::nullopt;
}

std::optional<Problem> screenshot(Doing &doing)
{
    const std::string name = doing.text("source");
    if (name.empty()) {
        obs_frontend_take_screenshot();
        return std::nullopt;
    }
    const OBSSourceAutoRelease source = lookup::source(name);
    if (!source)
        return Problem{"Problem.NoSource", {name}};
    if ((obs_source_get_output_flags(source) & OBS_SOURCE_VIDEO) == 0)
        return Problem{"Problem.WrongKind.Picture", {name}};
    obs_frontend_take_source_screenshot(source);
    return std::nullopt;
}

} // namespace

const ActionFamily &output_actions()
{
    static const ActionFamily family{{{"start_recording", start_recording, When::own_turn},
                                      {"stop_recording", stop_recording, When::own_turn},
                                      {"pause_recording", pause_recording, When::own_turn},
                                      {"resume_recording", resume_recording, When::own_turn},
                                      {"save_replay", save_replay, When::own_turn},
                                      {"start_virtual_camera", start_virtual_camera, When::own_turn},
                                      {"stop_virtual_camera", stop_virtual_camera, When::own_turn},
                                      {"screenshot", screenshot, When::own_turn}},
                                     {}};
    return family;
}

} // namespace astro::studio
