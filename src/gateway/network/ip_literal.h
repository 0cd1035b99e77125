// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/ip/address.hpp>

#include <optional>
#include <string>

namespace astro::gateway {

/// The address that `text` spells out, alike on every system: four numbers in decimal with dots between them, or IPv6
/// without brackets. Windows' own reading takes "127.1" and "[::1]:80", too, which elsewhere are names or nothing.
std::optional<asio::ip::address> ip_literal(const std::string &text);

} // namespace astro::gateway
