// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/lookup.h"

#include <obs-frontend-api.h>
#include <util/bmem.h>

#include <algorithm>
#include <cstring>

namespace astro::studio::lookup {
namespace {

void add_once(std::vector<std::string> &names, const char *name)
{
    if (name && std::find(names.begin(), names.end(), name) == names.end())
        names.emplace_back(name);
}

bool collect_item(obs_scene_t *, obs_sceneitem_t *item, void *param)
{
    auto &names = *static_cast<std::vector<std::string> *>(param);
    add_once(names, obs_source_get_name(obs_sceneitem_get_source(item)));
    if (obs_sceneitem_is_group(item))
        obs_sceneitem_group_enum_items(item, collect_item, param);
    return true;
}

bool collect_text_source(void *param, obs_source_t *source)
{
    if (is_text(source))
        add_once(*static_cast<std::vector<std::string> *>(param), obs_source_get_name(source));
    return true;
}

std::string name_of(obs_source_t *source)
{
    const char *name = source ? obs_source_get_name(source) : nullptr;
    return name ? name : "";
}

/// Null when `scene` is null, no scene, or has no such item.
OBSSceneItem item_in(obs_source_t *scene, const std::string &source_name)
{
    obs_scene_t *const holder = obs_scene_from_source(scene);
    const OBSSceneItem found = holder ? obs_scene_find_source_recursive(holder, source_name.c_str()) : nullptr;
    return found && obs_source_removed(obs_sceneitem_get_source(found)) ? OBSSceneItem() : found;
}

struct SceneOnAir {
    OBSSourceAutoRelease scene;
    std::string name;
    std::string now; ///< a copy keeps its name when the scene gets another one; "" where that is not known

    bool is(const std::string &wanted) const { return name == wanted || now == wanted; }
};

using ScenesOnAir = std::vector<SceneOnAir>;

void add(ScenesOnAir &all, obs_source_t *scene, std::string now);

bool add_nested(obs_scene_t *, obs_sceneitem_t *item, void *all)
{
    obs_source_t *const shown = obs_sceneitem_get_source(item);
    if (obs_sceneitem_is_group(item))
        obs_sceneitem_group_enum_items(item, add_nested, all);
    else if (obs_scene_from_source(shown))
        add(*static_cast<ScenesOnAir *>(all), shown, {});
    return true;
}

void add(ScenesOnAir &all, obs_source_t *scene, std::string now)
{
    const bool known = std::any_of(all.begin(), all.end(), [&](const SceneOnAir &one) { return one.scene == scene; });
    if (known || !obs_scene_from_source(scene))
        return;
    all.push_back({OBSSourceAutoRelease(obs_source_get_ref(scene)), name_of(scene), std::move(now)});
    obs_scene_enum_items(obs_scene_from_source(scene), add_nested, &all);
}

/// Both that a transition is between, and the scenes in them.
ScenesOnAir scenes_on_air()
{
    ScenesOnAir all;
    const OBSSourceAutoRelease transition = obs_get_output_source(0);
    if (!transition || obs_source_get_type(transition) != OBS_SOURCE_TYPE_TRANSITION)
        return all;
    const OBSSourceAutoRelease active = obs_transition_get_active_source(transition);
    for (const auto target : {OBS_TRANSITION_SOURCE_A, OBS_TRANSITION_SOURCE_B}) {
        const OBSSourceAutoRelease scene = obs_transition_get_source(transition, target);
        add(all, scene, scene == active ? program_scene() : std::string());
    }
    return all;
}

} // namespace

OBSSourceAutoRelease source(const std::string &name)
{
    OBSSourceAutoRelease found = obs_get_source_by_name(name.c_str());
    // What was deleted is found until the last who holds it lets go.
    return found && obs_source_removed(found) ? OBSSourceAutoRelease() : std::move(found);
}

OBSSourceAutoRelease scene(const std::string &name)
{
    OBSSourceAutoRelease found = source(name);
    return obs_scene_from_source(found) ? std::move(found) : OBSSourceAutoRelease();
}

OBSSceneItem item(const std::string &scene_name, const std::string &source_name)
{
    return item_in(scene(scene_name), source_name);
}

std::vector<OBSSceneItem> items_on_air(const std::string &scene_name, const std::string &source_name)
{
    std::vector<OBSSceneItem> items;
    const OBSSceneItem itself = item(scene_name, source_name);
    for (const SceneOnAir &on_air : scenes_on_air()) {
        if (!on_air.is(scene_name))
            continue;
        if (OBSSceneItem found = item_in(on_air.scene, source_name); found && found != itself)
            items.push_back(std::move(found));
    }
    return items;
}

std::vector<OBSSourceAutoRelease> sources_on_air(const std::string &name)
{
    std::vector<OBSSourceAutoRelease> sources;
    const OBSSourceAutoRelease itself = source(name);
    for (const SceneOnAir &on_air : scenes_on_air()) {
        const OBSSceneItem found = item_in(on_air.scene, name);
        obs_source_t *const shown = found ? obs_sceneitem_get_source(found) : nullptr;
        if (shown && shown != itself)
            sources.emplace_back(obs_source_get_ref(shown));
    }
    return sources;
}

std::string program_scene()
{
    return name_of(OBSSourceAutoRelease(obs_frontend_get_current_scene()));
}

std::string preview_scene()
{
    return name_of(OBSSourceAutoRelease(obs_frontend_get_current_preview_scene()));
}

bool is_text(obs_source_t *source)
{
    const char *id = obs_source_get_unversioned_id(source);
    return id && std::strncmp(id, "text_", 5) == 0;
}

std::vector<std::string> scene_names()
{
    std::vector<std::string> names;
    char **list = obs_frontend_get_scene_names();
    for (char **name = list; name && *name; ++name)
        names.emplace_back(*name);
    bfree(list);
    return names;
}

std::vector<std::string> source_names(const std::string &scene_name)
{
    std::vector<std::string> names;
    if (const OBSSourceAutoRelease holder = scene(scene_name))
        obs_scene_enum_items(obs_scene_from_source(holder), collect_item, &names);
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> text_source_names()
{
    std::vector<std::string> names;
    obs_enum_sources(collect_text_source, &names);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace astro::studio::lookup
