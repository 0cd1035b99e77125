// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/dialer.h"

#include "gateway/network/ca_file.h"
#include "gateway/network/ip_literal.h"
#include "gateway/network/proxy.h"
#include "gateway/network/resolver.h"
#include "gateway/network/tls_context.h"
#include "support/text.h"

#include <asio/connect.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <algorithm>
#include <exception>
#include <iterator>
#include <list>
#include <optional>
#include <vector>

namespace astro::gateway {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds next_attempt_after{250};
constexpr std::chrono::milliseconds next_kind_after{2000}; // which was faster before, and no use
constexpr std::size_t longest_proxy_answer = 16 * 1024;

Failure tcp_failure(const asio::error_code &error)
{
    if (error == asio::error::connection_refused)
        return Failure::refused;
    if (error == asio::error::timed_out)
        return Failure::timed_out;
    return Failure::network;
}

class Dial : public Dialer, public std::enable_shared_from_this<Dial> {
public:
    Dial(asio::io_context &loop, Route route, OnResolved on_resolved, Done done)
        : loop_(loop),
          route_(std::move(route)),
          on_resolved_(std::move(on_resolved)),
          done_(std::move(done)),
          next_(loop)
    {}

    void start()
    {
        bool bad_proxy = false;
        proxy_ = proxy_for(address_, route_.proxy, bad_proxy);
        if (bad_proxy)
            return fail_later(Failure::proxy, "the proxy's address is no address");
        if (!address_.tls || route_.ca_file.empty()) {
            const Closed fault = make_context("");
            return fault.failure == Failure::none ? look_up() : fail_later(fault.failure, fault.detail);
        }
        reading_ = read_ca_file(loop_.get_executor(), route_.ca_file, [self = shared_from_this()](const CaFile &read) {
            self->reading_.reset();
            const Closed fault = self->make_context(read);
            fault.failure == Failure::none ? self->look_up() : self->fail(fault.failure, fault.detail);
        });
    }

    void cancel() override
    {
        on_resolved_ = nullptr;
        done_ = nullptr;
        if (reading_)
            reading_->cancel();
        reading_.reset();
        if (lookup_)
            lookup_->cancel();
        lookup_.reset();
        stop_attempts();
        if (stream_)
            stream_->close();
    }

    Closed timeout_reason() const override
    {
        Closed closed;
        closed.failure = reading_ ? Failure::bad_ca_file : Failure::name_not_found;
        closed.detail =
            reading_ ? "the extra certificate file was not read in time" : "the name was not looked up in time";
        return closed;
    }

private:
    void fail_later(Failure failure, const std::string &detail)
    {
        asio::post(loop_, [self = shared_from_this(), failure, detail] { self->fail(failure, detail); });
    }

    void fail(Failure failure, const std::string &detail)
    {
        stop_attempts();
        if (stream_)
            stream_->close();
        Closed closed;
        closed.failure = failure;
        closed.detail = detail;
        if (const Done done = std::exchange(done_, nullptr))
            done(nullptr, closed);
    }

    void succeed()
    {
        if (const Done done = std::exchange(done_, nullptr))
            done(std::move(stream_), {});
    }

    /// @return why there is none.
    Closed make_context(const CaFile &extra)
    {
        Closed fault;
        if (!address_.tls)
            return fault;
        try {
            context_ = extra ? make_tls_context(*extra) : nullptr;
            if (!context_) {
                fault.failure = Failure::bad_ca_file;
                fault.detail = "the extra certificate file can't be read or holds what is no certificate";
            }
        } catch (const std::exception &what) { // OpenSSL was set up without what TLS needs
            fault.failure = Failure::tls;
            fault.detail = what.what();
        }
        return fault;
    }

    void look_up()
    {
        lookup_ = find_endpoints(loop_.get_executor(), proxy_ ? proxy_->host : address_.host,
                                 proxy_ ? proxy_->port : address_.port, route_.look_up,
                                 [self = shared_from_this()](Endpoints found) { self->connect(std::move(found)); });
    }

    // Happy eyeballs
    void connect(Endpoints found)
    {
        lookup_.reset();
        if (found.empty())
            return fail(proxy_ ? Failure::proxy : Failure::name_not_found, "the name was not found");
        endpoints_ = std::move(found);
        const auto ipv4 = std::find_if(endpoints_.begin(), endpoints_.end(),
                                       [](const tcp::endpoint &one) { return one.address().is_v4(); });
        if (route_.ipv4_first && ipv4 != endpoints_.end())
            std::rotate(endpoints_.begin(), ipv4, std::next(ipv4));
        if (const OnResolved tell = std::exchange(on_resolved_, nullptr))
            tell();
        attempt_next();
    }

    void attempt_next()
    {
        if (next_endpoint_ == endpoints_.size())
            return;
        const tcp::endpoint endpoint = endpoints_[next_endpoint_++];
        attempts_.emplace_back(loop_);
        const auto attempt = std::prev(attempts_.end());
        attempt->async_connect(endpoint, [self = shared_from_this(), attempt](const asio::error_code &error) {
            self->attempted(attempt, error);
        });
        const bool first_of_all = next_endpoint_ == 1;
        next_.expires_after(first_of_all && route_.ipv4_first ? next_kind_after : next_attempt_after);
        next_.async_wait([self = shared_from_this()](const asio::error_code &error) {
            if (!error && self->done_ && !self->stream_)
                self->attempt_next();
        });
    }

    void attempted(std::list<tcp::socket>::iterator attempt, const asio::error_code &error)
    {
        if (!done_ || stream_)
            return; // cancelled, or another one was faster
        if (!error) {
            stream_ = std::make_unique<Stream>(std::move(*attempt));
            stop_attempts();
            asio::error_code ignored;
            stream_->socket().set_option(tcp::no_delay(true), ignored);
            return proxy_ ? ask_proxy() : begin_tls();
        }
        asio::error_code ignored;
        attempt->close(ignored);
        last_error_ = error;
        if (++failed_ == endpoints_.size())
            return fail(proxy_ ? Failure::proxy : tcp_failure(last_error_), last_error_.message());
        attempt_next();
    }

    void stop_attempts()
    {
        next_.cancel();
        for (tcp::socket &attempt : attempts_) {
            asio::error_code ignored;
            attempt.close(ignored);
        }
    }

    // Proxy
    void ask_proxy()
    {
        request_ = connect_request(*proxy_, address_);
        stream_->write_all(asio::buffer(request_.reveal()),
                           [self = shared_from_this()](const asio::error_code &error, std::size_t) {
                               if (self->done_)
                                   error ? self->fail(Failure::proxy, error.message()) : self->read_proxy_answer();
                           });
    }

    void read_proxy_answer()
    {
        asio::async_read_until(stream_->socket(), asio::dynamic_buffer(answer_, longest_proxy_answer), "\r\n\r\n",
                               [self = shared_from_this()](const asio::error_code &error, std::size_t) {
                                   if (self->done_)
                                       self->proxy_answered(error);
                               });
    }

    void proxy_answered(const asio::error_code &error)
    {
        if (error)
            return fail(Failure::proxy, error.message());
        const bool http = answer_.compare(0, 7, "HTTP/1.") == 0;
        if (!http || answer_.size() < 12 || answer_[9] != '2') {
            const std::string status = http ? text::presentable(answer_.substr(9, 3), 3) : std::string();
            return fail(Failure::proxy, http ? "the proxy answered " + status : "no HTTP proxy");
        }
        begin_tls();
    }

    // TLS
    void begin_tls()
    {
        if (!address_.tls)
            return succeed();
        stream_->begin_tls(context_);
        if (!expect_host(stream_->tls().native_handle(), address_.host, ip_literal(address_.host).has_value()))
            return fail(Failure::tls_wrong_host, "the host's name can't be checked");
        stream_->tls().async_handshake(
            asio::ssl::stream_base::client, [self = shared_from_this()](const asio::error_code &error) {
                if (!self->done_)
                    return;
                if (!error)
                    return self->succeed();
                if (error.category() != asio::error::get_ssl_category())
                    return self->fail(Failure::network, error.message()); // broken off, rather than not agreed
                self->fail(tls_failure(self->stream_->tls().native_handle()), error.message());
            });
    }

    asio::io_context &loop_;
    Route route_;
    const Address &address_ = route_.address;
    OnResolved on_resolved_;
    Done done_;
    asio::steady_timer next_;
    std::optional<Proxy> proxy_;
    std::shared_ptr<asio::ssl::context> context_;
    std::shared_ptr<DetachedTask<CaFile>> reading_;
    std::shared_ptr<DetachedTask<Endpoints>> lookup_;
    Endpoints endpoints_;
    std::size_t next_endpoint_ = 0, failed_ = 0;
    std::list<tcp::socket> attempts_;
    asio::error_code last_error_;
    std::unique_ptr<Stream> stream_;
    Secret request_;
    std::string answer_;
};

} // namespace

std::shared_ptr<Dialer> Dialer::dial(asio::io_context &loop, Route route, OnResolved on_resolved, Done done)
{
    auto dial = std::make_shared<Dial>(loop, std::move(route), std::move(on_resolved), std::move(done));
    dial->start();
    return dial;
}

} // namespace astro::gateway
