// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/composed.h"
#include "support/json.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace astro::studio::remote {

/// An event as somebody described it in JSON.
struct Described {
    events::Event event;
    std::string unknown_field; ///< the first one that no event has, "" where all is well
    std::string odd_field;     ///< the first one that is no text, number or switch, likewise
    std::string no_number;     ///< the first one that should be a number and is none, likewise
};

/// @param object fields by their names, besides `kind`. Without any it is the sample itself.
inline Described described(events::Event sample, const Json::Value &object)
{
    std::map<std::string, std::string> fields;
    for (const auto &name : object.isObject() ? object.getMemberNames() : std::vector<std::string>()) {
        if (name == "kind" || object[name].isNull())
            continue;
        const auto value = json::scalar_text(object[name]);
        if (!value)
            return {std::move(sample), {}, name, {}};
        fields[name] = *value;
    }
    if (fields.empty())
        return {std::move(sample), {}, {}, {}};
    auto composed = events::composed(events::bare(sample), fields);
    return {std::move(composed.event), std::move(composed.unknown_field), {}, std::move(composed.no_number)};
}

} // namespace astro::studio::remote
