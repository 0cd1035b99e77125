// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/undo_ledger.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace astro::studio {

UndoLedger::UndoLedger(Same same) : same_(std::move(same))
{
    if (!same_)
        same_ = [](const Target &, const std::string &a, const std::string &b) { return a == b; };
}

void UndoLedger::hold(rules::ActionId id, const Target &target, const std::string &current, const std::string &value)
{
    auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry &e) { return e.target == target; });
    if (entry == entries_.end()) {
        entries_.push_back({target, current, {}});
        entry = std::prev(entries_.end());
    } else if (!same_(target, entry->holds.back().value, current)) {
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

std::vector<PutBack> UndoLedger::release(rules::ActionId id)
{
    std::vector<PutBack> all;
    for (Entry &entry : entries_) {
        auto &holds = entry.holds;
        const auto hold = std::find_if(holds.begin(), holds.end(), [&](const Hold &h) { return h.id == id; });
        if (hold == holds.end())
            continue;
        const bool seen = std::next(hold) == holds.end();
        std::string expected = std::move(hold->value);
        holds.erase(hold);
        if (seen)
            all.push_back({entry.target, std::move(expected), holds.empty() ? entry.original : holds.back().value});
    }
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(), [](const Entry &e) { return e.holds.empty(); }),
                   entries_.end());
    std::reverse(all.begin(), all.end());
    return all;
}

std::vector<Target> UndoLedger::targets_of(rules::ActionId id) const
{
    std::vector<Target> targets;
    for (const Entry &entry : entries_) {
        if (std::any_of(entry.holds.begin(), entry.holds.end(), [&](const Hold &hold) { return hold.id == id; }))
            targets.push_back(entry.target);
    }
    return targets;
}

std::vector<PutBack> UndoLedger::pending() const
{
    std::vector<PutBack> all;
    for (const Entry &entry : entries_)
        all.push_back({entry.target, entry.holds.back().value, entry.original});
    return all;
}

void UndoLedger::rename(const rules::Rename &rename, const std::function<Named(const Target &)> &named_by)
{
    for (Entry &entry : entries_) {
        Target &target = entry.target;
        const Named named = named_by(target);
        if (rename.of == rules::Rename::Of::filter) {
            if (named.part && target.source == rename.holder)
                rename.follow(target.part);
            continue;
        }
        rename.follow(target.scene);
        rename.follow(target.source);
        if (!named.value)
            continue;
        rename.follow(entry.original);
        for (Hold &hold : entry.holds)
            rename.follow(hold.value);
    }
}

} // namespace astro::studio
