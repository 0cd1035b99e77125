// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/tunnel_proxy.h"

#include <asio/read_until.hpp>
#include <asio/write.hpp>

#include <array>
#include <memory>

using asio::ip::tcp;

/// Holds itself for as long as bytes go through it.
class TunnelProxy::Tunnel : public std::enable_shared_from_this<Tunnel> {
public:
    Tunnel(TunnelProxy &proxy, tcp::socket client)
        : proxy_(proxy), client_(std::move(client)), target_(proxy.loop_), answer_("HTTP/1.1 200 Here you are\r\n\r\n")
    {}

    void start()
    {
        asio::async_read_until(client_, asio::dynamic_buffer(request_), "\r\n\r\n",
                               [self = shared_from_this()](const asio::error_code &error, std::size_t) {
                                   if (!error)
                                       self->lead_on();
                               });
    }

private:
    using Buffer = std::array<char, 4096>;

    void lead_on()
    {
        proxy_.keep(proxy_.requests_, request_);
        target_.async_connect(proxy_.target_, [self = shared_from_this()](const asio::error_code &error) {
            if (!error)
                self->answer();
        });
    }

    void answer()
    {
        asio::async_write(client_, asio::buffer(answer_),
                          [self = shared_from_this()](const asio::error_code &error, std::size_t) {
                              if (error)
                                  return;
                              self->pass_on(self->client_, self->target_, self->from_client_);
                              self->pass_on(self->target_, self->client_, self->from_target_);
                          });
    }

    void pass_on(tcp::socket &from, tcp::socket &to, Buffer &buffer)
    {
        from.async_read_some(asio::buffer(buffer), [self = shared_from_this(), &from, &to,
                                                    &buffer](const asio::error_code &error, std::size_t count) {
            if (error)
                return self->end();
            if (&from == &self->client_ && !std::exchange(self->has_spoken_, true))
                self->proxy_.keep(self->proxy_.first_words_, std::string(buffer.data(), count));
            asio::async_write(to, asio::buffer(buffer, count),
                              [self, &from, &to, &buffer](const asio::error_code &fault, std::size_t) {
                                  fault ? self->end() : self->pass_on(from, to, buffer);
                              });
        });
    }

    void end()
    {
        asio::error_code ignored;
        client_.close(ignored);
        target_.close(ignored);
    }

    TunnelProxy &proxy_;
    tcp::socket client_, target_;
    std::string request_;
    const std::string answer_;
    bool has_spoken_ = false;
    Buffer from_client_{}, from_target_{};
};

TunnelProxy::TunnelProxy(int target_port)
    : acceptor_(loop_, {asio::ip::address_v4::loopback(), 0}),
      target_(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(target_port)),
      port_(acceptor_.local_endpoint().port())
{
    accept_next();
    thread_ = std::thread([this] { loop_.run(); });
}

TunnelProxy::~TunnelProxy()
{
    loop_.stop();
    thread_.join();
}

std::string TunnelProxy::host() const
{
    return "127.0.0.1:" + std::to_string(port_);
}

std::vector<std::string> TunnelProxy::requests()
{
    const std::lock_guard hold(lock_);
    return requests_;
}

std::vector<std::string> TunnelProxy::first_words()
{
    const std::lock_guard hold(lock_);
    return first_words_;
}

void TunnelProxy::accept_next()
{
    acceptor_.async_accept([this](const asio::error_code &error, tcp::socket client) {
        if (error)
            return;
        std::make_shared<Tunnel>(*this, std::move(client))->start();
        accept_next();
    });
}

void TunnelProxy::keep(std::vector<std::string> &where, std::string what)
{
    const std::lock_guard hold(lock_);
    where.push_back(std::move(what));
}
