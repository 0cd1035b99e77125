// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace astro_sim {

/// Accepts on loopback, IPv4 and, where there is one, IPv6, on the same port. Nothing else can reach it.
class Listener {
public:
    using Accepted = std::function<void(asio::ip::tcp::socket)>;

    /// @param port 0: any that is free.
    /// @throws std::system_error when the port cannot be had.
    Listener(asio::io_context &loop, std::uint16_t port, Accepted accepted);

    std::uint16_t port() const { return port_; }
    /// Takes no more connections.
    void close();

private:
    bool listen_on_both(std::uint16_t port);
    void accept_next(asio::ip::tcp::acceptor &acceptor);

    asio::io_context &loop_;
    Accepted accepted_;
    std::vector<std::unique_ptr<asio::ip::tcp::acceptor>> acceptors_;
    std::uint16_t port_ = 0;
};

} // namespace astro_sim
