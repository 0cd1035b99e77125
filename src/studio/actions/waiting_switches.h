// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

namespace astro::studio {

/// Scene switches, and the ways back, that wait for the moment at which OBS can do them, in their order. Bounded by
/// what the engine has to undo: a scene that is to stay takes the place of what was to stay before it. One that is
/// chosen by what is on air then (the next, the one before) needs the steps right before it; the latest of them are
/// kept.
class WaitingSwitches {
public:
    static constexpr std::ptrdiff_t most_steps = 100;

    void add(const rules::Command &command)
    {
        waiting_.push_back(command);
        pass_over_before(std::prev(waiting_.end()));
        if (is_step(command) && std::count_if(waiting_.begin(), waiting_.end(), is_step) > most_steps)
            waiting_.erase(std::find_if(waiting_.begin(), waiting_.end(), is_step));
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
        if (next != waiting_.end())
            pass_over_before(next);
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

    /// To stay, and chosen by what is on air.
    static bool is_step(const rules::Command &command)
    {
        return is_to_stay(command) && std::get<rules::DoAction>(command).action.type != "switch_scene";
    }

    /// What was to stay would not be looked at where a scene by its name is to stay right after it.
    void pass_over_before(rules::Batch::iterator next)
    {
        if (!is_to_stay(*next) || is_step(*next))
            return;
        auto first = next;
        while (first != waiting_.begin() && is_to_stay(*std::prev(first)))
            --first;
        waiting_.erase(first, next);
    }

    rules::Batch waiting_;
};

} // namespace astro::studio
