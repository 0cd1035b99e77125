// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/network/detached_task.h"
#include "gateway/network/name_lookup.h"

#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace astro::gateway {

using Endpoints = std::vector<asio::ip::tcp::endpoint>;

/// A host's addresses, IPv6 and IPv4 in turn (RFC 8305); none: it was not found.
std::shared_ptr<DetachedTask<Endpoints>> find_endpoints(const asio::any_io_executor &loop, const std::string &host,
                                                        std::uint16_t port, const NameLookup &look_up,
                                                        DetachedTask<Endpoints>::Done done);

} // namespace astro::gateway
