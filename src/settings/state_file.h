// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "support/log.h"

#include <json/value.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace astro::settings {

/// What happened last, in state.json beside settings.json. Costs nothing to lose.
struct State {
    struct Latest {
        std::string user;
        std::string amount;
        std::int64_t at = 0; ///< seconds since 1970
    };
    std::map<std::string, Latest> latest;        ///< by the kind's word
    std::map<std::string, std::uint64_t> counts; ///< by the kind's word, since the file began
    std::map<std::string, double> counters;      ///< those that rules count with, by name
    Json::Value session{Json::objectValue};      ///< session values by their key, as the gateway sent them

    /// Events without a kind of their own are passed over.
    void note(const events::Event &event, std::chrono::system_clock::time_point at);
};

/// A file that is missing or damaged gives an empty state. A damaged one is kept beside, as state.damaged-N.json, and
/// told of.
State read_state(const std::filesystem::path &file, const Log &log = nullptr);
/// What write_state() writes.
std::string state_text(const State &state);
/// @return what went wrong; "" on success.
std::string write_state(const std::filesystem::path &file, const State &state);

} // namespace astro::settings
