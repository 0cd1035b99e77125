// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/plain_lists.h"

#include <algorithm>
#include <utility>

namespace astro::studio {
namespace {

constexpr const char *wrapper = "obs-astro";

/// Changes each list, the inner ones first.
template <class Change>
void each_list(Json::Value &value, Change change)
{
    if (!value.isArray() && !value.isObject())
        return;
    for (Json::Value &element : value)
        each_list(element, change);
    if (value.isArray())
        change(value);
}

} // namespace

Json::Value wrap_elements(Json::Value document)
{
    each_list(document, [](Json::Value &list) {
        for (Json::Value &element : list) {
            if (element.isObject())
                continue;
            Json::Value wrapped(Json::objectValue);
            wrapped[wrapper] = std::move(element);
            element = std::move(wrapped);
        }
    });
    return document;
}

Json::Value unwrap_elements(Json::Value document)
{
    each_list(document, [](Json::Value &list) {
        for (Json::Value &element : list) {
            if (!element.isObject() || element.size() != 1 || !element.isMember(wrapper))
                continue;
            Json::Value inner = std::move(element[wrapper]);
            element = std::move(inner);
        }
    });
    return document;
}

Json::Value as_obs_keeps(const Json::Value &document)
{
    Json::Value kept = document;
    if (document.isArray()) {
        kept = Json::arrayValue;
        for (const Json::Value &element : document) {
            if (element.isObject())
                kept.append(as_obs_keeps(element));
        }
    } else if (document.isObject()) {
        for (const std::string &name : document.getMemberNames()) {
            if (document[name].isNull())
                kept.removeMember(name);
            else
                kept[name] = as_obs_keeps(document[name]);
        }
    }
    return kept;
}

bool has_empty_list(const Json::Value &document)
{
    if (document.isArray() && document.empty())
        return true;
    return (document.isArray() || document.isObject()) && std::any_of(document.begin(), document.end(), has_empty_list);
}

} // namespace astro::studio
