// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/stage.h"

#include <json/value.h>

#include <random>

namespace bench {

/// One thing that is measured on a stage, and what of the result is not there for those who do not react.
struct Measure {
    const char *name;
    bool of_reactions; ///< else of everybody
    Json::Value (*take)(Stage &stage, const Options &options, std::mt19937 &random);
};

/// In the order in which they are taken at each start of OBS.
const std::vector<Measure> &measures();

} // namespace bench
