// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>

namespace astro {

enum class LogLevel { debug, info, warning, error };

/// Where the core writes its log lines: OBS's log in the plugin, a list in a test. May be called from any thread.
/// A line never holds a token, a URL with a query, or a whole payload.
using Log = std::function<void(LogLevel, const std::string &)>;

} // namespace astro
