// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/history.h"

#include <algorithm>
#include <array>
#include <utility>

namespace astro {
namespace {

bool is_of_note(const HistoryEntry &entry)
{
    static constexpr std::array<events::Kind, 4> by_the_way = {
        {events::Kind::other, events::Kind::chat, events::Kind::connection_lost, events::Kind::connection_back}};
    const bool fired = std::any_of(entry.decisions.begin(), entry.decisions.end(),
                                   [](const rules::Decision &decision) { return decision.fires(); });
    return fired || std::find(by_the_way.begin(), by_the_way.end(), entry.event->kind) == by_the_way.end();
}

} // namespace

HistoryItem History::add(std::shared_ptr<const events::Event> event, rules::Decisions decisions, bool busy,
                         std::chrono::system_clock::time_point at)
{
    if (event->frame_bytes > longest_frame) {
        auto smaller = std::make_shared<events::Event>(*event);
        smaller->frame.reset();
        event = std::move(smaller);
    }
    entries_.push_back(std::make_shared<const HistoryEntry>(
        HistoryEntry{++last_id_, at, std::move(event), std::move(decisions), busy}));
    if (entries_.size() > most)
        entries_.pop_front();
    if (is_of_note(*entries_.back()))
        last_of_note_ = entries_.back();
    return entries_.back();
}

HistoryItem History::find(std::uint64_t id) const
{
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [id](const auto &entry) { return entry->id == id; });
    return found == entries_.end() ? nullptr : *found;
}

std::vector<HistoryItem> History::latest(std::size_t count) const
{
    count = std::min(count, entries_.size());
    return {entries_.rbegin(), entries_.rbegin() + static_cast<std::ptrdiff_t>(count)};
}

} // namespace astro
