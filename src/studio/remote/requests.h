// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"

#include <json/value.h>

#include <functional>
#include <string>
#include <vector>

namespace astro::studio::remote {

/// What a request is answered with; one with a member `error`, a sentence, changed nothing. Called once, on any thread.
using Respond = std::function<void(Json::Value)>;

/// A request of obs-websocket's vendor `obs-astro`. UI thread.
struct Request {
    const char *type;
    void (*handle)(const Controls &, const Json::Value &data, const Respond &);
};

const std::vector<Request> &requests();

Json::Value error(const char *key, const std::vector<std::string> &args = {});

} // namespace astro::studio::remote
