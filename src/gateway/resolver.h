// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/look_up.h"

#include <asio/any_io_executor.hpp>
#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace astro::gateway {

/// A host's addresses, IPv6 and IPv4 in turn (RFC 8305), looked up without holding anybody up: a system's resolver
/// can block for minutes, and Asio's own waits for it when its loop is destroyed. Here the look-up is left behind.
class Lookup {
public:
    using Done = std::function<void(std::vector<asio::ip::tcp::endpoint>)>; ///< empty: not found

    /// `done` comes on `loop`, never inside this call, unless the lookup is cancelled first.
    static std::shared_ptr<Lookup> start(const asio::any_io_executor &loop, const std::string &host, std::uint16_t port,
                                         const LookUp &look_up, Done done);
    virtual ~Lookup() = default;
    /// On the loop's thread. After this the loop may be destroyed.
    virtual void cancel() = 0;
};

} // namespace astro::gateway
