// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/coverage.h"

#include <algorithm>
#include <utility>

namespace astro::gateway {

bool Coverage::received(Time now, bool wanted)
{
    ++received_;
    last_notification_ = now;
    return wanted && !std::exchange(heard_, true);
}

void Coverage::begin_anew()
{
    first_.reset();
    heard_ = false;
}

void Coverage::missing(Time last_heard)
{
    // An end that was told of may not have been one: nothing came since.
    const bool goes_on = gap_from_ && (!gap_to_ || last_heard <= *gap_to_);
    gap_from_ = goes_on ? std::min(*gap_from_, last_heard) : last_heard;
    gap_to_.reset();
}

void Coverage::begun(Time now)
{
    if (!first_)
        first_ = now;
}

void Coverage::whole(Time now)
{
    if (gap_from_ && !gap_to_)
        gap_to_ = std::max(now, *gap_from_); // the clock may have been set back
}

void Coverage::tell(Status &status) const
{
    status.received = received_;
    status.last_notification = last_notification_;
    status.first_subscribed = first_;
    status.heard = heard_;
    status.gap_from = gap_from_;
    status.gap_to = gap_to_;
}

} // namespace astro::gateway
