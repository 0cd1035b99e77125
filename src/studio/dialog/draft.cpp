// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/draft.h"

#include "studio/same_rules.h"

#include <utility>

namespace astro::studio {

bool operator==(const Draft &a, const Draft &b)
{
    return a.settings.plain_accounts() == b.settings.plain_accounts() && same_rules(a.rules, b.rules);
}

bool Draft::rename(const rules::Rename &renamed)
{
    const bool in_rules = rules::rename(rules, renamed);
    return deletions.rename(renamed) || in_rules;
}

DraftHistory::DraftHistory(Draft at_opening) : opened_(std::move(at_opening))
{
    defaults_.settings = settings::Settings::defaults();
    // What the dialog does not show, it does not take away.
    defaults_.settings.left_out = opened_.settings.left_out;
    defaults_.settings.extra = opened_.settings.extra;
}

const Draft &DraftHistory::at(long long number) const
{
    if (number == defaults)
        return defaults_;
    const auto found = later_.find(number);
    return found == later_.end() ? opened_ : found->second;
}

bool DraftHistory::change_all(const std::function<bool(Draft &)> &change)
{
    bool changed = change(opened_);
    for (auto &[number, draft] : later_)
        changed |= change(draft);
    return changed;
}

long long DraftHistory::add(Draft draft)
{
    constexpr std::size_t kept = 8;
    // What was deleted on the way there can be brought back all the same.
    if (draft == opened_) {
        opened_.deletions = std::move(draft.deletions);
        return opened;
    }
    if (draft == defaults_) {
        defaults_.deletions = std::move(draft.deletions);
        return defaults;
    }
    later_.emplace(++last_, std::move(draft));
    if (later_.size() > kept)
        later_.erase(later_.begin());
    return last_;
}

} // namespace astro::studio
