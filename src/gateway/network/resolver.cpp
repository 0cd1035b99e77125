// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/resolver.h"

#include "gateway/network/ip_literal.h"

#include <asio/ip/tcp.hpp> // and with it getaddrinfo(), which each system has in another header

#include <algorithm>
#include <utility>

namespace astro::gateway {
namespace {

Endpoints interleaved(const std::vector<asio::ip::address> &all, std::uint16_t port)
{
    Endpoints v6, v4, turned;
    for (const asio::ip::address &one : all)
        (one.is_v6() ? v6 : v4).emplace_back(one, port);
    for (std::size_t i = 0; i < std::max(v6.size(), v4.size()); ++i) {
        if (i < v6.size())
            turned.push_back(v6[i]);
        if (i < v4.size())
            turned.push_back(v4[i]);
    }
    return turned;
}

std::vector<asio::ip::address> ask_system(const std::string &host)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    std::vector<asio::ip::address> found;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0)
        return found;
    for (const addrinfo *one = list; one; one = one->ai_next) {
        if (one->ai_family == AF_INET) {
            const auto *v4 = reinterpret_cast<const sockaddr_in *>(one->ai_addr);
            found.emplace_back(asio::ip::address_v4(ntohl(v4->sin_addr.s_addr)));
        } else if (one->ai_family == AF_INET6) {
            const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(one->ai_addr);
            asio::ip::address_v6::bytes_type bytes;
            std::copy_n(v6->sin6_addr.s6_addr, bytes.size(), bytes.begin());
            found.emplace_back(asio::ip::address_v6(bytes, v6->sin6_scope_id));
        }
    }
    freeaddrinfo(list);
    return found;
}

std::vector<asio::ip::address> ask(const NameLookup &look_up, const std::string &host)
{
    if (!look_up)
        return ask_system(host);
    std::vector<asio::ip::address> found;
    for (const std::string &address : look_up(host))
        found.push_back(asio::ip::make_address(address));
    return found;
}

/// Addresses that need no look-up: numbers, and this computer.
Endpoints known(const std::string &host, std::uint16_t port)
{
    if (const auto address = ip_literal(host))
        return {{*address, port}};
    if (host == "localhost")
        return {{asio::ip::address_v6::loopback(), port}, {asio::ip::address_v4::loopback(), port}};
    return {};
}

} // namespace

std::shared_ptr<DetachedTask<Endpoints>> find_endpoints(const asio::any_io_executor &loop, const std::string &host,
                                                        std::uint16_t port, const NameLookup &look_up,
                                                        DetachedTask<Endpoints>::Done done)
{
    if (auto ready = known(host, port); !ready.empty())
        return DetachedTask<Endpoints>::ready(loop, std::move(ready), std::move(done));
    static DetachedTaskLimit look_ups{32};
    return DetachedTask<Endpoints>::start(
        loop, look_ups, [host, port, look_up] { return interleaved(ask(look_up, host), port); }, std::move(done));
}

} // namespace astro::gateway
