// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on the scene that is on air, and on the one in studio mode's preview.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"
#include "studio/actions/program_scene.h"

#include <algorithm>

namespace astro::studio {
namespace {

const Target on_air{"program_scene", {}, {}, {}};
const Target in_preview{"preview_scene", {}, {}, {}};

std::optional<std::string> read_program(const Tools &tools, const Target &)
{
    return tools.program.name();
}

bool write_program(const Tools &tools, const Target &, const std::string &scene)
{
    return tools.program.switch_to(scene);
}

std::optional<std::string> read_preview(const Tools &tools, const Target &)
{
    return tools.program.preview();
}

bool write_preview(const Tools &tools, const Target &, const std::string &scene)
{
    return tools.program.show_in_preview(scene);
}

bool is_for_preview(const rules::Action &action)
{
    return action.text("to") == "preview";
}

/// The transition with which the action switches the scene on air.
std::optional<SceneTransition> transition_of(const rules::Action &action)
{
    if (is_for_preview(action))
        return std::nullopt;
    SceneTransition transition{action.text("transition"), action.time("transition_ms")};
    if (!transition.name.empty() && !lookup::transition(transition.name))
        transition.name.clear(); // told of as a problem; the scene is what matters
    return transition;
}

std::optional<Problem> put_on_air(Doing &doing, const std::string &scene)
{
    const ProgramScene::With with(doing.tools().program, transition_of(doing.action()).value_or(SceneTransition()));
    if (doing.change(on_air, scene))
        return std::nullopt;
    return Problem{"Problem.NoScene", {scene}};
}

std::optional<Problem> switch_scene(Doing &doing)
{
    const std::string scene = doing.text("scene");
    if (!is_for_preview(doing.action()))
        return put_on_air(doing, scene);
    if (doing.change(in_preview, scene))
        return std::nullopt;
    return Problem{"Problem.NoStudioMode", {scene}};
}

std::optional<Problem> previous_scene(Doing &doing)
{
    const std::string scene = doing.tools().program.previous();
    if (scene.empty() || !lookup::scene(scene))
        return Problem{"Problem.NoPreviousScene", {}};
    return put_on_air(doing, scene);
}

/// @param choose takes the scenes that are there, and the one on air.
template <class Choose>
std::optional<Problem> choose_scene(Doing &doing, Choose choose)
{
    std::vector<std::string> scenes = doing.action().list("scenes");
    const auto is_gone = [](const std::string &name) { return !lookup::scene(name); };
    const auto gone = std::find_if(scenes.begin(), scenes.end(), is_gone);
    const auto problem = gone == scenes.end() ? std::nullopt : std::optional(Problem{"Problem.NoScene", {*gone}});
    scenes.erase(std::remove_if(scenes.begin(), scenes.end(), is_gone), scenes.end());
    const auto chosen = choose(scenes, doing.tools().program.name());
    const auto failed = chosen ? put_on_air(doing, *chosen) : std::nullopt;
    return failed ? failed : problem;
}

std::optional<Problem> next_scene(Doing &doing)
{
    return choose_scene(
        doing, [&](const auto &scenes, const std::string &now) { return doing.tools().steps.next(scenes, now); });
}

std::optional<Problem> random_scene(Doing &doing)
{
    return choose_scene(doing, [&](const auto &scenes, const std::string &now) {
        return random_scene_of(scenes, now, doing.tools().draw);
    });
}

} // namespace

const ActionFamily &scene_actions()
{
    static const TargetKind program = [] {
        TargetKind kind{"program_scene", read_program, write_program};
        kind.named.value = true;
        kind.waits_for_program = true;
        return kind;
    }();
    static const TargetKind preview = [] {
        TargetKind kind{"preview_scene", read_preview, write_preview};
        kind.named.value = true;
        return kind;
    }();
    static const ActionFamily family{{{"switch_scene", switch_scene, When::with_program, transition_of},
                                      {"previous_scene", previous_scene, When::with_program, transition_of},
                                      {"next_scene", next_scene, When::with_program, transition_of},
                                      {"random_scene", random_scene, When::with_program, transition_of}},
                                     {program, preview}};
    return family;
}

} // namespace astro::studio
