// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/transport.h"

#include "gateway/address.h"
#include "gateway/network/dialer.h"
#include "gateway/network/http_date.h"
#include "support/text.h"

#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <websocketpp/client.hpp>
#include <websocketpp/config/core_client.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <utility>

namespace astro::gateway {
namespace {

constexpr std::size_t most_unsent_bytes = 8 * 1024 * 1024;
constexpr std::size_t longest_refusal_body = 64 * 1024;
constexpr std::size_t longest_detail = 120;        // code points
constexpr std::chrono::milliseconds farewell{500}; // after the peer's close frame, or ours after a fault of the peer's

/// websocketpp's protocol half alone: bytes in and out, no socket, no timer, no log.
struct ProtocolConfig : websocketpp::config::core_client {
    static websocketpp::log::level const elog_level = websocketpp::log::elevel::none;
    static websocketpp::log::level const alog_level = websocketpp::log::alevel::none;
};
using Protocol = websocketpp::client<ProtocolConfig>;

Failure failure_of_status(int status)
{
    if (status == 429)
        return Failure::too_many_connections;
    if (status == 401 || status == 403)
        return Failure::upgrade_unauthorized;
    return status >= 500 && status <= 599 ? Failure::draining : Failure::upgrade_refused;
}

/// Seconds, or a date by the gateway's clock.
std::optional<std::chrono::seconds> retry_after(const std::string &header)
{
    using namespace std::chrono;
    const std::string_view value = text::trim(header);
    if (const auto date = parse_http_date(value))
        return std::max(seconds(0), ceil<seconds>(*date - system_clock::now()));
    int count = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), count);
    const bool all_read = !value.empty() && value.front() != '-' && read.ptr == value.data() + value.size();
    if (all_read && read.ec == std::errc())
        return seconds(count);
    if (all_read && read.ec == std::errc::result_out_of_range)
        return seconds(std::numeric_limits<int>::max());
    return std::nullopt; // nothing that makes sense: our own delay has to do
}

class WebSocket final : public Transport, public std::enable_shared_from_this<WebSocket> {
public:
    WebSocket(asio::io_context &loop, Options options, Callbacks callbacks)
        : loop_(loop),
          options_(std::move(options)),
          callbacks_(std::make_shared<const Callbacks>(std::move(callbacks))),
          limit_(loop)
    {}

    ~WebSocket() override
    {
        ended_ = true;
        if (connection_)
            connection_->eof(); // while it waits for the gateway's answer it holds itself
    }

    void start()
    {
        const auto parsed = parse_address(options_.url.reveal());
        if (const auto *error = std::get_if<AddressError>(&parsed)) {
            const bool plain = *error == AddressError::plain_not_local;
            return end_later(plain ? Failure::plain_not_local : Failure::bad_address, {});
        }
        address_ = std::get<Address>(parsed);
        if (!set_up_protocol())
            return end_later(Failure::bad_address, "the address can't be used");
        dialer_ = Dialer::dial(
            loop_, {address_, options_.ca_file, options_.proxy, options_.look_up, options_.ipv4_first},
            [self = shared_from_this()] { self->resolved(); },
            [self = shared_from_this()](std::unique_ptr<Stream> stream, Closed closed) {
                self->dialed(std::move(stream), std::move(closed));
            });
        wait(options_.look_up_timeout, [this] { end(dialer_->timeout_reason()); });
    }

    void send(const Secret &frame) override
    {
        if (!open_ || closing_)
            return;
        connection_->send(frame.reveal(), websocketpp::frame::opcode::text); // what fails is told by the stream
    }

    void ping(const std::string &payload) override
    {
        websocketpp::lib::error_code error;
        if (open_ && !closing_)
            connection_->ping(payload, error);
    }

    void close() override
    {
        if (ended_ || closing_)
            return;
        closing_ = true;
        if (!open_)
            return end_later(Failure::none, {});
        websocketpp::lib::error_code error;
        connection_->close(websocketpp::close::status::normal, "", error);
        wait(options_.close_timeout, [this] { end(Failure::none, {}); });
    }

    void abandon() override
    {
        callbacks_ = std::make_shared<const Callbacks>();
        let_go();
    }

private:
    // The protocol: all of these are called from inside feed(), connect() or send().
    bool set_up_protocol()
    {
        protocol_.set_secure(address_.tls);
        protocol_.clear_access_channels(websocketpp::log::alevel::all);
        protocol_.clear_error_channels(websocketpp::log::elevel::all);
        protocol_.set_user_agent("obs-astro");
        websocketpp::lib::error_code error;
        connection_ = protocol_.get_connection(uri(), error);
        if (error)
            return false;
        connection_->set_max_message_size(options_.max_message_bytes);
        connection_->set_max_http_body_size(longest_refusal_body);
        if (!options_.subprotocol.empty())
            connection_->add_subprotocol(options_.subprotocol, error);
        connection_->set_open_handler([this](const websocketpp::connection_hdl &) { opened(); });
        connection_->set_fail_handler([this](const websocketpp::connection_hdl &) { refused_ = true; });
        connection_->set_message_handler(
            [this](const websocketpp::connection_hdl &, const Protocol::message_ptr &message) { took(message); });
        connection_->set_ping_handler([this](const websocketpp::connection_hdl &, const std::string &) {
            alive(&Callbacks::on_life);
            return true; // answer it
        });
        connection_->set_pong_handler([this](const websocketpp::connection_hdl &, const std::string &payload) {
            alive(&Callbacks::on_pong, payload);
        });
        connection_->set_write_handler([this](const websocketpp::connection_hdl &, const char *bytes,
                                              std::size_t count) { return queue(bytes, count); });
        return true;
    }

    /// What the request's Host is made of. In parts: websocketpp, where it reads a whole address itself, takes the
    /// brackets off.
    websocketpp::uri_ptr uri() const
    {
        const std::string host = address_.ipv6_literal ? "[" + address_.host + "]" : address_.host;
        return std::make_shared<websocketpp::uri>(address_.tls, host, address_.port, address_.path);
    }

    void opened()
    {
        open_ = true;
        unfinished_bytes_ = 0;
        wait_no_more();
        if (const auto callbacks = callbacks_; callbacks->on_open)
            callbacks->on_open();
    }

    void took(const Protocol::message_ptr &message)
    {
        unfinished_bytes_ = 0;
        // The gateway speaks text only; a binary message is none of its.
        if (message->get_opcode() != websocketpp::frame::opcode::text || closing_)
            return;
        // websocketpp does not see a letter that is cut off at the end of the last fragment.
        if (!text::is_utf8(message->get_payload()))
            return complain(websocketpp::close::status::invalid_payload, "invalid UTF-8");
        if (const auto callbacks = callbacks_; callbacks->on_frame)
            callbacks->on_frame(std::move(message->get_raw_payload()));
    }

    template <typename Told, typename... With>
    void alive(Told told, const With &...with)
    {
        unfinished_bytes_ = 0;
        if (const auto callbacks = callbacks_; !closing_ && (*callbacks).*told)
            ((*callbacks).*told)(with...);
    }

    websocketpp::lib::error_code queue(const char *bytes, std::size_t count)
    {
        if (!stream_ || ended_)
            return websocketpp::transport::error::make_error_code(websocketpp::transport::error::general);
        if (broken_)
            return {}; // an error would make websocketpp stop reading
        unsent_bytes_ += count;
        if (unsent_bytes_ > most_unsent_bytes) {
            end_later(Failure::network, "too much that could not be sent");
            return websocketpp::transport::error::make_error_code(websocketpp::transport::error::general);
        }
        unsent_.emplace_back(bytes, count);
        if (unsent_.size() == 1)
            write_next();
        return {};
    }

    // The stream
    void resolved()
    {
        wait(options_.connect_timeout, [this] { end(Failure::timed_out, "no connection in time"); });
    }

    void dialed(std::unique_ptr<Stream> stream, Closed closed)
    {
        dialer_.reset();
        if (!stream)
            return end(std::move(closed));
        stream_ = std::move(stream);
        protocol_.connect(connection_);
        read_next();
    }

    void read_next()
    {
        stream_->read_some(asio::buffer(received_),
                           [self = shared_from_this()](const asio::error_code &error, std::size_t count) {
                               self->feed(error, count);
                           });
    }

    void feed(const asio::error_code &error, std::size_t count)
    {
        if (ended_)
            return;
        if (error)
            return broke_off(error);
        if (!leaving_)
            take_in(count);
        if (ended_)
            return; // by a callback
        if (broken_ && !leaving_)
            wait_for_the_rest();
        if (refused_)
            return end(refusal());
        const bool leaving = connection_->get_state() != websocketpp::session::state::open && open_;
        if (leaving && !leaving_) {
            // Its close frame, or ours after a fault of its: what is still to be written gets a moment, no more.
            leaving_ = reason_to_leave();
            wait(farewell, [this] { end(*leaving_); });
        }
        read_next();
    }

    void take_in(std::size_t count)
    {
        unfinished_bytes_ += count;
        connection_->read_all(received_.data(), count);
        tell_of_part();
        // websocketpp's own limit lets a fragment through whose length makes the sum wrap around.
        if (unfinished_bytes_ > 2 * options_.max_message_bytes + received_.size())
            complain(websocketpp::close::status::message_too_big, "a message without end");
    }

    /// A long message over a slow line is no silence.
    void tell_of_part()
    {
        const auto now = std::chrono::steady_clock::now();
        if (!open_ || ended_ || unfinished_bytes_ == 0 ||
            (told_of_part_ && now < *told_of_part_ + options_.life_interval))
            return;
        told_of_part_ = now;
        if (const auto callbacks = callbacks_; !closing_ && callbacks->on_life)
            callbacks->on_life();
    }

    /// The connection is ended for a fault of the peer's.
    void complain(websocketpp::close::status::value code, const std::string &why)
    {
        websocketpp::lib::error_code error;
        connection_->close(code, why, error);
    }

    void write_next()
    {
        stream_->write_all(
            asio::buffer(unsent_.front()),
            [self = shared_from_this()](const asio::error_code &error, std::size_t) { self->written(error); });
    }

    void written(const asio::error_code &error)
    {
        if (ended_)
            return;
        if (error)
            return can_not_write(error);
        unsent_bytes_ -= unsent_.front().size();
        unsent_.pop_front();
        if (!unsent_.empty())
            write_next();
    }

    /// Nothing goes out any more. What came before is still there to be read, up to the end that comes by itself.
    void can_not_write(const asio::error_code &error)
    {
        if (leaving_ || closing_)
            return broke_off(error);
        broken_ = true;
        why_broken_ = error;
        unsent_.clear();
        unsent_bytes_ = 0;
        wait_for_the_rest();
    }

    void wait_for_the_rest()
    {
        wait(options_.close_timeout, [this] { broke_off(why_broken_); });
    }

    void broke_off(const asio::error_code &error)
    {
        if (leaving_ || closing_)
            return end(leaving_.value_or(Closed()));
        const bool ended = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
        end(Failure::network, open_ ? error.message() : ended ? "closed before it answered" : error.message());
    }

    // Why
    Closed refusal() const
    {
        Closed closed;
        const int status = static_cast<int>(connection_->get_response_code());
        if (status > 0 && status != 101) {
            closed.failure = failure_of_status(status);
            closed.http_status = status;
            closed.retry_after = retry_after(connection_->get_response_header("Retry-After"));
        } else {
            closed.failure = Failure::not_a_gateway;
            closed.detail = presentable(connection_->get_ec().message());
        }
        return closed;
    }

    /// To be asked when the first close frame was sent or answered: the peer's answer to ours would blur it.
    Closed reason_to_leave() const
    {
        namespace status = websocketpp::close::status;
        Closed closed;
        if (closing_)
            return closed;
        const auto theirs = connection_->get_remote_close_code();
        const auto ours = connection_->get_local_close_code();
        const std::string &words = connection_->get_remote_close_reason();
        // An answer to a close frame repeats it; what does not is a complaint of our own.
        const bool answer = theirs == status::no_status
                                ? ours == status::normal
                                : ours == theirs && connection_->get_local_close_reason() == words;
        closed.failure = answer ? Failure::closed_by_gateway : Failure::protocol_error;
        closed.close_code = static_cast<int>(answer ? theirs : ours);
        closed.detail = presentable(answer ? words : connection_->get_local_close_reason());
        return closed;
    }

    static std::string presentable(const std::string &words) { return text::presentable(words, longest_detail); }

    // Ending
    void wait(std::chrono::milliseconds time, std::function<void()> then)
    {
        const std::uint64_t its_number = ++last_wait_;
        limit_.expires_after(time);
        limit_.async_wait([self = shared_from_this(), its_number, then = std::move(then)](const asio::error_code &) {
            if (its_number == self->last_wait_ && !self->ended_)
                then();
        });
    }

    /// A timer that has run off is not called back by cancel(): its handler may be next in the loop.
    void wait_no_more()
    {
        ++last_wait_;
        limit_.cancel();
    }

    void end_later(Failure failure, const std::string &detail)
    {
        asio::post(loop_, [self = shared_from_this(), failure, detail] { self->end(failure, detail); });
    }

    void end(Failure failure, const std::string &detail)
    {
        Closed closed;
        closed.failure = failure;
        closed.detail = presentable(detail);
        end(std::move(closed));
    }

    void end(Closed closed)
    {
        if (ended_)
            return;
        let_go();
        const auto callbacks = std::exchange(callbacks_, std::make_shared<const Callbacks>());
        if (callbacks->on_closed)
            callbacks->on_closed(std::move(closed));
    }

    void let_go()
    {
        ended_ = true;
        wait_no_more();
        if (dialer_)
            dialer_->cancel();
        dialer_.reset();
        if (stream_)
            stream_->close();
    }

    asio::io_context &loop_;
    Options options_;
    std::shared_ptr<const Callbacks> callbacks_; ///< held while one runs, which may abandon() us
    Address address_;
    asio::steady_timer limit_; ///< the one wait that is bounded: for the connection, then for the close
    std::uint64_t last_wait_ = 0;
    std::shared_ptr<Dialer> dialer_;
    std::unique_ptr<Stream> stream_;
    Protocol protocol_;
    Protocol::connection_ptr connection_;
    std::array<char, 16384> received_{};
    std::deque<std::string> unsent_;
    std::size_t unsent_bytes_ = 0;
    std::size_t unfinished_bytes_ = 0; ///< that came since the last whole message, PING or PONG
    std::optional<std::chrono::steady_clock::time_point> told_of_part_;
    bool open_ = false;
    bool refused_ = false;          ///< the upgrade
    bool closing_ = false;          ///< by us
    std::optional<Closed> leaving_; ///< why: the peer said goodbye, or made a fault, or we were closing
    bool broken_ = false;           ///< nothing can be written
    asio::error_code why_broken_;
    bool ended_ = false;
};

} // namespace

std::shared_ptr<Transport> Transport::open(asio::io_context &loop, Options options, Callbacks callbacks)
{
    auto socket = std::make_shared<WebSocket>(loop, std::move(options), std::move(callbacks));
    socket->start();
    return socket;
}

} // namespace astro::gateway
