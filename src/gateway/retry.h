// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/backoff.h"
#include "gateway/failure.h"
#include "gateway/session.h"
#include "support/instant.h"

#include <chrono>
#include <optional>

namespace astro::gateway {

/// When the next connection is tried.
class Retry {
public:
    explicit Retry(Session::Random random) : random_(std::move(random)) {}

    /// Grows with each call: for whatever went wrong again too soon.
    std::chrono::milliseconds growing_delay() { return backoff_.next(random_()); }
    /// Plans the next try after a loss, no sooner than the gateway asked for.
    void plan(const Closed &closed, const Instant &now);
    void cancel() { next_try_.reset(); }
    /// From now on with short delays again.
    void start_over() { backoff_.reset(); }

    bool due(Deadline now) const { return next_try_ && next_try_->steady <= now; }
    const std::optional<Instant> &next_try() const { return next_try_; }

private:
    Session::Random random_;
    Backoff backoff_;
    std::optional<Instant> next_try_;
};

} // namespace astro::gateway
