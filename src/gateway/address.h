// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace astro::gateway {

/// A gateway's address, taken apart.
struct Address {
    bool tls = true;
    std::string host; ///< without brackets
    std::uint16_t port = 443;
    std::string path{"/"}; ///< with its query, if it has one
    bool ipv6_literal = false;

    bool loopback() const; ///< "localhost", 127.0.0.0/8 or ::1, also as ::ffff:127.0.0.1
};

enum class AddressError {
    empty,
    no_address,      ///< not scheme://host[:port][/path]
    unknown_scheme,  ///< neither ws nor wss
    plain_not_local, ///< ws:// to something that is not loopback
    user_part,       ///< user:password@ is not accepted
};

std::variant<Address, AddressError> parse_address(std::string_view url);

/// Four numbers in decimal with dots between them, alike on every system (Windows' own reading takes "127.1", too).
std::optional<std::array<std::uint8_t, 4>> ipv4_literal(std::string_view text);

/// As a part of a query holds it.
std::string url_encoded(std::string_view text);

/// The same address with `?reconnect_token=…`, URL-encoded, after whatever query it has.
Secret with_reconnect_token(std::string_view url, const Secret &reconnect_token);

} // namespace astro::gateway
