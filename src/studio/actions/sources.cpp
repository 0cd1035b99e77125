// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on sources' settings.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"
#include "studio/obs_json.h"
#include "support/json.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
    return from_obs(data).value_or(Json::Value(Json::objectValue));
}

OBSDataAutoRelease data_with(const std::string &key, const Json::Value &value)
{
    Json::Value object(Json::objectValue);
    object[key] = value;
    return to_obs(std::move(object));
}

/// Where a setting stands: its name, and where that is an object, the names of members within.
using Path = std::vector<std::string>;

/// A setting's name as it is, or a list of names in JSON.
std::string part_of(const Path &path)
{
    if (path.size() == 1 && path.front().rfind('[', 0) != 0)
        return path.front();
    Json::Value names(Json::arrayValue);
    for (const std::string &name : path)
        names.append(name);
    return json::write_compact(names);
}

Path path_of(const std::string &part)
{
    if (part.rfind('[', 0) != 0)
        return {part};
    Path path;
    for (const Json::Value &name : parsed(part))
        path.push_back(name.isString() ? name.asString() : "");
    return path.empty() ? Path{part} : path;
}

/// @return null when there is nothing.
const Json::Value *find(const Json::Value &object, const Path &path)
{
    const Json::Value *found = &object;
    for (const std::string &name : path) {
        found = found->isObject() ? found->find(name.data(), name.data() + name.size()) : nullptr;
        if (!found)
            return nullptr;
    }
    return found;
}

std::optional<std::string> read_setting(const Tools &, const Target &target)
{
    const OBSSourceAutoRelease source = lookup::source(target.source);
    if (!source)
        return std::nullopt;
    const Path path = path_of(target.part);
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    if (!obs_data_has_user_value(settings, path.front().c_str()))
        return unset;
    const Json::Value all = json_of(settings);
    const Json::Value *const value = find(all, path);
    return value ? json::write_compact(*value) : unset;
}

/// One member of an object. OBS knows a default for the object whole alone.
bool write_member(const std::string &name, const Path &path, const std::string &value)
{
    const OBSSourceAutoRelease source = lookup::source(name);
    if (!source)
        return false;
    const std::string &key = path.front();
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    const OBSDataAutoRelease current = obs_data_get_obj(settings, key.c_str()); // or its default
    const OBSDataAutoRelease usual = obs_data_get_default_obj(settings, key.c_str());
    Json::Value object = json_of(current);
    const Json::Value defaults = json_of(usual);
    const Path within(path.begin() + 1, path.end());
    Json::Value *place = &object;
    for (auto step = within.begin(); step + 1 != within.end(); ++step) {
        place = &(*place)[*step];
        if (!place->isObject())
            *place = Json::objectValue;
    }
    const Json::Value *const fallback = find(defaults, within);
    if (value != unset)
        (*place)[within.back()] = parsed(value);
    else if (fallback)
        (*place)[within.back()] = *fallback;
    else
        place->removeMember(within.back());
    if (value == unset && object == defaults)
        return lookup::unset(name, key);
    return lookup::update(name, data_with(key, object));
}

bool write_setting(const Tools &, const Target &target, const std::string &value)
{
    const Path path = path_of(target.part);
    if (path.size() > 1)
        return write_member(target.source, path, value);
    if (value == unset)
        return lookup::unset(target.source, path.front());
    return lookup::update(target.source, data_with(path.front(), parsed(value)));
}

/// What OBS makes of the value: of lists it takes nothing but objects.
Json::Value as_obs_takes(const std::string &key, const Json::Value &value)
{
    return json_of(data_with(key, value))[key];
}

/// What an object is changed to, by members: each is put back for itself.
void collect_changes(const Json::Value &change, const Json::Value *current, const Path &path,
                     std::vector<std::pair<Path, Json::Value>> &changes)
{
    if (!change.isObject() || (current && !current->isObject())) {
        changes.emplace_back(path, change);
        return;
    }
    for (const std::string &name : change.getMemberNames()) {
        Path member = path;
        member.push_back(name);
        collect_changes(change[name], current ? find(*current, {name}) : nullptr, member, changes);
    }
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

constexpr const char *is_local_file = "is_local_file";

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

/// @return null when sources of that kind show no file.
const FileSettings *file_settings_of(obs_source_t *source)
{
    const std::string kind = lookup::kind_of(source);
    const auto found = std::find_if(std::begin(file_settings), std::end(file_settings),
                                    [&](const FileSettings &row) { return kind == row.source_kind; });
    return found == std::end(file_settings) ? nullptr : found;
}

std::vector<const char *> members_of(const FileSettings &row)
{
    return row.address ? std::vector<const char *>{row.file, row.address, is_local_file} : std::vector{row.file};
}

/// A file or an address, and which of the two is shown, are one thing: who chooses another address leaves the rest as
/// it is. An object in JSON, without what is its source's default.
std::optional<std::string> read_file(const Tools &, const Target &target)
{
    const OBSSourceAutoRelease source = lookup::source(target.source);
    const FileSettings *const row = file_settings_of(source);
    if (!row)
        return std::nullopt;
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    const Json::Value all = json_of(settings);
    Json::Value shown(Json::objectValue);
    for (const char *member : members_of(*row)) {
        if (obs_data_has_user_value(settings, member))
            shown[member] = all[member];
    }
    return json::write_compact(shown);
}

bool write_file(const Tools &, const Target &target, const std::string &value)
{
    const OBSSourceAutoRelease source = lookup::source(target.source);
    const FileSettings *const row = file_settings_of(source);
    const Json::Value wanted = parsed(value);
    if (!row || !wanted.isObject())
        return false;
    const OBSDataAutoRelease settings = obs_source_get_settings(source);
    for (const char *member : members_of(*row)) {
        if (!wanted.isMember(member) && obs_data_has_user_value(settings, member))
            lookup::unset(target.source, member);
    }
    return lookup::update(target.source, to_obs(wanted));
}

/// @return false when the source is gone.
bool change_file(Doing &doing, const std::string &source, const Json::Value &change)
{
    const Target target{"source_file", {}, source, {}};
    Json::Value wanted = parsed(doing.read(target).value_or("{}"));
    for (const std::string &member : change.getMemberNames()) {
        if (!change[member].isNull())
            wanted[member] = change[member];
    }
    return doing.change(target, json::write_compact(wanted));
}

std::optional<Problem> source_settings(Doing &doing)
{
    const Json::Value &settings = doing.action().value("settings");
    const std::string name = doing.text("source");
    const OBSSourceAutoRelease source = lookup::source(name);
    const OBSDataAutoRelease all = source ? obs_source_get_settings(source) : nullptr;
    const Json::Value set = json_of(all);
    const FileSettings *const row = file_settings_of(source);
    const auto of_file = row ? members_of(*row) : std::vector<const char *>();
    Json::Value file(Json::objectValue);
    for (const std::string &key : settings.getMemberNames()) {
        if (std::find(of_file.begin(), of_file.end(), key) != of_file.end()) {
            file[key] = as_obs_takes(key, settings[key]);
            continue;
        }
        const OBSDataAutoRelease object = obs_data_get_default_obj(all, key.c_str());
        const Json::Value usual = object ? json_of(object) : Json::Value();
        const Json::Value *current = find(set, {key});
        if (!current && object)
            current = &usual;
        std::vector<std::pair<Path, Json::Value>> changes;
        collect_changes(settings[key], current, {key}, changes);
        for (const auto &[path, value] : changes) {
            const Json::Value taken = as_obs_takes(path.back(), value);
            if (!doing.change({"source_setting", {}, name, part_of(path)}, json::write_compact(taken)))
                return Problem{"Problem.NoSource", {name}};
        }
    }
    if (!file.empty() && !change_file(doing, name, file))
        return Problem{"Problem.NoSource", {name}};
    return std::nullopt;
}

std::optional<Problem> set_file(Doing &doing)
{
    const std::string name = doing.text("source");
    const OBSSourceAutoRelease source = lookup::source(name);
    const FileSettings *const row = file_settings_of(source);
    if (!row)
        return Problem{"Problem.WrongKind.File", {name}};
    const std::string file = doing.text("file");
    const bool is_address = row->is_address(file);
    Json::Value change(Json::objectValue);
    change[is_address ? row->address : row->file] = file;
    if (row->address)
        change[is_local_file] = !is_address;
    if (change_file(doing, name, change))
        return std::nullopt;
    return Problem{"Problem.NoSource", {name}};
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
        {{"source_setting", read_setting, write_setting}, {"source_file", read_file, write_file}}};
    return family;
}

} // namespace astro::studio
