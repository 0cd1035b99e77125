// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/session.h"

#include "gateway/session/session_impl.h"

#include <utility>

namespace astro::gateway {

Session::Session(Account account, const Random &random, Log log)
    : impl_(std::make_unique<Impl>(std::move(account), random, std::move(log)))
{}

Session::~Session() = default;

void Session::start(const Instant &now)
{
    impl_->start(now);
}

void Session::stop(const Instant &now)
{
    impl_->stop(now);
}

void Session::configure(Account account, const Instant &now)
{
    impl_->configure(std::move(account), now);
}

void Session::retry_now(const Instant &now)
{
    impl_->retry_now(now);
}

void Session::on_open(ConnectionId connection, const Instant &now)
{
    impl_->on_open(connection, now);
}

void Session::on_frame(ConnectionId connection, std::string_view frame, const Instant &now)
{
    impl_->on_frame(connection, frame, now);
}

void Session::on_life(ConnectionId connection, const Instant &now)
{
    impl_->on_life(connection, now);
}

void Session::on_pong(ConnectionId connection, std::uint64_t number, const Instant &now)
{
    impl_->on_pong(connection, number, now);
}

void Session::on_closed(ConnectionId connection, const Closed &closed, const Instant &now)
{
    impl_->on_closed(connection, closed, now);
}

void Session::on_time(const Instant &now)
{
    impl_->on_time(now);
}

std::vector<SessionOutput> Session::take_outputs()
{
    return std::exchange(impl_->outputs_, {});
}

std::optional<Deadline> Session::next_deadline() const
{
    return impl_->next_deadline();
}

const Account &Session::account() const
{
    return impl_->account_;
}

Status Session::status() const
{
    return impl_->status();
}

std::uint64_t Session::status_revision() const
{
    return impl_->revision_;
}

} // namespace astro::gateway
