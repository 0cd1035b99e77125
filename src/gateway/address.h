// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <cstdint>
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

    bool loopback() const; ///< "localhost", 127.0.0.0/8 or ::1
};

enum class AddressError {
    empty,
    no_address,      ///< not scheme://host[:port][/path]
    unknown_scheme,  ///< neither ws nor wss
    plain_not_local, ///< ws:// to something that is not loopback
    user_part,       ///< user:password@ is not accepted
};

std::variant<Address, AddressError> parse_address(std::string_view url);

/// As a part of a query holds it.
std::string url_encoded(std::string_view text);

/// The same address with `?reconnect_token=…`, URL-encoded, after whatever query it has.
Secret with_reconnect_token(std::string_view url, const Secret &reconnect_token);

} // namespace astro::gateway
