// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/collection_data.h"

#include "studio/actions/lookup.h"
#include "studio/obs_json.h"
#include "studio/plain_lists.h"
#include "support/json.h"
#include "support/read_whole.h"

#include <obs-frontend-api.h>
#include <util/config-file.h>

#include <exception>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace astro::studio {
namespace {

constexpr const char *module_name = "obs-astro";
constexpr const char *pending_member = "pending";
/// Of a scene collection; a longer one is read as OBS reads it.
constexpr std::size_t most_bytes = 64 * 1024 * 1024;
constexpr int deepest = 2 * json::default_limits.max_depth; // lists in lists are wrapped, each of them

OBSDataAutoRelease write_put_back(const PutBack &back)
{
    OBSDataAutoRelease data = obs_data_create();
    obs_data_set_string(data, "target", back.target.kind.c_str());
    obs_data_set_string(data, "scene", back.target.scene.c_str());
    obs_data_set_string(data, "source", back.target.source.c_str());
    obs_data_set_string(data, "part", back.target.part.c_str());
    obs_data_set_string(data, "expected", back.expected.c_str());
    obs_data_set_string(data, "value", back.value.c_str());
    return data;
}

PutBack read_put_back(obs_data_t *data)
{
    const auto text = [data](const char *member) { return std::string(obs_data_get_string(data, member)); };
    return {{text("target"), text("scene"), text("source"), text("part")}, text("expected"), text("value")};
}

std::optional<Json::Value> parsed(const std::string &document)
{
    std::string why;
    return json::parse(document, why, {most_bytes, deepest});
}

/// Our part of one file, if it is this collection's.
std::optional<Json::Value> ours_in(const std::filesystem::path &file, const std::string &collection)
{
    std::string why;
    const auto document = read_whole(file, most_bytes, why);
    if (!document || document->find(module_name) == std::string::npos)
        return std::nullopt;
    const auto root = parsed(*document);
    if (!root || json::string_member(*root, "name") != collection)
        return std::nullopt;
    const Json::Value *ours = json::at_path(*root, std::string("modules.") + module_name);
    return ours && ours->isObject() ? std::optional(*ours) : std::nullopt;
}

/// Without what is pending, where OBS makes of it what it read.
std::optional<Json::Value> if_as_read(std::optional<Json::Value> ours, const Json::Value &as_read)
{
    if (!ours || !ours->isObject())
        return std::nullopt;
    ours->removeMember(pending_member);
    return as_obs_keeps(*ours) == as_obs_keeps(as_read) ? ours : std::nullopt;
}

/// The object that begins there.
std::string_view object_at(std::string_view document, std::size_t begin)
{
    int depth = 0;
    bool in_text = false;
    for (std::size_t i = begin; i < document.size(); ++i) {
        const char c = document[i];
        if (in_text && c == '\\')
            ++i;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text && c == '{')
            ++depth;
        else if (!in_text && c == '}' && --depth == 0)
            return document.substr(begin, i + 1 - begin);
    }
    return {};
}

/// Our part of the file that OBS names, found by our name: a collection may have megabytes, and this is done while OBS
/// loads.
std::optional<Json::Value> ours_in_named(const std::filesystem::path &file, const std::string &collection,
                                         const Json::Value &as_read)
{
    static const std::string name = json::write_compact(module_name);
    std::string why;
    const auto document = read_whole(file, most_bytes, why);
    if (!document || document->find(json::write_compact(collection)) == std::string::npos)
        return std::nullopt;
    for (std::size_t at = document->find(name); at != std::string::npos; at = document->find(name, at + 1)) {
        const std::size_t begin = document->find_first_not_of(" \t\r\n:", at + name.size());
        if (begin == std::string::npos || (*document)[begin] != '{')
            continue;
        if (auto ours = if_as_read(parsed(std::string(object_at(*document, begin))), as_read))
            return ours;
    }
    return std::nullopt;
}

/// What OBS read, with what it dropped out of lists, if the file that it read can be found. All others are read only
/// where OBS names none, or the one that it names holds something else.
std::optional<Json::Value> as_in_file(const Json::Value &as_read, const CollectionPlace &place)
{
    if (!place.file.empty()) {
        if (auto ours = ours_in_named(place.folder / place.file, place.collection, as_read))
            return ours;
    }
    std::error_code failed;
    // Not a range: that throws where the folder can't be read to its end.
    for (std::filesystem::directory_iterator file(place.folder, failed), end; !failed && file != end;
         file.increment(failed)) {
        if (file->path().extension() != ".json")
            continue;
        if (auto ours = if_as_read(ours_in(file->path(), place.collection), as_read))
            return ours;
    }
    return std::nullopt;
}

std::vector<PutBack> take_pending(obs_data_t *ours)
{
    std::vector<PutBack> all;
    const OBSDataArrayAutoRelease pending = obs_data_get_array(ours, pending_member);
    const std::size_t count = pending ? obs_data_array_count(pending) : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const OBSDataAutoRelease one = obs_data_array_item(pending, i);
        all.push_back(read_put_back(one));
    }
    obs_data_erase(ours, pending_member); // ours alone: no part of the rules
    return all;
}

rules::ReadRules rules_in(obs_data_t *ours, const CollectionPlace &place)
{
    const char *json = obs_data_get_json(ours);
    std::string document = json ? json : "";
    if (auto rules = parsed(document)) {
        if (has_empty_list(*rules))
            rules = as_in_file(*rules, place).value_or(*rules);
        document = json::write_compact(unwrap_elements(std::move(*rules)));
    }
    return rules::read_rules(document);
}

config_t *obs_config()
{
#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(31, 0, 0)
    return obs_frontend_get_user_config();
#else
    return obs_frontend_get_global_config();
#endif
}

} // namespace

CollectionPlace current_collection(const std::filesystem::path &folder)
{
    config_t *const config = obs_config();
    const char *const named = config ? config_get_string(config, "Basic", "SceneCollectionFile") : nullptr;
    std::string file = named ? named : "";
    if (!file.empty() && std::filesystem::u8path(file).extension() != ".json")
        file += ".json";
    return {lookup::collection(), folder, std::filesystem::u8path(file)};
}

CollectionData read_collection(obs_data_t *modules, const CollectionPlace &place)
{
    CollectionData read;
    OBSDataAutoRelease ours = obs_data_get_obj(modules, module_name);
    if (!ours)
        return read;
    try {
        read.left_over = take_pending(ours);
        read.rules = rules_in(ours, place);
    } catch (const std::exception &fault) {
        read.rules = {{}, {{"Problem.Rules.NotRead", {fault.what()}}}};
        read.unread = std::move(ours);
    }
    return read;
}

OBSDataAutoRelease written(const rules::RuleSet &rules)
{
    const std::string document = rules::write_rules(rules);
    if (auto plain = parsed(document))
        return to_obs(wrap_elements(std::move(*plain)));
    return obs_data_create_from_json(document.c_str());
}

void write_collection(obs_data_t *modules, obs_data_t *rules, const std::vector<PutBack> &pending)
{
    obs_data_erase(rules, pending_member);
    if (!pending.empty()) {
        const OBSDataArrayAutoRelease array = obs_data_array_create();
        for (const PutBack &back : pending)
            obs_data_array_push_back(array, write_put_back(back));
        obs_data_set_array(rules, pending_member, array);
    }
    obs_data_set_obj(modules, module_name, rules);
}

} // namespace astro::studio
