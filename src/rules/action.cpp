// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/action.h"

#include "support/json.h"

#include <algorithm>
#include <utility>

namespace astro::rules {
namespace {

const Json::Value *find(const Json::Value &members, std::string_view name)
{
    return members.find(name.data(), name.data() + name.size());
}

/// A name that is the value, or in the list.
bool follow(Json::Value &value, const Rename &rename)
{
    if (value.isArray()) {
        bool named = false;
        for (Json::Value &element : value)
            named |= follow(element, rename);
        return named;
    }
    if (value != rename.from)
        return false;
    value = rename.to;
    return true;
}

/// What is renamed may be named by a field that holds these.
bool may_name(const Action &action, Names names, const Rename &rename)
{
    switch (rename.of) {
    case Rename::Of::source:
        return names == Names::sources;
    case Rename::Of::filter:
        return names == Names::filters && action.text("source") == rename.holder;
    case Rename::Of::rule:
        return names == Names::rules;
    case Rename::Of::queue:
    case Rename::Of::account:
        return false; // their rule names them
    }
    return false;
}

} // namespace

const Json::Value &Action::value(std::string_view member) const
{
    if (const Json::Value *value = find(members, member))
        return *value;
    const ActionType *its_type = find_action_type(type);
    const ActionField *field = its_type ? its_type->find(member) : nullptr;
    return field ? field->fallback : Json::Value::nullSingleton();
}

std::string Action::text(std::string_view member) const
{
    return json::scalar_text(value(member)).value_or("");
}

std::vector<std::string> Action::list(std::string_view member) const
{
    std::vector<std::string> texts;
    const Json::Value &elements = value(member);
    for (const Json::Value &element : elements.isArray() ? elements : Json::Value())
        texts.push_back(json::scalar_text(element).value_or(""));
    return texts;
}

double Action::number(std::string_view member) const
{
    const Json::Value &number = value(member);
    return number.isNumeric() ? number.asDouble() : 0;
}

bool Action::flag(std::string_view member) const
{
    const Json::Value &flag = value(member);
    return flag.isBool() && flag.asBool();
}

std::chrono::milliseconds Action::time(std::string_view member) const
{
    const Json::Value &time = value(member);
    return std::chrono::milliseconds(time.isInt64() ? time.asInt64() : 0);
}

Action &Action::set(std::string_view member, Json::Value value)
{
    members[std::string(member)] = std::move(value);
    return *this;
}

bool is_filled(const Action &action, const ActionField &field)
{
    const Json::Value *value = find(action.members, field.name);
    if (!value || value->empty() || (value->isString() && json::string_view_of(*value).empty()))
        return false;
    return field.shape() != Shape::object || value->isObject();
}

bool is_needed(const Action &action, const ActionField &field)
{
    switch (field.need) {
    case Need::optional:
        return false;
    case Need::required:
        return true;
    case Need::unless:
        return !action.flag(field.unless);
    }
    return false;
}

bool is_complete(const Action &action)
{
    const ActionType *type = find_action_type(action.type);
    return type && std::all_of(type->fields.begin(), type->fields.end(), [&](const ActionField &field) {
               return !is_needed(action, field) || is_filled(action, field);
           });
}

bool rename(Action &action, const Rename &rename)
{
    bool named = rename.of == Rename::Of::source && rename.follow(action.until_media);
    for (const ActionField &field : all_action_fields()) {
        const std::string name(field.name);
        if (action.members.isMember(name) && may_name(action, row_of(field.kind).names, rename))
            named |= follow(action.members[name], rename);
    }
    return named;
}

} // namespace astro::rules
