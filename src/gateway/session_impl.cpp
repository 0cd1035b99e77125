// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session_impl.h"

#include "gateway/address.h"
#include "gateway/deadline.h"
#include "gateway/token.h"

#include <utility>

namespace astro::gateway {
namespace {

/// A file that can't be read is not among them: it may be on a drive that comes back.
bool stops_until_changed(Failure failure)
{
    return failure == Failure::bad_address || failure == Failure::plain_not_local ||
           failure == Failure::upgrade_unauthorized;
}

/// Why no connection can be made with these settings; Failure::none when one can.
Failure what_is_missing(const Account &account, const Topics &topics)
{
    const auto address = parse_address(account.url);
    if (const auto *error = std::get_if<AddressError>(&address))
        return *error == AddressError::plain_not_local ? Failure::plain_not_local : Failure::bad_address;
    if (account.token.empty())
        return Failure::no_token;
    return topics.empty() ? Failure::no_topics : Failure::none;
}

} // namespace

// --- Beginning and ending

Session::Impl::Impl(Account account, const Random &random, Log log)
    : account_(std::move(account)),
      log_(std::move(log)),
      secrets_(account_.token),
      connections_(outputs_),
      retry_(random),
      subscriptions_(account_.topics, random, teller()),
      supply_(subscriptions_.topics(), connections_),
      dropped_(teller())
{}

void Session::Impl::start(const Instant &now)
{
    running_ = true;
    begin(now);
}

void Session::Impl::stop(const Instant &now)
{
    leave(now);
    running_ = false;
}

void Session::Impl::begin(const Instant &now)
{
    stopped_ = Failure::none;
    blame(Failure::none, {});
    sleep_watch_.start(now);
    if (!account_.enabled)
        return;
    if (const Failure missing = what_is_missing(account_, subscriptions_.topics()); missing != Failure::none)
        return stand_still(missing, {}, now);
    subscriptions_.begin_anew(now.steady);
    connect(now);
}

/// Lets go of everything, whatever was planned: a streamer's wish, after which nothing is missed.
void Session::Impl::leave(const Instant &now)
{
    connections_.close_all();
    retry_.cancel();
    move_.reset();
    subscriptions_.begin_anew(now.steady);
    changed();
}

/// As leave(), and a streamer did not wish it. Of a topic that was just refused, what comes from here on is missing,
/// too.
void Session::Impl::leave_what_is_wanted(const Instant &now)
{
    for (const auto &[topic, last_heard] : supply_.brought(now))
        coverage_.missing(last_heard);
    leave(now);
}

void Session::Impl::stand_still(Failure why, const std::string &detail, const Instant &now)
{
    leave_what_is_wanted(now);
    stopped_ = why;
    blame(why, detail);
    say(LogLevel::warning, "stopped until the settings change: " + std::string(to_word(why)));
}

// --- Connecting

void Session::Impl::connect(const Instant &now, const Secret &reconnect_token)
{
    const bool resumes = !reconnect_token.empty();
    retry_.cancel();
    connections_.open(resumes ? with_reconnect_token(account_.url, reconnect_token) : Secret(account_.url), resumes,
                      now);
    changed();
    say(LogLevel::info, resumes ? "opening the connection that takes over" : "connecting");
}

/// Opens the connection that takes the place of the current one, which goes on delivering until then.
void Session::Impl::move(const Instant &now)
{
    const Move wanted = *std::exchange(move_, std::nullopt); // its token is used once, whatever comes of it
    if (connections_.current()->held_long_enough(now.steady))
        retry_.start_over();
    const Supply::Brought before = supply_.brought(now);
    connections_.make_way();
    miss_what_came(before);
    if (wanted.token.empty())
        subscriptions_.begin_anew(now.steady);
    else
        subscriptions_.carry_over(now.steady);
    connect(now, wanted.token);
    if (wanted.leaves && !supply_.needs_old())
        connections_.close_old();
}

/// The token was used up or refused: now plainly, at once. The old connection delivers meanwhile, if it can.
void Session::Impl::move_failed(const Closed &closed, const Instant &now)
{
    say(LogLevel::info, "the gateway did not take over the connection: connecting plainly");
    move_.reset();
    subscriptions_.begin_anew(now.steady);
    if (closed.retry_after)
        return try_later(closed, now);
    connect(now);
}

void Session::Impl::lost(const Closed &closed, const Instant &now)
{
    move_.reset();
    subscriptions_.begin_anew(now.steady);
    // As long as the old one delivers, nothing is given up.
    if (stops_until_changed(closed.failure) && !connections_.any_delivers())
        return stand_still(closed.failure, closed.detail, now);
    if (closed.failure != Failure::slept)
        return try_later(closed, now);
    blame(closed.failure, {});
    connect(now);
}

void Session::Impl::try_later(Closed closed, const Instant &now)
{
    if (closed.failure == Failure::none)
        closed.failure = Failure::closed_by_gateway;
    blame(closed.failure, closed.detail);
    retry_.plan(closed, now);
    const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(retry_.next_try()->steady - now.steady);
    say(LogLevel::warning,
        "not connected (" + describe(closed) + "), next try in " + std::to_string(delay.count()) + " ms");
}

void Session::Impl::give_up(ConnectionId id, Failure why, const Instant &now)
{
    outputs_.emplace_back(CloseConnection{id});
    Closed closed;
    closed.failure = why;
    on_closed(id, closed, now);
}

/// What was open may be dead: nobody answered the gateway's pings. It goes on delivering what has come, and is asked.
void Session::Impl::notice_sleep(const Instant &now)
{
    if (!sleep_watch_.slept(now) || !at_work())
        return;
    say(LogLevel::info, "this computer was asleep, or its clock was set: asking for a sign of life");
    connections_.doubt(now);
    retry_.wake(now);
    changed();
    if (retry_.due(now.steady))
        connect(now);
}

// --- What happened

void Session::Impl::on_open(ConnectionId id, const Instant &now)
{
    notice_sleep(now);
    Connection *connection = connections_.find(id);
    if (!connection)
        return;
    connection->open = true;
    connection->since = now;
    if (connection->doubt)
        connections_.put_to_test(*connection, now.steady); // the answer to the upgrade may have come before the sleep
    else
        connection->hear(now);
    changed();
}

void Session::Impl::on_ping(ConnectionId id, const Instant &now)
{
    notice_sleep(now);
    if (Connection *connection = connections_.find(id))
        connection->hear(now);
}

void Session::Impl::on_pong(ConnectionId id, std::uint64_t number, const Instant &now)
{
    notice_sleep(now);
    if (Connection *connection = connections_.find(id)) {
        connection->stand_test(number);
        connection->hear(now);
    }
}

void Session::Impl::on_frame(ConnectionId id, std::string_view frame, const Instant &now)
{
    notice_sleep(now);
    Connection *connection = connections_.find(id);
    if (!connection)
        return;
    connection->hear(now);
    std::visit([&](auto &&it) { handle(*connection, std::forward<decltype(it)>(it), now); }, decode(frame));
    send_due(now);
}

void Session::Impl::on_closed(ConnectionId id, const Closed &closed, const Instant &now)
{
    const Connection *current = connections_.current();
    const bool was_current = current && current->id == id;
    const Supply::Brought before = supply_.brought(now);
    const auto gone = connections_.remove(id);
    if (!gone)
        return;
    changed();
    miss_what_came(before);
    if (!was_current)
        return;
    if (gone->resumes && !gone->ready)
        return move_failed(closed, now);
    if (gone->held_long_enough(now.steady))
        retry_.start_over();
    lost(closed, now);
}

void Session::Impl::on_time(const Instant &now)
{
    if (!running_)
        return;
    if (dropped_.on_time(now.steady))
        changed();
    notice_sleep(now);
    if (retry_.due(now.steady))
        connect(now);
    if (move_ && move_->at <= now.steady)
        move(now);
    connections_.close_drained(now.steady);
    while (const Connection *dead = connections_.dead(now.steady))
        give_up(dead->id, dead->fault(now.steady), now);
    connections_.ping_the_quiet(now.steady);
    if (Connection *current = connections_.current(); current && current->welcome_is_late(now.steady))
        do_without_welcome(*current, now);
    if (can_ask())
        ask_late_again(now);
    send_due(now);
}

void Session::Impl::ask_late_again(const Instant &now)
{
    switch (subscriptions_.ask_late_again(now.steady)) {
    case Subscriptions::Late::none:
    case Subscriptions::Late::asked_again:
        return;
    case Subscriptions::Late::put_off:
        return after_answer(now);
    case Subscriptions::Late::not_left:
        return leave_behind(now);
    case Subscriptions::Late::nobody_answers:
        return ask_elsewhere(now);
    }
}

/// Over another connection. What comes over this one goes on coming until then.
void Session::Impl::ask_elsewhere(const Instant &now)
{
    const Connection &current = *connections_.current();
    if (!current.delivers())
        return give_up(current.id, Failure::no_answer, now);
    say(LogLevel::warning, "a subscribe is never answered: connecting anew");
    blame(Failure::no_answer, {});
    if (!move_)
        move_ = Move{{}, now.steady, false};
    move(now);
}

/// What the gateway does not let us leave, a plain new connection never asks for.
void Session::Impl::leave_behind(const Instant &now)
{
    say(LogLevel::warning, "a topic can't be left: connecting anew");
    move_ = Move{{}, connections_.drained_at().value_or(now.steady), true};
    if (move_->at <= now.steady)
        move(now);
}

std::optional<Deadline> Session::Impl::next_deadline() const
{
    if (!running_)
        return std::nullopt;
    auto next = earlier(connections_.next_deadline(), dropped_.next_deadline());
    if (at_work())
        next = earlier(next, sleep_watch_.next_look());
    if (retry_.next_try())
        next = earlier(next, retry_.next_try()->steady);
    if (move_)
        next = earlier(next, move_->at);
    if (can_ask())
        next = earlier(next, subscriptions_.next_deadline());
    return next;
}

// --- Settings

void Session::Impl::configure(Account next, const Instant &now)
{
    if (next == account_)
        return;
    const Account before = std::exchange(account_, std::move(next));
    secrets_.change_token(account_.token);
    changed();
    const bool same_way =
        before.url == account_.url && before.ca_file == account_.ca_file && before.proxy == account_.proxy;
    const bool same_wishes = before.token == account_.token && before.token_type == account_.token_type &&
                             before.room == account_.room && before.topics == account_.topics;
    if (same_way && same_wishes && before.enabled == account_.enabled)
        return; // a new name, nothing more
    const bool all_anew = subscriptions_.change(before, account_, now.steady);
    if (all_anew || before.url != account_.url)
        coverage_.begin_anew();
    if (!running_)
        return;
    const Connection *current = connections_.current();
    const bool usable = at_work() && !account_.token.empty() && !subscriptions_.topics().empty();
    if (all_anew)
        connections_.close_old();
    const bool something_comes = (current && current->open) || connections_.any_delivers();
    if (!usable || !same_way || !something_comes) {
        leave(now);
        retry_.start_over();
        return begin(now);
    }
    if (!current) { // the old one delivers until the next
        retry_.start_over();
        return connect(now);
    }
    can_ask() ? take_stock(now) : end_gap(now);
    send_due(now);
}

void Session::Impl::retry_now(const Instant &now)
{
    if (!running_ || !account_.enabled)
        return;
    subscriptions_.forgive(now.steady);
    changed();
    if (stopped_ != Failure::none)
        return begin(now);
    if (retry_.next_try())
        return connect(now);
    if (can_ask())
        take_stock(now);
    send_due(now);
}

// --- Telling

void Session::Impl::blame(Failure why, const std::string &detail)
{
    why_ = why;
    detail_ = secrets_.clean(detail);
    changed();
}

void Session::Impl::say(LogLevel level, const std::string &line) const
{
    log_(level, account_.name + ": " + secrets_.clean(line));
}

State Session::Impl::state() const
{
    if (!account_.enabled || !running_)
        return State::disabled;
    if (stopped_ != Failure::none)
        return State::stopped;
    const Topics &topics = subscriptions_.topics();
    const bool live = connections_.any_delivers();
    if (live && topics.all(TopicState::subscribed))
        return State::subscribed;
    if (live && topics.count(TopicState::waiting) == 0 && topics.count(TopicState::subscribed) > 0)
        return State::partly_subscribed;
    if (const Connection *current = connections_.current())
        return current->open ? State::waiting_answers : State::connecting;
    return retry_.next_try() ? State::waiting_retry : State::connecting;
}

Status Session::Impl::status() const
{
    Status status;
    status.account = account_.name;
    status.state = state();
    status.why = why_;
    status.detail = detail_;
    status.topics = subscriptions_.topics().statuses();
    status.topics_left_out = subscriptions_.topics().left_out();
    if (status.state == State::waiting_retry)
        status.next_try = retry_.next_try();
    if (account_.token_type == TokenType::jwt) {
        if (const auto claims = read_claims(account_.token))
            status.token_expires = claims->expires;
    }
    status.dropped = dropped_.total();
    coverage_.tell(status);
    return status;
}

} // namespace astro::gateway
