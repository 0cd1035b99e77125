// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on sources' settings.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"
#include "support/json.h"

#include <memory>

namespace astro::studio {
namespace {

/// A setting's value is JSON on one line; that of one that is not set, and so is its source's default, is "".
constexpr const char *unset = "";

Json::Value parsed(const std::string &document)
{
    std::string why;
    return json::parse(document, why).value_or(Json::Value());
}

Json::Value json_of(obs_data_t *data)
{
    const char *document = data ? obs_data_get_json(data) : nullptr;
    return parsed(document ? document : "{}");
}

OBSDataAutoRelease data_with(const std::string &key, const Json::Value &value)
{
    Json::Value object(Json::objectValue);
    object[key] = value;
    return obs_data_create_from_json(json::write_compact(object).c_str());
}

std::optional<std::string> read_setting(const Tools &, const Target &target)
{
    const OBSSourceAutoRelease source = lookup::source(target.source);
    if (!source)
        return std::nullopt;
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    if (!obs_data_has_user_value(settings, target.part.c_str()))
        return unset;
    return json::write_compact(json_of(settings)[target.part]);
}

bool write_setting(const Tools &, const Target &target, const std::string &value)
{
    if (value == unset)
        return lookup::unset(target.source, target.part);
    return lookup::update(target.source, data_with(target.part, parsed(value)));
}

/// What OBS makes of the value: of lists it takes nothing but objects.
Json::Value as_obs_takes(const std::string &key, const Json::Value &value)
{
    return json_of(data_with(key, value))[key];
}

/// `change` over what the source has; members of objects are merged.
Json::Value merged(Json::Value current, const Json::Value &change)
{
    if (!current.isObject() || !change.isObject())
        return change;
    for (const std::string &name : change.getMemberNames())
        current[name] = merged(current[name], change[name]);
    return current;
}

std::optional<Problem> change_settings(Doing &doing, const Json::Value &settings)
{
    const std::string name = doing.text("source");
    for (const std::string &key : settings.getMemberNames()) {
        Json::Value value = settings[key];
        if (value.isObject()) {
            const OBSSourceAutoRelease source = lookup::source(name);
            const OBSDataAutoRelease all = obs_source_get_settings(source);
            const OBSDataAutoRelease current = obs_data_get_obj(all, key.c_str()); // or its default
            value = merged(json_of(current), value);
        }
        if (!doing.change({"source_setting", {}, name, key}, json::write_compact(as_obs_takes(key, value))))
            return Problem{"Problem.NoSource", {name}};
    }
    return std::nullopt;
}

std::optional<Problem> source_settings(Doing &doing)
{
    return change_settings(doing, doing.action().value("settings"));
}

bool is_never_address(const std::string &)
{
    return false;
}

bool has_scheme(const std::string &file)
{
    return file.find("://") != std::string::npos;
}

/// A browser takes about:blank and localhost:8080 for addresses, so only a path from a root is a file: /…, C:\…, \\….
bool is_no_full_path(const std::string &file)
{
    const bool of_drive = file.size() > 2 && file[1] == ':' && (file[2] == '\\' || file[2] == '/');
    return !of_drive && file.rfind('/', 0) != 0 && file.rfind("\\\\", 0) != 0;
}

/// Where a kind of source has its file.
struct FileSettings {
    const char *source_kind;
    const char *file;
    const char *address; ///< where it shows what is at an address, too; then `is_local_file` says which
    bool (*is_address)(const std::string &file);
};

constexpr FileSettings file_settings[] = {
    {"image_source", "file", nullptr, is_never_address},
    {"ffmpeg_source", "local_file", "input", has_scheme},
    {"browser_source", "local_file", "url", is_no_full_path},
};

std::optional<Problem> set_file(Doing &doing)
{
    const std::string name = doing.text("source");
    const OBSSourceAutoRelease source = lookup::source(name);
    const std::string file = doing.text("file");
    for (const FileSettings &row : file_settings) {
        if (lookup::kind_of(source) != row.source_kind)
            continue;
        const bool is_address = row.is_address(file);
        Json::Value settings(Json::objectValue);
        settings[is_address ? row.address : row.file] = file;
        if (row.address)
            settings["is_local_file"] = !is_address;
        return change_settings(doing, settings);
    }
    return Problem{"Problem.WrongKind.File", {name}};
}

/// Presses a button of the source's properties. @return false when there is none.
bool press(obs_source_t *source, const char *button)
{
    const std::unique_ptr<obs_properties_t, decltype(&obs_properties_destroy)> properties(obs_source_properties(source),
                                                                                          obs_properties_destroy);
    obs_property_t *const found = properties ? obs_properties_get(properties.get(), button) : nullptr;
    if (!found)
        return false;
    obs_property_button_clicked(found, source);
    return true;
}

std::optional<Problem> refresh_browser(Doing &doing)
{
    constexpr const char *refresh = "refreshnocache";
    const std::string name = doing.text("source");
    if (!press(lookup::source(name), refresh))
        return Problem{"Problem.WrongKind.Browser", {name}};
    for (const OBSSourceAutoRelease &copy : lookup::sources_on_air(name))
        press(copy, refresh);
    return std::nullopt;
}

} // namespace

const ActionFamily &source_actions()
{
    static const ActionFamily family{
        {{"set_file", set_file}, {"refresh_browser", refresh_browser}, {"source_settings", source_settings}},
        {{"source_setting", read_setting, write_setting}}};
    return family;
}

} // namespace astro::studio
