// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/program_scene.h"

#include "studio/lookup.h"

#include <obs-frontend-api.h>

#include <utility>

namespace astro::studio {
namespace {

enum class Running {
    no,
    begun, ///< nothing is seen of it yet: within a frame or two, or a T-bar that was put back
    seen,
    heard, ///< it is over for the eye, not for the ear
    black, ///< over, and nothing is on air: faded to black
};

/// What the transition that is on air is doing. `from` becomes the scene from which it sets out.
Running running(OBSSourceAutoRelease *from = nullptr)
{
    const OBSSourceAutoRelease transition = obs_get_output_source(0);
    if (!transition || obs_source_get_type(transition) != OBS_SOURCE_TYPE_TRANSITION)
        return Running::no;
    const float passed = obs_transition_get_time(transition);
    OBSSourceAutoRelease first = obs_transition_get_source(transition, OBS_TRANSITION_SOURCE_A);
    const OBSSourceAutoRelease active = obs_transition_get_active_source(transition);
    const bool over = active == first;
    const bool nothing = !first;
    if (from)
        *from = std::move(first);
    if (passed > 0 && passed < 1)
        return Running::seen;
    if (!over)
        return passed <= 0 ? Running::begun : Running::heard;
    return nothing ? Running::black : Running::no;
}

/// Two, and one for the turn that was under way.
constexpr int frames_of_a_beginning = 3;
/// OBS hears at most a second late.
constexpr std::chrono::seconds longest_sound{2};

bool studio_mode()
{
    return obs_frontend_preview_program_mode_active();
}

} // namespace

std::string ProgramScene::name() const
{
    std::string told = lookup::program_scene();
    if (!studio_mode())
        return told;
    // With the first movement of a T-bar OBS tells of the scene that it leads to, even if it is put back then.
    OBSSourceAutoRelease from;
    if (running(&from) != Running::begun || !from)
        return told;
    const std::string seen = obs_source_get_name(from);
    return lookup::scene(seen) ? seen : told;
}

bool ProgramScene::ready() const
{
    switch (running()) {
    case Running::no:
        break;
    case Running::begun:
        return !studio_mode() || frames_at_beginning_ >= frames_of_a_beginning;
    case Running::seen:  // OBS refuses
    case Running::black: // the streamer wants nothing to be seen
        return !studio_mode();
    case Running::heard:
        return heard_since_ && std::chrono::steady_clock::now() - *heard_since_ > longest_sound;
    }
    return true;
}

void ProgramScene::frame_passed()
{
    const Running now = running();
    if (now != Running::begun)
        frames_at_beginning_ = 0;
    else if (frames_at_beginning_ < frames_of_a_beginning)
        ++frames_at_beginning_;
    if (now != Running::heard)
        heard_since_.reset();
    else if (!heard_since_)
        heard_since_ = std::chrono::steady_clock::now();
}

bool ProgramScene::switch_to(const std::string &wanted)
{
    const OBSSourceAutoRelease scene = lookup::scene(wanted);
    if (!scene)
        return false;
    const std::string before = name();
    if (wanted == before)
        return true;
    if (studio_mode()) {
        if (preview_.empty())
            preview_ = lookup::preview_scene();
        left_ = before;
    }
    obs_frontend_set_current_scene(scene);
    return true;
}

void ProgramScene::transition_ended()
{
    frames_at_beginning_ = 0;
    const std::string before = std::exchange(preview_, {});
    // Else OBS left it alone, or the streamer has chosen another one.
    if (before.empty() || !studio_mode() || lookup::preview_scene() != left_)
        return;
    if (const OBSSourceAutoRelease scene = lookup::scene(before))
        obs_frontend_set_current_preview_scene(scene);
}

void ProgramScene::renamed(const std::string &from, const std::string &to)
{
    for (std::string *name : {&left_, &preview_}) {
        if (*name == from)
            *name = to;
    }
}

void ProgramScene::forget()
{
    *this = {};
}

} // namespace astro::studio
