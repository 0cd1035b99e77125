// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/json.h"

#include <gtest/gtest.h>

#include <string>

namespace astro {

/// A JSON document that a test wrote, as a value.
inline Json::Value parsed(const std::string &document)
{
    std::string why;
    auto value = json::parse(document, why);
    EXPECT_TRUE(value) << document << ": " << why;
    return value.value_or(Json::Value());
}

} // namespace astro
