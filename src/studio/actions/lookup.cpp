// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/lookup.h"

#include <obs-frontend-api.h>
#include <util/bmem.h>

#include <algorithm>
#include <cstddef>
#include <set>

namespace astro::studio::lookup {
namespace {

/// In the order in which they are told: of these there are few.
void add_once(std::vector<std::string> &names, const char *name)
{
    if (name && std::find(names.begin(), names.end(), name) == names.end())
        names.emplace_back(name);
}

/// Sorted: of these there may be thousands.
using ManyNames = std::set<std::string>;

void add(ManyNames &names, const char *name)
{
    if (name)
        names.insert(name);
}

std::vector<std::string> list_of(const ManyNames &names)
{
    return {names.begin(), names.end()};
}

bool collect_item(obs_scene_t *, obs_sceneitem_t *item, void *param)
{
    auto &names = *static_cast<ManyNames *>(param);
    add(names, obs_source_get_name(obs_sceneitem_get_source(item)));
    if (obs_sceneitem_is_group(item))
        obs_sceneitem_group_enum_items(item, collect_item, param);
    else if (obs_scene_t *const nested = obs_scene_from_source(obs_sceneitem_get_source(item)))
        obs_scene_enum_items(nested, collect_item, param);
    return true;
}

std::string name_of(obs_source_t *source)
{
    const char *name = source ? obs_source_get_name(source) : nullptr;
    return name ? name : "";
}

/// OBS's list of transitions, held while this lives.
struct Transitions {
    Transitions() { obs_frontend_get_transitions(&list); }
    ~Transitions() { obs_frontend_source_list_free(&list); }
    Transitions(const Transitions &) = delete;
    Transitions &operator=(const Transitions &) = delete;

    obs_frontend_source_list list = {};
};

std::vector<OBSSceneItem> items_of(obs_scene_t *holder)
{
    std::vector<OBSSceneItem> items;
    const auto collect = [](obs_scene_t *, obs_sceneitem_t *item, void *all) {
        static_cast<std::vector<OBSSceneItem> *>(all)->emplace_back(item);
        return true;
    };
    if (holder)
        obs_scene_enum_items(holder, collect, &items);
    return items;
}

/// Null when the item is no group.
obs_scene_t *group_of(obs_sceneitem_t *item)
{
    return obs_sceneitem_is_group(item) ? obs_sceneitem_group_get_scene(item) : nullptr;
}

bool shows(obs_sceneitem_t *item, const std::string &source_name)
{
    obs_source_t *const shown = obs_sceneitem_get_source(item);
    return name_of(shown) == source_name && !obs_source_removed(shown);
}

/// The items of that source, not those in groups.
std::vector<OBSSceneItem> items_in(obs_scene_t *holder, const std::string &source_name)
{
    std::vector<OBSSceneItem> items = items_of(holder);
    items.erase(std::remove_if(items.begin(), items.end(), [&](const auto &item) { return !shows(item, source_name); }),
                items.end());
    return items;
}

std::string id_of(obs_sceneitem_t *item)
{
    return std::to_string(obs_sceneitem_get_id(item));
}

/// The first item of that source, directly or in a group.
OBSSceneItem first_item(obs_scene_t *holder, const std::string &source_name)
{
    if (auto direct = items_in(holder, source_name); !direct.empty())
        return direct.front();
    for (const OBSSceneItem &item : items_of(holder)) {
        if (auto inner = items_in(group_of(item), source_name); !inner.empty())
            return inner.front();
    }
    return nullptr;
}

/// The same in the scenes that are in a scene, however deep.
OBSSceneItem first_nested(obs_scene_t *holder, const std::string &source_name)
{
    for (const OBSSceneItem &item : items_of(holder)) {
        obs_scene_t *const inner = obs_scene_from_source(obs_sceneitem_get_source(item));
        OBSSceneItem found = inner ? first_item(inner, source_name) : nullptr;
        if (!found)
            found = first_nested(inner ? inner : group_of(item), source_name);
        if (found)
            return found;
    }
    return nullptr;
}

Place place_of(obs_sceneitem_t *item)
{
    return {name_of(obs_scene_get_source(obs_sceneitem_get_scene(item))), name_of(obs_sceneitem_get_source(item)),
            id_of(item)};
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

std::optional<Place> place(const std::string &scene_name, const std::string &source_name)
{
    const OBSSourceAutoRelease holder = source(scene_name);
    obs_scene_t *const in = obs_group_or_scene_from_source(holder);
    OBSSceneItem found = first_item(in, source_name);
    if (!found)
        found = first_nested(in, source_name);
    return found ? std::optional(place_of(found)) : std::nullopt;
}

std::vector<Place> places(const std::string &source_name)
{
    std::vector<Place> all;
    const auto add_from = [&](obs_scene_t *holder) {
        for (const OBSSceneItem &item : items_in(holder, source_name)) {
            Place found = place_of(item);
            const auto is_same = [&](const Place &one) { return one.holder == found.holder && one.id == found.id; };
            if (std::none_of(all.begin(), all.end(), is_same)) // a group may stand in several scenes
                all.push_back(std::move(found));
        }
    };
    for (const std::string &name : scene_names()) {
        const OBSSourceAutoRelease holder = scene(name);
        obs_scene_t *const in = obs_scene_from_source(holder);
        add_from(in);
        for (const OBSSceneItem &item : items_of(in))
            add_from(group_of(item));
    }
    return all;
}

OBSSceneItem item(const Place &place)
{
    const OBSSourceAutoRelease holder = source(place.holder);
    obs_scene_t *const in = obs_group_or_scene_from_source(holder);
    if (place.id.empty())
        return first_item(in, place.source);
    for (OBSSceneItem &item : items_in(in, place.source)) {
        if (id_of(item) == place.id)
            return item;
    }
    return nullptr;
}

std::vector<OBSSceneItem> items_on_air(const Place &place)
{
    std::vector<OBSSceneItem> items;
    const OBSSceneItem itself = item(place);
    if (!itself)
        return items;
    // A copy's items have IDs of their own, and the same order.
    obs_scene_t *const holder = obs_sceneitem_get_scene(itself);
    const std::string holder_name = name_of(obs_scene_get_source(holder));
    const auto all = items_in(holder, place.source);
    const auto which = static_cast<std::size_t>(std::find(all.begin(), all.end(), itself) - all.begin());
    const auto add_from = [&](obs_scene_t *copy) {
        auto same = items_in(copy, place.source);
        if (copy != holder && which < same.size())
            items.push_back(std::move(same[which]));
    };
    for (const SceneOnAir &on_air : scenes_on_air()) {
        obs_scene_t *const copy = obs_scene_from_source(on_air.scene);
        if (on_air.is(holder_name))
            add_from(copy);
        for (const OBSSceneItem &item : items_of(copy)) {
            obs_scene_t *const group = group_of(item);
            if (group && name_of(obs_sceneitem_get_source(item)) == holder_name)
                add_from(group);
        }
    }
    return items;
}

std::vector<OBSSourceAutoRelease> sources_on_air(const std::string &name)
{
    std::vector<OBSSourceAutoRelease> sources;
    const OBSSourceAutoRelease itself = source(name);
    for (const SceneOnAir &on_air : scenes_on_air()) {
        const OBSSceneItem found = first_item(obs_scene_from_source(on_air.scene), name);
        obs_source_t *const shown = found ? obs_sceneitem_get_source(found) : nullptr;
        if (shown && shown != itself)
            sources.emplace_back(obs_source_get_ref(shown));
    }
    return sources;
}

OBSSourceAutoRelease filter(const std::string &source_name, const std::string &filter_name)
{
    const OBSSourceAutoRelease holder = source(source_name);
    return holder ? obs_source_get_filter_by_name(holder, filter_name.c_str()) : nullptr;
}

std::vector<OBSSourceAutoRelease> filters_on_air(const std::string &source_name, const std::string &filter_name)
{
    std::vector<OBSSourceAutoRelease> filters;
    const auto add = [&](obs_source_t *holder) {
        if (OBSSourceAutoRelease found = obs_source_get_filter_by_name(holder, filter_name.c_str()))
            filters.push_back(std::move(found));
    };
    const OBSSourceAutoRelease itself = source(source_name);
    for (const SceneOnAir &on_air : scenes_on_air()) {
        if (on_air.is(source_name) && on_air.scene != itself)
            add(on_air.scene);
    }
    for (const OBSSourceAutoRelease &copy : sources_on_air(source_name))
        add(copy);
    return filters;
}

bool update(const std::string &name, obs_data_t *change)
{
    const OBSSourceAutoRelease itself = source(name);
    if (!itself)
        return false;
    obs_source_update(itself, change);
    for (const OBSSourceAutoRelease &on_air : sources_on_air(name))
        obs_source_update(on_air, change);
    return true;
}

bool unset(const std::string &name, const std::string &setting)
{
    const OBSSourceAutoRelease itself = source(name);
    if (!itself)
        return false;
    const auto unset_in = [&](obs_source_t *one) {
        const OBSDataAutoRelease settings = obs_source_get_settings(one);
        obs_data_unset_user_value(settings, setting.c_str());
        obs_source_update(one, nullptr);
    };
    unset_in(itself);
    for (const OBSSourceAutoRelease &on_air : sources_on_air(name))
        unset_in(on_air);
    return true;
}

std::string collection()
{
    char *const name = obs_frontend_get_current_scene_collection();
    std::string copy = name ? name : "";
    bfree(name);
    return copy;
}

std::string program_scene()
{
    return name_of(OBSSourceAutoRelease(obs_frontend_get_current_scene()));
}

std::string preview_scene()
{
    return name_of(OBSSourceAutoRelease(obs_frontend_get_current_preview_scene()));
}

OBSSourceAutoRelease transition(const std::string &name)
{
    const Transitions all;
    for (std::size_t i = 0; i < all.list.sources.num; ++i) {
        obs_source_t *const one = all.list.sources.array[i];
        if (name_of(one) == name)
            return obs_source_get_ref(one);
    }
    return nullptr;
}

obs_hotkey_id hotkey(const std::string &name)
{
    struct Search {
        const std::string &name;
        obs_hotkey_id found;
    } search{name, OBS_INVALID_HOTKEY_ID};
    const auto look = [](void *param, obs_hotkey_id id, obs_hotkey_t *hotkey) {
        auto &wanted = *static_cast<Search *>(param);
        if (wanted.name != obs_hotkey_get_name(hotkey))
            return true;
        wanted.found = id;
        return false;
    };
    obs_enum_hotkeys(look, &search);
    return search.found;
}

std::string kind_of(obs_source_t *source)
{
    const char *id = source ? obs_source_get_unversioned_id(source) : nullptr;
    return id ? id : "";
}

bool is_text(obs_source_t *source)
{
    if (kind_of(source).compare(0, 5, "text_") == 0)
        return true;
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    obs_data_item_t *text = obs_data_item_byname(settings, "text");
    const bool has_text = text && obs_data_item_gettype(text) == OBS_DATA_STRING;
    obs_data_item_release(&text);
    return has_text;
}

bool is_heard(obs_source_t *source)
{
    return (obs_source_get_output_flags(source) & OBS_SOURCE_AUDIO) != 0;
}

bool is_media(obs_source_t *source)
{
    return (obs_source_get_output_flags(source) & OBS_SOURCE_CONTROLLABLE_MEDIA) != 0;
}

bool is_browser(obs_source_t *source)
{
    return kind_of(source) == "browser_source";
}

bool shows_file(obs_source_t *source)
{
    const std::string kind = kind_of(source);
    return kind == "image_source" || kind == "ffmpeg_source" || is_browser(source);
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
    ManyNames names;
    if (const OBSSourceAutoRelease holder = scene(scene_name))
        obs_scene_enum_items(obs_scene_from_source(holder), collect_item, &names);
    return list_of(names);
}

std::vector<std::string> all_source_names()
{
    ManyNames others;
    const auto collect = [](void *param, obs_source_t *source) {
        add(*static_cast<ManyNames *>(param), obs_source_get_name(source));
        return true;
    };
    obs_enum_sources(collect, &others);
    std::vector<std::string> names = scene_names();
    for (const std::string &scene : names)
        others.erase(scene);
    names.insert(names.end(), others.begin(), others.end());
    return names;
}

std::vector<std::string> filter_names(const std::string &source_name)
{
    std::vector<std::string> names;
    const auto collect = [](obs_source_t *, obs_source_t *filter, void *param) {
        add_once(*static_cast<std::vector<std::string> *>(param), obs_source_get_name(filter));
    };
    if (const OBSSourceAutoRelease holder = source(source_name))
        obs_source_enum_filters(holder, collect, &names);
    return names;
}

std::vector<std::string> source_names_that(bool (*is)(obs_source_t *))
{
    struct Collection {
        bool (*is)(obs_source_t *);
        ManyNames names;
    } all{is, {}};
    const auto collect = [](void *param, obs_source_t *source) {
        auto &collection = *static_cast<Collection *>(param);
        if (collection.is(source))
            add(collection.names, obs_source_get_name(source));
        return true;
    };
    obs_enum_sources(collect, &all);
    return list_of(all.names);
}

std::vector<std::string> transition_names()
{
    std::vector<std::string> names;
    const Transitions all;
    for (std::size_t i = 0; i < all.list.sources.num; ++i)
        add_once(names, obs_source_get_name(all.list.sources.array[i]));
    return names;
}

std::vector<std::string> hotkey_names()
{
    ManyNames names;
    const auto collect = [](void *param, obs_hotkey_id, obs_hotkey_t *hotkey) {
        add(*static_cast<ManyNames *>(param), obs_hotkey_get_name(hotkey));
        return true;
    };
    obs_enum_hotkeys(collect, &names);
    return list_of(names);
}

} // namespace astro::studio::lookup
