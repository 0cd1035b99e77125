// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/scene_collection.h"

#include "harness/waiting.h"

namespace harness {

namespace {

Json::Value vec2(double x, double y)
{
    Json::Value value(Json::objectValue);
    value["x"] = x;
    value["y"] = y;
    return value;
}

/// OBS keeps colors as 0xAABBGGRR.
Json::Int64 opaque(std::uint32_t rgb)
{
    const std::uint32_t red = (rgb >> 16) & 0xff;
    const std::uint32_t green = (rgb >> 8) & 0xff;
    const std::uint32_t blue = rgb & 0xff;
    return 0xff000000u | (blue << 16) | (green << 8) | red;
}

Json::Value *find(Json::Value &list, const std::string &name)
{
    for (Json::Value &element : list)
        if (element["name"].asString() == name)
            return &element;
    return nullptr;
}

/// "color_source" of "color_source_v3".
std::string without_version(const std::string &kind)
{
    const auto mark = kind.rfind("_v");
    const bool has_version =
        mark != std::string::npos && kind.find_first_not_of("0123456789", mark + 2) == std::string::npos;
    return has_version ? kind.substr(0, mark) : kind;
}

} // namespace

SceneCollection::SceneCollection(std::string name) : name_(std::move(name))
{
    root_["name"] = name_;
    root_["sources"] = Json::arrayValue;
    root_["groups"] = Json::arrayValue;
    root_["scene_order"] = Json::arrayValue;
    root_["transitions"] = Json::arrayValue;
    root_["modules"] = Json::objectValue;
    transition("Cut", 300);
}

Json::Value SceneCollection::new_source(const std::string &id, const std::string &versioned_id, const std::string &name)
{
    Json::Value source(Json::objectValue);
    source["id"] = id;
    source["versioned_id"] = versioned_id;
    source["name"] = name;
    source["enabled"] = true;
    source["settings"] = Json::objectValue;
    return source;
}

Json::Value &SceneCollection::source(const std::string &id, const std::string &versioned_id, const std::string &name)
{
    return root_["sources"].append(new_source(id, versioned_id, name))["settings"];
}

SceneCollection &SceneCollection::scene(const std::string &scene)
{
    Json::Value &settings = source("scene", "scene", scene);
    settings["custom_size"] = false;
    settings["id_counter"] = 0;
    settings["items"] = Json::arrayValue;
    Json::Value entry(Json::objectValue);
    entry["name"] = scene;
    root_["scene_order"].append(entry);
    if (first_scene_.empty())
        first_scene_ = scene;
    return *this;
}

SceneCollection &SceneCollection::color(const std::string &source, std::uint32_t rgb, int width, int height)
{
    Json::Value &settings = this->source("color_source", "color_source_v3", source);
    settings["color"] = opaque(rgb);
    settings["width"] = width;
    settings["height"] = height;
    return *this;
}

SceneCollection &SceneCollection::text(const std::string &source, const std::string &text, const TextStyle &style)
{
    Json::Value &settings = this->source("text_ft2_source", "text_ft2_source_v2", source);
    settings["text"] = text;
    settings["color1"] = opaque(style.rgb);
    settings["color2"] = opaque(style.rgb);
    settings["font"]["face"] = style.font;
    settings["font"]["style"] = style.bold ? "Bold" : "Book";
    settings["font"]["size"] = style.size;
    settings["font"]["flags"] = style.bold ? 1 : 0;
    return *this;
}

SceneCollection &SceneCollection::input(const std::string &source, const std::string &kind, const Json::Value &settings)
{
    Json::Value &own = this->source(without_version(kind), kind, source);
    if (!settings.isNull())
        own = settings;
    return *this;
}

bool SceneCollection::has(const std::string &name)
{
    return find(root_["sources"], name) || find(root_["groups"], name);
}

Json::Value &SceneCollection::known(const std::string &name)
{
    Json::Value *found = find(root_["sources"], name);
    if (!found)
        found = find(root_["groups"], name);
    if (!found)
        throw Error("there is no source \"" + name + "\"");
    return *found;
}

SceneCollection &SceneCollection::filter(const std::string &source, const std::string &filter, const std::string &kind,
                                         bool enabled, const Json::Value &settings)
{
    Json::Value made = new_source(kind, kind, filter);
    made["enabled"] = enabled;
    made["settings"] = settings;
    known(source)["filters"].append(made);
    return *this;
}

SceneCollection &SceneCollection::setting(const std::string &source, const std::string &key, const Json::Value &value)
{
    known(source)["settings"][key] = value;
    return *this;
}

SceneCollection &SceneCollection::set(const std::string &source, const std::string &member, const Json::Value &value)
{
    known(source)[member] = value;
    return *this;
}

Json::Value SceneCollection::item(const std::string &source, const Placement &placement, Json::Value &owner) const
{
    constexpr int middle = 0;     // OBS_ALIGN_CENTER
    constexpr int upper_left = 5; // OBS_ALIGN_LEFT | OBS_ALIGN_TOP
    const int id = owner["id_counter"].asInt() + 1;
    owner["id_counter"] = id;

    Json::Value item(Json::objectValue);
    item["id"] = id;
    item["name"] = source;
    item["visible"] = placement.visible;
    item["locked"] = false;
    item["align"] = placement.centered ? middle : upper_left;
    item["pos"] = vec2(placement.x, placement.y);
    item["rot"] = placement.rotation;
    item["scale"] = vec2(placement.scale, placement.scale);
    item["bounds"] = vec2(0, 0);
    item["bounds_type"] = 0;
    item["bounds_align"] = 0;
    return item;
}

SceneCollection &SceneCollection::place(const std::string &scene, const std::string &source, const Placement &placement)
{
    Json::Value *owner = find(root_["sources"], scene);
    if (!owner)
        throw Error("no scene \"" + scene + "\" to place \"" + source + "\" in");
    Json::Value &settings = (*owner)["settings"];
    Json::Value item = this->item(source, placement, settings);
    if (find(root_["groups"], source))
        item["private_settings"]["collapsed"] = true;
    settings["items"].append(item);
    return *this;
}

SceneCollection &SceneCollection::group(const std::string &group, int width, int height,
                                        const std::vector<Member> &members)
{
    Json::Value source = new_source("group", "group", group);
    Json::Value &settings = source["settings"];
    settings["custom_size"] = true;
    settings["cx"] = width;
    settings["cy"] = height;
    settings["id_counter"] = 0;
    settings["items"] = Json::arrayValue;
    for (const Member &member : members)
        settings["items"].append(item(member.source, member.placement, settings));
    root_["groups"].append(source);
    return *this;
}

SceneCollection &SceneCollection::start_with(const std::string &scene)
{
    first_scene_ = scene;
    return *this;
}

SceneCollection &SceneCollection::transition(const std::string &name, int duration_ms)
{
    root_["current_transition"] = name;
    root_["transition_duration"] = duration_ms;
    return *this;
}

SceneCollection &SceneCollection::add_transition(const std::string &name, const std::string &kind)
{
    root_["transitions"].append(new_source(kind, kind, name));
    return *this;
}

SceneCollection &SceneCollection::fade_to_black(int id, int duration_ms)
{
    Json::Value quick(Json::objectValue);
    quick["name"] = "Fade";
    quick["duration"] = duration_ms;
    quick["id"] = id;
    quick["fade_to_black"] = true;
    quick["hotkeys"] = Json::arrayValue;
    root_["quick_transitions"].append(quick);
    return *this;
}

SceneCollection &SceneCollection::module(const std::string &module, const Json::Value &data)
{
    root_["modules"][module] = data;
    return *this;
}

Json::Value SceneCollection::json() const
{
    Json::Value root = root_;
    root["current_scene"] = first_scene_;
    root["current_program_scene"] = first_scene_;
    return root;
}

} // namespace harness
