// SPDX-License-Identifier: GPL-2.0-or-later
#include "session_driver.h"

#include "support/json.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>

namespace astro::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds command_window{10};
constexpr std::size_t commands_in_window = 100;
constexpr milliseconds command_distance{100};
constexpr std::chrono::minutes connect_window{5};
constexpr std::size_t connects_in_window = 30;

std::string frame_of(const std::string &type, Json::Value data)
{
    Json::Value frame(Json::objectValue);
    frame["id"] = "01HZX0000000000000000000ID";
    frame["ts"] = "2026-01-01T12:00:00Z";
    frame["type"] = type;
    frame["data"] = std::move(data);
    return json::write_compact(frame);
}

/// Of a part of a query, in which "+" is a space.
std::string url_decoded(const std::string &text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            decoded += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

} // namespace

void PrintTo(State state, std::ostream *out)
{
    constexpr std::array<const char *, 7> words = {
        "disabled", "connecting", "waiting_answers", "subscribed", "partly_subscribed", "waiting_retry", "stopped"};
    *out << words.at(static_cast<std::size_t>(state));
}

void PrintTo(TopicState state, std::ostream *out)
{
    constexpr std::array<const char *, 4> words = {"waiting", "subscribed", "refused", "retrying"};
    *out << words.at(static_cast<std::size_t>(state));
}

void PrintTo(Failure failure, std::ostream *out)
{
    *out << to_word(failure);
}

SessionDriver::SessionDriver(Account account)
    : now_{Deadline(std::chrono::hours(1)), std::chrono::system_clock::from_time_t(1767268800)}, // 2026-01-01 12:00 UTC
      begun_(now_),
      delivery_([](const char *what) { ADD_FAILURE() << "does not hold: " << what; }),
      gap_oracle_(account, [](const std::string &what) { ADD_FAILURE() << "does not hold: " << what; }),
      session_(
          account, [this] { return draw ? draw() : random; },
          [this](LogLevel, const std::string &line) {
              expect_no_secret(line, "log");
              log_.push_back(line);
          })
{
    keep_secret(account.token.reveal());
}

SessionDriver::~SessionDriver()
{
    if (!stopped_)
        stop();
}

Account SessionDriver::some_account()
{
    Account account;
    account.name = "main";
    account.token = Secret(some_token());
    account.topics = {"channel.activities", "channel.tips"};
    return account;
}

const char *SessionDriver::some_token()
{
    // {"alg":"HS256"}.{"exp":1900000000,"channel":"5a0c0ffee0ddba11ca5cade5"}.(no signature)
    return "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE5MDAwMDAwMDAsImNoYW5uZWwiOiI1YTBjMGZmZWUwZGRiYTExY2E1Y2FkZTUifQ.bm9uZQ";
}

Closed SessionDriver::closed(Failure failure, int close_code)
{
    Closed closed;
    closed.failure = failure;
    closed.close_code = close_code;
    return closed;
}

Closed SessionDriver::refused_upgrade(Failure failure, int http_status, std::optional<int> retry_after_s)
{
    Closed refusal = closed(failure);
    refusal.http_status = http_status;
    if (retry_after_s)
        refusal.retry_after = seconds(*retry_after_s);
    return refusal;
}

// --- What a streamer does

void SessionDriver::start()
{
    session_.start(now_);
    advance(milliseconds(0));
}

void SessionDriver::subscribe()
{
    start();
    advance(seconds(1));
    ASSERT_EQ(status().state, State::subscribed);
    forget();
}

void SessionDriver::stop()
{
    settle();
    gap_oracle_.on_stop();
    session_.stop(now_);
    settle();
    stopped_ = true;
    EXPECT_TRUE(connections().empty()) << "a stopped session has a connection";
    watch();
}

void SessionDriver::configure(Account account)
{
    keep_secret(account.token.reveal());
    settle();
    gap_oracle_.on_settings(account);
    session_.configure(std::move(account), now_);
    advance(milliseconds(0));
}

void SessionDriver::retry_now()
{
    session_.retry_now(now_);
    advance(milliseconds(0));
}

// --- Time

void SessionDriver::sleep(milliseconds time)
{
    now_.wall += time;
    gap_oracle_.on_sleep(time);
}

milliseconds SessionDriver::elapsed() const
{
    return std::chrono::duration_cast<milliseconds>(now_.steady - begun_.steady);
}

std::optional<milliseconds> SessionDriver::until_next_try() const
{
    const auto next_try = status().next_try;
    if (!next_try)
        return std::nullopt;
    return std::chrono::duration_cast<milliseconds>(next_try->steady - now_.steady);
}

void SessionDriver::advance(milliseconds time)
{
    const Instant until = now_.after(time);
    int turns_at_once = 0;
    for (;;) {
        settle();
        const auto deadline = session_.next_deadline();
        const bool network_first = !network_.empty() && (!deadline || network_.begin()->first <= *deadline);
        const auto next = network_first ? network_.begin()->first : deadline.value_or(Deadline::max());
        if (next > until.steady)
            break;
        if (next > now_.steady) {
            now_ = now_.after(std::chrono::duration_cast<milliseconds>(next - now_.steady));
            turns_at_once = 0;
        }
        if (network_first) {
            const auto event = network_.begin()->second;
            network_.erase(network_.begin());
            event();
        } else {
            session_.on_time(now_);
            if (++turns_at_once > 100) {
                ADD_FAILURE() << "a deadline that has passed is not dealt with";
                break;
            }
        }
    }
    now_ = until;
}

// --- What the network and the gateway do

void SessionDriver::open(ConnectionId connection)
{
    connection = or_newest(connection);
    const auto found = links_.find(connection);
    if (found == links_.end() || found->second.gone || found->second.open)
        return;
    found->second.open = true;
    gap_oracle_.on_life(connection, now_);
    session_.on_open(connection, now_);
    advance(milliseconds(0));
}

/// Nothing comes over a connection that never opened.
bool SessionDriver::was_opened(ConnectionId connection) const
{
    const auto found = links_.find(or_newest(connection));
    return found != links_.end() && found->second.open;
}

void SessionDriver::frame(const std::string &text, ConnectionId connection)
{
    if (!was_opened(connection))
        return;
    connection = or_newest(connection);
    const Message message = decode(text);
    if (const auto *response = std::get_if<Response>(&message); response && response->nonce.empty()) {
        // An unsubscribe may take it for its answer.
        auto &subscribed = links_[connection].subscribed;
        for (auto one = subscribed.begin(); one != subscribed.end();)
            one = one->first == response->topic ? subscribed.erase(one) : std::next(one);
    }
    delivery_.on_frame(connection, text);
    gap_oracle_.on_frame(connection, text, now_);
    session_.on_frame(connection, text, now_);
    advance(milliseconds(0));
}

void SessionDriver::welcome(ConnectionId connection)
{
    Json::Value data(Json::objectValue);
    data["message"] = "welcome";
    data["client_id"] = "c1";
    frame(frame_of("welcome", data), connection);
}

void SessionDriver::event(const std::string &topic, ConnectionId connection)
{
    Json::Value event(Json::objectValue);
    event["type"] = "message";
    event["topic"] = topic;
    event["data"]["type"] = "follow";
    frame(json::write_compact(event), connection);
}

void SessionDriver::ask_to_reconnect(const std::string &token, ConnectionId connection)
{
    keep_secret(token);
    ++reconnect_tokens_to_use_[token];
    if (!token.empty())
        restored_by_[token] = links_[or_newest(connection)].subscribed;
    Json::Value data(Json::objectValue);
    data["message"] = "moving";
    if (!token.empty())
        data["reconnect_token"] = token;
    frame(frame_of("reconnect", data), connection);
}

void SessionDriver::respond(const Request &request, const Answer &answer)
{
    using Way = Answer::Way;
    if (answer.way == Way::never)
        return;
    Json::Value response(Json::objectValue);
    response["type"] = "response";
    if (answer.way == Way::with_wrong_nonce)
        response["nonce"] = "no-such-nonce";
    else if (answer.way != Way::without_nonce && answer.way != Way::without_nonce_and_topic)
        response["nonce"] = request.nonce;
    if (!answer.error.empty())
        response["error"] = answer.error;
    response["data"]["message"] = answer.message + (answer.quotes_token ? request.token : "");
    if (answer.way != Way::without_nonce_and_topic)
        response["data"]["topic"] = request.topic;
    if (answer.error.empty() && !answer.room.empty())
        response["data"]["room"] = answer.room == own_room ? canonical(request.room) : answer.room;
    const std::string text = json::write_compact(response);
    frame(text, request.connection);
    if (answer.way == Way::twice)
        frame(text, request.connection);
}

void SessionDriver::ping(ConnectionId connection)
{
    if (!was_opened(connection))
        return;
    gap_oracle_.on_life(or_newest(connection), now_);
    session_.on_life(or_newest(connection), now_);
    advance(milliseconds(0));
}

void SessionDriver::pong(ConnectionId connection, std::uint64_t ping)
{
    if (!was_opened(connection))
        return;
    const std::uint64_t answered = ping == 0 ? last_ping_ : ping;
    gap_oracle_.on_pong(or_newest(connection), answered, now_);
    session_.on_pong(or_newest(connection), answered, now_);
    advance(milliseconds(0));
}

void SessionDriver::close(const Closed &why, ConnectionId connection)
{
    connection = or_newest(connection);
    const bool was_stable = is_stable(connection);
    if (const auto found = links_.find(connection); found != links_.end())
        found->second.gone = true;
    delivery_.on_closed(connection);
    gap_oracle_.on_closed(connection);
    session_.on_closed(connection, why, now_);
    expect_quick_try(why, was_stable);
    advance(milliseconds(0));
}

void SessionDriver::close_all(const Closed &why)
{
    for (const ConnectionId connection : connections())
        close(why, connection);
}

// --- What came out

TopicStatus SessionDriver::topic(const std::string &name) const
{
    for (const TopicStatus &topic : status().topics) {
        if (topic.topic == name)
            return topic;
    }
    ADD_FAILURE() << "the status has no topic " << name;
    return {};
}

std::vector<std::string> SessionDriver::asked() const
{
    std::vector<std::string> all;
    for (const Request &request : requests_)
        all.push_back(request.type + " " + request.topic);
    return all;
}

std::set<ConnectionId> SessionDriver::connections() const
{
    std::set<ConnectionId> left;
    for (const auto &[id, link] : links_) {
        if (!link.gone)
            left.insert(id);
    }
    return left;
}

std::set<std::string> SessionDriver::unwanted() const
{
    std::set<std::string> unwanted;
    const Account &account = session_.account();
    for (const ConnectionId connection : connections()) {
        for (const auto &[topic, room] : links_.at(connection).subscribed) {
            const bool wanted =
                std::count(account.topics.begin(), account.topics.end(), topic) > 0 && room == canonical(account.room);
            if (!wanted)
                unwanted.insert(topic + " of " + room);
        }
    }
    return unwanted;
}

std::string SessionDriver::reconnect_token(ConnectionId connection) const
{
    const auto found = links_.find(connection);
    return found == links_.end() ? std::string() : found->second.reconnect_token;
}

std::size_t SessionDriver::log_lines_with(const std::string &part) const
{
    return static_cast<std::size_t>(std::count_if(
        log_.begin(), log_.end(), [&](const std::string &line) { return line.find(part) != std::string::npos; }));
}

void SessionDriver::forget()
{
    requests_.clear();
    log_.clear();
    opened_ = delivered_ = pings_sent_ = 0;
}

// --- Doing what the session wants

void SessionDriver::later(std::function<void()> event)
{
    network_.emplace(now_.steady + gateway.latency, std::move(event));
}

void SessionDriver::settle()
{
    const auto outputs = session_.take_outputs();
    EXPECT_TRUE(!stopped_ || outputs.empty()) << "an output after stop";
    delivered_ += delivery_.take(outputs);
    for (const SessionOutput &output : outputs)
        std::visit([this](const auto &wanted) { carry_out(wanted); }, output);
    watch();
}

void SessionDriver::carry_out(const OpenConnection &wanted)
{
    EXPECT_GT(wanted.connection, newest_) << "a connection's number was given twice";
    newest_ = wanted.connection;
    ++opened_;
    expect_few_connects();
    Link link;
    const std::string &url = wanted.url.reveal();
    const std::string parameter = "reconnect_token=";
    if (const auto at = url.find(parameter); at != std::string::npos) {
        link.reconnect_token = url_decoded(url.substr(at + parameter.size()));
        EXPECT_GT(reconnect_tokens_to_use_[link.reconnect_token]--, 0) << "a reconnect token was used twice";
    }
    links_[wanted.connection] = link;
    gap_oracle_.take(wanted, link.reconnect_token, now_);
    EXPECT_LE(connections().size(), 2U) << "more than two connections";
    later([this, id = wanted.connection] { meet(id); });
}

/// The gateway's side of a new connection.
void SessionDriver::meet(ConnectionId connection)
{
    const Link link = links_[connection];
    if (link.gone || link.open)
        return;
    if (gateway.refusal)
        return close(*gateway.refusal, connection);
    if (!gateway.accepts)
        return;
    if (const auto token = restored_by_.find(link.reconnect_token); token != restored_by_.end())
        links_[connection].subscribed = token->second;
    open(connection);
    if (!link.reconnect_token.empty() && !gateway.takes_over)
        later([this, connection] { close(closed(Failure::closed_by_gateway, 1008), connection); });
    else if (gateway.welcomes)
        later([this, connection] { welcome(connection); });
}

SessionDriver::Link &SessionDriver::usable(ConnectionId connection, const char *what)
{
    EXPECT_EQ(links_.count(connection), 1U) << what << " for a connection that never was";
    Link &link = links_[connection];
    EXPECT_FALSE(link.gone) << what << " for a connection that is gone";
    return link;
}

void SessionDriver::carry_out(const SendFrame &wanted)
{
    EXPECT_TRUE(usable(wanted.connection, "a request").open) << "a request before the connection is open";
    std::string why;
    const auto frame = json::parse(wanted.frame.reveal(), why);
    ASSERT_TRUE(frame && frame->isObject()) << "a request that is no JSON object: " << why;
    const Json::Value &data = (*frame)["data"];
    Request request;
    request.type = json::string_member(*frame, "type");
    request.nonce = json::string_member(*frame, "nonce");
    request.topic = json::string_member(data, "topic");
    request.room = json::string_member(data, "room");
    request.token = json::string_member(data, "token");
    request.token_type = json::string_member(data, "token_type");
    request.connection = wanted.connection;
    request.at = now_;
    EXPECT_NE(request.nonce, "");
    expect_paced();
    requests_.push_back(request);
    gap_oracle_.take_request(request.connection, request.type, request.topic, request.room, request.nonce);
    const Answer answer = answer_to(request);
    act_on(request, answer);
    later([this, request, answer] { respond(request, answer); });
}

SessionDriver::Answer SessionDriver::answer_to(const Request &request) const
{
    if (request.type == "unsubscribe")
        return gateway.unsubscribe_answer;
    EXPECT_EQ(request.type, "subscribe");
    const auto own = gateway.answers.find(request.topic);
    return own == gateway.answers.end() ? gateway.answer : own->second;
}

/// As the worst of gateways would: it heard a subscribe that it does not answer, and not such an unsubscribe.
void SessionDriver::act_on(const Request &request, const Answer &answer)
{
    auto &subscribed = links_[request.connection].subscribed;
    const bool had_it_not = request.type == "unsubscribe" && answer.message == "Not subscribed to topic";
    if (request.type == "subscribe" && answer.error.empty())
        subscribed.emplace(request.topic, canonical(request.room));
    else if ((answer.error.empty() && answer.way != Answer::Way::never) || had_it_not)
        subscribed.erase({request.topic, canonical(request.room)});
}

void SessionDriver::expect_paced()
{
    if (!commands_.empty()) {
        EXPECT_GE(now_.steady - commands_.back(), command_distance) << "two commands too close to each other";
    }
    commands_.push_back(now_.steady);
    while (commands_.front() <= now_.steady - command_window)
        commands_.pop_front();
    EXPECT_LE(commands_.size(), commands_in_window);
}

void SessionDriver::expect_few_connects()
{
    connects_.push_back(now_.steady);
    while (connects_.front() < now_.steady - connect_window)
        connects_.pop_front();
    EXPECT_LE(connects_.size(), connects_in_window) << "too many connections in five minutes";
}

/// The newest, and subscribed for so long that its loss is forgiven.
bool SessionDriver::is_stable(ConnectionId connection) const
{
    const auto found = links_.find(connection);
    return connection == newest_ && found != links_.end() && !found->second.gone && found->second.delivers_since &&
           now_.steady - *found->second.delivers_since >= seconds(10);
}

/// Unless the gateway asked for patience, or so many connects came before that the bound on them has its say.
void SessionDriver::expect_quick_try(const Closed &why, bool was_stable) const
{
    constexpr int few = 6;
    const auto lately =
        std::count_if(connects_.begin(), connects_.end(), [&](Deadline at) { return at >= now_.steady - minutes(3); });
    if (was_stable && !why.retry_after && lately <= few && status().state == State::waiting_retry) {
        EXPECT_LE(*until_next_try(), seconds(1)) << "a long wait after the loss of a good connection";
    }
}

void SessionDriver::carry_out(const SendPing &wanted)
{
    EXPECT_TRUE(usable(wanted.connection, "a PING").open);
    ++pings_sent_;
    EXPECT_GT(wanted.number, last_ping_) << "a PING's number was given twice";
    last_ping_ = wanted.number;
    gap_oracle_.take(wanted);
    if (gateway.pings)
        later([this, wanted] { pong(wanted.connection, wanted.number); });
}

void SessionDriver::carry_out(const CloseConnection &wanted)
{
    usable(wanted.connection, "a close").gone = true;
    gap_oracle_.take(wanted);
    // The transport tells of the end when it has come, as of any other.
    later([this, id = wanted.connection] { session_.on_closed(id, closed(Failure::none), now_); });
}

void SessionDriver::carry_out(const Deliver &wanted)
{
    EXPECT_NE(wanted.notification.topic, "");
    room_of_last_ = wanted.notification.room;
}

// --- Watching

void SessionDriver::watch()
{
    const Status status = session_.status();
    gap_oracle_.look(status, now_);
    if (watching)
        watching(status);
    if (status.delivering && connections() == std::set<ConnectionId>{newest_}) {
        auto &since = links_[newest_].delivers_since;
        since = since.value_or(now_.steady);
    }
    const bool subscribed = status.state == State::subscribed || status.state == State::partly_subscribed;
    EXPECT_TRUE(status.delivering || !subscribed);
    EXPECT_FALSE(status.lost && (status.delivering || status.state == State::disabled));
    expect_no_secret(status.detail, "status");
    for (const TopicStatus &topic : status.topics)
        expect_no_secret(topic.topic + " " + topic.room + " " + topic.text, "status of a topic");
    const auto deadline = session_.next_deadline();
    if (stopped_) {
        EXPECT_FALSE(deadline) << "a stopped session waits for something";
        return;
    }
    const bool at_rest = status.state == State::stopped || status.state == State::disabled;
    EXPECT_TRUE(at_rest || deadline) << "a session at work waits for nothing";
    EXPECT_TRUE(!at_rest || connections().empty()) << "a session at rest has a connection";
    EXPECT_EQ(status.next_try.has_value(), status.state == State::waiting_retry);
    if (at_rest) {
        for (const TopicStatus &topic : status.topics)
            EXPECT_NE(topic.state, TopicState::subscribed) << topic.topic << " over no connection";
    }
}

void SessionDriver::keep_secret(const std::string &secret)
{
    if (!secret.empty())
        secrets_.push_back(secret);
}

void SessionDriver::expect_no_secret(const std::string &text, const char *where) const
{
    for (const std::string &secret : secrets_)
        EXPECT_EQ(text.find(secret), std::string::npos) << "a token in the " << where;
}

} // namespace astro::gateway
