// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace astro::rules {

/// Knows what may come out of an engine, from nothing but what is told to it and what comes out: what holds is undone
/// exactly once and at its time, a queue runs one at a time, nothing begins while it is paused or guarded.
///
/// It reads runs off the texts of their actions: plan() writes a key into each, and the event's user tells two runs of
/// a plan apart. The first action of a plan is done at once and for good, so that each run is seen to begin.
class EngineOracle {
public:
    explicit EngineOracle(std::function<void(const std::string &)> complain) : complain_(std::move(complain)) {}

    /// Remembers what a rule is to do, and makes its texts tell. To be called before the engine gets it.
    void plan(Rule &rule)
    {
        const std::size_t key = plans_.size();
        Plan plan{rule.queue, {}};
        for (std::size_t i = 0; i < rule.actions.size(); ++i) {
            Action &action = rule.actions[i];
            action.set("text", std::to_string(key) + ' ' + std::to_string(i) + " {user}");
            const bool media = !action.until_media.empty();
            const bool holds = media || action.hold.count() > 0;
            std::optional<std::chrono::milliseconds> lasts;
            if (holds)
                lasts = action.hold.count() > 0 ? action.hold : std::chrono::milliseconds(Engine::longest_media);
            plan.actions.push_back({action.after, lasts, media});
        }
        plans_.push_back(std::move(plan));
    }

    // What is told to the engine.
    void pause(const std::string &queue) { queue.empty() ? void(all_paused_ = true) : void(paused_.insert(queue)); }
    void resume(const std::string &queue)
    {
        if (queue.empty()) {
            all_paused_ = false;
            paused_.clear();
        } else {
            paused_.erase(queue);
        }
    }
    void guard(bool on_air) { guarded_ = on_air; }
    void rename_source(const std::string &name) { source_ = name; }
    /// Of each run of the queue, what it holds is to be undone with the next look.
    void skip(const std::string &queue)
    {
        for (auto &[key, run] : runs_) {
            if (!plans_[run.plan].queue.empty() && (queue.empty() || plans_[run.plan].queue == queue))
                run.over = true;
        }
    }
    void media_ended(ActionId id)
    {
        if (const auto held = held_.find(id); held != held_.end())
            held->second.ended = true;
    }
    void forget()
    {
        held_.clear();
        runs_.clear();
    }

    /// What came of one call to the engine. @param now the time it was told; nothing where it was told none.
    void look(Engine &engine, std::optional<Deadline> now)
    {
        if (now)
            now_ = *now;
        for (const Batch &batch : engine.take_batches()) {
            expect(!batch.empty(), "a batch is empty");
            for (const Command &command : batch) {
                if (const auto *todo = std::get_if<DoAction>(&command))
                    done(*todo);
                else
                    undone(std::get<UndoAction>(command).id);
            }
        }
        for (auto run = runs_.begin(); run != runs_.end();)
            run = run->second.over ? end_skipped(run) : std::next(run);
        for (const auto &[id, held] : held_) {
            expect(!held.ended, "media ended and its action is still held");
            expect(!now || held.due > now_, "something is held longer than it is to be");
        }
        if (now)
            expect(!engine.next_deadline() || *engine.next_deadline() > now_,
                   "the engine wants to be called again now");
    }

    std::size_t begun() const { return begun_; }
    std::size_t undone_in_all() const { return undone_; }
    /// Actions that can be ended by their media.
    std::vector<ActionId> held_for_media() const
    {
        std::vector<ActionId> ids;
        for (const auto &[id, held] : held_) {
            if (held.media)
                ids.push_back(id);
        }
        return ids;
    }
    bool idle() const { return held_.empty() && runs_.empty(); }

private:
    struct PlannedAction {
        std::chrono::milliseconds after;
        std::optional<std::chrono::milliseconds> lasts;
        bool media;
    };
    struct Plan {
        std::string queue;
        std::vector<PlannedAction> actions;
    };
    struct Run {
        std::size_t plan;
        Deadline begun;
        std::set<std::size_t> to_come; ///< actions that have not begun
        std::set<ActionId> holds;
        bool over = false; ///< skipped
    };
    struct Held {
        std::string run;
        Deadline due;
        bool media;
        bool ended = false;
    };

    void expect(bool holds, const char *what)
    {
        if (!holds)
            complain_(what);
    }

    void done(const DoAction &todo)
    {
        expect(todo.id > last_id_, "an id was given twice, or out of order");
        last_id_ = todo.id;
        expect(!guarded_, "an action is done while a guard's scene is on air");
        expect(todo.action.text("source") == source_, "an action goes by a name that is no more");
        const std::string text = todo.action.text("text");
        const std::size_t first = text.find(' '), second = text.find(' ', first + 1);
        const auto plan = std::stoul(text.substr(0, first));
        const auto place = std::stoul(text.substr(first + 1, second - first - 1));
        const std::string key = text.substr(0, first) + text.substr(second);
        if (place == 0)
            begin(key, plan);
        const auto run = runs_.find(key);
        if (run == runs_.end() || run->second.over || run->second.to_come.erase(place) == 0) {
            complain_("an action is done twice, or of a run that is over: " + text);
            return;
        }
        const PlannedAction &planned = plans_[plan].actions[place];
        expect(now_ >= run->second.begun + planned.after, "an action is done too early");
        if (planned.lasts) {
            held_.emplace(todo.id, Held{key, now_ + *planned.lasts, planned.media});
            run->second.holds.insert(todo.id);
        }
        end_if_over(run);
    }

    void begin(const std::string &key, std::size_t plan)
    {
        ++begun_;
        const std::string &queue = plans_[plan].queue;
        if (!queue.empty()) {
            expect(!all_paused_ && paused_.count(queue) == 0, "a paused queue begins something");
            expect(std::none_of(runs_.begin(), runs_.end(),
                                [&](const auto &other) {
                                    return !other.second.over && plans_[other.second.plan].queue == queue;
                                }),
                   "a queue runs two at once");
        }
        Run run{plan, now_, {}, {}};
        for (std::size_t i = 0; i < plans_[plan].actions.size(); ++i)
            run.to_come.insert(i);
        expect(runs_.emplace(key, std::move(run)).second, "a run begins twice");
    }

    void undone(ActionId id)
    {
        const auto held = held_.find(id);
        if (held == held_.end()) {
            complain_("something is undone twice, or was never done");
            return;
        }
        ++undone_;
        const auto run = runs_.find(held->second.run);
        const bool skipped = run != runs_.end() && run->second.over;
        expect(held->second.ended || skipped || now_ >= held->second.due, "something is undone too early");
        held_.erase(held);
        if (run == runs_.end())
            return;
        run->second.holds.erase(id);
        if (!skipped)
            end_if_over(run);
    }

    void end_if_over(std::map<std::string, Run>::iterator run)
    {
        if (run->second.to_come.empty() && run->second.holds.empty())
            runs_.erase(run);
    }

    std::map<std::string, Run>::iterator end_skipped(std::map<std::string, Run>::iterator run)
    {
        expect(run->second.holds.empty(), "a run was skipped and something of it is still held");
        return runs_.erase(run);
    }

    std::function<void(const std::string &)> complain_;
    std::vector<Plan> plans_;
    std::map<std::string, Run> runs_; ///< those that have begun and not ended, by plan and user
    std::map<ActionId, Held> held_;
    std::set<std::string> paused_;
    bool all_paused_ = false, guarded_ = false;
    std::string source_ = "T";
    Deadline now_{};
    ActionId last_id_ = 0;
    std::size_t begun_ = 0, undone_ = 0;
};

} // namespace astro::rules
