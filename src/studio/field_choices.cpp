// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/field_choices.h"

#include "rules/action.h"
#include "studio/actions/lookup.h"
#include "studio/hotkey_names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace astro::studio {
namespace {

using rules::FieldKind;

std::optional<Problem> check_scene(const FieldOf &, const std::string &name)
{
    if (lookup::scene(name))
        return std::nullopt;
    return Problem{"Problem.NoScene", {name}};
}

std::optional<Problem> check_transition(const FieldOf &, const std::string &name)
{
    if (lookup::transition(name))
        return std::nullopt;
    return Problem{"Problem.NoTransition", {name}};
}

std::optional<Problem> check_source(const FieldOf &of, const std::string &name)
{
    const OBSSourceAutoRelease source = lookup::source(name);
    if (!source)
        return Problem{"Problem.NoSource", {name}};
    const FieldChoices &row = choices_of(of.field.kind);
    if (row.fits && !row.fits(source))
        return Problem{row.wrong_kind, {name}};
    return std::nullopt;
}

/// The action means the item in every scene, whatever scene it names.
bool is_in_any_scene(const FieldOf &of)
{
    const rules::ActionField *scene = rules::find_action_type(of.action.type)->find("scene");
    return !scene || !rules::is_needed(of.action, *scene);
}

/// A scene that is not there is told of by its own field.
std::optional<Problem> check_item(const FieldOf &of, const std::string &name)
{
    if (is_in_any_scene(of)) {
        if (auto problem = check_source(of, name); problem || !lookup::places(name).empty())
            return problem;
        return Problem{"Problem.NowhereInScenes", {name}};
    }
    const std::string scene = of.action.text("scene");
    if (!lookup::scene(scene) || lookup::place(scene, name))
        return std::nullopt;
    return Problem{"Problem.NoItem", {name, scene}};
}

/// A source that is not there is told of by its own field.
std::optional<Problem> check_filter(const FieldOf &of, const std::string &name)
{
    const std::string source = of.action.text("source");
    if (!lookup::source(source) || lookup::filter(source, name))
        return std::nullopt;
    return Problem{"Problem.NoFilter", {name, source}};
}

std::optional<Problem> check_hotkey(const FieldOf &, const std::string &name)
{
    if (runs_rules(name))
        return Problem{"Problem.HotkeyRunsRules", {name}};
    if (lookup::hotkey(name) != OBS_INVALID_HOTKEY_ID)
        return std::nullopt;
    return Problem{"Problem.NoHotkey", {name}};
}

std::optional<Problem> check_rule(const FieldOf &of, const std::string &name)
{
    const auto &all = of.rules.rules;
    if (std::any_of(all.begin(), all.end(), [&](const rules::Rule &rule) { return rule.name == name; }))
        return std::nullopt;
    return Problem{"Problem.NoRule", {name}};
}

std::vector<std::string> scenes(const FieldOf &)
{
    return lookup::scene_names();
}

std::vector<std::string> transitions(const FieldOf &)
{
    return lookup::transition_names();
}

std::vector<std::string> items(const FieldOf &of)
{
    return is_in_any_scene(of) ? lookup::all_source_names() : lookup::source_names(of.action.text("scene"));
}

std::vector<std::string> sources(const FieldOf &)
{
    return lookup::all_source_names();
}

std::vector<std::string> sources_that_fit(const FieldOf &of)
{
    return lookup::source_names_that(choices_of(of.field.kind).fits);
}

std::vector<std::string> filters(const FieldOf &of)
{
    return lookup::filter_names(of.action.text("source"));
}

std::vector<std::string> words(const FieldOf &of)
{
    return {of.field.words.begin(), of.field.words.end()};
}

std::vector<std::string> hotkeys(const FieldOf &)
{
    auto names = lookup::hotkey_names();
    names.erase(std::remove_if(names.begin(), names.end(), runs_rules), names.end());
    return names;
}

std::vector<std::string> rule_names(const FieldOf &of)
{
    std::vector<std::string> names;
    for (const rules::Rule &rule : of.rules.rules)
        names.push_back(rule.name);
    return names;
}

/// In the order of rules::FieldKind.
constexpr std::array<FieldChoices, 22> rows = {{
    {FieldKind::scene, Widget::list, scenes, check_scene},
    {FieldKind::scenes, Widget::several, scenes, check_scene},
    {FieldKind::transition, Widget::list, transitions, check_transition},
    {FieldKind::item, Widget::list, items, check_item},
    {FieldKind::source, Widget::list, sources, check_source},
    {FieldKind::text_source, Widget::list, sources_that_fit, check_source, lookup::is_text, "Problem.WrongKind.Text"},
    {FieldKind::audio_source, Widget::list, sources_that_fit, check_source, lookup::is_heard,
     "Problem.WrongKind.Audio"},
    {FieldKind::media_source, Widget::list, sources_that_fit, check_source, lookup::is_media,
     "Problem.WrongKind.Media"},
    {FieldKind::browser_source, Widget::list, sources_that_fit, check_source, lookup::is_browser,
     "Problem.WrongKind.Browser"},
    {FieldKind::file_source, Widget::list, sources_that_fit, check_source, lookup::shows_file,
     "Problem.WrongKind.File"},
    {FieldKind::filter, Widget::list, filters, check_filter},
    {FieldKind::text, Widget::text, nullptr, nullptr},
    {FieldKind::file, Widget::text, nullptr, nullptr},
    {FieldKind::number, Widget::number, nullptr, nullptr},
    {FieldKind::time, Widget::milliseconds, nullptr, nullptr},
    {FieldKind::flag, Widget::toggle, nullptr, nullptr},
    {FieldKind::choice, Widget::list, words, nullptr},
    {FieldKind::amount, Widget::text, nullptr, nullptr},
    {FieldKind::object, Widget::lines, nullptr, nullptr},
    {FieldKind::counter, Widget::text, nullptr, nullptr},
    {FieldKind::hotkey, Widget::list, hotkeys, check_hotkey},
    {FieldKind::rule, Widget::list, rule_names, check_rule},
}};

} // namespace

const FieldChoices &choices_of(FieldKind kind)
{
    return rows.at(static_cast<std::size_t>(kind));
}

std::vector<Problem> problems_in_obs(const FieldOf &of)
{
    std::vector<Problem> problems;
    const auto check = choices_of(of.field.kind).check;
    if (!check || !rules::is_filled(of.action, of.field))
        return problems;
    if (of.field.need == rules::Need::unless && !rules::is_needed(of.action, of.field))
        return problems; // it is written there still, and does not matter
    const bool several = of.field.shape() == rules::Shape::list;
    for (const std::string &name :
         several ? of.action.list(of.field.name) : std::vector<std::string>{of.action.text(of.field.name)}) {
        if (auto problem = check(of, name))
            problems.push_back(std::move(*problem));
    }
    return problems;
}

} // namespace astro::studio
