// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/address.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// WebSocket's frames as bytes, the wrong ones too (RFC 6455, section 5.2).
namespace frames {

enum Opcode { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };
constexpr int fin = 0x80;
constexpr int rsv1 = 0x40; ///< "this message is compressed", where that was agreed on

/// A server's frame with the shortest form of its length. @param first_byte fin, rsv and opcode.
std::string frame(int first_byte, const std::string &payload = {});
std::string text_frame(const std::string &payload);
/// A close frame's payload.
std::string close_payload(int code, const std::string &reason = {});

} // namespace frames

/// The server's end of one TCP connection: does what a script says, byte for byte. Each wait has a bound; what does
/// not come, or comes otherwise than the script wants it, throws std::runtime_error.
class RawPeer {
public:
    struct Frame {
        int opcode = 0;
        std::string payload; ///< unmasked
        bool masked = false;
        int close_code() const; ///< of a close frame; 0 when it has none
    };

    RawPeer(asio::io_context &loop, asio::ip::tcp::socket &socket) : loop_(loop), socket_(socket) {}

    /// From here on all is said and heard through TLS. `context` outlives the peer.
    void start_tls(asio::ssl::context &context);

    /// Harmless when the client has left.
    void write(std::string_view bytes);
    /// A byte at a time.
    void write_slowly(std::string_view bytes, std::chrono::milliseconds pause = std::chrono::milliseconds(1));
    std::string read(std::size_t count);
    std::string read_until(const std::string &end);
    Frame read_frame();
    /// Reads until the client has left, too.
    void wait_for_end();

    /// Reads the request. @return it.
    std::string read_request() { return read_until("\r\n\r\n"); }
    /// The answer that accepts this request.
    static std::string acceptance(const std::string &request, const std::string &more_headers = {});
    /// Both: from here on the client speaks frames.
    std::string accept();

    /// Past TLS, onto the bare socket.
    void write_bare(std::string_view bytes);
    /// Says TLS's own goodbye, and waits until the client has said it or left.
    void end_tls();
    /// The client reads an end, without TLS's goodbye, but can still be heard.
    void finish_writing();
    /// Breaks off with a TCP reset.
    void reset();

private:
    template <typename Start>
    std::size_t complete(Start start);
    template <typename Start>
    std::size_t complete_on_stream(Start start);
    template <typename Stream>
    void write_to(Stream &stream, std::string_view bytes);

    asio::io_context &loop_;
    asio::ip::tcp::socket &socket_;
    std::optional<asio::ssl::stream<asio::ip::tcp::socket &>> tls_;
    std::string unread_;
    bool client_left_ = false;
};

/// Listens on the loopback and plays scripts to those who connect: the first to the first, the second to the second,
/// each on a thread of its own.
class RawServer {
public:
    using Script = std::function<void(RawPeer &)>;

    explicit RawServer(Script script, const asio::ip::address &at = asio::ip::address_v4::loopback())
        : RawServer(std::vector<Script>{std::move(script)}, at)
    {}
    explicit RawServer(std::vector<Script> scripts, const asio::ip::address &at = asio::ip::address_v4::loopback());
    ~RawServer();
    RawServer(const RawServer &) = delete;
    RawServer &operator=(const RawServer &) = delete;

    std::string host() const; ///< with its port
    std::string url(const std::string &scheme = "ws") const { return scheme + "://" + host() + "/"; }
    /// Waits until the scripts are done, each of which is at the latest when its client has left.
    /// @return why they could not be played to their ends, a line each; "" when they were.
    std::string finish();

private:
    struct Stage {
        explicit Stage(Script its_script) : script(std::move(its_script)) {}
        void play();
        void end();

        const Script script;
        asio::io_context loop;
        asio::ip::tcp::socket socket{loop};
        std::string fault;
        std::thread thread;
    };

    void accept_all();

    asio::io_context loop_;
    asio::ip::tcp::acceptor acceptor_;
    const int port_;
    std::vector<std::unique_ptr<Stage>> stages_;
    std::string fault_;
    std::thread thread_;
};
