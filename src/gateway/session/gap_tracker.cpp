// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/gap_tracker.h"

#include <algorithm>

namespace astro::gateway {

void GapTracker::begin(Time last_heard)
{
    // An end that was told of may not have been one: nothing came since.
    const bool goes_on = from_ && (!to_ || last_heard <= *to_);
    from_ = goes_on ? std::min(*from_, last_heard) : last_heard;
    to_.reset();
}

void GapTracker::end(Time now)
{
    if (from_ && !to_)
        to_ = std::max(now, *from_); // the clock may have been set back
}

void GapTracker::tell(Status &status) const
{
    status.gap_from = from_;
    status.gap_to = to_;
}

} // namespace astro::gateway
