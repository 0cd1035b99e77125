// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs.hpp>

#include <optional>
#include <string>
#include <vector>

/// Finding things in the current scene collection by name. UI thread. Every reference is held by the caller's own RAII
/// value and let go of with it: nothing here keeps one.
namespace astro::studio::lookup {

/// The scene's source, or null.
OBSSourceAutoRelease scene(const std::string &name);
/// The source of that name, or null.
OBSSourceAutoRelease source(const std::string &name);
/// Where a source stands in a scene or a group.
struct Place {
    std::string holder; ///< the scene's or group's name
    std::string source;
    std::string id; ///< which of its items there; "": the first
};
/// Where the source stands in this scene: directly, else in one of its groups, else in the scenes in it. The first one
/// when there are several.
std::optional<Place> place(const std::string &scene_name, const std::string &source_name);
/// All places of the source.
std::vector<Place> places(const std::string &source_name);
/// Null when there is nothing; where the holder is a scene, its groups are looked through, too.
OBSSceneItem item(const Place &place);
/// What of studio mode is on air are copies of scenes, and of the groups and scenes in them: the same item in those.
/// Not the item itself; none where its holder is not on air.
std::vector<OBSSceneItem> items_on_air(const Place &place);
/// Copies of a source on air: with "Duplicate Sources" OBS puts copies of the sources on air as well. Not the source
/// itself.
std::vector<OBSSourceAutoRelease> sources_on_air(const std::string &name);
/// The filter of that name on a source or scene, or null.
OBSSourceAutoRelease filter(const std::string &source_name, const std::string &filter_name);
/// The same filter on copies of the source that are on air.
std::vector<OBSSourceAutoRelease> filters_on_air(const std::string &source_name, const std::string &filter_name);
/// Changes settings of a source and of its copies on air. @return false when there is no such source.
bool update(const std::string &name, obs_data_t *change);
/// Takes a setting back to its default, likewise.
bool unset(const std::string &name, const std::string &setting);
/// Name of the current scene collection.
std::string collection();
/// Name of the scene that is on air (the program), "" when there is none.
std::string program_scene();
/// Name of the scene in studio mode's preview, "" when there is none.
std::string preview_scene();
/// The transition that the streamer can choose by that name, or null.
OBSSourceAutoRelease transition(const std::string &name);

/// The first of that name, as obs-websocket takes it: sources of a kind have hotkeys of one name.
/// @return OBS_INVALID_HOTKEY_ID when there is none.
obs_hotkey_id hotkey(const std::string &name);

/// What a source is, by its ID without a version; "" for none.
std::string kind_of(obs_source_t *source);

// What a source can do.
/// It shows a text of its setting `text` (FreeType 2, GDI+ and what is made in their likeness).
bool is_text(obs_source_t *source);
bool is_heard(obs_source_t *source);
/// It is played, paused and stopped.
bool is_media(obs_source_t *source);
bool is_browser(obs_source_t *source);
/// It shows an image, a media file or a page.
bool shows_file(obs_source_t *source);

// Names for the dialog's lists, scenes in OBS's order, the others sorted.
std::vector<std::string> scene_names();
/// What stands in a scene, in its groups and in the scenes in it.
std::vector<std::string> source_names(const std::string &scene_name);
/// All sources, scenes first.
std::vector<std::string> all_source_names();
std::vector<std::string> filter_names(const std::string &source_name);
/// Those of which `is` says true.
std::vector<std::string> source_names_that(bool (*is)(obs_source_t *));
std::vector<std::string> transition_names();
std::vector<std::string> hotkey_names();

} // namespace astro::studio::lookup
