// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/json.h"

#include <map>
#include <string>
#include <vector>

namespace astro::studio::remote {

/// The fields of an event that somebody wrote as JSON: texts, numbers and switches, but its kind.
inline std::map<std::string, std::string> fields_of(const Json::Value &object)
{
    std::map<std::string, std::string> fields;
    for (const auto &name : object.isObject() ? object.getMemberNames() : std::vector<std::string>()) {
        const auto value = json::scalar_text(object[name]);
        if (value && name != "kind")
            fields[name] = *value;
    }
    return fields;
}

} // namespace astro::studio::remote
