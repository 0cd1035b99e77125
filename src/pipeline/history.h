// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/decision.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace astro {

/// An event and what came of it. Immutable, so it crosses threads as it is.
struct HistoryEntry {
    std::uint64_t id = 0; ///< counted from 1 since OBS started
    std::chrono::system_clock::time_point at;
    std::shared_ptr<const events::Event> event;
    rules::Decisions decisions; ///< of each rule for this event, in their order
    bool busy = false;          ///< OBS did not keep up, so no rule was asked
};

using HistoryItem = std::shared_ptr<const HistoryEntry>;

/// The latest events, for a look back and for a replay. Not thread-safe.
class History {
public:
    static constexpr std::size_t most = 200;
    /// Bytes. A frame is there for paths in a replay's texts; two hundred of the largest would take more memory than
    /// OBS has.
    static constexpr std::size_t longest_frame = 16 * 1024;

    HistoryItem add(std::shared_ptr<const events::Event> event, rules::Decisions decisions, bool busy,
                    std::chrono::system_clock::time_point at);
    /// @return null when it is unknown or too long ago.
    HistoryItem find(std::uint64_t id) const;
    /// The latest that a streamer would call an event: it set off a rule, or it is of a kind of its own that does not
    /// come all the time. Also when so many came since that it is not among the latest any more; null when none came.
    HistoryItem last_of_note() const { return last_of_note_; }
    /// The newest first.
    std::vector<HistoryItem> latest(std::size_t count) const;

private:
    std::deque<HistoryItem> entries_;
    HistoryItem last_of_note_;
    std::uint64_t last_id_ = 0;
};

} // namespace astro
