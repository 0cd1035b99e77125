// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/plugin_test.h"
#include "studio/sound.h"

#include "support/json.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

/// Everything that an action can change and put back: a row an action. It tells how to read the state and to change it
/// by hand, both by obs-websocket, and where it stands before, during and after.
namespace studio_test {

struct Thing;

/// A kind of thing in OBS. States are texts.
struct ThingKind {
    /// @throws Error when it is not there.
    std::string (*read)(ObsWebSocket &, const Thing &);
    /// As the streamer does.
    void (*write)(ObsWebSocket &, const Thing &, const std::string &state);
    /// Puts it into a collection in that state, with all that it needs to be there.
    void (*build)(SceneCollection &, const Thing &, const std::string &state);
    bool state_is_scene = false;
    bool part_is_filter = false;
};

struct Thing {
    const ThingKind *kind;
    std::string scene;  ///< a group, too
    std::string source; ///< a scene, too
    std::string part;   ///< a filter or a setting
    std::string input;  ///< of which kind the source is
};

/// A name of letters, signs and pictures of which each has been trouble to some program.
inline std::string strange(const std::string &name)
{
    return name + R"( Größe "名前" 'x'/\ {user} %1 <b>&amp; 🎉)";
}

namespace things {

inline std::string flag(bool value)
{
    return value ? "yes" : "no";
}

/// Whether a source is shown in a scene.
inline const ThingKind shown{
    [](ObsWebSocket &obs, const Thing &thing) { return flag(obs.item_visible(thing.scene, thing.source)); },
    [](ObsWebSocket &obs, const Thing &thing, const std::string &state) {
        obs.set_item_visible(thing.scene, thing.source, state == "yes");
    },
    [](SceneCollection &collection, const Thing &thing, const std::string &state) {
        if (!collection.has(thing.scene))
            collection.scene(thing.scene);
        if (!collection.has(thing.source))
            collection.color(thing.source, 0x336699, 20, 20);
        collection.place(thing.scene, thing.source, {0, 0, state == "yes"});
    }};

/// The same where the holder is a group, which is built with its member.
inline const ThingKind shown_in_group{
    shown.read, shown.write, [](SceneCollection &collection, const Thing &thing, const std::string &state) {
        if (!collection.has(thing.source))
            collection.color(thing.source, 0x336699, 20, 20);
        collection.group(thing.scene, 20, 20, {{thing.source, {0, 0, state == "yes"}}});
    }};

inline const ThingKind filter{
    [](ObsWebSocket &obs, const Thing &thing) {
        return flag(obs.call("GetSourceFilter",
                             object({{"sourceName", thing.source}, {"filterName", thing.part}}))["filterEnabled"]
                        .asBool());
    },
    [](ObsWebSocket &obs, const Thing &thing, const std::string &state) {
        obs.call("SetSourceFilterEnabled",
                 object({{"sourceName", thing.source}, {"filterName", thing.part}, {"filterEnabled", state == "yes"}}));
    },
    [](SceneCollection &collection, const Thing &thing, const std::string &state) {
        if (!collection.has(thing.source) && thing.input == "scene")
            collection.scene(thing.source);
        else if (!collection.has(thing.source))
            collection.color(thing.source, 0x336699, 20, 20);
        collection.filter(thing.source, thing.part, "color_filter_v2", state == "yes");
    },
    false, true};

/// A setting as JSON on one line; "unset" where it is the source's default.
inline const ThingKind setting{
    [](ObsWebSocket &obs, const Thing &thing) {
        const Json::Value all = obs.input_settings(thing.source);
        return all.isMember(thing.part) ? astro::json::write_compact(all[thing.part]) : std::string("unset");
    },
    [](ObsWebSocket &obs, const Thing &thing, const std::string &state) {
        std::string why;
        Json::Value change(Json::objectValue);
        change[thing.part] = astro::json::parse(state, why).value_or(Json::Value());
        obs.call("SetInputSettings", object({{"inputName", thing.source}, {"inputSettings", change}}));
    },
    [](SceneCollection &collection, const Thing &thing, const std::string &state) {
        if (!collection.has(thing.source))
            collection.input(thing.source, thing.input);
        std::string why;
        if (state != "unset")
            collection.setting(thing.source, thing.part, astro::json::parse(state, why).value_or(Json::Value()));
    }};

/// What a source shows: its file or address, and which of them it is. An object in JSON, without what is not set.
inline const ThingKind shown_file{
    [](ObsWebSocket &obs, const Thing &thing) {
        const Json::Value all = obs.input_settings(thing.source);
        Json::Value its_own(Json::objectValue);
        for (const char *name : {"input", "is_local_file", "local_file", "url"}) {
            if (all.isMember(name))
                its_own[name] = all[name];
        }
        return astro::json::write_compact(its_own);
    },
    [](ObsWebSocket &obs, const Thing &thing, const std::string &state) {
        std::string why;
        obs.call("SetInputSettings",
                 object({{"inputName", thing.source},
                         {"inputSettings", astro::json::parse(state, why).value_or(Json::Value())}}));
    },
    [](SceneCollection &collection, const Thing &thing, const std::string &state) {
        std::string why;
        collection.input(thing.source, thing.input, astro::json::parse(state, why).value_or(Json::Value()));
    }};

inline const ThingKind muted{
    [](ObsWebSocket &obs, const Thing &thing) {
        return flag(obs.call("GetInputMute", object({{"inputName", thing.source}}))["inputMuted"].asBool());
    },
    [](ObsWebSocket &obs, const Thing &thing, const std::string &state) {
        obs.call("SetInputMute", object({{"inputName", thing.source}, {"inputMuted", state == "yes"}}));
    },
    [](SceneCollection &collection, const Thing &thing, const std::string &state) {
        collection.input(thing.source, "ffmpeg_source").set(thing.source, "muted", state == "yes");
    }};

/// In whole dB.
inline const ThingKind volume{
    [](ObsWebSocket &obs, const Thing &thing) {
        const Json::Value answer = obs.call("GetInputVolume", object({{"inputName", thing.source}}));
        const double tenths = answer["inputVolumeDb"].asDouble() * 10;
        const auto rounded = std::lround(tenths);
        return rounded % 10 == 0 ? std::to_string(rounded / 10) : std::string("between");
    },
    [](ObsWebSocket &obs, const Thing &thing, const std::string &state) {
        obs.call("SetInputVolume", object({{"inputName", thing.source}, {"inputVolumeDb", std::stod(state)}}));
    },
    [](SceneCollection &collection, const Thing &thing, const std::string &state) {
        collection.input(thing.source, "ffmpeg_source")
            .set(thing.source, "volume", std::pow(10.0, std::stod(state) / 20));
    }};

inline void build_scene(SceneCollection &collection, const Thing &, const std::string &state)
{
    if (!collection.has(state))
        collection.scene(state);
}

inline const ThingKind on_air{
    [](ObsWebSocket &obs, const Thing &) { return obs.program_scene(); },
    [](ObsWebSocket &obs, const Thing &, const std::string &state) { obs.set_program_scene(state); }, build_scene,
    true};

inline const ThingKind in_preview{[](ObsWebSocket &obs, const Thing &) {
                                      return obs.call("GetCurrentPreviewScene")["currentPreviewSceneName"].asString();
                                  },
                                  [](ObsWebSocket &obs, const Thing &, const std::string &state) {
                                      obs.call("SetCurrentPreviewScene", object({{"sceneName", state}}));
                                  },
                                  build_scene, true};

} // namespace things

/// One thing that an action changes.
struct State {
    Thing thing;
    std::string first;                 ///< before the action, and when it is over
    std::string held;                  ///< while it lasts
    std::string theirs;                ///< what the streamer makes of it meanwhile
    std::string when_deleted = "gone"; ///< when something of it was deleted meanwhile, and the action is over
};

struct UndoRow {
    std::string name; ///< of its rule and its queue, too
    Json::Value action;
    std::vector<State> states;
    /// What a streamer deletes meanwhile: a request of obs-websocket.
    std::string deletion;
    Json::Value deleted;
    /// What else there is in its collection.
    std::function<void(SceneCollection &)> surroundings;

    const ThingKind *kind() const { return states.front().thing.kind; }
    /// There is but one program, and one preview: one such row at a time.
    bool is_of_scenes() const { return kind()->state_is_scene; }
    bool needs_studio_mode() const { return kind() == &things::in_preview; }
};

/// With files in `folder`, which exist since OBS asks about those that do not.
std::vector<UndoRow> undo_rows(const std::filesystem::path &folder);

} // namespace studio_test
