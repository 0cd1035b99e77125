// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/ip_literal.h"

#include "gateway/address.h"

namespace astro::gateway {

std::optional<asio::ip::address> ip_literal(const std::string &text)
{
    if (text.find(':') == std::string::npos) {
        const auto v4 = ipv4_literal(text);
        return v4 ? std::optional<asio::ip::address>(asio::ip::address_v4(*v4)) : std::nullopt;
    }
    if (text.find_first_of("[]") != std::string::npos)
        return std::nullopt;
    asio::error_code error;
    const auto v6 = asio::ip::make_address_v6(text, error);
    return error ? std::nullopt : std::optional<asio::ip::address>(v6);
}

} // namespace astro::gateway
