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
/// The same item in the copy of its scene that is on air: in studio mode OBS puts copies on air, whose items are shown
/// and hidden by themselves. Null when the scene is not on air; the item itself where there is no copy.
OBSSceneItem item_on_air(const std::string &scene_name, const std::string &source_name);
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
