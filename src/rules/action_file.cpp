// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/action_file.h"

#include "rules/time_file.h"

#include <cstdint>
#include <string>

namespace astro::rules {
namespace {

/// Members of other types are taken only if they are as this version writes them: they may be a later one's.
void read_foreign(json::ObjectReader &members, const ActionField &field, Action &action)
{
    const std::string name(field.name);
    const auto written = members.find(name.c_str());
    if (!written)
        return;
    Json::Value alone(Json::objectValue);
    alone[name] = *written;
    json::ObjectReader copy(alone);
    if (read_field(copy, field) != *written || !copy.rest().empty())
        return;
    members.take(name.c_str());
    action.set(field.name, *written);
}

bool is_always_written(const ActionField &field)
{
    return field.need != Need::optional || field.kind == FieldKind::text;
}

} // namespace

Json::Value read_field(json::ObjectReader &members, const ActionField &field)
{
    const std::string name(field.name);
    switch (field.shape()) {
    case Shape::text:
        if (field.kind == FieldKind::choice)
            return members.word(name.c_str(), field.words);
        return members.text(name.c_str(), field.fallback.asString());
    case Shape::list:
        return members.texts(name.c_str());
    case Shape::number:
        if (field.counts)
            return static_cast<Json::Int64>(members.count(name.c_str(), field.fallback.asInt64(),
                                                          static_cast<std::int64_t>(field.least),
                                                          static_cast<std::int64_t>(field.most)));
        return json::number(members.decimal(name.c_str(), field.fallback.asDouble(), field.least, field.most));
    case Shape::time:
        return static_cast<Json::Int64>(members.number(name.c_str(), field.fallback.asInt64(),
                                                       static_cast<std::int64_t>(field.least),
                                                       static_cast<std::int64_t>(field.most)));
    case Shape::flag:
        return members.flag(name.c_str(), field.fallback.asBool());
    case Shape::object:
        return members.object_or_text(name.c_str());
    case Shape::number_or_text:
        return members.number_or_text(name.c_str(), field.fallback);
    }
    return field.fallback;
}

Action read_action(json::ObjectReader &members)
{
    Action action;
    action.type = members.text("type");
    if (const ActionType *type = find_action_type(action.type)) {
        for (const ActionField &field : type->fields) {
            const std::string name(field.name);
            if (members.has(name.c_str()))
                action.set(field.name, read_field(members, field));
        }
    }
    for (const ActionField &field : all_action_fields()) {
        if (!action.members.isMember(std::string(field.name)))
            read_foreign(members, field, action);
    }
    action.after = read_time(members, "after_ms");
    action.hold = read_time(members, "for_ms");
    action.until_media = members.text("until_media");
    action.enabled = members.flag("enabled", true);
    return action;
}

Json::Value write_action(const Action &action)
{
    Json::Value object = action.extra;
    json::put(object, "type", action.type, "");
    const ActionType *type = find_action_type(action.type);
    for (const ActionField &field : type ? type->fields : std::vector<ActionField>()) {
        const Json::Value &value = action.value(field.name);
        if (is_always_written(field) || value != field.fallback)
            json::put(object, std::string(field.name).c_str(), value, field.fallback);
    }
    for (const ActionField &field : all_action_fields()) {
        if (!(type && type->find(field.name)) && is_filled(action, field))
            object[std::string(field.name)] = action.value(field.name);
    }
    if ((type && type->can_undo()) || action.hold.count() != 0)
        json::put(object, "for_ms", write_time(action.hold), write_time({}));
    if (action.after.count() != 0)
        object["after_ms"] = write_time(action.after);
    if (!action.until_media.empty())
        object["until_media"] = action.until_media;
    if (!action.enabled)
        object["enabled"] = false;
    return object;
}

} // namespace astro::rules
