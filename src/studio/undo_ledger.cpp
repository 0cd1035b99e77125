// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/undo_ledger.h"

#include <algorithm>

namespace astro::studio {

void UndoLedger::hold(rules::ActionId id, const Target &target, const std::string &current, const std::string &value)
{
    auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry &e) { return e.target == target; });
    if (entry == entries_.end()) {
        entries_.push_back({target, current, {}});
        entry = std::prev(entries_.end());
    } else if (entry->holds.back().value != current) {
        // Somebody else changed it meanwhile: that is what to come back to.
        entry->original = current;
        entry->holds.clear();
    }
    entry->holds.push_back({id, value});
}

void UndoLedger::keep(const Target &target)
{
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(), [&](const Entry &e) { return e.target == target; }),
                   entries_.end());
}

std::optional<PutBack> UndoLedger::release(rules::ActionId id)
{
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
        auto &holds = entry->holds;
        const auto hold = std::find_if(holds.begin(), holds.end(), [&](const Hold &h) { return h.id == id; });
        if (hold == holds.end())
            continue;
        const bool seen = std::next(hold) == holds.end();
        PutBack back{entry->target, hold->value, {}};
        holds.erase(hold);
        back.value = holds.empty() ? entry->original : holds.back().value;
        if (holds.empty())
            entries_.erase(entry);
        return seen ? std::optional(std::move(back)) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Target> UndoLedger::target_of(rules::ActionId id) const
{
    for (const Entry &entry : entries_) {
        if (std::any_of(entry.holds.begin(), entry.holds.end(), [&](const Hold &hold) { return hold.id == id; }))
            return entry.target;
    }
    return std::nullopt;
}

std::vector<PutBack> UndoLedger::pending() const
{
    std::vector<PutBack> all;
    for (const Entry &entry : entries_)
        all.push_back({entry.target, entry.holds.back().value, entry.original});
    return all;
}

void UndoLedger::rename(const std::string &from, const std::string &to)
{
    const auto follow = [&](std::string &name) {
        if (name == from)
            name = to;
    };
    for (Entry &entry : entries_) {
        follow(entry.target.scene);
        follow(entry.target.source);
        if (entry.target.kind == Target::Kind::program_scene) {
            follow(entry.original);
            for (Hold &hold : entry.holds)
                follow(hold.value);
        }
    }
}

} // namespace astro::studio
