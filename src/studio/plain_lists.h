// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

/// How a document goes into OBS's own data and comes back. OBS keeps nothing but objects in the lists of a scene
/// collection: texts and numbers in them are gone when it has read or written the file. So each is wrapped as
/// {"obs-astro": …} on its way there.
namespace astro::studio {

Json::Value wrap_elements(Json::Value document);
/// The way back. What is not wrapped stays what it is.
Json::Value unwrap_elements(Json::Value document);
/// What is left of a document when OBS has read it: no null either.
Json::Value as_obs_keeps(const Json::Value &document);
/// Without what OBS's reader of JSON refuses, and the whole document with it: zeros are left out of texts and names, a
/// whole number beyond 63 bits is not whole any more, and one that is too large is the largest that there is.
Json::Value fit_for_obs(Json::Value document);
/// True when an element may have been dropped.
bool has_empty_list(const Json::Value &document);

} // namespace astro::studio
