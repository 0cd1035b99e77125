// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace astro::gateway {

/// A proxy as Windows' settings hold it.
struct WindowsProxy {
    std::string servers; ///< "proxy:8080", or one a protocol: "http=proxy:8080;https=other:8080"
    std::string bypass;  ///< hosts that are reached without it, with * in them: "*.example;10.*;<local>"
};

/// The proxy for wss:// to `host`, as an account's setting would name it; "" where there is none.
/// @param host a name or an address in lower case, without brackets.
std::string server_for(const WindowsProxy &proxy, const std::string &host);

} // namespace astro::gateway
