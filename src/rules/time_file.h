// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "support/object_reader.h"

#include <json/value.h>

#include <chrono>

namespace astro::rules {

/// A time, as a rule and an action have it in their file: in milliseconds.
inline std::chrono::milliseconds read_time(json::ObjectReader &members, const char *name)
{
    return std::chrono::milliseconds(members.number(name, 0, 0, longest_time.count()));
}

inline Json::Value write_time(std::chrono::milliseconds time)
{
    return static_cast<Json::Int64>(time.count());
}

} // namespace astro::rules
