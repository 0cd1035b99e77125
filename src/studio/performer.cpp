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
    if (const OBSSceneItem on_air = lookup::item_on_air(target.scene, target.source); on_air && on_air != item)
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
    return true;
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

std::optional<std::string> Performer::read(const Target &target) const
{
    switch (target.kind) {
    case Target::Kind::program_scene:
        return program_.name();
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
        return program_.switch_to(value);
    case Target::Kind::item_visible:
        return set_visibility(target, value == shown);
    case Target::Kind::source_text:
        return set_text(target, value);
    }
    return false;
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
}

void Performer::clear()
{
    ledger_.clear();
    program_.forget();
}

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
