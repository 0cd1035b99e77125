// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/dropped_frames.h"

#include "gateway/session/session_timing.h"

namespace astro::gateway {

bool DroppedFrames::count(std::string why, Deadline now)
{
    ++total_;
    ++unsaid_;
    last_why_ = std::move(why);
    return on_time(now);
}

bool DroppedFrames::on_time(Deadline now)
{
    if (unsaid_ == 0 || (quiet_until_ && now < *quiet_until_))
        return false;
    log_(LogLevel::warning,
         "left out " + std::to_string(unsaid_) + " frame(s) that could not be used, the last one: " + last_why_);
    unsaid_ = 0;
    quiet_until_ = now + timing::dropped_frames_silence;
    return true;
}

std::optional<Deadline> DroppedFrames::next_deadline() const
{
    return unsaid_ > 0 ? quiet_until_ : std::nullopt;
}

} // namespace astro::gateway
