// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/account.h"
#include "gateway/message.h"
#include "gateway/session/session.h"
#include "gateway/session/topics.h"
#include "support/instant.h"
#include "support/log.h"
#include "support/secret.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace astro::gateway {

/// What is asked of the gateway, and when: subscribes and unsubscribes, paced to the command limit, and what their
/// answers mean. Knows no connection: whoever owns it says when a new one begins and sends what is due.
class Subscriptions {
public:
    /// What a response was.
    enum class Answer {
        unexpected,   ///< to nothing that was asked
        rate_limited, ///< a pause was made, everything open is asked again after it
        unsubscribed,
        unsubscribe_failed, ///< an unsubscribe was refused for good: the connection is to be made anew
        subscribed,
        refused, ///< for now or until settings change
    };

    Subscriptions(const std::vector<std::string> &wanted, Session::Random random, Log log);

    /// A plain connection begins: everything is asked of it.
    void begin_anew(Deadline now);
    /// Until a connection brings the subscriptions along, what changes is remembered: it brings them as they are now.
    void remember_changes();
    /// It begins: only what is unanswered is asked of it, and what has changed.
    void resume(Deadline now);
    /// What is unanswered is asked again.
    void carry_over(Deadline now);
    /// All that the gateway may have for the current connection; with "" when something of it is to be left.
    std::set<std::string> brought_along() const;
    /// The connection may not have brought them along after all: every topic is asked of it.
    void ask_all(Deadline now);
    /// Refusals and delays are forgotten.
    void clear_refusals(Deadline now) { topics_.clear_refusals(now); }
    /// Other settings: only what changed is unsubscribed and subscribed. @return true when all was.
    bool change(const Account &before, const Account &after, Deadline now);

    /// The next request, when there is one and the command limit allows it.
    std::optional<Secret> next_request(const Account &account, Deadline now);
    Answer take(const Response &response, Deadline now);
    /// What became of requests that were not answered in time.
    enum class Late {
        none,
        asked_again,
        postponed,          ///< others are answered, and a new connection did not help: that topic is asked again later
        unsubscribe_failed, ///< an unsubscribe is never answered: the connection is to be made anew
        no_answers,         ///< as well
    };
    Late ask_late_again(Deadline now);
    std::optional<Deadline> next_deadline() const;

    /// How each topic stands, to be read only.
    const Topics &topics() const { return topics_; }

private:
    struct Unsubscribe {
        std::string topic;
        std::string room;
        bool other_account = false;        ///< account perhaps: by another token
        bool other_wish = false;           ///< its topic is wanted by another token or of another room, if at all
        Deadline ask_at;                   ///< unless it was sent
        std::optional<Deadline> answer_by; ///< sent, and not answered yet
        std::vector<std::string> nonces;   ///< of the last askings
        int failed = 0;                    ///< askings
        bool asked_after = false;          ///< for its topic, since it was sent
    };
    using Unsubscribes = std::vector<Unsubscribe>;

    void pause(Deadline now);
    void drop(const std::vector<TopicStatus> &dropped, const Account &before, Deadline now);
    void mark_unsubscribes(bool other_account, bool other_wish);
    void forget_changes();
    Answer take_unsubscribed(Unsubscribes::iterator answered, const Response &response, Deadline now);
    bool ask_again(Unsubscribes::iterator failed, Deadline when);
    void forget_unsubscribe(const TopicStatus &subscribed);
    void remember_left(const Unsubscribe &left, Deadline now);
    void take_success(Topic &topic, const Response &response);
    void take_refusal(Topic &topic, const Response &response, Deadline now);
    std::string next_nonce(char kind) { return kind + std::to_string(++last_nonce_); }
    Secret ask(Topic &topic, const Account &account, Deadline now);
    Secret ask(Unsubscribe &unsubscribe, Deadline now);
    bool is_stuck(const Unsubscribe &unsubscribe) const;
    static bool is_sent_again(const Unsubscribe &unsubscribe);
    void hold_back_until(const Unsubscribe &sent_again);
    static bool is_due(const Unsubscribe &unsubscribe, Deadline now);
    Unsubscribe *due_unsubscribe(Deadline now);
    Topic *due_after_unsubscribe(Deadline now);
    bool answers_unsubscribe(const Response &response, const Unsubscribe &sent) const;
    void postpone(Topic &topic, Deadline now);
    bool ask_late_unsubscribes_again(Deadline now);

    Session::Random random_;
    Log log_;
    Topics topics_;
    Unsubscribes unsubscribes_;
    std::string asked_room_; ///< by the settings, when last asked
    std::string left_last_;  ///< topic, if nothing was asked for since
    std::uint64_t last_nonce_ = 0;
    std::optional<Deadline> next_command_;
    bool answers_came_ = false; ///< since everything was asked anew
    bool remembers_changes_ = false;
    std::set<std::string> subscribed_since_; ///< what is remembered
    Unsubscribes left_since_;
};

} // namespace astro::gateway
