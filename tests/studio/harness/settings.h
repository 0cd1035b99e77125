// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/harness/obs_websocket.h"
#include "support/secret.h"

#include <json/value.h>

#include <filesystem>
#include <string>
#include <vector>

namespace harness {

/// An account as settings.json has it, which listens to `channel.activities` of a simulated gateway.
inline Json::Value account(const std::string &name, const astro::Secret &token, const std::string &url,
                           const std::filesystem::path &ca_file)
{
    Json::Value made = object({{"name", name},
                               {"enabled", true},
                               {"url", url},
                               {"token", token.reveal()},
                               {"token_type", "apikey"},
                               {"ca_file", ca_file.string()}});
    made["topics"].append("channel.activities");
    return made;
}

/// The whole of settings.json.
inline Json::Value settings(const std::vector<Json::Value> &accounts)
{
    Json::Value made = object({{"version", 1}});
    for (const Json::Value &one : accounts)
        made["accounts"].append(one);
    return made;
}

} // namespace harness
