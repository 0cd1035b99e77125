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
    // Further away than a round of the slots, it would be a repeat of the one before.
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), slots_ - 1));
    const auto found =
        std::find_if(waiting_.begin(), end, [&](const Entry &entry) { return entry.number % slots_ == slot; });
    if (found == end) {
        ++repeated_;
        note("viewer-" + std::to_string(slot) + " came out of turn, after " + std::to_string(came_out_) + " events");
        return;
    }
    std::for_each(waiting_.begin(), found, [&](const Entry &entry) { miss(entry); });
    waiting_.erase(waiting_.begin(), std::next(found));
    ++came_out_;
}

void Ledger::miss(const Entry &entry)
{
    if (!entry.delivered) {
        ++undelivered_;
    } else if (entry.excused) {
        ++lost_in_cuts_;
    } else {
        ++lost_;
        note("event " + std::to_string(entry.number) + " was lost");
    }
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

void Ledger::close()
{
    std::for_each(waiting_.begin(), waiting_.end(), [&](const Entry &entry) { miss(entry); });
    waiting_.clear();
}

std::string Ledger::told() const
{
    return std::to_string(published_) + " published, " + std::to_string(came_out_) + " came out, " +
           std::to_string(undelivered_) + " while nobody was connected, " + std::to_string(lost_in_cuts_) +
           " on their way when a connection was cut, " + std::to_string(lost_) + " lost, " + std::to_string(repeated_) +
           " repeated";
}

} // namespace soak
