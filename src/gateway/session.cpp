// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session.h"

#include "gateway/address.h"
#include "gateway/backoff.h"
#include "gateway/token.h"
#include "gateway/topics.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The gateway's own numbers are in its documents; the others are ours.
constexpr milliseconds command_spacing{110}; // one command per 100 ms is allowed, which also keeps to 100 per 10 s
constexpr seconds welcome_patience{2};       // a gateway after the first documents sends no welcome
constexpr seconds answer_patience{10};
constexpr seconds rate_limit_pause{5};
constexpr seconds ping_after{40};
constexpr seconds dead_after{80};           // the gateway pings every 30 s
constexpr seconds connect_patience{60};     // the transport bounds its own wait well below
constexpr seconds held_long_enough{60};     // to start over with short retry delays
constexpr seconds longest_retry_after{600}; // what a gateway may ask for
constexpr seconds slept_when_over{30};      // the wall clock ran on without us
constexpr seconds quick_reconnect{10};      // asked to reconnect so soon: do it with growing delays
constexpr int askings_before_giving_up = 2;

bool stops_until_changed(Failure failure)
{
    return failure == Failure::bad_address || failure == Failure::plain_not_local || failure == Failure::bad_ca_file ||
           failure == Failure::upgrade_unauthorized;
}

struct Connection {
    ConnectionId id = 0;
    bool resumes = false; ///< carries a reconnect token: subscriptions come along
    bool open = false;
    bool ready = false; ///< requests can be sent
    Instant since;      ///< asked for, then opened
    Instant heard;
    bool pinged = false;
    std::optional<Deadline> subscribed_at;
};

} // namespace

class Session::Impl {
public:
    Impl(Account account, Random random, Log log)
        : account_(std::move(account)), random_(std::move(random)), log_(std::move(log))
    {
        topics_.want(account_.topics, {});
    }

    void start(const Instant &now)
    {
        running_ = true;
        clock_gap_ = now.wall.time_since_epoch() - now.steady.time_since_epoch();
        begin(now);
    }

    void stop()
    {
        close_all();
        running_ = false;
        next_try_.reset();
        resume_.reset();
    }

    void configure(Account next, const Instant &now);
    void retry_now(const Instant &now);
    void on_open(ConnectionId id, const Instant &now);
    void on_frame(ConnectionId id, std::string_view frame, const Instant &now);
    void on_ping(ConnectionId id, const Instant &now);
    void on_closed(ConnectionId id, const Closed &closed, const Instant &now);
    void on_time(const Instant &now);
    std::optional<Deadline> next_deadline() const;
    Status status() const;

    Account account_;
    std::vector<SessionOutput> outputs_;
    std::uint64_t revision_ = 0;

private:
    struct Resume {
        Secret token; ///< empty: a plain new connection
        Deadline at;
    };

    // Connecting
    void begin(const Instant &now);
    void stand_still(Failure why, const std::string &detail = {});
    void connect(const Instant &now, const Secret &reconnect_token = Secret());
    void close(std::optional<Connection> &connection);
    void close_all();
    void lost(const Closed &closed, const Instant &now);
    void wait_for_retry(const Closed &closed, const Instant &now);
    void replace(const Instant &now);
    void let_go_of_old();
    Connection *find(ConnectionId id);
    void heard(Connection &connection, const Instant &now);
    bool woke_up(const Instant &now);

    // Talking
    void handle(Connection &connection, const Welcome &, const Instant &now);
    void handle(Connection &connection, const Response &response, const Instant &now);
    void handle(Connection &connection, Notification notification, const Instant &now);
    void handle(Connection &connection, const Reconnect &reconnect, const Instant &now);
    void handle(Connection &connection, const UnknownMessage &unknown, const Instant &now);
    void handle(Connection &connection, const MalformedMessage &malformed, const Instant &now);
    void make_ready(Connection &connection, const Instant &now);
    void answered(Topic &topic, const Response &response, const Instant &now);
    void refused(Topic &topic, const Response &response, const Instant &now);
    void after_answer(const Instant &now);
    void send_due(const Instant &now);
    void ask(Topic &topic, const Instant &now);
    bool check_answers(const Instant &now);
    bool check_life(std::optional<Connection> &connection, const Instant &now);
    void count_dropped(const std::string &why, const Instant &now);

    bool live() const { return (current_ && current_->open) || (old_ && old_->open); }
    State state() const;
    void changed() { ++revision_; }
    void say(LogLevel level, const std::string &line) const { log_(level, account_.name + ": " + line); }

    Random random_;
    Log log_;
    bool running_ = false;
    Failure stopped_ = Failure::none; ///< until settings change
    Failure why_ = Failure::none;     ///< of the last loss, until subscribed again
    std::string detail_;
    std::optional<Connection> current_, old_; ///< old_: still delivers while current_ takes its place
    ConnectionId last_id_ = 0;
    Topics topics_;
    std::vector<TopicStatus> to_unsubscribe_;
    std::uint64_t last_nonce_ = 0;
    std::optional<Instant> next_try_;
    std::optional<Resume> resume_;
    std::optional<Deadline> next_command_;
    Backoff backoff_;
    std::chrono::system_clock::duration clock_gap_{};
    std::chrono::system_clock::time_point last_heard_{};
    std::uint64_t received_ = 0, dropped_ = 0, dropped_unsaid_ = 0;
    std::optional<Deadline> say_dropped_from_;
    std::optional<std::chrono::system_clock::time_point> gap_from_, gap_to_, subscribed_since_, last_notification_;
};

// --- Connecting

void Session::Impl::begin(const Instant &now)
{
    stopped_ = Failure::none;
    why_ = Failure::none;
    detail_.clear();
    if (!account_.enabled) {
        changed();
        return;
    }
    const auto address = parse_address(account_.url);
    if (const auto *error = std::get_if<AddressError>(&address))
        return stand_still(*error == AddressError::plain_not_local ? Failure::plain_not_local : Failure::bad_address);
    if (account_.token.empty())
        return stand_still(Failure::no_token);
    if (topics_.empty())
        return stand_still(Failure::no_topics);
    topics_.ask_all(now.steady);
    connect(now);
}

void Session::Impl::stand_still(Failure why, const std::string &detail)
{
    close_all();
    next_try_.reset();
    resume_.reset();
    stopped_ = why;
    detail_ = detail;
    changed();
    say(LogLevel::warning, "stopped until the settings change: " + std::string(to_word(why)));
}

void Session::Impl::connect(const Instant &now, const Secret &reconnect_token)
{
    next_try_.reset();
    Connection made;
    made.id = ++last_id_;
    made.resumes = !reconnect_token.empty();
    made.since = made.heard = now;
    current_ = made;
    outputs_.push_back(OpenConnection{made.id, made.resumes ? with_reconnect_token(account_.url, reconnect_token)
                                                            : Secret(account_.url)});
    changed();
    say(LogLevel::info, made.resumes ? "opening the connection that takes over" : "connecting");
}

void Session::Impl::close(std::optional<Connection> &connection)
{
    if (connection)
        outputs_.push_back(CloseConnection{connection->id});
    connection.reset();
}

void Session::Impl::close_all()
{
    close(current_);
    close(old_);
    topics_.stop_waiting();
    changed();
}

Connection *Session::Impl::find(ConnectionId id)
{
    if (current_ && current_->id == id)
        return &*current_;
    return old_ && old_->id == id ? &*old_ : nullptr;
}

void Session::Impl::heard(Connection &connection, const Instant &now)
{
    connection.heard = now;
    connection.pinged = false;
    last_heard_ = now.wall;
}

bool Session::Impl::woke_up(const Instant &now)
{
    const auto gap = now.wall.time_since_epoch() - now.steady.time_since_epoch();
    const bool slept = gap - clock_gap_ > slept_when_over;
    clock_gap_ = gap;
    if (!slept || !running_ || stopped_ != Failure::none || !account_.enabled)
        return false;
    say(LogLevel::info, "this computer was asleep, or its clock was set: connecting anew");
    Closed closed;
    closed.failure = Failure::slept;
    close_all();
    lost(closed, now);
    next_try_ = now;
    return true;
}

void Session::Impl::lost(const Closed &closed, const Instant &now)
{
    const bool had_it = topics_.count(TopicState::subscribed) > 0;
    if (had_it && (!gap_from_ || gap_to_)) {
        gap_from_ = last_heard_;
        gap_to_.reset();
    }
    subscribed_since_.reset();
    resume_.reset();
    topics_.ask_all(now.steady);
    if (stops_until_changed(closed.failure))
        return stand_still(closed.failure, closed.detail);
    wait_for_retry(closed, now);
}

void Session::Impl::wait_for_retry(const Closed &closed, const Instant &now)
{
    why_ = closed.failure == Failure::none ? Failure::closed_by_gateway : closed.failure;
    detail_ = closed.detail;
    milliseconds delay = backoff_.next(random_());
    if (closed.retry_after)
        delay = std::max<milliseconds>(delay, std::clamp(*closed.retry_after, seconds(0), longest_retry_after));
    next_try_ = now.after(delay);
    changed();
    std::string line = "not connected (" + std::string(to_word(why_));
    if (closed.http_status != 0)
        line += ", HTTP " + std::to_string(closed.http_status);
    if (closed.close_code != 0)
        line += ", close code " + std::to_string(closed.close_code);
    if (!detail_.empty())
        line += ", " + detail_;
    say(LogLevel::warning, line + "), next try in " + std::to_string(delay.count()) + " ms");
}

/// Opens the connection that takes the place of the current one, which goes on delivering until then.
void Session::Impl::replace(const Instant &now)
{
    const Secret token = resume_->token;
    resume_.reset();
    close(old_);
    old_ = std::exchange(current_, std::nullopt);
    if (token.empty())
        topics_.ask_all(now.steady);
    else
        topics_.ask_unanswered(now.steady);
    connect(now, token);
}

void Session::Impl::let_go_of_old()
{
    if (!old_)
        return;
    close(old_);
    changed();
}

// --- What happened

void Session::Impl::on_open(ConnectionId id, const Instant &now)
{
    if (woke_up(now))
        return;
    Connection *connection = find(id);
    if (!connection)
        return;
    connection->open = true;
    connection->since = now;
    heard(*connection, now);
    changed();
}

void Session::Impl::on_ping(ConnectionId id, const Instant &now)
{
    if (Connection *connection = woke_up(now) ? nullptr : find(id))
        heard(*connection, now);
}

void Session::Impl::on_frame(ConnectionId id, std::string_view frame, const Instant &now)
{
    if (woke_up(now))
        return;
    Connection *connection = find(id);
    if (!connection)
        return;
    heard(*connection, now);
    std::visit([&](auto &&message) { handle(*connection, std::forward<decltype(message)>(message), now); },
               decode(frame));
    send_due(now);
}

void Session::Impl::on_closed(ConnectionId id, const Closed &closed, const Instant &now)
{
    if (old_ && old_->id == id) {
        old_.reset();
        changed();
        return;
    }
    if (!current_ || current_->id != id)
        return;
    const Connection gone = *current_;
    current_.reset();
    topics_.stop_waiting();
    changed();
    if (gone.resumes && !gone.ready) {
        // The token was used up or refused: now plainly, at once. The old connection delivers meanwhile, if it can.
        say(LogLevel::info, "the gateway did not take over the connection: connecting plainly");
        topics_.ask_all(now.steady);
        connect(now);
        return;
    }
    if (gone.subscribed_at && now.steady - *gone.subscribed_at >= held_long_enough)
        backoff_.reset();
    lost(closed, now);
}

void Session::Impl::on_time(const Instant &now)
{
    if (!running_ || woke_up(now))
        return;
    if (next_try_ && next_try_->steady <= now.steady)
        connect(now);
    if (resume_ && resume_->at <= now.steady && current_)
        replace(now);
    if (current_ && !current_->open && now.steady - current_->since.steady >= connect_patience) {
        Closed closed;
        closed.failure = Failure::timed_out;
        const ConnectionId id = current_->id;
        outputs_.push_back(CloseConnection{id});
        return on_closed(id, closed, now);
    }
    if (check_life(current_, now))
        return;
    check_life(old_, now);
    if (current_ && current_->open && !current_->ready && now.steady - current_->since.steady >= welcome_patience)
        make_ready(*current_, now);
    if (!check_answers(now))
        send_due(now);
}

/// @return true when the connection was given up.
bool Session::Impl::check_life(std::optional<Connection> &connection, const Instant &now)
{
    if (!connection || !connection->open)
        return false;
    const auto quiet = now.steady - connection->heard.steady;
    if (quiet >= dead_after) {
        Closed closed;
        closed.failure = Failure::silent;
        const ConnectionId id = connection->id;
        outputs_.push_back(CloseConnection{id});
        on_closed(id, closed, now);
        return true;
    }
    if (quiet >= ping_after && !connection->pinged) {
        connection->pinged = true;
        outputs_.push_back(SendPing{connection->id});
    }
    return false;
}

// --- Talking

void Session::Impl::handle(Connection &connection, const Welcome &, const Instant &now)
{
    make_ready(connection, now);
}

void Session::Impl::make_ready(Connection &connection, const Instant &now)
{
    if (connection.ready || !current_ || connection.id != current_->id)
        return;
    connection.ready = true;
    if (connection.resumes) {
        connection.subscribed_at = now.steady;
        let_go_of_old();
        say(LogLevel::info, "the connection was taken over, subscriptions and all");
    }
    send_due(now);
}

void Session::Impl::handle(Connection &connection, Notification notification, const Instant &now)
{
    // A connection that delivers is one that has taken over, even when its welcome was lost.
    if (connection.resumes)
        make_ready(connection, now);
    ++received_;
    last_notification_ = now.wall;
    outputs_.push_back(Deliver{std::move(notification)});
}

void Session::Impl::handle(Connection &connection, const Reconnect &reconnect, const Instant &now)
{
    if (!current_ || connection.id != current_->id)
        return; // the old one: it is being replaced already
    const bool again_so_soon = now.steady - connection.since.steady < quick_reconnect;
    const milliseconds delay = again_so_soon ? backoff_.next(random_()) : milliseconds(0);
    say(LogLevel::info, "the gateway asks to move to another server");
    resume_ = Resume{reconnect.token, now.steady + delay};
    if (delay.count() == 0)
        replace(now);
}

void Session::Impl::handle(Connection &, const UnknownMessage &unknown, const Instant &now)
{
    count_dropped("a message of the unknown type \"" + unknown.type + "\"", now);
}

void Session::Impl::handle(Connection &, const MalformedMessage &malformed, const Instant &now)
{
    count_dropped(malformed.why, now);
}

void Session::Impl::count_dropped(const std::string &why, const Instant &now)
{
    ++dropped_;
    ++dropped_unsaid_;
    if (say_dropped_from_ && now.steady < *say_dropped_from_)
        return; // a flood of bad frames is one line a minute
    say(LogLevel::warning,
        "left out " + std::to_string(dropped_unsaid_) + " frame(s) that could not be used, the last one: " + why);
    dropped_unsaid_ = 0;
    say_dropped_from_ = now.steady + std::chrono::minutes(1);
    changed();
}

void Session::Impl::handle(Connection &connection, const Response &response, const Instant &now)
{
    if (!current_ || connection.id != current_->id)
        return;
    if (response.error == ErrorCode::rate_limit_exceeded) {
        say(LogLevel::warning, "the gateway's command limit was reached, asking again in a few seconds");
        topics_.ask_unanswered(now.steady + rate_limit_pause);
        next_command_ = now.steady + rate_limit_pause;
        return;
    }
    Topic *topic = topics_.answered_by(response);
    if (!topic) {
        if (response.error != ErrorCode::none)
            say(LogLevel::warning, "an answer to nothing that was asked: " + response.error_word);
        return;
    }
    if (response.error == ErrorCode::none || response.already_subscribed)
        answered(*topic, response, now);
    else
        refused(*topic, response, now);
    after_answer(now);
}

void Session::Impl::answered(Topic &topic, const Response &response, const Instant &now)
{
    topic.settle(TopicState::subscribed);
    topic.backoff.reset();
    topic.status.error = ErrorCode::none;
    topic.status.text.clear();
    if (!response.room.empty())
        topic.status.room = response.room;
    if (!current_->subscribed_at)
        current_->subscribed_at = now.steady;
    say(LogLevel::info,
        "subscribed to " + topic.status.topic + (topic.status.room.empty() ? "" : " of room " + topic.status.room));
}

void Session::Impl::refused(Topic &topic, const Response &response, const Instant &now)
{
    const bool passing = response.error == ErrorCode::internal_error ||
                         response.error == ErrorCode::deadline_exceeded || response.error == ErrorCode::unknown;
    topic.settle(passing ? TopicState::retrying : TopicState::refused);
    topic.status.error = response.error;
    topic.status.text = response.text.empty() ? response.error_word : response.text;
    if (passing)
        topic.ask(now.steady + topic.backoff.next(random_()));
    say(LogLevel::warning, topic.status.topic + " was refused: " + response.error_word +
                               (passing ? ", asking again later" : ", not asking again until the settings change"));
}

void Session::Impl::after_answer(const Instant &now)
{
    changed();
    if (topics_.all(TopicState::refused))
        return stand_still(topics_.all_unauthorized() ? Failure::unauthorized : Failure::refused_topics);
    if (topics_.count(TopicState::waiting) > 0)
        return;
    let_go_of_old();
    if (topics_.count(TopicState::subscribed) == 0)
        return;
    why_ = Failure::none;
    detail_.clear();
    if (!subscribed_since_)
        subscribed_since_ = now.wall;
    if (gap_from_ && !gap_to_)
        gap_to_ = now.wall;
}

void Session::Impl::send_due(const Instant &now)
{
    while (current_ && current_->ready && (!next_command_ || *next_command_ <= now.steady)) {
        if (!to_unsubscribe_.empty()) {
            const TopicStatus dropped = to_unsubscribe_.front();
            to_unsubscribe_.erase(to_unsubscribe_.begin());
            const std::string room = dropped.room.empty() ? account_.room : dropped.room;
            outputs_.push_back(SendFrame{
                current_->id, encode(UnsubscribeRequest{"u" + std::to_string(++last_nonce_), dropped.topic, room})});
        } else if (Topic *topic = topics_.due(now.steady)) {
            ask(*topic, now);
        } else {
            return;
        }
        next_command_ = now.steady + command_spacing;
    }
}

void Session::Impl::ask(Topic &topic, const Instant &now)
{
    constexpr std::size_t remembered_nonces = 4;
    topic.nonces.push_back("s" + std::to_string(++last_nonce_));
    if (topic.nonces.size() > remembered_nonces)
        topic.nonces.erase(topic.nonces.begin());
    topic.ask_at.reset();
    topic.answer_by = now.steady + answer_patience;
    outputs_.push_back(
        SendFrame{current_->id, encode(SubscribeRequest{topic.nonces.back(), topic.status.topic, account_.room,
                                                        account_.token, account_.token_type})});
}

/// @return true when the connection was given up for answers that do not come.
bool Session::Impl::check_answers(const Instant &now)
{
    while (current_) {
        Topic *late = topics_.overdue(now.steady);
        if (!late)
            return false;
        if (++late->unanswered < askings_before_giving_up) {
            late->ask(now.steady);
            continue;
        }
        Closed closed;
        closed.failure = Failure::no_answer;
        const ConnectionId id = current_->id;
        outputs_.push_back(CloseConnection{id});
        on_closed(id, closed, now);
        return true;
    }
    return false;
}

// --- Settings and status

void Session::Impl::configure(Account next, const Instant &now)
{
    if (next == account_)
        return;
    const Account before = std::exchange(account_, std::move(next));
    changed();
    const bool other_way =
        before.url != account_.url || before.ca_file != account_.ca_file || before.proxy != account_.proxy;
    const bool other_identity = before.token != account_.token || before.token_type != account_.token_type ||
                                before.room != account_.room || before.topics != account_.topics;
    if (other_identity || other_way || before.enabled != account_.enabled)
        topics_.forgive(now.steady);
    const auto all_before = topics_.statuses();
    const auto dropped = topics_.want(account_.topics, now.steady);
    if (!running_)
        return;
    const bool usable = account_.enabled && !account_.token.empty() && !topics_.empty() && stopped_ == Failure::none;
    if (!usable || other_way || !current_ || !current_->open) {
        if (!other_way && !other_identity && before.enabled == account_.enabled)
            return; // a new name, nothing more
        close_all();
        next_try_.reset();
        resume_.reset();
        to_unsubscribe_.clear();
        backoff_.reset();
        begin(now);
        return;
    }
    if (before.token != account_.token || before.token_type != account_.token_type || before.room != account_.room) {
        // A topic that is subscribed would only be answered "already subscribed", whatever the new token is.
        for (const TopicStatus &topic : all_before) {
            if (topic.state == TopicState::subscribed)
                to_unsubscribe_.push_back(topic);
        }
        topics_.ask_all(now.steady);
        let_go_of_old();
    } else {
        to_unsubscribe_.insert(to_unsubscribe_.end(), dropped.begin(), dropped.end());
    }
    send_due(now);
}

void Session::Impl::retry_now(const Instant &now)
{
    if (!running_ || !account_.enabled)
        return;
    topics_.forgive(now.steady);
    changed();
    if (stopped_ != Failure::none)
        return begin(now);
    if (next_try_)
        return connect(now);
    send_due(now);
}

std::optional<Deadline> Session::Impl::next_deadline() const
{
    std::optional<Deadline> next;
    const auto consider = [&next](std::optional<Deadline> other) {
        if (other && (!next || *other < *next))
            next = other;
    };
    if (!running_)
        return next;
    if (next_try_)
        consider(next_try_->steady);
    if (resume_)
        consider(resume_->at);
    for (const auto *connection : {&current_, &old_}) {
        if (*connection && (*connection)->open)
            consider((*connection)->heard.steady + ((*connection)->pinged ? dead_after : ping_after));
    }
    if (current_ && !current_->open)
        consider(current_->since.steady + connect_patience);
    if (current_ && current_->open && !current_->ready)
        consider(current_->since.steady + welcome_patience);
    if (current_ && current_->ready) {
        consider(topics_.next_overdue());
        auto due = to_unsubscribe_.empty() ? topics_.next_due() : next_command_;
        if (due && next_command_)
            due = std::max(*due, *next_command_);
        consider(due);
    }
    return next;
}

State Session::Impl::state() const
{
    if (!account_.enabled || !running_)
        return State::disabled;
    if (stopped_ != Failure::none)
        return State::stopped;
    if (topics_.all(TopicState::subscribed) && live())
        return State::subscribed;
    if (live() && topics_.count(TopicState::waiting) == 0 && topics_.count(TopicState::subscribed) > 0)
        return State::partly_subscribed;
    if (current_)
        return current_->open ? State::waiting_answers : State::connecting;
    return next_try_ ? State::waiting_retry : State::connecting;
}

Status Session::Impl::status() const
{
    Status status;
    status.account = account_.name;
    status.state = state();
    status.why = stopped_ != Failure::none ? stopped_ : why_;
    status.detail = detail_;
    status.topics = topics_.statuses();
    if (status.state == State::waiting_retry)
        status.next_try = next_try_;
    status.gap_from = gap_from_;
    status.gap_to = gap_to_;
    if (account_.token_type == TokenType::jwt) {
        if (const auto claims = read_claims(account_.token))
            status.token_expires = claims->expires;
    }
    status.received = received_;
    status.dropped = dropped_;
    status.subscribed_since = subscribed_since_;
    status.last_notification = last_notification_;
    return status;
}

// --- The door

Session::Session(Account account, Random random, Log log)
    : impl_(std::make_unique<Impl>(std::move(account), std::move(random), std::move(log)))
{}

Session::~Session() = default;

void Session::start(const Instant &now)
{
    impl_->start(now);
}
void Session::stop(const Instant &)
{
    impl_->stop();
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
void Session::on_ping(ConnectionId connection, const Instant &now)
{
    impl_->on_ping(connection, now);
}
void Session::on_time(const Instant &now)
{
    impl_->on_time(now);
}

void Session::on_frame(ConnectionId connection, std::string_view frame, const Instant &now)
{
    impl_->on_frame(connection, frame, now);
}

void Session::on_closed(ConnectionId connection, const Closed &closed, const Instant &now)
{
    impl_->on_closed(connection, closed, now);
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
