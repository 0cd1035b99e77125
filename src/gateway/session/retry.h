// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/failure.h"
#include "gateway/session/backoff.h"
#include "gateway/session/connect_budget.h"
#include "gateway/session/session.h"
#include "support/instant.h"

#include <chrono>
#include <optional>

namespace astro::gateway {

/// When the next connection is opened, after a loss or because the gateway asks for it.
///
/// Delays grow with tries that fail in a row. The loss of a connection that was subscribed is no such try: the next one
/// comes within a second. One that was subscribed for stable_after makes delays short again. Below closed_at_once it
/// counts as a try that failed: a gateway may accept every subscribe and then close.
class Retry {
public:
    explicit Retry(Session::Random random) : random_(std::move(random)) {}

    /// The current connection was lost, or is left for another one. @param subscribed for how long it was subscribed;
    /// nothing: never.
    void ended(std::optional<Deadline::duration> subscribed);
    /// Plans the next try after a loss: no sooner than the gateway asked for and the budget allows.
    void plan(const Closed &closed, const Instant &now);
    /// Plans the next try without any delay but the budget's.
    void plan_soon(ConnectBudget::For what, const Instant &now);
    void cancel() { next_try_.reset(); }
    /// After ended(): nothing is subscribed any more, so the next try comes as soon as after any such loss, but where
    /// the gateway asked for patience.
    void bring_forward(const Instant &now);
    /// From now on with short delays again.
    void start_over();
    /// The computer slept: a try that was planned is due, but where the gateway asked for patience when the wall clock
    /// says so.
    void wake(const Instant &now);
    bool due(Deadline now) const { return next_try_ && next_try_->steady <= now; }
    const std::optional<Instant> &next_try() const { return next_try_; }

    /// When to move to another server, which the gateway asks for: now, as a rule. @param soon whether the connection
    /// that is to be left is new: the second time in a row comes after a delay, and delays grow.
    Deadline move_at(bool soon, Deadline now);

    /// A connection is opened.
    void opened(Deadline now) { budget_.spend(now); }
    /// When the budget allows the next one: now, or later.
    Deadline allowed(ConnectBudget::For what, Deadline now) const { return budget_.next(what, now); }

private:
    Session::Random random_;
    Backoff backoff_, move_backoff_;
    ConnectBudget budget_;
    bool was_subscribed_ = false; ///< the connection that was lost
    bool moved_soon_ = false;
    std::optional<Instant> next_try_;
    bool asked_for_ = false; ///< by the gateway
};

} // namespace astro::gateway
