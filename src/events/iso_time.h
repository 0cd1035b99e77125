// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace astro::events {

/// @param iso ISO 8601 with seconds, an optional fraction, and Z or an offset: 2026-01-02T03:04:05.678Z.
/// @return nothing for anything else, and for years outside of 1970 to 2200.
std::optional<std::chrono::system_clock::time_point> time_from_iso(const std::string &iso);

} // namespace astro::events
