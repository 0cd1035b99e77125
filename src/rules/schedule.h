// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/compiled_rule.h"
#include "support/instant.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace astro::rules {

using RunId = std::uint64_t;

/// A rule that was set off: all that it will do, the event's values filled in.
struct Run {
    std::shared_ptr<const CompiledRule> rule;
    std::vector<CompiledAction> actions;
    std::shared_ptr<const events::Event> event; ///< where an action needs it; else null
    std::uint64_t joined = 1;                   ///< how many matches this run stands for
    std::string user;                           ///< who set it off, to be shown
    std::vector<std::string> chain;             ///< the rules that led to this one by `fire_rule`, the first one first
    std::uint64_t origin = 0;                   ///< numbers the event that set off the first of the chain
    RunId id = 0;                               ///< in the order of setting off
};

struct QueueState {
    std::string name;
    std::size_t waiting = 0;
    bool paused = false;

    friend bool operator==(const QueueState &a, const QueueState &b)
    {
        return a.name == b.name && a.waiting == b.waiting && a.paused == b.paused;
    }
};

/// Which of the runs that wait in queues is next. Knows nothing of what a run does: it is told when one has ended.
/// Sans-IO, not thread-safe.
class Schedule {
public:
    enum class Admission { begins, waits, joined, refused };
    struct Admitted {
        Admission admission = Admission::waits;
        std::optional<Run> begun;
        /// What had to go: this run, or the oldest that waited.
        std::vector<Run> dropped;
    };

    /// What waits stays as it is; a queue's description counts from now on.
    void set_queues(const std::vector<Queue> &queues);
    /// Puts a run that names a queue in its place, or begins it, which makes its queue busy until ended(). One that is
    /// to merge joins a run of its rule that waits.
    Admitted admit(Run run, Deadline now);
    /// What admit() would do with a run of this rule.
    Admission admission(const Rule &rule, Deadline now) const;

    /// The next run that may begin; its queue is busy until ended(). Of several queues the one whose run was set off
    /// first. Nothing while `held`.
    std::optional<Run> next(Deadline now);
    /// A run that has begun has ended; the next of its queue begins after the gap. @param at_once without it
    void ended(const std::string &queue, Deadline now, bool at_once = false);
    /// While held no run begins, whatever its queue.
    void hold(bool held) { held_ = held; }
    bool held() const { return held_; }

    // "" is all queues, those to come included.
    void pause(const std::string &queue);
    void resume(const std::string &queue);
    bool paused(const std::string &queue) const;
    /// What waited, and waits no more.
    std::vector<Run> clear(const std::string &queue);
    std::size_t waiting(const std::string &queue) const;
    /// Whether it has a description, or is paused, or something runs or waits in it.
    bool in_use(const std::string &queue) const;
    /// Of each queue that has a description, or in which something waits, or which is paused.
    std::vector<QueueState> states() const;

    void for_each_waiting(const std::function<void(Run &)> &work);
    std::optional<Deadline> next_deadline() const;
    /// Forgets all runs; pauses and descriptions stay.
    void forget();

private:
    struct Line {
        Queue settings;
        bool described = false;
        bool paused = false;
        std::deque<Run> waiting; ///< the next one first
        bool busy = false;
        Deadline free_at{};

        bool has_room() const { return waiting.size() < static_cast<std::size_t>(settings.limit); }
        bool in_use() const { return !waiting.empty() || busy || described || paused; }
    };
    bool may_begin(const Line &line) const { return !line.busy && !line.paused && !paused_ && !held_; }
    static bool can_join(const Run &waiting, const Rule &rule);
    static Run take_oldest(Line &line);
    void drop_unused_lines();

    std::map<std::string, Line> lines_;
    bool paused_ = false;
    bool held_ = false;
};

} // namespace astro::rules
