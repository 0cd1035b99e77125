// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <chrono>
#include <optional>
#include <string>

namespace astro::gateway {

/// What a JWT says of itself. Read, not verified: only the gateway can do that.
struct TokenClaims {
    std::optional<std::chrono::system_clock::time_point> expires; ///< claim `exp`
};

/// @return nothing when `token` has not the form of a JWT.
std::optional<TokenClaims> read_claims(const Secret &token);

} // namespace astro::gateway
