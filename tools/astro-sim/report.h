// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

#include <string>
#include <utility>
#include <vector>

namespace astro_sim {

/// Prints what happens as one JSON object a line on standard output, each flushed at once. No token is ever in one.
class Report {
public:
    using Members = std::vector<std::pair<const char *, Json::Value>>;

    void event(const char *name, const Members &members = {});
    /// A command that could not be carried out, and what to do about it.
    void error(const std::string &message);
};

} // namespace astro_sim
