// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/performer.h"

#include "studio/locale.h"
#include "studio/lookup.h"

#include <obs-frontend-api.h>
#include <obs.hpp>

#include <map>
#include <optional>
#include <string_view>

namespace astro::studio {
namespace {

constexpr const char *shown = "1";
constexpr const char *hidden = "0";

/// Where a target stands now; nothing when it is not in this scene collection.
std::optional<std::string> read(const Target &target)
{
    switch (target.kind) {
    case Target::Kind::program_scene:
        return lookup::program_scene();
    case Target::Kind::item_visible:
        if (const OBSSceneItem item = lookup::item(target.scene, target.source))
            return obs_sceneitem_visible(item) ? shown : hidden;
        return std::nullopt;
    case Target::Kind::source_text:
        if (const OBSSourceAutoRelease source = lookup::source(target.source)) {
            const OBSDataAutoRelease settings = obs_source_get_settings(source);
            return obs_data_get_string(settings, "text");
        }
        return std::nullopt;
    }
    return std::nullopt;
}

/// @return false when the target, or the scene to switch to, is not there.
bool write(const Target &target, const std::string &value)
{
    switch (target.kind) {
    case Target::Kind::program_scene: {
        const OBSSourceAutoRelease scene = lookup::scene(value);
        if (scene && value != lookup::program_scene())
            obs_frontend_set_current_scene(scene);
        return scene;
    }
    case Target::Kind::item_visible: {
        const OBSSceneItem item = lookup::item(target.scene, target.source);
        if (item)
            obs_sceneitem_set_visible(item, value == shown);
        return item;
    }
    case Target::Kind::source_text: {
        const OBSSourceAutoRelease source = lookup::source(target.source);
        if (source) {
            const OBSDataAutoRelease change = obs_data_create();
            obs_data_set_string(change, "text", value.c_str());
            obs_source_update(source, change);
        }
        return source;
    }
    }
    return false;
}

void restore(const PutBack &back)
{
    // Somebody else's change stays theirs.
    if (read(back.target) == back.expected)
        write(back.target, back.value);
}

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

void Performer::perform(const rules::Batch &batch)
{
    for (const rules::Command &command : batch)
        std::visit([this](const auto &one) { perform(one); }, command);
}

void Performer::perform(const rules::DoAction &command)
{
    const rules::Action &action = command.action;
    const Effect *effect = effect_of(action.type);
    if (!effect)
        return; // an action of a newer version: the engine has reported it
    const Target target = effect->target(action);
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
    if (const auto back = ledger_.release(command.id))
        restore(*back);
}

void Performer::put_back(const std::vector<PutBack> &left_over)
{
    for (const PutBack &back : left_over)
        restore(back);
}

void Performer::put_everything_back()
{
    put_back(ledger_.pending());
    ledger_.clear();
}

void Performer::report_missing(const std::string &rule, const char *problem_key, const std::vector<std::string> &names)
{
    const std::string line = text(Problem{problem_key, names});
    if (reported_.insert(rule + '\n' + line).second)
        blog(LOG_WARNING, "[obs-astro] %s", text("Log.RuleSkipped", {rule, line}).c_str());
}

} // namespace astro::studio
