// SPDX-License-Identifier: GPL-2.0-or-later
// Stands for obs-frontend-api.dll, which in OBS passes its calls on to OBS's window: here there is none. What the
// plugin calls and this does not know is in a file that is made (see missing_calls.cmake), and says so.
#include "windows/frontend.h"

#include <obs.hpp>
#include <util/bmem.h>
#include <util/config-file.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace {

template <class Callback>
using Listeners = std::vector<std::pair<Callback, void *>>;

struct Entry {
    std::string text;
    obs_frontend_cb callback;
    void *param;
};

struct Frontend {
    Listeners<obs_frontend_event_cb> on_event;
    Listeners<obs_frontend_save_cb> on_save;
    std::vector<Entry> menu;
    OBSSource on_air;
    config_t *profile = nullptr;
    int saves = 0;
    std::string opened;
};

Frontend &all()
{
    static Frontend made;
    return made;
}

template <class Callback>
void remove(Listeners<Callback> &listeners, Callback callback, void *param)
{
    listeners.erase(std::remove(listeners.begin(), listeners.end(), std::make_pair(callback, param)), listeners.end());
}

void tell_to_save(obs_data_t *modules, bool saving)
{
    for (const auto &[callback, param] : Listeners<obs_frontend_save_cb>(all().on_save))
        callback(modules, saving, param);
}

bool add_name(void *param, obs_source_t *scene)
{
    static_cast<std::vector<std::string> *>(param)->emplace_back(obs_source_get_name(scene));
    return true;
}

/// As OBS gives a list: in one piece, which one bfree() frees.
char **as_list(const std::vector<std::string> &texts)
{
    std::size_t size = (texts.size() + 1) * sizeof(char *);
    for (const std::string &text : texts)
        size += text.size() + 1;
    auto **list = static_cast<char **>(bmalloc(size));
    char *next = reinterpret_cast<char *>(list + texts.size() + 1);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        list[i] = std::strcpy(next, texts[i].c_str());
        next += texts[i].size() + 1;
    }
    list[texts.size()] = nullptr;
    return list;
}

} // namespace

namespace frontend {

void happen(obs_frontend_event event)
{
    for (const auto &[callback, param] : Listeners<obs_frontend_event_cb>(all().on_event))
        callback(event, param);
}

void save(obs_data_t *modules)
{
    tell_to_save(modules, true);
}

void load(obs_data_t *modules)
{
    tell_to_save(modules, false);
}

bool open_profile(const std::string &file)
{
    return config_open(&all().profile, file.c_str(), CONFIG_OPEN_ALWAYS) == CONFIG_SUCCESS;
}

void close_profile()
{
    config_close(all().profile);
    all().profile = nullptr;
}

void put_on_air(obs_source_t *scene)
{
    all().on_air = scene;
    obs_set_output_source(0, scene);
}

std::vector<std::string> menu()
{
    std::vector<std::string> texts;
    for (const Entry &entry : all().menu)
        texts.push_back(entry.text);
    return texts;
}

void choose(const std::string &text)
{
    for (const Entry &entry : std::vector<Entry>(all().menu)) {
        if (entry.text == text)
            entry.callback(entry.param);
    }
}

int saves()
{
    return all().saves;
}

std::string opened()
{
    return all().opened;
}

} // namespace frontend

void obs_frontend_add_event_callback(obs_frontend_event_cb callback, void *param)
{
    all().on_event.emplace_back(callback, param);
}

void obs_frontend_remove_event_callback(obs_frontend_event_cb callback, void *param)
{
    remove(all().on_event, callback, param);
}

void obs_frontend_add_save_callback(obs_frontend_save_cb callback, void *param)
{
    all().on_save.emplace_back(callback, param);
}

void obs_frontend_remove_save_callback(obs_frontend_save_cb callback, void *param)
{
    remove(all().on_save, callback, param);
}

void obs_frontend_add_tools_menu_item(const char *name, obs_frontend_cb callback, void *param)
{
    all().menu.push_back({name, callback, param});
}

obs_source_t *obs_frontend_get_current_scene(void)
{
    return obs_source_get_ref(all().on_air);
}

void obs_frontend_set_current_scene(obs_source_t *scene)
{
    frontend::put_on_air(scene);
    frontend::happen(OBS_FRONTEND_EVENT_SCENE_CHANGED);
}

config_t *obs_frontend_get_profile_config(void)
{
    return all().profile;
}

/// It names no file of a scene collection.
config_t *obs_frontend_get_user_config(void)
{
    return all().profile;
}

int obs_frontend_get_tbar_position(void)
{
    return 0;
}

bool obs_frontend_preview_program_mode_active(void)
{
    return false;
}

obs_source_t *obs_frontend_get_current_preview_scene(void)
{
    return nullptr; // as OBS outside of its studio mode
}

void obs_frontend_set_current_preview_scene(obs_source_t *) {}

char **obs_frontend_get_scene_names(void)
{
    std::vector<std::string> names;
    obs_enum_scenes(add_name, &names);
    return as_list(names);
}

void obs_frontend_save(void)
{
    ++all().saves;
}

void obs_frontend_open_source_properties(obs_source_t *source)
{
    all().opened = obs_source_get_name(source);
}
