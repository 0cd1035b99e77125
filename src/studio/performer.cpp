// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/performer.h"

#include "studio/locale.h"
#include "studio/lookup.h"

#include <obs-frontend-api.h>
#include <obs.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace astro::studio {
namespace {

constexpr const char *shown = "1";
constexpr const char *hidden = "0";

std::optional<std::string> visibility(const Target &target)
{
    if (const OBSSceneItem item = lookup::item(target.scene, target.source))
        return obs_sceneitem_visible(item) ? shown : hidden;
    return std::nullopt;
}

bool set_visibility(const Target &target, bool visible)
{
    const OBSSceneItem item = lookup::item(target.scene, target.source);
    if (!item)
        return false;
    obs_sceneitem_set_visible(item, visible);
    for (const OBSSceneItem &on_air : lookup::items_on_air(target.scene, target.source))
        obs_sceneitem_set_visible(on_air, visible);
    return true;
}

std::optional<std::string> text_of(const Target &target)
{
    const OBSSourceAutoRelease source = lookup::source(target.source);
    if (!source)
        return std::nullopt;
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    return obs_data_get_string(settings, "text");
}

bool set_text(const Target &target, const std::string &value)
{
    const OBSSourceAutoRelease source = lookup::source(target.source);
    if (!source)
        return false;
    const OBSDataAutoRelease change = obs_data_create();
    obs_data_set_string(change, "text", value.c_str());
    obs_source_update(source, change);
    for (const OBSSourceAutoRelease &on_air : lookup::sources_on_air(target.source))
        obs_source_update(on_air, change);
    return true;
}

/// Does something at the end of a block, however that ends.
template <typename Work>
class Finally {
public:
    explicit Finally(Work work) : work_(std::move(work)) {}
    ~Finally() { work_(); }
    Finally(const Finally &) = delete;
    Finally &operator=(const Finally &) = delete;

private:
    Work work_;
};

/// One row an action type: what it changes, and to what. `current` is where the target stands.
struct Effect {
    Target (*target)(const rules::Action &);
    std::string (*value)(const rules::Action &, const std::string &current);
    const char *missing; ///< the text for a target that is not there
};

Target item_of(const rules::Action &action)
{
    return {Target::Kind::item_visible, action.scene, action.source};
}

const Effect *effect_of(std::string_view type)
{
    static const std::map<std::string_view, Effect> effects = {
        {"switch_scene",
         {[](const rules::Action &) {
              return Target{Target::Kind::program_scene, {}, {}};
          },
          [](const rules::Action &action, const std::string &) { return action.scene; }, "Problem.NoScene"}},
        {"show_source",
         {item_of, [](const rules::Action &, const std::string &) { return std::string(shown); }, "Problem.NoItem"}},
        {"hide_source",
         {item_of, [](const rules::Action &, const std::string &) { return std::string(hidden); }, "Problem.NoItem"}},
        {"toggle_source",
         {item_of,
          [](const rules::Action &, const std::string &now) { return std::string(now == shown ? hidden : shown); },
          "Problem.NoItem"}},
        {"set_text",
         {[](const rules::Action &action) {
              return Target{Target::Kind::source_text, {}, action.source};
          },
          [](const rules::Action &action, const std::string &) { return action.text; }, "Problem.NoSource"}},
    };
    const auto found = effects.find(type);
    return found == effects.end() ? nullptr : &found->second;
}

} // namespace

std::optional<std::string> Performer::read(const Target &target) const
{
    switch (target.kind) {
    case Target::Kind::program_scene:
        return next_scene_ ? *next_scene_ : program_.name();
    case Target::Kind::item_visible:
        return visibility(target);
    case Target::Kind::source_text:
        return text_of(target);
    }
    return std::nullopt;
}

bool Performer::write(const Target &target, const std::string &value)
{
    switch (target.kind) {
    case Target::Kind::program_scene:
        return switch_to(value);
    case Target::Kind::item_visible:
        return set_visibility(target, value == shown);
    case Target::Kind::source_text:
        return set_text(target, value);
    }
    return false;
}

bool Performer::switch_to(const std::string &scene)
{
    if (!next_scene_)
        return program_.switch_to(scene);
    if (!lookup::scene(scene))
        return false;
    next_scene_ = scene;
    return true;
}

void Performer::restore(const PutBack &back)
{
    // Somebody else's change stays theirs.
    if (read(back.target) == back.expected)
        write(back.target, back.value);
}

void Performer::renamed(const std::string &from, const std::string &to)
{
    ledger_.rename(from, to);
    program_.renamed(from, to);
    waiting_.rename(from, to);
}

void Performer::clear()
{
    ledger_.clear();
    program_.forget();
    waiting_.clear();
    frames_.want(false);
}

void Performer::end()
{
    clear();
    frames_.end();
}

void Performer::perform(const rules::Batch &batch)
{
    if (waiting_.empty() && program_.ready())
        next_scene_ = program_.name();
    const Finally forget([this] { next_scene_.reset(); }); // whatever fails
    for (const rules::Command &command : batch)
        std::visit([this](const auto &one) { perform(one); }, command);
    // Forgotten before: a script that hears of the switch may let other tasks run.
    if (const auto scene = std::exchange(next_scene_, std::nullopt))
        program_.switch_to(*scene);
}

void Performer::perform(const rules::DoAction &command)
{
    const rules::Action &action = command.action;
    const Effect *effect = effect_of(action.type);
    if (!effect)
        return; // an action of a newer version: the engine has reported it
    const Target target = effect->target(action);
    if (must_wait(target)) {
        wait(command);
        return;
    }
    const auto current = read(target);
    const std::string value = current ? effect->value(action, *current) : std::string();
    if (!current || !write(target, value)) {
        report_missing(command.rule, effect->missing,
                       {action.source.empty() ? action.scene : action.source, action.scene});
        return;
    }
    if (action.hold.count() > 0)
        ledger_.hold(command.id, target, *current, value);
    else
        ledger_.keep(target);
}

void Performer::perform(const rules::UndoAction &command)
{
    if (waiting_.drop(command.id))
        return; // its time was over before OBS took it
    const auto target = ledger_.target_of(command.id);
    if (target && must_wait(*target))
        wait(command);
    else if (const auto back = ledger_.release(command.id))
        restore(*back);
}

bool Performer::must_wait(const Target &target) const
{
    return target.kind == Target::Kind::program_scene && !next_scene_;
}

void Performer::wait(const rules::Command &command)
{
    waiting_.add(command);
    frames_.want(true);
}

void Performer::do_what_waited()
{
    if (!waiting_.empty() && program_.ready())
        perform(waiting_.take());
    frames_.want(!waiting_.empty());
}

void Performer::frame_passed()
{
    program_.frame_passed();
    do_what_waited();
}

void Performer::transition_ended()
{
    program_.transition_ended();
    do_what_waited();
}

void Performer::put_back(const std::vector<PutBack> &left_over)
{
    for (const PutBack &back : left_over)
        restore(back);
}

void Performer::put_everything_back()
{
    for (const PutBack &back : ledger_.pending()) {
        if (back.target.kind == Target::Kind::program_scene && !program_.ready())
            continue;
        restore(back);
        ledger_.keep(back.target);
    }
}

void Performer::report_missing(const std::string &rule, const char *problem_key, const std::vector<std::string> &names)
{
    const std::string line = text(Problem{problem_key, names});
    if (reported_.insert(rule + '\n' + line).second)
        blog(LOG_WARNING, "[obs-astro] %s", text("Log.RuleSkipped", {rule, line}).c_str());
}

} // namespace astro::studio
