// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/json.h"
#include "support/number.h"

#include <json/value.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace astro::json {

/// Reads the known members of an object out of a file that people edit, so that nothing is lost: what is left over in
/// rest() are the members that this version does not know, and those that could not be read. put() writes them back.
/// Nothing here throws.
class Members {
public:
    /// @param object a value of any type; one that is no object has no members.
    explicit Members(const Json::Value &object)
    {
        if (object.isObject())
            rest_ = object;
    }

    /// A string; numbers and booleans are taken as they are written.
    std::string text(const char *name, const std::string &fallback = {})
    {
        const auto value = take(name);
        if (!value)
            return fallback;
        auto scalar = scalar_text(*value);
        if (!scalar)
            refuse(name, *value);
        return scalar.value_or(fallback);
    }

    /// A boolean, also as a word ("true") or a number (0 is false).
    bool flag(const char *name, bool fallback)
    {
        const auto value = take(name);
        if (!value)
            return fallback;
        if (value->isBool() || value->isNumeric())
            return value->asBool();
        if (*value == "true" || *value == "false")
            return *value == "true";
        refuse(name, *value);
        return fallback;
    }

    /// A whole number, also as a text ("6000"); one beyond `least` or `most` becomes that bound and is told by
    /// clamped().
    std::int64_t number(const char *name, std::int64_t fallback, std::int64_t least, std::int64_t most)
    {
        const auto value = take(name);
        if (!value)
            return fallback;
        std::optional<double> number;
        if (value->isNumeric())
            number = value->asDouble();
        else if (value->isString())
            number = number_from(value->asString());
        if (!number) {
            refuse(name, *value);
            return fallback;
        }
        const double bounded = std::clamp(*number, static_cast<double>(least), static_cast<double>(most));
        if (bounded < *number || bounded > *number)
            clamped_.emplace_back(name);
        return static_cast<std::int64_t>(bounded);
    }

    /// An array; nothing when the member is missing or is none.
    std::optional<Json::Value> array(const char *name)
    {
        auto value = take(name);
        if (value && !value->isArray()) {
            refuse(name, *value);
            return std::nullopt;
        }
        return value;
    }

    /// The member as it is, no longer part of the rest. A null is as good as missing.
    std::optional<Json::Value> take(const char *name)
    {
        Json::Value value;
        if (!rest_.removeMember(name, &value) || value.isNull())
            return std::nullopt;
        return value;
    }

    /// Puts back a member that was taken and could not be understood.
    void refuse(const char *name, const Json::Value &value)
    {
        rest_[name] = value;
        unreadable_.emplace_back(name);
    }

    /// Unknown members and unreadable ones; always an object.
    const Json::Value &rest() const { return rest_; }
    /// The known members that have a wrong type.
    const std::vector<std::string> &unreadable() const { return unreadable_; }
    const std::vector<std::string> &clamped() const { return clamped_; }
    std::vector<std::string> unknown() const
    {
        std::vector<std::string> names;
        for (const auto &name : rest_.getMemberNames())
            if (std::find(unreadable_.begin(), unreadable_.end(), name) == unreadable_.end())
                names.push_back(name);
        return names;
    }

private:
    Json::Value rest_{Json::objectValue};
    std::vector<std::string> unreadable_;
    std::vector<std::string> clamped_;
};

/// Writes a known member over what rest() kept. An unreadable original stays until the value is no longer the fallback
/// that was read in its place, so that a file which this version half understands is not robbed by saving it.
inline void put(Json::Value &object, const char *name, Json::Value value, const Json::Value &fallback)
{
    if (value == fallback && object.isMember(name))
        return;
    object[name] = std::move(value);
}

} // namespace astro::json
