// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/action_types.h"

#include "rules/rule.h"
#include "support/json.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace astro::rules {
namespace {

/// In the order of Family.
constexpr std::array<std::string_view, 9> family_words = {"scenes", "items", "filters", "text", "sources",
                                                          "audio",  "media", "outputs", "other"};

/// In the order of FieldKind.
constexpr std::array<FieldKindRow, 22> kinds = {{
    // kind, shape, names, is_template, missing
    {FieldKind::scene, Shape::text, Names::sources, false, "Problem.Rule.NoScene"},
    {FieldKind::scenes, Shape::list, Names::sources, false, "Problem.Rule.NoScenes"},
    {FieldKind::transition, Shape::text, Names::nothing, false, nullptr},
    {FieldKind::item, Shape::text, Names::sources, false, "Problem.Rule.NoSource"},
    {FieldKind::source, Shape::text, Names::sources, false, "Problem.Rule.NoSource"},
    {FieldKind::text_source, Shape::text, Names::sources, false, "Problem.Rule.NoSource"},
    {FieldKind::audio_source, Shape::text, Names::sources, false, "Problem.Rule.NoSource"},
    {FieldKind::media_source, Shape::text, Names::sources, false, "Problem.Rule.NoSource"},
    {FieldKind::browser_source, Shape::text, Names::sources, false, "Problem.Rule.NoSource"},
    {FieldKind::file_source, Shape::text, Names::sources, false, "Problem.Rule.NoSource"},
    {FieldKind::filter, Shape::text, Names::filters, false, "Problem.Rule.NoFilter"},
    {FieldKind::text, Shape::text, Names::nothing, true, nullptr},
    {FieldKind::file, Shape::text, Names::nothing, false, "Problem.Rule.NoFile"},
    {FieldKind::number, Shape::number, Names::nothing, false, nullptr},
    {FieldKind::time, Shape::time, Names::nothing, false, nullptr},
    {FieldKind::flag, Shape::flag, Names::nothing, false, nullptr},
    {FieldKind::choice, Shape::text, Names::nothing, false, nullptr},
    {FieldKind::amount, Shape::number_or_text, Names::nothing, true, "Problem.Rule.NoAmount"},
    {FieldKind::object, Shape::object, Names::nothing, false, "Problem.Rule.NoSettings"},
    {FieldKind::counter, Shape::text, Names::nothing, false, "Problem.Rule.NoCounter"},
    {FieldKind::hotkey, Shape::text, Names::nothing, false, "Problem.Rule.NoHotkey"},
    {FieldKind::rule, Shape::text, Names::rules, false, "Problem.Rule.NoRule"},
}};

Json::Value empty_value(Shape shape)
{
    switch (shape) {
    case Shape::list:
        return Json::arrayValue;
    case Shape::number:
    case Shape::time:
        return 0;
    case Shape::flag:
        return false;
    case Shape::object:
        return Json::objectValue;
    case Shape::text:
    case Shape::number_or_text:
        break;
    }
    return "";
}

} // namespace

std::string_view to_word(Family family)
{
    return family_words.at(static_cast<std::size_t>(family));
}

const std::vector<Family> &all_families()
{
    static const std::vector<Family> all = [] {
        std::vector<Family> families;
        for (std::size_t i = 0; i < family_words.size(); ++i)
            families.push_back(static_cast<Family>(i));
        return families;
    }();
    return all;
}

bool tells_of_missing_field(std::string_view problem)
{
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](const FieldKindRow &row) { return row.missing && problem == row.missing; });
}

const FieldKindRow &row_of(FieldKind kind)
{
    return kinds.at(static_cast<std::size_t>(kind));
}

ActionField optional(std::string_view name, FieldKind kind, const char *none)
{
    ActionField field{name, kind};
    field.fallback = empty_value(field.shape());
    field.none = none;
    return field;
}

ActionField required(std::string_view name, FieldKind kind)
{
    ActionField field = optional(name, kind);
    field.need = Need::required;
    return field;
}

ActionField required_unless(std::string_view flag, std::string_view name, FieldKind kind)
{
    ActionField field = optional(name, kind);
    field.need = Need::unless;
    field.unless = flag;
    return field;
}

ActionField number(std::string_view name, double least, double most, const char *suffix, double fallback)
{
    ActionField field = optional(name, FieldKind::number);
    field.least = least;
    field.most = most;
    field.suffix = suffix;
    field.fallback = json::number(fallback);
    return field;
}

ActionField count(std::string_view name, double least, double most, int fallback)
{
    ActionField field = number(name, least, most, "", fallback);
    field.counts = true;
    return field;
}

ActionField time(std::string_view name)
{
    ActionField field = optional(name, FieldKind::time);
    field.most = static_cast<double>(longest_time.count());
    return field;
}

ActionField flag(std::string_view name)
{
    return optional(name, FieldKind::flag);
}

ActionField choice(std::string_view name, std::vector<std::string_view> words)
{
    ActionField field = optional(name, FieldKind::choice);
    field.words = std::move(words);
    field.fallback = std::string(field.words.at(0));
    return field;
}

ActionField amount(std::string_view name, int fallback)
{
    ActionField field = optional(name, FieldKind::amount);
    field.fallback = fallback;
    return field;
}

const ActionField *ActionType::find(std::string_view member) const
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [member](const ActionField &field) { return field.name == member; });
    return found == fields.end() ? nullptr : &*found;
}

namespace {

std::vector<ActionType> make_action_types()
{
    const ActionField scene = required("scene", FieldKind::scene);
    const ActionField scenes = required("scenes", FieldKind::scenes);
    const ActionField transition = optional("transition", FieldKind::transition, "Field.transition.Streamers");
    const ActionField transition_ms = time("transition_ms");
    const ActionField to = choice("to", {"program", "preview"});
    const ActionField holder = required_unless("everywhere", "scene", FieldKind::scene);
    const ActionField everywhere = flag("everywhere");
    const ActionField item = required("source", FieldKind::item);
    const ActionField source = required("source", FieldKind::source);
    const ActionField filter = required("filter", FieldKind::filter);
    const ActionField text_source = required("source", FieldKind::text_source);
    const ActionField text = optional("text", FieldKind::text);
    const ActionField audio_source = required("source", FieldKind::audio_source);
    const ActionField volume = number("volume_db", -100, 26, " dB");
    const ActionField media_source = required("source", FieldKind::media_source);
    const ActionField source_or_program = optional("source", FieldKind::source, "Field.source.Program");
    const ActionField hotkey = required("hotkey", FieldKind::hotkey);
    const ActionField counter = required("counter", FieldKind::counter);
    const ActionField rule = required("rule", FieldKind::rule);
    const ActionField lines = count("lines", 1, 1000, 10);
    const ActionField file_source = required("source", FieldKind::file_source);
    const ActionField file = required("file", FieldKind::file);
    const ActionField browser_source = required("source", FieldKind::browser_source);
    const ActionField settings = required("settings", FieldKind::object);
    return {
        {"switch_scene", Family::scenes, {scene, transition, transition_ms, to}, Undoable::yes},
        {"previous_scene", Family::scenes, {transition, transition_ms}, Undoable::yes},
        {"next_scene", Family::scenes, {scenes, transition, transition_ms}, Undoable::yes},
        {"random_scene", Family::scenes, {scenes, transition, transition_ms}, Undoable::yes},
        {"show_source", Family::items, {holder, item, everywhere}, Undoable::yes},
        {"hide_source", Family::items, {holder, item, everywhere}, Undoable::yes},
        {"toggle_source", Family::items, {holder, item, everywhere}, Undoable::yes},
        {"enable_filter", Family::filters, {source, filter}, Undoable::yes},
        {"disable_filter", Family::filters, {source, filter}, Undoable::yes},
        {"toggle_filter", Family::filters, {source, filter}, Undoable::yes},
        {"set_text", Family::text, {text_source, text}, Undoable::yes},
        {"append_text", Family::text, {text_source, text, lines}, Undoable::yes},
        {"set_file", Family::sources, {file_source, file}, Undoable::yes},
        {"refresh_browser", Family::sources, {browser_source}, Undoable::no},
        {"source_settings", Family::sources, {source, settings}, Undoable::yes},
        {"mute", Family::audio, {audio_source}, Undoable::yes},
        {"unmute", Family::audio, {audio_source}, Undoable::yes},
        {"toggle_mute", Family::audio, {audio_source}, Undoable::yes},
        {"set_volume", Family::audio, {audio_source, volume, time("fade_ms")}, Undoable::yes},
        {"play_media", Family::media, {media_source}, Undoable::no},
        {"pause_media", Family::media, {media_source}, Undoable::no},
        {"stop_media", Family::media, {media_source}, Undoable::no},
        {"start_recording", Family::outputs, {}, Undoable::no},
        {"stop_recording", Family::outputs, {}, Undoable::no},
        {"pause_recording", Family::outputs, {}, Undoable::no},
        {"resume_recording", Family::outputs, {}, Undoable::no},
        {"save_replay", Family::outputs, {}, Undoable::no},
        {"start_virtual_camera", Family::outputs, {}, Undoable::no},
        {"stop_virtual_camera", Family::outputs, {}, Undoable::no},
        {"screenshot", Family::outputs, {source_or_program}, Undoable::no},
        {"press_hotkey", Family::other, {hotkey}, Undoable::no},
        {"count", Family::other, {counter, amount("add", 1)}, Undoable::no, Doer::engine},
        {"set_counter", Family::other, {counter, amount("value", 0)}, Undoable::no, Doer::engine},
        {"write_file", Family::other, {file, text, flag("append")}, Undoable::no, Doer::file},
        {"fire_rule", Family::other, {rule}, Undoable::no, Doer::engine, true},
    };
}

} // namespace

const std::vector<ActionType> &action_types()
{
    static const std::vector<ActionType> types = make_action_types();
    return types;
}

const ActionType *find_action_type(std::string_view word)
{
    // Asked for each action that is done.
    static const auto by_word = [] {
        std::unordered_map<std::string_view, const ActionType *> index;
        for (const ActionType &type : action_types())
            index.emplace(type.word, &type);
        return index;
    }();
    const auto found = by_word.find(word);
    return found == by_word.end() ? nullptr : found->second;
}

const std::vector<ActionField> &all_action_fields()
{
    static const std::vector<ActionField> all = [] {
        std::vector<ActionField> fields;
        for (const ActionType &type : action_types()) {
            for (const ActionField &field : type.fields) {
                if (std::none_of(fields.begin(), fields.end(),
                                 [&](const auto &known) { return known.name == field.name; }))
                    fields.push_back(field);
            }
        }
        return fields;
    }();
    return all;
}

} // namespace astro::rules
