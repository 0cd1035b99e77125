// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/raw_server.h"

#include <asio/post.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include <openssl/evp.h>

#include <array>
#include <optional>
#include <stdexcept>

using asio::ip::tcp;

namespace {

constexpr std::chrono::seconds patience{20};

std::string big_endian(std::uint64_t number, int bytes)
{
    std::string written;
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        written += static_cast<char>(number >> shift & 0xff);
    return written;
}

std::uint64_t number_in(std::string_view big_endian_bytes)
{
    std::uint64_t number = 0;
    for (const char byte : big_endian_bytes)
        number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

/// What proves to a client that this server speaks WebSocket (RFC 6455, section 4.2.2).
std::string accept_value(const std::string &key)
{
    const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
    std::array<unsigned char, 64> encoded{};
    const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    return {encoded.begin(), encoded.begin() + length};
}

std::string header_of(const std::string &request, const std::string &name)
{
    const std::string start = "\r\n" + name + ": ";
    const auto found = request.find(start);
    if (found == std::string::npos)
        throw std::runtime_error("the request has no " + name);
    const auto begin = found + start.size();
    return request.substr(begin, request.find("\r\n", begin) - begin);
}

} // namespace

std::string frames::frame(int first_byte, const std::string &payload)
{
    const std::size_t size = payload.size();
    const std::string length = size < 126       ? big_endian(size, 1)
                               : size <= 0xffff ? big_endian(126, 1) + big_endian(size, 2)
                                                : big_endian(127, 1) + big_endian(size, 8);
    return static_cast<char>(first_byte) + length + payload;
}

std::string frames::text_frame(const std::string &payload)
{
    return frame(fin | text, payload);
}

std::string frames::close_payload(int code, const std::string &reason)
{
    return big_endian(static_cast<std::uint64_t>(code), 2) + reason;
}

int RawPeer::Frame::close_code() const
{
    return payload.size() < 2 ? 0 : static_cast<int>(number_in(std::string_view(payload).substr(0, 2)));
}

/// Starts an operation and stays until it is done. @throws asio::system_error when it failed.
template <typename Start>
std::size_t RawPeer::complete(Start start)
{
    std::optional<asio::error_code> outcome;
    std::size_t count = 0;
    start([&](const asio::error_code &error, std::size_t transferred = 0) {
        outcome = error;
        count = transferred;
    });
    const auto deadline = std::chrono::steady_clock::now() + patience;
    loop_.restart();
    while (!outcome && loop_.run_one_until(deadline) > 0) {
    }
    if (!outcome) {
        socket_.close();
        loop_.restart();
        loop_.run(); // the operation holds what is on this stack
        throw std::runtime_error("the script waited in vain");
    }
    if (*outcome)
        throw asio::system_error(*outcome);
    return count;
}

/// The same on what the client is spoken to through: TLS or the socket itself.
template <typename Start>
std::size_t RawPeer::complete_on_stream(Start start)
{
    return complete([&](auto done) { tls_ ? start(*tls_, done) : start(socket_, done); });
}

void RawPeer::start_tls(asio::ssl::context &context)
{
    tls_.emplace(socket_, context);
    complete([&](auto done) { tls_->async_handshake(asio::ssl::stream_base::server, done); });
}

void RawPeer::write(std::string_view bytes)
{
    tls_ ? write_to(*tls_, bytes) : write_to(socket_, bytes);
}

void RawPeer::write_bare(std::string_view bytes)
{
    write_to(socket_, bytes);
}

template <typename Stream>
void RawPeer::write_to(Stream &stream, std::string_view bytes)
{
    if (client_left_)
        return; // a second write to a broken connection would wait for ever
    try {
        complete([&](auto done) { asio::async_write(stream, asio::buffer(bytes.data(), bytes.size()), done); });
    } catch (const asio::system_error &) {
        client_left_ = true; // what it made of the rest is seen at its own end
    }
}

void RawPeer::write_slowly(std::string_view bytes, std::chrono::milliseconds pause)
{
    asio::steady_timer timer(loop_);
    for (const char &byte : bytes) {
        write({&byte, 1});
        if (client_left_)
            return;
        timer.expires_after(pause);
        complete([&](auto done) { timer.async_wait(done); });
    }
}

std::string RawPeer::read(std::size_t count)
{
    if (unread_.size() < count) {
        const std::size_t missing = count - unread_.size();
        complete_on_stream([&](auto &stream, auto done) {
            asio::async_read(stream, asio::dynamic_buffer(unread_), asio::transfer_exactly(missing), done);
        });
    }
    std::string bytes = unread_.substr(0, count);
    unread_.erase(0, count);
    return bytes;
}

std::string RawPeer::read_until(const std::string &end)
{
    return read(complete_on_stream(
        [&](auto &stream, auto done) { asio::async_read_until(stream, asio::dynamic_buffer(unread_), end, done); }));
}

RawPeer::Frame RawPeer::read_frame()
{
    const std::string start = read(2);
    Frame frame;
    frame.opcode = start[0] & 0x0f;
    frame.masked = (start[1] & 0x80) != 0;
    std::uint64_t length = start[1] & 0x7f;
    if (length >= 126)
        length = number_in(read(length == 126 ? 2 : 8));
    const std::string mask = frame.masked ? read(4) : std::string(4, '\0');
    frame.payload = read(length);
    for (std::size_t i = 0; i < frame.payload.size(); ++i)
        frame.payload[i] = static_cast<char>(frame.payload[i] ^ mask[i % 4]);
    return frame;
}

void RawPeer::wait_for_end()
{
    try {
        while (true)
            read(1);
    } catch (const asio::system_error &) {
        // That is it.
    }
}

std::string RawPeer::acceptance(const std::string &request, const std::string &more_headers)
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           accept_value(header_of(request, "Sec-WebSocket-Key")) + "\r\n" + more_headers + "\r\n";
}

std::string RawPeer::accept()
{
    std::string request = read_request();
    write(acceptance(request));
    return request;
}

void RawPeer::end_tls()
{
    try {
        complete([&](auto done) { tls_->async_shutdown(done); });
    } catch (const asio::system_error &) {
        // The client left without an answer.
    }
}

void RawPeer::finish_writing()
{
    asio::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void RawPeer::reset()
{
    asio::error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

// --- The server

RawServer::RawServer(std::vector<Script> scripts, const asio::ip::address &at)
    : acceptor_(loop_, {at, 0}), port_(acceptor_.local_endpoint().port())
{
    for (Script &script : scripts)
        stages_.push_back(std::make_unique<Stage>(std::move(script)));
    thread_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer()
{
    // Ends what the scripts may wait for.
    asio::post(loop_, [this] {
        asio::error_code ignored;
        acceptor_.close(ignored);
    });
    for (const auto &stage : stages_)
        asio::post(stage->loop, [&stage] { stage->end(); });
    finish();
}

std::string RawServer::host() const
{
    const asio::ip::address at = acceptor_.local_endpoint().address();
    return (at.is_v6() ? "[" + at.to_string() + "]" : at.to_string()) + ":" + std::to_string(port_);
}

std::string RawServer::finish()
{
    if (thread_.joinable())
        thread_.join();
    std::string faults = fault_;
    for (const auto &stage : stages_) {
        if (stage->thread.joinable())
            stage->thread.join();
        if (!stage->fault.empty())
            faults += (faults.empty() ? "" : "\n") + stage->fault;
    }
    return faults;
}

void RawServer::accept_all()
{
    for (const auto &stage : stages_) {
        asio::error_code outcome = asio::error::timed_out;
        acceptor_.async_accept(stage->socket, [&](const asio::error_code &error) { outcome = error; });
        loop_.restart();
        loop_.run_one_for(patience);
        if (outcome) {
            fault_ = "nobody came: " + outcome.message();
            asio::error_code ignored;
            acceptor_.close(ignored);
            loop_.restart();
            loop_.run(); // the operation holds what is on this stack
            return;
        }
        stage->thread = std::thread([&stage] { stage->play(); });
    }
}

void RawServer::Stage::play()
{
    try {
        socket.set_option(tcp::no_delay(true));
        RawPeer peer(loop, socket);
        script(peer);
    } catch (const std::exception &unplayable) {
        fault = unplayable.what();
    }
    end();
}

void RawServer::Stage::end()
{
    asio::error_code ignored;
    socket.close(ignored);
}
