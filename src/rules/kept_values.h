// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"

#include <json/value.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace astro::rules {

/// What texts can show besides an event, and what outlives OBS.
struct KeptValues {
    static constexpr double largest = 1e15; ///< of a counter: beyond it a number has no exact ones

    std::map<std::string, double> counters;
    Json::Value session{Json::objectValue}; ///< by session key, such as follower-latest, the gateway's own object

    // White space around a counter's name is none of it: texts could not name it.
    /// "3", or nothing for a counter that never counted.
    std::optional<std::string> counter(std::string_view name) const;
    std::optional<double> counted(std::string_view name) const;
    /// @param path "KEY.MEMBER"
    std::optional<std::string> session_value(std::string_view path) const;
    /// @return false when there are too many counters for a new one, or its name is too long.
    bool set_counter(std::string_view name, double value);
    /// Takes over what a session update or reset tells, as far as there is room. @return whether anything came of it
    bool take(const events::Event &event);
    bool left_out = false; ///< there was no room for something

private:
    bool keep(const std::string &key, const Json::Value &value, std::size_t &size);
};

} // namespace astro::rules
