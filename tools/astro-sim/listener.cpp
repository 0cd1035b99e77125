// SPDX-License-Identifier: GPL-2.0-or-later
#include "listener.h"

#include <asio/ip/v6_only.hpp>

#include <system_error>

namespace astro_sim {
namespace {

using asio::ip::tcp;

std::unique_ptr<tcp::acceptor> listen(asio::io_context &loop, const tcp::endpoint &endpoint, asio::error_code &error)
{
    auto acceptor = std::make_unique<tcp::acceptor>(loop);
    acceptor->open(endpoint.protocol(), error);
#ifndef _WIN32 // where this option would let others take the port
    if (!error)
        acceptor->set_option(tcp::acceptor::reuse_address(true), error);
#endif
    if (!error && endpoint.address().is_v6())
        acceptor->set_option(asio::ip::v6_only(true), error);
    if (!error)
        acceptor->bind(endpoint, error);
    if (!error)
        acceptor->listen(tcp::acceptor::max_listen_connections, error);
    return acceptor;
}

} // namespace

Listener::Listener(asio::io_context &loop, std::uint16_t port, Accepted accepted)
    : loop_(loop), accepted_(std::move(accepted))
{
    constexpr int tries = 20; // a port that is free on IPv4 may be taken on IPv6
    for (int i = 0; i < tries && !listen_on_both(port); ++i)
        if (port != 0 || i + 1 == tries)
            throw std::system_error(std::make_error_code(std::errc::address_in_use));
    for (const auto &acceptor : acceptors_)
        accept_next(*acceptor);
}

/// @return false when the port is taken.
bool Listener::listen_on_both(std::uint16_t port)
{
    acceptors_.clear();
    asio::error_code error;
    acceptors_.push_back(listen(loop_, {asio::ip::address_v4::loopback(), port}, error));
    if (error == asio::error::address_in_use)
        return false;
    if (error)
        throw std::system_error(error);
    port_ = acceptors_.front()->local_endpoint().port();
    auto second = listen(loop_, {asio::ip::address_v6::loopback(), port_}, error);
    if (error == asio::error::address_in_use)
        return false;
    if (!error) // else there is no IPv6 here
        acceptors_.push_back(std::move(second));
    return true;
}

void Listener::close()
{
    for (const auto &acceptor : acceptors_) {
        asio::error_code ignored;
        acceptor->close(ignored);
    }
}

void Listener::accept_next(tcp::acceptor &acceptor)
{
    acceptor.async_accept([this, &acceptor](const asio::error_code &error, tcp::socket socket) {
        if (error == asio::error::operation_aborted || !acceptor.is_open())
            return;
        if (!error)
            accepted_(std::move(socket));
        accept_next(acceptor);
    });
}

} // namespace astro_sim
