// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "delivery_oracle.h"
#include "gap_oracle.h"
#include "gateway/session/session.h"

#include <json/value.h>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace astro::gateway {

// What a failing test prints.
void PrintTo(State state, std::ostream *out);
void PrintTo(TopicState state, std::ostream *out);
void PrintTo(Failure failure, std::ostream *out);

/// Plays the network, the gateway and the clock to one Session, and watches it while doing so: whatever a test is
/// about, the session never has more than two connections, never uses one that is gone, keeps to the command limit,
/// opens thirty connections in five minutes at the most and, after the loss of one that was subscribed for ten seconds,
/// the next within a second, uses a reconnect token once, tells no token, has always something to wait for while at
/// work, and is silent once stopped; and each event comes out as a DeliveryOracle knows that it must, and the status
/// tells of the outages that a GapOracle knows of.
class SessionDriver {
public:
    /// The account's own, which the gateway takes where none is named.
    static constexpr const char *own_room = "5a0c0ffee0ddba11ca5cade5";

    /// How the gateway answers a request. In words of the protocol.
    struct Answer {
        enum class Way { once, twice, never, with_wrong_nonce, without_nonce, without_nonce_and_topic };
        std::string error{}; ///< "" for success
        std::string message = "subscribed";
        std::string room = own_room; ///< that, or the one that was asked for
        Way way = Way::once;
        bool quotes_token = false; ///< at the end of the message
    };

    /// What the gateway does on its own. A test sets what it wants different, at any time.
    struct Gateway {
        bool accepts = true; ///< opens connections; if not, they hang until the test opens or closes them
        bool welcomes = true;
        bool takes_over = true; ///< connections with a reconnect token; if not, they are closed at once after opening
        bool pings = true;      ///< answers a PING
        std::optional<Closed> refusal;         ///< of every connection, before it opens
        Answer answer;                         ///< to subscribes
        std::map<std::string, Answer> answers; ///< to those of one topic, instead
        Answer unsubscribe_answer{{}, "unsubscribed"};
        std::chrono::milliseconds latency{0}; ///< of all of these
    };

    /// A request as it was sent.
    struct Request {
        std::string type, topic, room, nonce, token, token_type;
        ConnectionId connection = 0;
        Instant at;
    };

    explicit SessionDriver(Account account = some_account());
    ~SessionDriver();

    static Account some_account();
    static const char *some_token(); ///< a JWT that expires in 2030
    static Closed closed(Failure failure, int close_code = 0);
    static Closed refused_upgrade(Failure failure, int http_status, std::optional<int> retry_after_s = std::nullopt);

    // What a streamer does
    void start();
    /// start(), and all topics of a willing gateway are subscribed; what was sent for it is forgotten.
    void subscribe();
    void stop();
    void configure(Account account);
    void retry_now();

    // Time
    /// Lets time go by: everything that is due until then happens when it is due, in its order.
    void advance(std::chrono::milliseconds time);
    /// The computer sleeps: the wall clock goes on, nothing else does. Call advance() to wake it.
    void sleep(std::chrono::milliseconds time);
    /// Time goes by on both clocks, and nobody calls the session. Call advance() to go on.
    void stand_still(std::chrono::milliseconds time) { now_ = now_.after(time); }
    const Instant &now() const { return now_; }
    /// Since the driver was made, without sleep.
    std::chrono::milliseconds elapsed() const;
    std::optional<std::chrono::milliseconds> until_next_try() const;

    // What the network and the gateway do, at once. `connection` 0 is the newest.
    void open(ConnectionId connection = 0);
    void frame(const std::string &text, ConnectionId connection = 0);
    void welcome(ConnectionId connection = 0);
    void event(const std::string &topic = "channel.activities", ConnectionId connection = 0);
    void ask_to_reconnect(const std::string &token, ConnectionId connection = 0);
    void respond(const Request &request, const Answer &answer);
    void ping(ConnectionId connection = 0);
    /// The answer to a PING, unless told the last one that was sent.
    void pong(ConnectionId connection = 0, std::uint64_t ping = 0);
    void close(const Closed &why, ConnectionId connection = 0);
    /// Closes all there are, as when the network is gone.
    void close_all(const Closed &why);

    // What came out
    Status status() const { return session_.status(); }
    TopicStatus topic(const std::string &name) const;
    const std::deque<Request> &requests() const { return requests_; }
    /// "subscribe channel.tips", in the order of sending.
    std::vector<std::string> asked() const;
    std::size_t delivered() const { return delivered_; }
    const std::string &room_of_last() const { return room_of_last_; } ///< notification that was delivered
    std::size_t pings_sent() const { return pings_sent_; }
    std::size_t opened() const { return opened_; } ///< how many connections were asked for
    std::set<ConnectionId> connections() const;    ///< not closed by either side yet
    /// What the gateway still sends over some connection although it is not wanted (any more): "topic of room".
    std::set<std::string> unwanted() const;
    ConnectionId newest() const { return newest_; }
    /// Of a connection's address, decoded; "" when it has none.
    std::string reconnect_token(ConnectionId connection) const;
    const std::vector<std::string> &log() const { return log_; }
    std::size_t log_lines_with(const std::string &part) const;
    /// From here on requests(), opened(), delivered(), pings_sent() and log() begin anew.
    void forget();

    Gateway gateway;
    double random = 0.5; ///< what the session draws for its jitter, when `draw` is empty
    std::function<double()> draw;
    std::function<void(const Status &)> watching; ///< besides, at every turn
    Session &session() { return session_; }

private:
    struct Link {
        std::string reconnect_token;
        std::set<std::pair<std::string, std::string>> subscribed; ///< topics and rooms, as the gateway has them
        bool open = false;
        bool gone = false;                      ///< closed by the session, or told to it as closed
        std::optional<Deadline> delivers_since; ///< alone: no other connection did
    };

    static std::string canonical(const std::string &room) { return room.empty() ? own_room : room; }
    void later(std::function<void()> event);
    Answer answer_to(const Request &request) const;
    void act_on(const Request &request, const Answer &answer);
    void settle();
    void watch();
    void keep_secret(const std::string &secret);
    void expect_no_secret(const std::string &text, const char *where) const;
    void expect_paced();
    void expect_few_connects();
    void expect_quick_try(const Closed &why, bool was_stable) const;
    bool is_stable(ConnectionId connection) const;
    Link &usable(ConnectionId connection, const char *what);
    void carry_out(const OpenConnection &wanted);
    void carry_out(const SendFrame &wanted);
    void carry_out(const SendPing &wanted);
    void carry_out(const CloseConnection &wanted);
    void carry_out(const Deliver &wanted);
    void meet(ConnectionId connection);
    bool was_opened(ConnectionId connection) const;
    ConnectionId or_newest(ConnectionId connection) const { return connection == 0 ? newest_ : connection; }

    Instant now_, begun_;
    std::multimap<Deadline, std::function<void()>> network_;
    std::map<ConnectionId, Link> links_;
    ConnectionId newest_ = 0;
    std::uint64_t last_ping_ = 0;
    std::size_t opened_ = 0, delivered_ = 0, pings_sent_ = 0;
    std::deque<Request> requests_;
    std::deque<Deadline> commands_;                      ///< of the last ten seconds
    std::deque<Deadline> connects_;                      ///< of the last five minutes
    std::map<std::string, int> reconnect_tokens_to_use_; ///< how often each was handed out and not used yet
    /// What was subscribed when each was handed out: no gateway has to know of what came later.
    std::map<std::string, std::set<std::pair<std::string, std::string>>> restored_by_;
    std::string room_of_last_;
    std::vector<std::string> secrets_, log_;
    bool stopped_ = false;
    DeliveryOracle delivery_;
    GapOracle gap_oracle_;
    Session session_;
};

} // namespace astro::gateway
