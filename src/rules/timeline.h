// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/schedule.h"
#include "support/instant.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace astro::rules {

/// What is to come of the runs that have begun: actions that begin later, and actions to be undone.
class Timeline {
public:
    struct Step {
        Deadline due;
        std::uint64_t order = 0; ///< set by add_step(): of what is due together, the first planned comes first
        std::shared_ptr<const Run> run;
        CompiledAction action;
    };
    struct Undo {
        Deadline due;
        std::uint64_t id; ///< the action's
        RunId run;

        /// Of what is due together, what was done last is undone first: two actions on the same scene must unwind.
        friend bool operator<(const Undo &a, const Undo &b) { return a.due != b.due ? a.due < b.due : a.id > b.id; }
    };

    void add_step(Step step)
    {
        step.order = ++last_order_;
        const auto key = std::pair(step.due, step.order);
        steps_.emplace(key, std::move(step));
    }
    void add_undo(const Undo &undo)
    {
        undos_.insert(undo);
        due_.emplace(undo.id, undo.due);
    }

    /// The first that is due. @return nothing when none is
    std::optional<Step> take_step(Deadline now)
    {
        if (steps_.empty() || steps_.begin()->first.first > now)
            return std::nullopt;
        Step step = std::move(steps_.begin()->second);
        steps_.erase(steps_.begin());
        return step;
    }
    std::optional<Undo> take_undo(Deadline now)
    {
        if (undos_.empty() || undos_.begin()->due > now)
            return std::nullopt;
        const Undo undo = *undos_.begin();
        forget(undo);
        return undo;
    }
    /// That of one action, whenever it is due.
    std::optional<Undo> take_undo_of(std::uint64_t id)
    {
        const auto due = due_.find(id);
        if (due == due_.end())
            return std::nullopt;
        const auto found = undos_.find({due->second, id, 0});
        const Undo undo = *found;
        forget(undo);
        return undo;
    }
    /// Nothing of those runs is to come any more. @return what is to be undone of them now, the last done first
    std::vector<Undo> drop_runs(const std::set<RunId> &runs)
    {
        for (auto step = steps_.begin(); step != steps_.end();)
            step = runs.count(step->second.run->id) > 0 ? steps_.erase(step) : std::next(step);
        std::vector<Undo> undos;
        std::copy_if(undos_.begin(), undos_.end(), std::back_inserter(undos),
                     [&](const Undo &undo) { return runs.count(undo.run) > 0; });
        for (const Undo &undo : undos)
            forget(undo);
        std::sort(undos.begin(), undos.end(), [](const Undo &a, const Undo &b) { return a.id > b.id; });
        return undos;
    }

    std::optional<Deadline> next_undo() const
    {
        return undos_.empty() ? std::nullopt : std::optional(undos_.begin()->due);
    }
    std::optional<Deadline> next_step() const
    {
        return steps_.empty() ? std::nullopt : std::optional(steps_.begin()->first.first);
    }
    std::size_t steps() const { return steps_.size(); }
    std::size_t undos() const { return undos_.size(); }

    void for_each_step(const std::function<void(Step &)> &work)
    {
        for (auto &[key, step] : steps_)
            work(step);
    }

private:
    void forget(const Undo &undo)
    {
        due_.erase(undo.id);
        undos_.erase(undo);
    }

    std::map<std::pair<Deadline, std::uint64_t>, Step> steps_;
    std::set<Undo> undos_;
    std::map<std::uint64_t, Deadline> due_; ///< of the undos, by action
    std::uint64_t last_order_ = 0;
};

} // namespace astro::rules
