// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/session_impl.h"

#include "gateway/address.h"
#include "gateway/session/deadline.h"
#include "gateway/token.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {
namespace {

/// A file that can't be read is not among them: it may be on a drive that comes back.
bool is_permanent(Failure failure)
{
    return failure == Failure::bad_address || failure == Failure::plain_not_local ||
           failure == Failure::upgrade_unauthorized;
}

/// Why no connection can be made with these settings; Failure::none when one can.
Failure configuration_failure(const Account &account, const Topics &topics)
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
      redactor_(account_.token),
      connections_(outputs_),
      retry_(random),
      subscriptions_(account_.topics, random, logger()),
      delivery_(subscriptions_.topics(), connections_),
      dropped_(logger())
{}

void Session::Impl::start(const Instant &now)
{
    running_ = true;
    begin(now);
}

void Session::Impl::stop(const Instant &now)
{
    disconnect(now);
    running_ = stopped_delivering_ = false;
}

void Session::Impl::begin(const Instant &now)
{
    stopped_ = Failure::none;
    set_failure(Failure::none, {});
    sleep_detector_.start(now);
    if (!account_.enabled) {
        stopped_delivering_ = false;
        return;
    }
    if (const Failure missing = configuration_failure(account_, subscriptions_.topics()); missing != Failure::none)
        return stop_until_configured(missing, {}, now);
    subscriptions_.begin_anew(now.steady);
    connect_soon(ConnectBudget::For::move, now);
}

/// Closes everything and forgets what was planned. The streamer wished it: no gap.
void Session::Impl::disconnect(const Instant &now)
{
    connections_.close_all();
    retry_.cancel();
    move_.reset();
    subscriptions_.begin_anew(now.steady);
    changed();
}

/// As disconnect(), but the streamer did not wish it: a gap begins, also of a topic that was just refused.
void Session::Impl::disconnect_and_note_gap(const Instant &now)
{
    for (const auto &[topic, last_heard] : delivery_.delivered(now)) {
        gap_.begin(last_heard);
        stopped_delivering_ = true;
    }
    disconnect(now);
}

void Session::Impl::stop_until_configured(Failure why, const std::string &detail, const Instant &now)
{
    disconnect_and_note_gap(now);
    stopped_ = why;
    set_failure(why, detail);
    log(LogLevel::warning, "stopped until the settings change: " + std::string(to_word(why)));
}

// --- Connecting

void Session::Impl::connect(const Instant &now, const Secret &reconnect_token)
{
    const bool resumes = !reconnect_token.empty();
    retry_.cancel();
    retry_.opened(now.steady);
    connections_.open(resumes ? with_reconnect_token(account_.url, reconnect_token) : Secret(account_.url), resumes,
                      now);
    changed();
    log(LogLevel::info, resumes ? "opening the connection that takes over" : "connecting");
}

/// At once, or as soon as the budget allows. There must be no current connection.
void Session::Impl::connect_soon(ConnectBudget::For what, const Instant &now)
{
    retry_.plan_soon(what, now);
    changed();
    if (retry_.due(now.steady))
        connect(now);
}

/// Opens the connection that takes the place of the current one, which goes on delivering until then.
void Session::Impl::move(const Instant &now)
{
    const Move wanted = *std::exchange(move_, std::nullopt); // its token is used once, whatever comes of it
    retry_.ended(connections_.current()->subscribed_for(now.steady));
    const Delivery::Delivered before = delivery_.delivered(now);
    connections_.current()->brings_along = subscriptions_.brought_along();
    if (wanted.leaves)
        connections_.current()->brings_along.emplace(); // what it could not be rid of
    connections_.demote_current();
    note_lost_topics(before);
    if (wanted.token.empty())
        subscriptions_.begin_anew(now.steady);
    else
        subscriptions_.resume(now.steady);
    connect(now, wanted.token);
    if (wanted.leaves && !delivery_.needs_old_connection())
        connections_.close_old();
}

/// The old connection, which alone is left, asks for another that takes over: at once, whatever try was planned. What
/// it would bring along and nobody wants is not known well enough to leave it: then plainly.
void Session::Impl::move_from_old(const Connection &old, const Secret &token, const Instant &now)
{
    log(LogLevel::info, "the gateway asks again to move to another server");
    const auto &topics = old.brings_along;
    const bool all_wanted = std::all_of(
        topics.begin(), topics.end(), [this](const std::string &topic) { return subscriptions_.topics().has(topic); });
    const bool at_once = retry_.allowed(ConnectBudget::For::move, now.steady) <= now.steady;
    if (at_once && all_wanted)
        return connect(now, token);
    connect_soon(ConnectBudget::For::move, now);
}

/// The token was used up or refused: now plainly, at once. The old connection delivers meanwhile, if it can.
void Session::Impl::move_failed(const Closed &closed, const Instant &now)
{
    log(LogLevel::info, "the gateway did not take over the connection: connecting plainly");
    move_.reset();
    subscriptions_.begin_anew(now.steady);
    if (closed.retry_after)
        return schedule_retry(closed, now);
    connect_soon(ConnectBudget::For::move, now);
}

void Session::Impl::lost(const Closed &closed, const Instant &now)
{
    move_.reset();
    subscriptions_.begin_anew(now.steady);
    // As long as the old one delivers, nothing is given up.
    if (is_permanent(closed.failure) && !delivery_.any())
        return stop_until_configured(closed.failure, closed.detail, now);
    if (closed.failure != Failure::slept)
        return schedule_retry(closed, now);
    set_failure(closed.failure, {});
    connect_soon(ConnectBudget::For::retry, now);
}

void Session::Impl::schedule_retry(Closed closed, const Instant &now)
{
    if (closed.failure == Failure::none)
        closed.failure = Failure::closed_by_gateway;
    set_failure(closed.failure, closed.detail);
    retry_.plan(closed, now);
    const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(retry_.next_try()->steady - now.steady);
    log(LogLevel::warning,
        "not connected (" + describe(closed) + "), next try in " + std::to_string(delay.count()) + " ms");
}

void Session::Impl::give_up(ConnectionId id, Failure why, const Instant &now)
{
    outputs_.emplace_back(CloseConnection{id});
    Closed closed;
    closed.failure = why;
    on_closed(id, closed, now);
}

/// What was open may be dead, since nobody answered the gateway's pings. It is tested, and what it delivers still
/// counts.
void Session::Impl::notice_sleep(const Instant &now)
{
    if (!sleep_detector_.slept(now) || !active())
        return;
    log(LogLevel::info, "this computer was asleep, or its clock was set: asking for a sign of life");
    connections_.test_liveness(now);
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
    if (connection->liveness_test)
        connections_.test_liveness(*connection, now.steady); // the answer to the upgrade may have come before the sleep
    else
        connection->hear(now);
    changed();
}

void Session::Impl::on_life(ConnectionId id, const Instant &now)
{
    notice_sleep(now);
    if (Connection *connection = connections_.find(id))
        connection->hear(now);
}

void Session::Impl::on_pong(ConnectionId id, std::uint64_t number, const Instant &now)
{
    notice_sleep(now);
    if (Connection *connection = connections_.find(id)) {
        connection->pass_liveness_test(number);
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
    const Delivery::Delivered before = delivery_.delivered(now);
    const auto gone = connections_.remove(id);
    if (!gone)
        return;
    changed();
    note_lost_topics(before);
    if (!was_current && !current && gone->delivers()) {
        retry_.ended(gone->subscribed_for(now.steady));
        retry_.bring_forward(now);
    }
    if (!was_current)
        return;
    if (gone->resumes && !gone->ready)
        return move_failed(closed, now);
    retry_.ended(gone->subscribed_for(now.steady));
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
    connections_.ping_silent(now.steady);
    if (Connection *current = connections_.current(); current && current->welcome_is_late(now.steady))
        proceed_without_welcome(*current, now);
    if (can_send())
        ask_late_again(now);
    send_due(now);
}

void Session::Impl::ask_late_again(const Instant &now)
{
    switch (subscriptions_.ask_late_again(now.steady)) {
    case Subscriptions::Late::none:
    case Subscriptions::Late::asked_again:
        return;
    case Subscriptions::Late::postponed:
        return after_answer(now);
    case Subscriptions::Late::unsubscribe_failed:
        return reconnect_to_unsubscribe(now);
    case Subscriptions::Late::no_answers:
        return subscribe_on_new_connection(now);
    }
}

/// The old connection goes on delivering until the new one has taken over.
void Session::Impl::subscribe_on_new_connection(const Instant &now)
{
    const Connection &current = *connections_.current();
    if (!current.delivers())
        return give_up(current.id, Failure::no_answer, now);
    const Deadline allowed = retry_.allowed(ConnectBudget::For::move, now.steady);
    if (allowed > now.steady)
        return subscriptions_.carry_over(now.steady); // asked once more over this one
    log(LogLevel::warning, "a subscribe is never answered: connecting anew");
    set_failure(Failure::no_answer, {});
    if (!move_)
        move_ = Move{{}, now.steady, false};
    move(now);
}

/// The gateway does not take an unsubscribe: a plain new connection does not have that subscription.
void Session::Impl::reconnect_to_unsubscribe(const Instant &now)
{
    log(LogLevel::warning, "a topic can't be left: connecting anew");
    const Deadline allowed = retry_.allowed(ConnectBudget::For::move, now.steady);
    move_ = Move{{}, std::max(allowed, connections_.drained_at().value_or(now.steady)), true};
    if (move_->at <= now.steady)
        move(now);
}

std::optional<Deadline> Session::Impl::next_deadline() const
{
    if (!running_)
        return std::nullopt;
    auto next = earlier(connections_.next_deadline(), dropped_.next_deadline());
    if (active())
        next = earlier(next, sleep_detector_.next_look());
    if (retry_.next_try())
        next = earlier(next, retry_.next_try()->steady);
    if (move_)
        next = earlier(next, move_->at);
    if (can_send())
        next = earlier(next, subscriptions_.next_deadline());
    return next;
}

// --- Settings

void Session::Impl::configure(Account next, const Instant &now)
{
    if (next == account_)
        return;
    const Account before = std::exchange(account_, std::move(next));
    redactor_.change_token(account_.token);
    changed();
    const bool same_way =
        before.url == account_.url && before.ca_file == account_.ca_file && before.proxy == account_.proxy;
    const bool same_wishes = before.token == account_.token && before.token_type == account_.token_type &&
                             before.room == account_.room && before.topics == account_.topics;
    if (same_way && same_wishes && before.enabled == account_.enabled)
        return; // a new name, nothing more
    const bool all_anew = subscriptions_.change(before, account_, now.steady);
    if (all_anew || before.url != account_.url)
        stats_.reset_account();
    if (!running_)
        return;
    const Connection *current = connections_.current();
    const bool usable = active() && !account_.token.empty() && !subscriptions_.topics().empty();
    if (all_anew)
        connections_.close_old();
    const bool something_comes = (current && current->open) || delivery_.any();
    if (!usable || !same_way || !something_comes) {
        disconnect(now);
        retry_.start_over();
        return begin(now);
    }
    if (!current) { // the old one delivers until the next
        retry_.start_over();
        return connect_soon(ConnectBudget::For::move, now);
    }
    can_send() ? update_delivery(now) : end_gap(now);
    send_due(now);
}

void Session::Impl::retry_now(const Instant &now)
{
    if (!running_ || !account_.enabled)
        return;
    subscriptions_.clear_refusals(now.steady);
    changed();
    if (stopped_ != Failure::none)
        return begin(now);
    if (retry_.next_try())
        return connect_soon(ConnectBudget::For::move, now);
    if (can_send())
        update_delivery(now);
    send_due(now);
}

// --- Telling

void Session::Impl::set_failure(Failure why, const std::string &detail)
{
    why_ = why;
    detail_ = redactor_.redact(detail);
    changed();
}

void Session::Impl::log(LogLevel level, const std::string &line) const
{
    log_(level, account_.name + ": " + redactor_.redact(line));
}

State Session::Impl::state() const
{
    if (!account_.enabled || !running_)
        return State::disabled;
    if (stopped_ != Failure::none)
        return State::stopped;
    const Topics &topics = subscriptions_.topics();
    const bool live = delivery_.any();
    if (live && topics.all(TopicState::subscribed))
        return State::subscribed;
    if (live && topics.count(TopicState::waiting) == 0 && topics.count(TopicState::subscribed) > 0)
        return State::partly_subscribed;
    if (const Connection *current = connections_.current())
        return current->open ? State::waiting_answers : State::connecting;
    // Without a failure, it waits for the budget alone.
    return retry_.next_try() && why_ != Failure::none ? State::waiting_retry : State::connecting;
}

bool Session::Impl::is_lost() const
{
    const Connection *current = connections_.current();
    const bool takes_over = current && current->resumes;
    return stopped_delivering_ && !takes_over;
}

Status Session::Impl::status() const
{
    Status status;
    status.account = account_.name;
    status.state = state();
    status.why = why_;
    status.detail = detail_;
    status.delivering = delivery_.any();
    status.lost = is_lost();
    status.topics = subscriptions_.topics().statuses();
    status.topics_left_out = subscriptions_.topics().left_out();
    if (status.state == State::waiting_retry)
        status.next_try = retry_.next_try();
    if (account_.token_type == TokenType::jwt) {
        if (const auto claims = read_claims(account_.token))
            status.token_expires = claims->expires;
    }
    status.dropped = dropped_.total();
    gap_.tell(status);
    stats_.tell(status);
    return status;
}

} // namespace astro::gateway
