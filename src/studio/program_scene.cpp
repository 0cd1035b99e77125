// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/program_scene.h"

#include "studio/lookup.h"

#include <obs-frontend-api.h>

#include <chrono>
#include <utility>

namespace astro::studio {
namespace {

enum class Running {
    no,
    seen, ///< what is seen changes
    heard ///< what is seen has changed, what is heard still does
};

Running running()
{
    const OBSSourceAutoRelease transition = obs_get_output_source(0);
    if (!transition)
        return Running::no;
    if (const float passed = obs_transition_get_time(transition); passed < 1)
        return passed > 0 ? Running::seen : Running::no;
    const OBSSourceAutoRelease next = obs_transition_get_source(transition, OBS_TRANSITION_SOURCE_B);
    return next ? Running::heard : Running::no;
}

/// OBS hears at most a second late.
constexpr std::chrono::seconds longest_echo{2};

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
    // One that is on air still, while another one waits: only the preview is left to put right, after OBS.
    if (must_wait() || wanted == lookup::program_scene()) {
        waiting_ = wanted;
        look_again();
        return true;
    }
    waiting_.clear();
    if (obs_frontend_preview_program_mode_active() && preview_.empty())
        preview_ = lookup::preview_scene();
    obs_frontend_set_current_scene(scene);
    return true;
}

bool ProgramScene::must_wait()
{
    switch (running()) {
    case Running::no:
        break;
    case Running::seen:
        echo_ends_.reset();
        return obs_frontend_preview_program_mode_active(); // where OBS would refuse
    case Running::heard:
        // A transition that starts now sets out from the scene of before the last one: a jump on air.
        const auto now = std::chrono::steady_clock::now();
        if (!echo_ends_)
            echo_ends_ = now + longest_echo;
        if (now < *echo_ends_)
            return true;
        break; // a transition that forgets the sound never ends
    }
    echo_ends_.reset();
    return false;
}

void ProgramScene::look_again()
{
    if (!std::exchange(looking_, true))
        ui_.post_later([this] {
            looking_ = false;
            if (!waiting_.empty())
                transition_ended();
        });
}

void ProgramScene::transition_ended()
{
    if (!waiting_.empty()) {
        if (must_wait()) {
            look_again();
            return;
        }
        const std::string wanted = std::exchange(waiting_, {});
        if (wanted != name() && switch_to(wanted))
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
