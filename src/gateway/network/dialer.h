// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/address.h"
#include "gateway/failure.h"
#include "gateway/network/name_lookup.h"
#include "gateway/network/stream.h"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>

namespace astro::gateway {

/// From an address to a stream on which bytes can be sent: name, TCP (happy eyeballs, RFC 8305: IPv6 and IPv4 in turn,
/// the next one 250 ms after the last), HTTP CONNECT where a proxy is to be used, TLS. Has no time limit of its own:
/// whoever dials cancels.
class Dialer {
public:
    struct Route {
        Address address;
        std::string ca_file;
        std::string proxy; ///< "host:port", or "" for what the environment says
        NameLookup look_up;
        bool ipv4_first = false; ///< where there are both
    };
    /// The name was looked up, if there was one to look up. Once at the most, never inside dial().
    using OnResolved = std::function<void()>;
    /// Exactly once unless cancelled, never inside dial(): a stream, or null and why.
    using Done = std::function<void(std::unique_ptr<Stream>, Closed)>;

    static std::shared_ptr<Dialer> dial(asio::io_context &loop, Route route, OnResolved on_resolved, Done done);
    virtual ~Dialer() = default;
    virtual void cancel() = 0;
    /// Why it has not come to a name that was found, when that takes too long.
    virtual Closed timeout_reason() const = 0;
};

} // namespace astro::gateway
