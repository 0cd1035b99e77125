// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/obs_json.h"

#include "studio/plain_lists.h"
#include "support/json.h"

#include <string>
#include <utility>

namespace astro::studio {

OBSDataAutoRelease to_obs(Json::Value object)
{
    return obs_data_create_from_json(json::write_compact(fit_for_obs(std::move(object))).c_str());
}

std::optional<Json::Value> from_obs(obs_data_t *data)
{
    if (!data)
        return Json::Value(Json::objectValue);
    const char *const document = obs_data_get_json(data);
    std::string why;
    return document ? json::parse(document, why) : std::nullopt;
}

} // namespace astro::studio
