// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/json.h"
#include "support/number.h"

#include <json/value.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astro::json {

/// Reads the known members of a JSON object that people may have edited, and loses nothing: rest() has the members that
/// this version does not know, and those that could not be read. put() writes over them. Nothing here throws.
class ObjectReader {
public:
    /// @param object a value of any type; one that is no object has no members.
    explicit ObjectReader(const Json::Value &object)
    {
        if (object.isObject())
            rest_ = object;
    }

    bool has(const char *name) const { return rest_.isMember(name); }
    /// What the member is, if it is there, without reading it.
    std::optional<Json::Value> find(const char *name) const
    {
        return has(name) && !rest_[name].isNull() ? std::optional(rest_[name]) : std::nullopt;
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

    /// A number, also as a text ("6000"), without what is behind its point: what was reckoned need not come out even.
    /// One beyond `least` or `most` counts as missing, stays, and is told by out_of_range().
    std::int64_t number(const char *name, std::int64_t fallback, std::int64_t least, std::int64_t most)
    {
        const auto bounded = bounded_number(name, static_cast<double>(least), static_cast<double>(most), &any);
        return bounded ? static_cast<std::int64_t>(*bounded) : fallback;
    }

    /// As number(), but one with something behind the point is unreadable: it counts things.
    std::int64_t count(const char *name, std::int64_t fallback, std::int64_t least, std::int64_t most)
    {
        const auto bounded = bounded_number(name, static_cast<double>(least), static_cast<double>(most), &is_whole);
        return bounded ? static_cast<std::int64_t>(*bounded) : fallback;
    }

    /// As number(), with what is behind the point.
    double decimal(const char *name, double fallback, double least, double most)
    {
        return bounded_number(name, least, most, &any).value_or(fallback);
    }

    /// One of these words; the first one when it is missing or none of them.
    std::string word(const char *name, const std::vector<std::string_view> &words)
    {
        const auto value = take(name);
        std::string written = value && value->isString() ? value->asString() : "";
        if (std::find(words.begin(), words.end(), written) != words.end())
            return written;
        if (value)
            refuse(name, *value);
        return std::string(words.at(0));
    }

    /// An array of texts without the empty ones; a single text will do for an array of one.
    Json::Value texts(const char *name)
    {
        Json::Value read(Json::arrayValue);
        const auto value = take(name);
        if (!value)
            return read;
        if (const auto single = scalar_text(*value))
            return append_text(read, *single);
        if (!value->isArray()) {
            refuse(name, *value);
            return read;
        }
        for (const Json::Value &element : *value) {
            const auto one = scalar_text(element);
            if (!one && !element.isNull()) {
                refuse(name, *value);
                return Json::arrayValue;
            }
            append_text(read, one.value_or(""));
        }
        return read;
    }

    /// An object, also as a text of JSON; a text that is none stays one. An empty object when the member is missing or
    /// is something else.
    Json::Value object_or_text(const char *name)
    {
        const auto value = take(name);
        if (!value || value->isObject())
            return value.value_or(Json::objectValue);
        if (value->isString()) {
            std::string why;
            const auto object = parse(value->asString(), why);
            return object && object->isObject() ? *object : *value;
        }
        refuse(name, *value);
        return Json::objectValue;
    }

    /// A number or a text, as it is.
    Json::Value number_or_text(const char *name, const Json::Value &fallback)
    {
        const auto value = take(name);
        if (!value)
            return fallback;
        if (value->isString())
            return *value;
        if (value->isNumeric())
            return json::number(value->asDouble());
        refuse(name, *value);
        return fallback;
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
    /// Those that are numbers, but too small or too large.
    const std::vector<std::string> &out_of_range() const { return out_of_range_; }
    std::vector<std::string> unknown() const
    {
        std::vector<std::string> names;
        for (const auto &name : rest_.getMemberNames())
            if (!has(unreadable_, name) && !has(out_of_range_, name))
                names.push_back(name);
        return names;
    }

private:
    static bool has(const std::vector<std::string> &names, const std::string &name)
    {
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    static bool any(double) { return true; }
    static bool is_whole(double number) { return std::floor(number) >= number; }

    std::optional<double> bounded_number(const char *name, double least, double most, bool (*fits)(double))
    {
        const auto value = take(name);
        if (!value)
            return std::nullopt;
        std::optional<double> number;
        if (value->isNumeric())
            number = value->asDouble();
        else if (value->isString())
            number = number_from(value->asString());
        if (!number || !fits(*number)) {
            refuse(name, *value);
            return std::nullopt;
        }
        if (*number < least || *number > most) {
            rest_[name] = *value;
            out_of_range_.emplace_back(name);
            return std::nullopt;
        }
        return number;
    }

    static Json::Value &append_text(Json::Value &texts, const std::string &text)
    {
        if (!text.empty())
            texts.append(text);
        return texts;
    }

    Json::Value rest_{Json::objectValue};
    std::vector<std::string> unreadable_;
    std::vector<std::string> out_of_range_;
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
