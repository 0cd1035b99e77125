// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace soak {

/// Compares what was published with what came out of OBS. Events are numbered from 0; OBS shows of each only its
/// number modulo `slots`, which tells those apart that are under way at the same time. Their order is not looked at:
/// obs-websocket hands its events to several threads.
class Ledger {
public:
    explicit Ledger(std::size_t slots) : slots_(slots) {}

    /// The next event. @param delivered whether the gateway handed it to anybody: then it must come out.
    void published(bool delivered);
    /// The connection is cut off by force: what did not come out yet may be lost on the way.
    void cut();
    /// An event came out.
    void seen(std::size_t slot);

    std::size_t open() const; ///< delivered, and not yet out
    std::size_t published() const { return published_; }
    std::size_t came_out() const { return came_out_; }
    std::size_t undelivered() const { return undelivered_; }
    std::size_t lost_in_cuts() const { return lost_in_cuts_; }
    std::size_t lost() const { return lost_; }         ///< must stay 0
    std::size_t repeated() const { return repeated_; } ///< or made up; must stay 0

    /// Enough was waited: what is open is lost.
    void settle();
    std::string told() const;
    /// The first that were lost or repeated, one a line; "" when none was.
    const std::string &faults() const { return faults_; }

private:
    struct Entry {
        std::size_t number;
        bool delivered;
        bool excused;
    };
    void note(const std::string &fault);

    std::size_t slots_;
    std::deque<Entry> waiting_;
    std::string faults_;
    std::size_t published_ = 0, came_out_ = 0, undelivered_ = 0, lost_in_cuts_ = 0, lost_ = 0, repeated_ = 0;
};

} // namespace soak
