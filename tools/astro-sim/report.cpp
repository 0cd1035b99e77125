// SPDX-License-Identifier: GPL-2.0-or-later
#include "report.h"

#include "support/json.h"

#include <iostream>

namespace astro_sim {

void Report::event(const char *name, const Members &members)
{
    Json::Value line(Json::objectValue);
    line["event"] = name;
    for (const auto &[key, value] : members)
        line[key] = value;
    std::cout << astro::json::write_compact(line) << std::endl;
}

void Report::error(const std::string &message)
{
    event("error", {{"message", message}});
}

} // namespace astro_sim
