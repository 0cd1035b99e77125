// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/session/session.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astro::gateway {

/// Knows when no connection brought a topic that was subscribed before, from what the gateway did: what it answered, on
/// which connection, what it handed over, which connections ended. The status must tell of each such outage, of no
/// other, and say "subscribed" of nothing that no gateway said so of.
///
/// Where an answer names no request, several may be meant: `may` has them all, `sure` only those that the session took
/// for subscribed. An outage is where what was sure is not even possible any more; a gap may be told of only where what
/// was possible is not sure any more. What a streamer's own settings end is no outage, and neither is a topic that the
/// gateway refused for good: the status tells of that by itself.
class GapOracle {
public:
    using Time = std::chrono::system_clock::time_point;
    using Complain = std::function<void(const std::string &)>;

    GapOracle(const Account &account, Complain complain);

    /// What a streamer does, before the session is told. Until the next look(), what ends is their own wish.
    void on_settings(const Account &account);
    void on_stop() { own_wish_ = true; }
    /// The wall clock goes on (or back) by this, and nothing else does.
    void on_sleep(std::chrono::milliseconds time);

    // What the gateway does, before the session is told.
    void on_life(ConnectionId connection, const Instant &now); ///< it opened, or a PING came
    void on_pong(ConnectionId connection, std::uint64_t ping, const Instant &now);
    void on_frame(ConnectionId connection, std::string_view frame, const Instant &now);
    void on_closed(ConnectionId connection);

    // What the session wants.
    void take(const OpenConnection &wanted, const std::string &reconnect_token, const Instant &now);
    void take(const CloseConnection &wanted) { on_closed(wanted.connection); }
    void take(const SendPing &wanted)
    {
        last_ping_ = wanted.number;
        slept_since_ping_ = {};
    }
    void take_request(ConnectionId connection, const std::string &type, const std::string &topic,
                      const std::string &room, const std::string &nonce);

    /// After each call to the session, when what it wants is done.
    void look(const Status &status, const Instant &now);

private:
    /// A token, room or address; with another one, another account may be meant.
    using Epoch = int;
    using Subscription = std::pair<std::string, Epoch>;

    struct Link {
        bool lives = false;
        bool lived = false; ///< when last looked
        Time heard;
        std::optional<std::set<Subscription>> takes_over; ///< they come along, once the gateway shows that they do
        bool in_doubt = false;                            ///< it may have taken over, but asks to move on at once
        std::set<std::string> asked;
        std::set<Subscription> may;
        std::set<std::string> sure;
    };
    struct Outage {
        Time from;
        std::optional<Time> to;
    };

    void forget_unwanted();
    void answered(Link &link, const Response &response);
    void taken_over(Link &link);
    void forget_what_ended();
    void look_at_topic(const TopicStatus &topic, const Instant &now);
    void look_at_outage(const Status &status, const Instant &now);
    void expect_no_false_gap(const Status &status);
    void expect_true_words(const Status &status);
    bool may(const std::string &topic) const;
    bool might(const std::string &topic) const; ///< when last looked
    bool sure(const std::string &topic) const;
    /// What the session took for subscribed on its newest connection, and may be.
    std::set<std::string> confirmed(const Link &link, const Status &status) const;
    Time last_heard_delivering(const std::string &topic) const;
    void expect(bool holds, const std::string &what) const
    {
        if (!holds)
            complain_(what);
    }

    Account account_;
    Complain complain_;
    Epoch epoch_ = 0;
    bool own_wish_ = false;
    std::chrono::milliseconds slept_since_ping_{0};
    std::chrono::milliseconds slept_{0}; ///< since the session was last called
    std::map<ConnectionId, Link> links_; ///< those that live, or did when last looked
    ConnectionId newest_ = 0;
    std::uint64_t last_ping_ = 0, last_before_sleep_ = 0;
    std::map<std::string, std::set<Subscription>> tokens_; ///< what there was when each reconnect token was handed out
    std::map<std::string, Subscription> requests_;
    std::set<std::string> rooms_;         ///< that were answered: what a room of the settings may be in truth
    std::set<std::string> had_;           ///< topics that were surely subscribed
    std::map<std::string, Time> outages_; ///< topics that are missing, and since when
    std::optional<Outage> last_;          ///< of all that were missing together
    bool set_back_ = false;               ///< the clock, since the gap that is told of began
    Status before_;
};

} // namespace astro::gateway
