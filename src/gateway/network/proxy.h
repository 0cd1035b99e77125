// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/address.h"
#include "support/secret.h"

#include <cstdint>
#include <optional>
#include <string>

namespace astro::gateway {

/// An HTTP CONNECT proxy.
struct Proxy {
    std::string host;
    std::uint16_t port = 3128;
    Secret credentials; ///< "user:password", or empty
};

/// "[http://][user:password@]host[:port][/]"; nothing when it is none of that. With the scheme it is a URL, in which
/// user and password are percent-encoded; without it they are taken as they are.
std::optional<Proxy> parse_proxy(const std::string &text);

/// The proxy for this address: `configured` if not empty, else the environment's https_proxy unless no_proxy names the
/// host, else the one that the system's settings have for all programs. Never one for loopback. A text that is no proxy
/// gives nothing and sets `bad`.
std::optional<Proxy> proxy_for(const Address &address, const std::string &configured, bool &bad);

/// The request that asks the proxy for a way to the address.
Secret connect_request(const Proxy &proxy, const Address &address);

} // namespace astro::gateway
