// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/plain_lists.h"

#include "support/json.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

bool has_zero(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

std::string without_zeros(std::string text)
{
    text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
    return text;
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

Json::Value fit_for_obs(Json::Value document)
{
    if (has_zero(json::string_view_of(document)))
        return without_zeros(document.asString());
    if (document.type() == Json::uintValue && !document.isInt64())
        return document.asDouble();
    if (document.type() == Json::realValue && !std::isfinite(document.asDouble())) // so newer libraries read 1e999
        return std::copysign(std::numeric_limits<double>::max(), document.asDouble());
    if (!document.isArray() && !document.isObject())
        return document;
    std::vector<std::string> odd_names;
    for (auto element = document.begin(); element != document.end(); ++element) {
        if (const auto name = json::name_of(element); name && has_zero(*name))
            odd_names.emplace_back(*name);
        *element = fit_for_obs(std::move(*element));
    }
    for (const std::string &name : odd_names) {
        Json::Value value;
        document.removeMember(name, &value);
        if (const std::string plain = without_zeros(name); !document.isMember(plain))
            document[plain] = std::move(value);
    }
    return document;
}

bool has_empty_list(const Json::Value &document)
{
    if (document.isArray() && document.empty())
        return true;
    return (document.isArray() || document.isObject()) && std::any_of(document.begin(), document.end(), has_empty_list);
}

} // namespace astro::studio
