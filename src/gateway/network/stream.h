// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/read_until.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/write.hpp>

#include <memory>
#include <utility>

namespace astro::gateway {

/// A connected TCP socket, with TLS over it once that was begun.
class Stream {
public:
    explicit Stream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

    void begin_tls(std::shared_ptr<asio::ssl::context> context)
    {
        context_ = std::move(context);
        tls_ = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket &>>(socket_, *context_);
    }
    bool has_tls() const { return tls_ != nullptr; }
    asio::ssl::stream<asio::ip::tcp::socket &> &tls() { return *tls_; }
    asio::ip::tcp::socket &socket() { return socket_; }

    template <typename Handler>
    void read_some(asio::mutable_buffer buffer, Handler &&handler)
    {
        if (tls_)
            tls_->async_read_some(buffer, std::forward<Handler>(handler));
        else
            socket_.async_read_some(buffer, std::forward<Handler>(handler));
    }

    template <typename Handler>
    void write_all(asio::const_buffer buffer, Handler &&handler)
    {
        if (tls_)
            asio::async_write(*tls_, buffer, std::forward<Handler>(handler));
        else
            asio::async_write(socket_, buffer, std::forward<Handler>(handler));
    }

    /// Lets go at once; what is under way ends with an error.
    void close()
    {
        asio::error_code ignored;
        socket_.close(ignored);
    }

private:
    asio::ip::tcp::socket socket_;
    std::shared_ptr<asio::ssl::context> context_;
    std::unique_ptr<asio::ssl::stream<asio::ip::tcp::socket &>> tls_;
};

} // namespace astro::gateway
