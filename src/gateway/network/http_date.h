// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace astro::gateway {

/// A date as HTTP's headers have it ("Sun, 06 Nov 1994 08:49:37 GMT": IMF-fixdate, RFC 9110, section 5.6.7); nothing
/// for anything else, the two obsolete forms among them, and for years that a clock may not hold.
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text);

} // namespace astro::gateway
