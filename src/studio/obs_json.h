// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>
#include <obs.hpp>

#include <optional>

namespace astro::studio {

/// An object as OBS's data. What OBS's reader of JSON would refuse is made fit for it; of lists OBS takes nothing but
/// objects.
OBSDataAutoRelease to_obs(Json::Value object);
/// Nothing when what OBS has cannot be read, as beyond the limits of support/json.h. Without data: an empty object.
std::optional<Json::Value> from_obs(obs_data_t *data);

} // namespace astro::studio
