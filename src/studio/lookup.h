// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs.hpp>

#include <string>
#include <vector>

/// Finding things in the current scene collection by name. UI thread. Every reference is held by the caller's own RAII
/// value and let go of with it: nothing here keeps one.
namespace astro::studio::lookup {

/// The scene's source, or null.
OBSSourceAutoRelease scene(const std::string &name);
/// The source of that name, or null.
OBSSourceAutoRelease source(const std::string &name);
/// The item of `source_name` in `scene_name`, in its groups too, or null. The first one when there are several.
OBSSceneItem item(const std::string &scene_name, const std::string &source_name);
/// What of studio mode is on air are copies of scenes, and of the scenes in them: the same item in those. Not the item
/// itself; none where the scene is not on air.
std::vector<OBSSceneItem> items_on_air(const std::string &scene_name, const std::string &source_name);
/// Copies of a source on air: with "Duplicate Sources" OBS puts copies of the sources on air as well. Not the source
/// itself.
std::vector<OBSSourceAutoRelease> sources_on_air(const std::string &name);
/// Name of the scene that is on air (the program), "" when there is none.
std::string program_scene();
/// Name of the scene in studio mode's preview, "" when there is none.
std::string preview_scene();
/// True when the source shows a text of its setting `text` (FreeType 2, GDI+ and what is made in their likeness).
bool is_text(obs_source_t *source);

// Names for the dialog's lists, scenes in OBS's order, the others sorted.
std::vector<std::string> scene_names();
std::vector<std::string> source_names(const std::string &scene_name);
std::vector<std::string> text_source_names();

} // namespace astro::studio::lookup
