// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace astro::json {

struct Limits {
    std::size_t max_bytes;
    int max_depth;
    std::size_t max_values = 1'000'000; ///< each takes far more memory than its text: "[]," some hundred bytes
};

/// Frames of the gateway and hand-edited files alike.
inline constexpr Limits default_limits{4 * 1024 * 1024, 64};

/// Reads one JSON document. Nothing that is thrown by the library leaves this function.
/// @return the value, or nothing with `why` told in plain English (no content of the document in it but a position).
std::optional<Json::Value> parse(std::string_view document, std::string &why, Limits limits = default_limits);

/// Writes on one line, UTF-8 as it is, members in the order of their names, numbers so that they read back the same.
std::string write_compact(const Json::Value &value);

/// Writes with two spaces of indent and a last line break, for files that people edit.
std::string write_pretty(const Json::Value &value);

/// The same for values that are written the same, and hardly ever for two others: to tell whether something changed.
/// Of this run of the program only.
std::size_t hash(const Json::Value &value);

/// What stands in a string, without a copy: it is the value's own. "" for what is no string.
std::string_view string_view_of(const Json::Value &value);

/// The name of the member that an iterator stands at, without a copy. Nothing where it goes through an array.
std::optional<std::string_view> name_of(const Json::ValueIteratorBase &element);

/// A scalar as text: strings as they are, numbers without needless zeros ("5", "4.2"), booleans as "true"/"false".
/// Nothing for null, objects and arrays.
std::optional<std::string> scalar_text(const Json::Value &value);

/// A number as a value that is written without needless zeros: a whole one is an integer.
Json::Value number(double value);

/// The member of `object` with this name when it is a string, else "". Safe on any type of `object`.
std::string string_member(const Json::Value &object, const char *name);

/// What stands at a dotted path ("data.items.0.name"): names go into objects, numbers into arrays.
/// @return null when nothing is there.
const Json::Value *at_path(const Json::Value &root, std::string_view path);

} // namespace astro::json
