// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

namespace astro::studio {

/// Scene switches, and the ways back, that wait for the moment at which OBS can do them, in their order. Bounded by
/// what the engine has to undo: what is to stay takes the place of its like.
class WaitingSwitches {
public:
    void add(const rules::Command &command)
    {
        if (!waiting_.empty() && is_passed_over(waiting_.back(), command))
            waiting_.pop_back();
        waiting_.push_back(command);
    }
    /// An action's time is over. @return false when it does not wait here: it was done.
    bool drop(rules::ActionId id)
    {
        const auto not_done = std::find_if(waiting_.begin(), waiting_.end(), [&](const rules::Command &waiting) {
            const auto *action = std::get_if<rules::DoAction>(&waiting);
            return action && action->id == id;
        });
        if (not_done == waiting_.end())
            return false;
        const auto next = waiting_.erase(not_done);
        if (next != waiting_.begin() && next != waiting_.end() && is_passed_over(*std::prev(next), *next))
            waiting_.erase(std::prev(next));
        return true;
    }
    void rename(const rules::Rename &rename) { rules::rename(waiting_, rename); }
    rules::Batch take() { return std::exchange(waiting_, {}); }
    void clear() { waiting_.clear(); }
    bool empty() const { return waiting_.empty(); }
    std::size_t size() const { return waiting_.size(); }

private:
    static bool is_to_stay(const rules::Command &command)
    {
        const auto *action = std::get_if<rules::DoAction>(&command);
        return action && !action->action.is_held();
    }

    /// Of two scenes in a row that are to stay, the former would not be looked at.
    static bool is_passed_over(const rules::Command &one, const rules::Command &next)
    {
        return is_to_stay(one) && is_to_stay(next);
    }

    rules::Batch waiting_;
};

} // namespace astro::studio
