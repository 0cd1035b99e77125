// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"

#include <cstddef>
#include <deque>
#include <iterator>
#include <memory>
#include <utility>

namespace astro::rules {

/// Events that runs keep, with the notifications that paths in texts look into. What waits may wait long, and be many:
/// of large notifications only so many are kept at a time, and an event beyond has none.
class KeptEvents {
public:
    /// Bytes of a notification as it came; smaller ones are always kept.
    static constexpr std::size_t large = 16 * 1024;
    /// Of the large ones together; in memory each takes some times that.
    static constexpr std::size_t most = 8 * 1024 * 1024;

    std::shared_ptr<const events::Event> keep(const events::Event &event)
    {
        auto copy = std::make_shared<events::Event>(event);
        if (copy->frame && copy->frame_bytes > large && !has_room(*copy))
            copy->frame.reset();
        return copy;
    }

private:
    struct Frame {
        std::weak_ptr<const Json::Value> frame;
        std::size_t bytes;
    };

    bool has_room(const events::Event &event)
    {
        std::size_t bytes = event.frame_bytes;
        for (auto kept = frames_.begin(); kept != frames_.end();) {
            const auto frame = kept->frame.lock();
            if (frame == event.frame)
                return true; // for another rule
            bytes += frame ? kept->bytes : 0;
            kept = frame ? std::next(kept) : frames_.erase(kept);
        }
        if (bytes > most)
            return false;
        frames_.push_back({event.frame, event.frame_bytes});
        return true;
    }

    std::deque<Frame> frames_;
};

} // namespace astro::rules
