// SPDX-License-Identifier: GPL-2.0-or-later
#include "ledger.h"

#include <algorithm>

namespace soak {

void Ledger::published(bool delivered)
{
    waiting_.push_back({published_++, delivered, false});
}

void Ledger::cut()
{
    for (Entry &entry : waiting_)
        entry.excused = true;
}

void Ledger::seen(std::size_t slot)
{
    const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                    [&](const Entry &entry) { return entry.number % slots_ == slot; });
    if (found == waiting_.end()) {
        ++repeated_;
        note("viewer-" + std::to_string(slot) + " came out once more, after " + std::to_string(came_out_) + " events");
        return;
    }
    waiting_.erase(found);
    ++came_out_;
}

void Ledger::note(const std::string &fault)
{
    constexpr std::size_t longest = 2000;
    if (faults_.size() < longest)
        faults_ += "  " + fault + "\n";
}

std::size_t Ledger::open() const
{
    return static_cast<std::size_t>(std::count_if(
        waiting_.begin(), waiting_.end(), [](const Entry &entry) { return entry.delivered && !entry.excused; }));
}

void Ledger::settle()
{
    const auto gone = [&](const Entry &entry) {
        if (!entry.delivered)
            return ++undelivered_, true;
        if (entry.excused) // may still be under way, until its place is needed
            return entry.number + slots_ / 2 < published_ && (++lost_in_cuts_, true);
        ++lost_;
        note("event " + std::to_string(entry.number) + " was lost");
        return true;
    };
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), gone), waiting_.end());
}

std::string Ledger::told() const
{
    return std::to_string(published_) + " published, " + std::to_string(came_out_) + " came out, " +
           std::to_string(undelivered_) + " while nobody was connected, " + std::to_string(lost_in_cuts_) +
           " on their way when a connection was cut, " + std::to_string(lost_) + " lost, " + std::to_string(repeated_) +
           " repeated";
}

} // namespace soak
