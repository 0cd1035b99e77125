// SPDX-License-Identifier: GPL-2.0-or-later
// The module's door: OBS calls in here, and everything else is built and taken down from here.
#include "studio/studio.h"

#include <obs-module.h>
#include <util/bmem.h>

#include <filesystem>
#include <memory>

OBS_DECLARE_MODULE()
OBS_MODULE_USE_DEFAULT_LOCALE("obs-astro", "en-US")
OBS_MODULE_AUTHOR("The obs-astro authors")

namespace {

std::unique_ptr<astro::studio::Studio> studio;

std::filesystem::path config_folder()
{
    char *path = obs_module_config_path("");
    std::filesystem::path folder = std::filesystem::u8path(path ? path : "");
    bfree(path);
    return folder;
}

} // namespace

MODULE_EXPORT const char *obs_module_name(void)
{
    return obs_module_text("Module.Name");
}

MODULE_EXPORT const char *obs_module_description(void)
{
    return obs_module_text("Module.Description");
}

bool obs_module_load(void)
{
    try {
        studio = std::make_unique<astro::studio::Studio>(config_folder());
    } catch (const std::exception &fault) {
        blog(LOG_ERROR, "[obs-astro] could not be started: %s", fault.what());
        return false;
    }
    blog(LOG_INFO, "[obs-astro] version " OBS_ASTRO_VERSION " loaded");
    return true;
}

void obs_module_post_load(void)
{
    if (studio)
        studio->modules_loaded();
}

void obs_module_unload(void)
{
    studio.reset();
}
