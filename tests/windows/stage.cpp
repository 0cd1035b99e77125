// SPDX-License-Identifier: GPL-2.0-or-later
#include "windows/stage.h"

#include <obs.hpp>

#include <mutex>

namespace stage {
namespace {

/// Shows a setting `text`, as OBS's own do; here it is only kept.
struct Text {
    std::mutex lock;
    std::string shown;
};

const char *name_of_text(void *)
{
    return "Text";
}

void update_text(void *data, obs_data_t *settings)
{
    auto &text = *static_cast<Text *>(data);
    const std::lock_guard hold(text.lock);
    text.shown = obs_data_get_string(settings, "text");
}

void destroy_text(void *data)
{
    delete static_cast<Text *>(data);
}

std::uint32_t size_of_text(void *)
{
    return 16;
}

void draw_text(void *, gs_effect_t *) {}

/// The source's own answer, by a call that only this host knows.
void tell_text(void *data, calldata_t *call)
{
    auto &text = *static_cast<Text *>(data);
    const std::lock_guard hold(text.lock);
    calldata_set_string(call, "text", text.shown.c_str());
}

void *create_text(obs_data_t *settings, obs_source_t *source)
{
    auto *text = new Text;
    update_text(text, settings);
    proc_handler_add(obs_source_get_proc_handler(source), "void shown(out string text)", tell_text, text);
    return text;
}

void add(obs_scene_t *scene, const char *name, const char *text, bool visible)
{
    const OBSDataAutoRelease settings = obs_data_create();
    obs_data_set_string(settings, "text", text);
    const OBSSourceAutoRelease source = obs_source_create("text_of_host", name, settings, nullptr);
    obs_sceneitem_set_visible(obs_scene_add(scene, source), visible);
}

bool remove_source(void *, obs_source_t *source)
{
    obs_source_remove(source);
    return true;
}

} // namespace

void register_sources()
{
    obs_source_info text{};
    text.id = "text_of_host";
    text.type = OBS_SOURCE_TYPE_INPUT;
    text.output_flags = OBS_SOURCE_VIDEO | OBS_SOURCE_CUSTOM_DRAW;
    text.get_name = name_of_text;
    text.create = create_text;
    text.destroy = destroy_text;
    text.update = update_text;
    text.get_width = text.get_height = size_of_text;
    text.video_render = draw_text;
    obs_register_source(&text);
}

void build()
{
    const OBSSceneAutoRelease main = obs_scene_create(first_scene);
    add(main, "Label", "nobody yet", true);
    add(main, "Confetti", "", false);
    const OBSSceneAutoRelease alert = obs_scene_create("Alert");
    add(alert, "Cheering", "", true);
}

void clear()
{
    obs_enum_scenes(remove_source, nullptr);
    obs_enum_sources(remove_source, nullptr);
}

bool visible(const std::string &scene_name, const std::string &source)
{
    const OBSSourceAutoRelease scene = obs_get_source_by_name(scene_name.c_str());
    obs_sceneitem_t *item = obs_scene_find_source(obs_scene_from_source(scene), source.c_str());
    return item && obs_sceneitem_visible(item);
}

std::string text(const std::string &name)
{
    const OBSSourceAutoRelease source = obs_get_source_by_name(name.c_str());
    calldata_t call{};
    std::string shown;
    if (source && proc_handler_call(obs_source_get_proc_handler(source), "shown", &call)) {
        const char *told = nullptr;
        if (calldata_get_string(&call, "text", &told) && told)
            shown = told;
    }
    calldata_free(&call);
    return shown;
}

} // namespace stage
