// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/program_scene.h"

#include "studio/actions/lookup.h"
#include "studio/guarded.h"

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
/// Likewise, until OBS has put back what it had in place of the streamer's transition.
constexpr int frames_of_an_end = 2;
/// OBS hears at most a second late.
constexpr std::chrono::seconds longest_sound{2};

using Since = std::optional<std::chrono::steady_clock::time_point>;

void keep_since(Since &since, bool holds)
{
    if (!holds)
        since.reset();
    else if (!since)
        since = std::chrono::steady_clock::now();
}

bool is_long_since(const Since &since)
{
    return since && std::chrono::steady_clock::now() - *since > longest_sound;
}

bool studio_mode()
{
    return obs_frontend_preview_program_mode_active();
}

} // namespace

ProgramScene::Moment::Moment(ProgramScene &program, bool can_switch) : program_(program)
{
    if (can_switch)
        program_.next_ = Switch{program_.name_in_obs(), {}};
}

ProgramScene::Moment::~Moment()
{
    // Forgotten before: a script that hears of the switch may let other tasks run.
    if (const auto next = std::exchange(program_.next_, std::nullopt))
        guarded("a scene switch", [&] { program_.switch_now(*next); });
}

std::string ProgramScene::name() const
{
    return next_ ? next_->scene : name_in_obs();
}

std::string ProgramScene::previous() const
{
    std::string now = name_in_obs();
    if (next_ && next_->scene != now)
        return now;
    return now == on_air_ ? previous_ : on_air_; // else OBS has not told of it yet
}

void ProgramScene::changed()
{
    unsettle();
    std::string now = name_in_obs();
    if (now == on_air_)
        return;
    previous_ = std::exchange(on_air_, std::move(now));
}

std::string ProgramScene::name_in_obs() const
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

bool ProgramScene::ready(const SceneTransition &with) const
{
    const Running now = running();
    if (!with.is_streamers() && (now != Running::no || !settled_))
        return false; // OBS takes no transition of a scene's own while it is with one
    switch (now) {
    case Running::no:
        return with.is_streamers() || !transition_is_overridden() || is_long_since(overridden_since_);
    case Running::begun:
        return !studio_mode() || frames_at_beginning_ >= frames_of_a_beginning;
    case Running::seen:  // OBS refuses
    case Running::black: // the streamer wants nothing to be seen
        return !studio_mode();
    case Running::heard:
        return is_long_since(heard_since_);
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
    quiet_frames_ = now == Running::no ? quiet_frames_ + 1 : 0;
    settled_ = settled_ || quiet_frames_ > frames_of_an_end;
    keep_since(heard_since_, now == Running::heard);
    keep_since(overridden_since_, now == Running::no && transition_is_overridden());
}

bool ProgramScene::switch_to(const std::string &wanted)
{
    if (!lookup::scene(wanted))
        return false;
    if (next_)
        next_ = Switch{wanted, with_};
    else
        switch_now({wanted, with_});
    return true;
}

std::optional<std::string> ProgramScene::preview() const
{
    return studio_mode() ? std::optional(lookup::preview_scene()) : std::nullopt;
}

bool ProgramScene::show_in_preview(const std::string &name)
{
    const OBSSourceAutoRelease scene = lookup::scene(name);
    if (!scene || !studio_mode())
        return false;
    if (!preview_.empty())
        preview_ = name; // a switch is under way, and OBS may change the preview at its end
    obs_frontend_set_current_preview_scene(scene);
    return true;
}

void ProgramScene::switch_now(const Switch &to)
{
    const OBSSourceAutoRelease scene = lookup::scene(to.scene);
    const std::string before = name_in_obs();
    if (!scene || to.scene == before)
        return;
    if (studio_mode()) {
        if (preview_.empty())
            preview_ = lookup::preview_scene();
        left_ = before;
    }
    unsettle();
    const TransitionOverride with(scene, to.with);
    obs_frontend_set_current_scene(scene);
}

void ProgramScene::unsettle()
{
    settled_ = false;
    quiet_frames_ = 0;
}

void ProgramScene::transition_ended()
{
    unsettle();
    frames_at_beginning_ = 0;
    const std::string before = std::exchange(preview_, {});
    // Else OBS left it alone, or the streamer has chosen another one.
    if (before.empty() || !studio_mode() || lookup::preview_scene() != left_)
        return;
    if (const OBSSourceAutoRelease scene = lookup::scene(before))
        obs_frontend_set_current_preview_scene(scene);
}

void ProgramScene::renamed(const rules::Rename &rename)
{
    if (rename.of != rules::Rename::Of::source)
        return;
    for (std::string *name : {&left_, &preview_, &on_air_, &previous_})
        rename.follow(*name);
}

void ProgramScene::forget()
{
    *this = {};
}

} // namespace astro::studio
