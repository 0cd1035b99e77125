// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace astro_sim {

/// What is answered to a request for the upgrade to WebSocket.
struct UpgradeAnswer {
    int refuse_with = 0;     ///< an HTTP status; 0: welcome
    std::string retry_after; ///< seconds; "": no such header
};

/// One client's socket, TLS if wanted, and the WebSocket protocol over it. The only file that includes websocketpp is
/// connection.cpp.
///
/// Everything happens on the one loop. No callback comes after on_closed.
class Connection {
public:
    struct Options {
        std::shared_ptr<asio::ssl::context> tls;       ///< null: plain
        std::chrono::milliseconds ping{30000};         ///< 0: never
        std::chrono::milliseconds pong_timeout{70000}; ///< 0: never
    };
    struct Callbacks {
        std::function<UpgradeAnswer(const std::string &resource)> on_upgrade; ///< "/?reconnect_token=…"
        std::function<void()> on_open;
        std::function<void(const std::string &message, bool text)> on_message;
        std::function<void()> on_pong;
        std::function<void(int code)> on_closed; ///< once; 1006 when there was no close frame; 0: never was open
    };

    static std::shared_ptr<Connection> accept(asio::ip::tcp::socket socket, Options options, Callbacks callbacks);

    virtual ~Connection() = default;
    /// @return false when the connection is not open (any more).
    virtual bool send_text(const std::string &text) = 0;
    virtual bool send_binary(const std::string &bytes) = 0;
    /// While mute, nothing is sent but what the caller sends: no PING, no PONG, no answer to a close, no end for want
    /// of a PONG.
    virtual void mute(bool on) = 0;
    /// With a close frame and a bounded wait for the peer's; at once when the upgrade is not done.
    virtual void close(int code, const std::string &reason) = 0;
    /// Ends with a TCP reset.
    virtual void reset() = 0;
};

} // namespace astro_sim
