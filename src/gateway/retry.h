// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/backoff.h"
#include "gateway/failure.h"
#include "gateway/session.h"
#include "support/instant.h"

#include <chrono>
#include <optional>

namespace astro::gateway {

/// When the next connection is tried, after a loss or because the gateway asks for it.
class Retry {
public:
    explicit Retry(Session::Random random) : random_(std::move(random)) {}

    /// How long to wait before moving to another server. @param soon whether the connection that is to be left is new:
    /// the first time in a row that is done at once all the same, then with delays that grow.
    std::chrono::milliseconds move_delay(bool soon);
    /// Plans the next try after a loss, no sooner than the gateway asked for.
    void plan(const Closed &closed, const Instant &now);
    void cancel() { next_try_.reset(); }
    /// From now on with short delays again.
    void start_over() { backoff_.reset(); }

    /// The computer slept: a try that was planned is due, but where the gateway asked for patience when the wall clock
    /// says so.
    void wake(const Instant &now);
    bool due(Deadline now) const { return next_try_ && next_try_->steady <= now; }
    const std::optional<Instant> &next_try() const { return next_try_; }

private:
    Session::Random random_;
    Backoff backoff_, move_backoff_;
    bool moved_soon_ = false;
    std::optional<Instant> next_try_;
    bool asked_for_ = false; ///< by the gateway
};

} // namespace astro::gateway
