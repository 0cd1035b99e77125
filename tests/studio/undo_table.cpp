// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/undo_table.h"

#include "studio/on_call.h"

namespace studio_test {
namespace {

using namespace things;

std::string quoted(const std::string &text)
{
    return astro::json::write_compact(text);
}

Json::Value input_named(const std::string &name)
{
    return object({{"inputName", name}});
}

Json::Value scene_named(const std::string &name)
{
    return object({{"sceneName", name}});
}

void add_items(std::vector<UndoRow> &rows)
{
    const auto row = [](const char *name, const char *type, bool first, const char *deletion) {
        UndoRow made;
        made.name = strange(name);
        const std::string holder = strange(std::string(name) + " holder"), source = strange(name);
        made.action = act(type, {{"scene", holder}, {"source", source}});
        made.states = {{{&shown, holder, source, {}, {}}, flag(first), flag(!first), flag(first)}};
        made.deletion = deletion;
        made.deleted = made.deletion == "RemoveInput" ? input_named(source) : scene_named(holder);
        made.deleted["sceneItemId"] = 1; // for RemoveSceneItem
        return made;
    };
    rows.push_back(row("show", "show_source", false, "RemoveInput"));
    rows.push_back(row("hide", "hide_source", true, "RemoveScene"));
    rows.push_back(row("toggle hidden", "toggle_source", false, "RemoveSceneItem"));
    rows.push_back(row("toggle shown", "toggle_source", true, "RemoveInput"));

    UndoRow in_group = row("in a group", "show_source", false, "RemoveInput");
    const std::string outer = in_group.action["scene"].asString(), group = strange("a group");
    in_group.states.front().thing.kind = &shown_in_group;
    in_group.states.front().thing.scene = group;
    in_group.surroundings = [=](SceneCollection &collection) { collection.scene(outer).place(outer, group); };
    rows.push_back(in_group);

    UndoRow nested = row("nested", "hide_source", true, "RemoveInput");
    const std::string outermost = nested.action["scene"].asString();
    const std::string middle = strange("middle"), inner = strange("inner");
    nested.states.front().thing.scene = inner;
    nested.surroundings = [=](SceneCollection &collection) {
        collection.scene(middle).place(middle, inner).scene(outermost).place(outermost, middle);
    };
    rows.push_back(nested);

    UndoRow everywhere = row("everywhere", "toggle_source", false, "RemoveScene");
    const std::string source = everywhere.action["source"].asString();
    const std::string ring = strange("ring");
    everywhere.action = act("toggle_source", {{"source", source}, {"everywhere", true}});
    // What is shown in one place is hidden in another.
    everywhere.states.push_back({{&shown, strange("everywhere too"), source, {}, {}}, "yes", "no", "yes", "yes"});
    everywhere.states.push_back({{&shown_in_group, ring, source, {}, {}}, "no", "yes", "no", "no"});
    everywhere.surroundings = [=](SceneCollection &collection) { collection.place(strange("everywhere too"), ring); };
    rows.push_back(everywhere);
}

void add_filters(std::vector<UndoRow> &rows)
{
    const auto row = [](const char *name, const char *type, bool first, const char *holder_kind) {
        UndoRow made;
        made.name = strange(name);
        const std::string holder = strange(name), grey = strange("grey");
        made.action = act(type, {{"source", holder}, {"filter", grey}});
        made.states = {{{&filter, {}, holder, grey, holder_kind}, flag(first), flag(!first), flag(first)}};
        return made;
    };
    UndoRow enable = row("enable", "enable_filter", false, "color_source");
    enable.deletion = "RemoveSourceFilter";
    enable.deleted = object({{"sourceName", strange("enable")}, {"filterName", strange("grey")}});
    UndoRow disable = row("disable", "disable_filter", true, "color_source");
    disable.deletion = "RemoveInput";
    disable.deleted = input_named(strange("disable"));
    UndoRow toggle = row("toggle a scene's", "toggle_filter", false, "scene");
    toggle.deletion = "RemoveScene";
    toggle.deleted = scene_named(strange("toggle a scene's"));
    rows.insert(rows.end(), {enable, disable, toggle});
    // A filter that is in no scene is deleted with its source when OBS loads the collection.
    for (UndoRow *one : {&rows[rows.size() - 3], &rows[rows.size() - 2]})
        one->surroundings = [source = one->name](SceneCollection &collection) { collection.place("Break", source); };
}

/// An action on one source's settings, or on its sound.
UndoRow of_source(const char *name, Json::Value action, const ThingKind &kind, const char *input,
                  std::vector<State> states)
{
    UndoRow made;
    made.name = strange(name);
    made.action = std::move(action);
    made.action["source"] = made.name;
    made.states = std::move(states);
    for (State &state : made.states) {
        state.thing.kind = &kind;
        state.thing.source = made.name;
        state.thing.input = input;
    }
    made.deletion = "RemoveInput";
    made.deleted = input_named(made.name);
    made.surroundings = [source = made.name](SceneCollection &collection) { collection.place("Break", source); };
    return made;
}

Thing key(const char *name)
{
    return {nullptr, {}, {}, name, {}};
}

void add_texts(std::vector<UndoRow> &rows)
{
    constexpr const char *text = "text_ft2_source_v2";
    rows.push_back(of_source("text", act("set_text", {{"text", "„now“ <b>\\n"}}), setting, text,
                             {{key("text"), quoted("\"before\" 名前"), quoted("„now“ <b>\\n"), quoted("mine")}}));
    rows.push_back(of_source("lines", act("append_text", {{"text", "three"}, {"lines", 2}}), setting, text,
                             {{key("text"), quoted("one\ntwo"), quoted("two\nthree"), quoted("one\ntwo\nmine")}}));
}

void add_settings(std::vector<UndoRow> &rows, const std::filesystem::path &folder)
{
    const auto file = [&](const char *name) {
        const auto path = folder / name;
        std::ofstream(path, std::ios::app).flush();
        return path.string();
    };
    const std::string before = file("before ü.png"), now = file("now 名.png"), mine = file("mine.png");
    rows.push_back(of_source("image", act("set_file", {{"file", now}}), setting, "image_source",
                             {{key("file"), quoted(before), quoted(now), quoted(mine)}}));

    const std::string sound = (folder / "sound.wav").string();
    write_wav(sound, 1);
    // An address, but none that leads out of this machine. The streamer chooses another one, and nothing else.
    const auto media = [&](const char *address) {
        return astro::json::write_compact(
            object({{"input", address}, {"is_local_file", false}, {"local_file", sound}}));
    };
    const std::string address = "file://" + sound;
    rows.push_back(of_source("media", act("set_file", {{"file", address}}), shown_file, "ffmpeg_source",
                             {{{},
                               astro::json::write_compact(object({{"is_local_file", true}, {"local_file", sound}})),
                               media(address.c_str()),
                               media("")}}));
    rows.push_back(of_source("browser", act("set_file", {{"file", "https://localhost/{user}"}}), shown_file,
                             "browser_source",
                             {{{},
                               "{}",
                               R"({"is_local_file":false,"url":"https://localhost/{user}"})",
                               R"({"is_local_file":false,"url":"mine"})"}}));

    rows.push_back(of_source("size", act("source_settings", {{"settings", object({{"width", 30}, {"height", 20}})}}),
                             setting, "color_source_v3",
                             {{key("width"), "60", "30", "7"}, {key("height"), "50", "20", "8"}}));
    rows.push_back(of_source(
        "parts", act("source_settings", {{"settings", object({{"outline", true}, {"font", object({{"size", 90}})}})}}),
        setting, "text_ft2_source_v2",
        {{key("outline"), "unset", "true", "false"},
         {key("font"), R"({"face":"DejaVu Sans","flags":0,"size":40,"style":"Book"})",
          R"({"face":"DejaVu Sans","flags":0,"size":90,"style":"Book"})",
          R"({"face":"DejaVu Sans","flags":0,"size":33,"style":"Book"})"}}));
}

void add_sound(std::vector<UndoRow> &rows)
{
    const auto row = [](const char *name, Json::Value action, const ThingKind &kind, State state) {
        return of_source(name, std::move(action), kind, "ffmpeg_source", {std::move(state)});
    };
    rows.push_back(row("mute", act("mute", {}), muted, {{}, "no", "yes", "no"}));
    rows.push_back(row("unmute", act("unmute", {}), muted, {{}, "yes", "no", "yes"}));
    rows.push_back(row("toggle sound", act("toggle_mute", {}), muted, {{}, "no", "yes", "no"}));
    rows.push_back(row("volume", act("set_volume", {{"volume_db", -20}}), volume, {{}, "-3", "-20", "-7"}));
    rows.push_back(
        row("fade", act("set_volume", {{"volume_db", -100}, {"fade_ms", 200}}), volume, {{}, "0", "-100", "-7"}));
}

void add_scenes(std::vector<UndoRow> &rows)
{
    const auto row = [](const char *name, Json::Value action, const ThingKind &kind, bool deletes_first) {
        UndoRow made;
        made.name = strange(name);
        const std::string from = strange(std::string(name) + " from"), to = strange(std::string(name) + " to");
        made.action = std::move(action);
        if (made.action.isMember("scene"))
            made.action["scene"] = to;
        if (made.action.isMember("scenes")) {
            made.action["scenes"].append(from);
            made.action["scenes"].append(to);
        }
        made.states = {{{&kind, {}, {}, {}, {}}, from, to, "Break"}};
        made.deletion = "RemoveScene";
        made.deleted = scene_named(deletes_first ? from : to);
        made.states.front().when_deleted = deletes_first ? to : "whatever OBS makes of it";
        return made;
    };
    rows.push_back(row("switch", act("switch_scene", {{"scene", ""}}), on_air, false));
    rows.push_back(row("switch by a fade",
                       act("switch_scene", {{"scene", ""}, {"transition", "Fade"}, {"transition_ms", 200}}), on_air,
                       true));
    rows.push_back(row("preview", act("switch_scene", {{"scene", ""}, {"to", "preview"}}), in_preview, true));
    rows.push_back(row("previous", act("previous_scene", {}), on_air, false));
    rows.push_back(row("next", act("next_scene", {{"scenes", Json::arrayValue}}), on_air, true));
    rows.push_back(row("random", act("random_scene", {{"scenes", Json::arrayValue}}), on_air, false));
}

} // namespace

std::vector<UndoRow> undo_rows(const std::filesystem::path &folder)
{
    std::vector<UndoRow> rows;
    add_items(rows);
    add_filters(rows);
    add_texts(rows);
    add_settings(rows, folder);
    add_sound(rows);
    add_scenes(rows);
    return rows;
}

} // namespace studio_test
