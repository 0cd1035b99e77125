// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

/// An HTTP CONNECT proxy on the loopback that finds every name at one port of the loopback: it stands for the resolver
/// of the net that it leads to. On a thread of its own.
class TunnelProxy {
public:
    /// @param target_port where all tunnels lead to.
    explicit TunnelProxy(int target_port);
    ~TunnelProxy();
    TunnelProxy(const TunnelProxy &) = delete;
    TunnelProxy &operator=(const TunnelProxy &) = delete;

    std::string host() const; ///< with its port
    /// What came in each request, headers and all.
    std::vector<std::string> requests();
    /// What the client said first in each tunnel.
    std::vector<std::string> first_words();

private:
    class Tunnel;
    friend class Tunnel;

    void accept_next();
    void keep(std::vector<std::string> &where, std::string what);

    asio::io_context loop_;
    asio::ip::tcp::acceptor acceptor_;
    const asio::ip::tcp::endpoint target_;
    const int port_;
    std::mutex lock_;
    std::vector<std::string> requests_, first_words_;
    std::thread thread_;
};
