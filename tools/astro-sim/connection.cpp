// SPDX-License-Identifier: GPL-2.0-or-later
#include "connection.h"

#include <asio/post.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include <websocketpp/config/core.hpp>
#include <websocketpp/server.hpp>

#include <array>
#include <deque>
#include <utility>

namespace astro_sim {
namespace {

namespace ws = websocketpp;
using asio::ip::tcp;
using std::chrono::milliseconds;

constexpr milliseconds upgrade_timeout{10000}; // TLS and the request together
constexpr milliseconds close_timeout{1000};
constexpr std::size_t largest_message = 1024 * 1024;

/// websocketpp's protocol half alone: bytes in and out, no socket, no timer, no log.
struct ProtocolConfig : ws::config::core {
    static ws::log::level const elog_level = ws::log::elevel::none;
    static ws::log::level const alog_level = ws::log::alevel::none;
};
using Protocol = ws::server<ProtocolConfig>;
using Handle = ws::connection_hdl;

class WebSocket final : public Connection, public std::enable_shared_from_this<WebSocket> {
public:
    WebSocket(tcp::socket socket, Options options, Callbacks callbacks)
        : options_(std::move(options)),
          callbacks_(std::move(callbacks)),
          socket_(std::move(socket)),
          limit_(socket_.get_executor()),
          ping_timer_(socket_.get_executor()),
          pong_deadline_(socket_.get_executor())
    {
        if (options_.tls)
            tls_ = std::make_unique<asio::ssl::stream<tcp::socket &>>(socket_, *options_.tls);
    }

    void start()
    {
        set_up_protocol();
        end_after(upgrade_timeout);
        asio::error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
        if (!tls_)
            return begin();
        tls_->async_handshake(asio::ssl::stream_base::server,
                              [self = shared_from_this()](const asio::error_code &error) {
                                  if (error)
                                      self->end();
                                  else
                                      self->begin();
                              });
    }

    bool send_text(const std::string &text) override { return send(text, ws::frame::opcode::text); }
    bool send_binary(const std::string &bytes) override { return send(bytes, ws::frame::opcode::binary); }

    void mute(bool on) override
    {
        mute_ = on;
        expect_pong();
    }

    void close(int code, const std::string &reason) override
    {
        if (!open_)
            return end();
        if (ended_)
            return;
        ws::lib::error_code ignored;
        protocol_->close(static_cast<ws::close::status::value>(code), reason, ignored);
        end_after(close_timeout);
    }

    void reset() override
    {
        if (ended_)
            return;
        asio::error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        end();
    }

private:
    // The protocol's side. Its handlers run inside feed(), send() and close().
    void set_up_protocol()
    {
        endpoint_.clear_access_channels(ws::log::alevel::all);
        endpoint_.clear_error_channels(ws::log::elevel::all);
        endpoint_.set_user_agent("astro-sim");
        protocol_ = endpoint_.get_connection();
        protocol_->set_secure(tls_ != nullptr);
        protocol_->set_max_message_size(largest_message);
        protocol_->set_validate_handler([this](Handle) { return admit(); });
        protocol_->set_open_handler([this](Handle) { opened(); });
        protocol_->set_message_handler([this](Handle, Protocol::message_ptr message) {
            if (!ended_)
                callbacks_.on_message(message->get_payload(), message->get_opcode() == ws::frame::opcode::text);
        });
        protocol_->set_pong_handler([this](Handle, const std::string &) {
            expect_pong();
            callbacks_.on_pong();
        });
        protocol_->set_write_handler([this](Handle, const char *bytes, std::size_t count) {
            if (mute_ && open_ && reading_) // an answer of the protocol's own
                return ws::lib::error_code();
            unsent_.emplace_back(bytes, count);
            if (unsent_.size() == 1)
                write_next();
            return ws::lib::error_code();
        });
        protocol_->set_shutdown_handler([this](Handle) {
            finished_ = true;
            finish_when_written();
            return ws::lib::error_code();
        });
    }

    bool admit()
    {
        const UpgradeAnswer answer = callbacks_.on_upgrade(protocol_->get_resource());
        if (answer.refuse_with == 0)
            return true;
        protocol_->set_status(static_cast<ws::http::status_code::value>(answer.refuse_with));
        if (!answer.retry_after.empty())
            protocol_->append_header("Retry-After", answer.retry_after);
        return false;
    }

    void opened()
    {
        open_ = true;
        limit_.cancel();
        ping_later();
        expect_pong();
        callbacks_.on_open();
    }

    bool send(const std::string &payload, ws::frame::opcode::value opcode)
    {
        return open_ && !ended_ && !protocol_->send(payload, opcode);
    }

    void ping_later()
    {
        if (options_.ping.count() == 0)
            return;
        ping_timer_.expires_after(options_.ping);
        ping_timer_.async_wait([self = shared_from_this()](const asio::error_code &error) {
            if (!error && !self->ended_)
                self->ping();
        });
    }

    void ping()
    {
        ws::lib::error_code ignored;
        if (!mute_)
            protocol_->ping("", ignored);
        ping_later();
    }

    /// From now on there is time again until the next PONG has to be there.
    void expect_pong()
    {
        pong_deadline_.cancel();
        if (mute_ || !open_ || ended_ || options_.pong_timeout.count() == 0)
            return;
        pong_deadline_.expires_after(options_.pong_timeout);
        pong_deadline_.async_wait([self = shared_from_this()](const asio::error_code &error) {
            if (!error && !self->mute_)
                self->close(ws::close::status::policy_violation, "no PONG");
        });
    }

    // The socket's side
    void begin()
    {
        if (ended_)
            return;
        protocol_->start();
        read_next();
    }

    void read_next()
    {
        auto done = [self = shared_from_this()](const asio::error_code &error, std::size_t count) {
            self->feed(error, count);
        };
        if (tls_)
            tls_->async_read_some(asio::buffer(received_), std::move(done));
        else
            socket_.async_read_some(asio::buffer(received_), std::move(done));
    }

    void feed(const asio::error_code &error, std::size_t count)
    {
        if (ended_)
            return;
        if (error)
            return end();
        // After the protocol's end whatever still comes is read and dropped: unread bytes would turn our orderly close
        // into a reset, and the peer might never see the close frame.
        reading_ = true;
        if (!finished_)
            protocol_->read_all(received_.data(), count);
        reading_ = false;
        if (!ended_)
            read_next();
    }

    void write_next()
    {
        auto done = [self = shared_from_this()](const asio::error_code &error, std::size_t) { self->written(error); };
        if (tls_)
            asio::async_write(*tls_, asio::buffer(unsent_.front()), std::move(done));
        else
            asio::async_write(socket_, asio::buffer(unsent_.front()), std::move(done));
    }

    void written(const asio::error_code &error)
    {
        if (ended_)
            return;
        if (error)
            return end();
        unsent_.pop_front();
        if (!unsent_.empty())
            write_next();
        else
            finish_when_written();
    }

    void finish_when_written()
    {
        if (!finished_ || !unsent_.empty() || ended_)
            return;
        asio::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        end_after(close_timeout);
    }

    void end_after(milliseconds time)
    {
        limit_.expires_after(time);
        limit_.async_wait([self = shared_from_this()](const asio::error_code &error) {
            if (!error)
                self->end();
        });
    }

    void end()
    {
        if (std::exchange(ended_, true))
            return;
        limit_.cancel();
        ping_timer_.cancel();
        pong_deadline_.cancel();
        asio::error_code ignored;
        socket_.close(ignored);
        // Not from inside read_all(), which may be below us. It also breaks the protocol's hold on itself.
        asio::post(socket_.get_executor(), [self = shared_from_this()] { self->tell_end(); });
    }

    void tell_end()
    {
        protocol_->eof();
        const int theirs = protocol_->get_remote_close_code();
        const int ours = protocol_->get_local_close_code();
        int code = 0;
        if (open_)
            code = theirs != ws::close::status::blank ? theirs
                   : ours != ws::close::status::blank ? ours
                                                      : int{ws::close::status::abnormal_close};
        callbacks_.on_closed(code);
    }

    const Options options_;
    const Callbacks callbacks_;
    tcp::socket socket_;
    std::unique_ptr<asio::ssl::stream<tcp::socket &>> tls_;
    asio::steady_timer limit_;
    asio::steady_timer ping_timer_;
    asio::steady_timer pong_deadline_;
    Protocol endpoint_;
    Protocol::connection_ptr protocol_;
    std::array<char, 16384> received_{};
    std::deque<std::string> unsent_;
    bool open_ = false;
    bool mute_ = false;
    bool reading_ = false;  ///< inside the protocol's read_all()
    bool finished_ = false; ///< the protocol has nothing more to say
    bool ended_ = false;
};

} // namespace

std::shared_ptr<Connection> Connection::accept(tcp::socket socket, Options options, Callbacks callbacks)
{
    auto connection = std::make_shared<WebSocket>(std::move(socket), std::move(options), std::move(callbacks));
    connection->start();
    return connection;
}

} // namespace astro_sim
