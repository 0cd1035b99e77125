// SPDX-License-Identifier: GPL-2.0-or-later
// Stands in for obs-browser where there is none: a source of its ID, with its settings and its button, that logs what
// it would show. As in github.com/obsproject/obs-browser, obs-browser-plugin.cpp (browser_source_get_properties).
#include <obs-module.h>

OBS_DECLARE_MODULE()

static const char *name_of_kind(void *unused)
{
    UNUSED_PARAMETER(unused);
    return "Browser";
}

static void update(void *source, obs_data_t *settings)
{
    const bool local = obs_data_get_bool(settings, "is_local_file");
    blog(LOG_INFO, "[browser] %s shows %s", obs_source_get_name(source),
         obs_data_get_string(settings, local ? "local_file" : "url"));
}

static void *create(obs_data_t *settings, obs_source_t *source)
{
    update(source, settings);
    return source;
}

static void destroy(void *source)
{
    UNUSED_PARAMETER(source);
}

static void defaults(obs_data_t *settings)
{
    obs_data_set_default_string(settings, "url", "https://obsproject.com/browser-source");
}

static bool refresh(obs_properties_t *properties, obs_property_t *property, void *source)
{
    UNUSED_PARAMETER(properties);
    UNUSED_PARAMETER(property);
    blog(LOG_INFO, "[browser] %s is loaded anew", obs_source_get_name(source));
    return false;
}

static obs_properties_t *properties(void *source)
{
    UNUSED_PARAMETER(source);
    obs_properties_t *all = obs_properties_create();
    obs_properties_add_button2(all, "refreshnocache", "Refresh", refresh, NULL);
    return all;
}

static uint32_t size(void *source)
{
    UNUSED_PARAMETER(source);
    return 100;
}

bool obs_module_load(void)
{
    static struct obs_source_info browser = {
        .id = "browser_source",
        .type = OBS_SOURCE_TYPE_INPUT,
        .output_flags = OBS_SOURCE_VIDEO | OBS_SOURCE_AUDIO,
        .get_name = name_of_kind,
        .create = create,
        .destroy = destroy,
        .get_width = size,
        .get_height = size,
        .get_defaults = defaults,
        .get_properties = properties,
        .update = update,
    };
    obs_register_source(&browser);
    return true;
}
