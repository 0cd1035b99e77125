// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/failure.h"
#include "gateway/network/name_lookup.h"
#include "support/secret.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace asio {
class io_context;
}

namespace astro::gateway {

/// One WebSocket connection over TCP or TLS, from name resolution to the close. The only file that includes
/// websocketpp is transport.cpp; Asio is used directly, so that every wait has a bound of its own.
///
/// Belongs to one Asio loop: call it and be called only on that loop's thread. No callback comes from inside a call,
/// and none after on_closed or after abandon().
class Transport {
public:
    struct Options {
        Secret url;          ///< ws:// or wss://, may hold a reconnect token
        std::string ca_file; ///< PEM, trusted besides the system's roots
        std::string proxy;   ///< "host:port"; "": from the environment
        NameLookup look_up;
        bool ipv4_first = false;                          ///< where a name has addresses of both kinds
        std::chrono::milliseconds look_up_timeout{40000}; ///< name; a resolver whose first server is gone needs long
        std::chrono::milliseconds connect_timeout{15000}; ///< from then on: TCP, proxy, TLS and upgrade together
        std::chrono::milliseconds close_timeout{2000};
        std::size_t max_message_bytes = 4 * 1024 * 1024;
        std::chrono::milliseconds life_interval{5000}; ///< parts of a message are told of so often at the most
        std::string subprotocol;                       ///< "" for none
    };
    struct Callbacks {
        std::function<void()> on_open;
        std::function<void(std::string)> on_frame; ///< a whole text message, fragments joined, valid UTF-8
        std::function<void()> on_life;             ///< a PING came, and was answered; or a part of a message
        std::function<void(std::string)> on_pong;  ///< with the payload of the PING that it answers
        std::function<void(Closed)> on_closed;     ///< exactly once, unless abandoned
    };

    static std::shared_ptr<Transport> open(asio::io_context &loop, Options options, Callbacks callbacks);

    virtual ~Transport() = default;
    virtual void send(const Secret &frame) = 0;
    virtual void ping(const std::string &payload) = 0;
    /// Sends a close frame, waits close_timeout at the most for the peer's, then lets go of the socket.
    virtual void close() = 0;
    /// Lets go of the socket at once; no callback comes any more.
    virtual void abandon() = 0;
};

} // namespace astro::gateway
