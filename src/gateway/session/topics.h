// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/message.h"
#include "gateway/session/backoff.h"
#include "gateway/status.h"
#include "support/instant.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace astro::gateway {

/// One topic's way from being wanted to being subscribed.
struct Topic {
    TopicStatus status;
    std::optional<Deadline> ask_at;    ///< due to be asked; nothing: no need to
    std::optional<Deadline> answer_by; ///< asked, and not answered yet
    int unanswered = 0;                ///< askings in a row without an answer
    bool maybe_subscribed = false;     ///< by the gateway, which did not answer an asking, whatever it said later
    bool reconnected_for = false;      ///< a connection was made anew for want of its answer, and none came since
    std::vector<std::string> nonces;   ///< of the askings that may still be answered
    Backoff backoff;

    /// To be asked (again) at `when`.
    void ask(Deadline when);
    /// An answer came.
    void settle(TopicState state);
    /// No answer came; one that is late is still understood.
    void postpone(Deadline until);
};

/// The topics of one session: which to ask for next, what an answer means, what is still open.
class Topics {
public:
    /// Brings the list in line with the first most_topics of `wanted`. @return those that were dropped and had been
    /// asked for.
    std::vector<TopicStatus> set_wanted(const std::vector<std::string> &wanted, Deadline now);
    /// Those that the gateway has, or may have by now: subscribed, or asked for without an answer yet.
    std::vector<TopicStatus> asked() const;
    /// Everything is to be asked anew on a new connection; refusals stay refusals.
    void ask_all(Deadline now);
    /// Those that the gateway answered are of another account.
    void forget_rooms();
    /// Those of these names that are subscribed: whether they are, is to be asked.
    void ask_subscribed(const std::set<std::string> &names, Deadline now);
    /// What has been asked and not answered is to be asked again at `when`.
    void ask_unanswered(Deadline when);
    /// A connection is made anew for want of answers.
    void mark_unanswered();
    /// Refusals and delays are forgotten.
    void clear_refusals(Deadline now);
    /// That topic, if it is to be asked for, is so then at the earliest.
    void hold_back(const std::string &topic, Deadline until);
    Topic *due(Deadline now);
    /// That topic, if it is due.
    Topic *due(const std::string &topic, Deadline now);
    /// One whose answer should have come by now.
    Topic *overdue(Deadline now);
    bool has(const std::string &topic) const { return find(topic) != nullptr; }
    /// As the gateway answered; "" when it did not, or of a topic that is not wanted.
    std::string room_of(const std::string &topic) const;
    std::optional<Deadline> next_due() const;
    std::optional<Deadline> next_overdue() const;
    /// The topic that this response answers: by nonce, else by topic when that is unambiguous. An error that names
    /// neither is the one's that was asked first. Null when none.
    Topic *answered_by(const Response &response);

    std::size_t count(TopicState state) const;
    bool all(TopicState state) const { return count(state) == list_.size(); }
    bool all_unauthorized() const;
    /// Whether what comes on it is of the account as it is now; of a topic that is not wanted, if any other's is.
    bool is_answered(const std::string &topic) const;
    bool empty() const { return list_.empty(); }
    std::size_t left_out() const { return left_out_; }
    std::vector<TopicStatus> statuses() const;
    std::set<std::string> subscribed() const;

private:
    Topic *find(const std::string &topic);
    const Topic *find(const std::string &topic) const;
    Topic *named_by(const Response &response);
    Topic *asked_first();

    std::deque<Topic> list_;
    std::size_t left_out_ = 0; ///< of what is wanted
};

} // namespace astro::gateway
