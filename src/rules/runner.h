// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/batch.h"
#include "rules/engine_counts.h"
#include "rules/kept_events.h"
#include "rules/kept_values.h"
#include "rules/rule_book.h"
#include "rules/schedule.h"
#include "rules/timeline.h"
#include "support/instant.h"
#include "support/log.h"
#include "support/rare_line.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace astro::rules {

/// Carries out the runs that rules were set off to: now, when their queue is free or the guard's scene is left, each
/// action at its time, and undone at its time. Decides nothing of who is set off. Sans-IO, not thread-safe; a copy goes
/// on by itself.
class Runner {
public:
    /// What becomes of a rule that is set off.
    enum class Admission { begins, waits, joins, held, queue_full, guarded };

    explicit Runner(Log log) : log_(std::move(log)) {}
    void set_log(Log log) { log_ = std::move(log); }

    /// What `fire_rule` finds.
    void set_rules(std::shared_ptr<const RuleBook> rules) { rules_ = std::move(rules); }
    void set_queues(const std::vector<Queue> &queues) { schedule_.set_queues(queues); }
    /// @param holds a scene is on air while which no rule acts; what is held begins with on_time() after it is left.
    void guard(bool holds, Guard::Mode mode);
    KeptValues &kept() { return kept_; }
    const KeptValues &kept() const { return kept_; }

    /// What comes now is of another event than what came before.
    void begin_event() { ++last_event_; }
    Admission admission(const Rule &rule, Deadline now) const;
    /// @return false when the rule was dropped.
    bool set_off(const std::shared_ptr<const CompiledRule> &rule, const events::Event &event, const Instant &now);
    void on_time(const Instant &now);
    void on_ended(ActionId id, const Instant &now);

    void pause(const std::string &queue) { schedule_.pause(queue); }
    void resume(const std::string &queue, const Instant &now);
    void skip(const std::string &queue, const Instant &now);
    // Of all queues also what is of none and waits for the guard's scene to be left.
    std::size_t clear(const std::string &queue);
    std::size_t waiting(const std::string &queue) const;
    const Schedule &schedule() const { return schedule_; }

    void rename(const Rename &renamed);
    void forget();

    /// Gives out an action that is of no run, with what was given out last.
    void add(const std::string &rule, Action action);
    std::vector<Batch> take_batches();
    std::vector<Fired> take_fired();
    std::optional<Deadline> next_deadline() const;
    EngineCounts &counts() { return counts_; }
    const EngineCounts &counts() const { return counts_; }

private:
    struct Running {
        std::string queue;
        std::size_t pending = 0; ///< steps to begin, actions to be undone
    };

    bool admit(Run run, const Instant &now);
    void drop(const Run &run, const Instant &now);
    void begin_waiting(const Instant &now);
    void start(Run run, const Instant &now);
    bool begin(const std::shared_ptr<const Run> &run, const CompiledAction &action, const Instant &now);
    void begin_step(const Timeline::Step &step, const Instant &now);
    bool perform(const Run &run, const CompiledAction &action, const Instant &now);
    bool leave_out(const Run &run, const Instant &now);
    void end_action(const Timeline::Undo &undo, const Instant &now);
    void less_pending(RunId id, const Instant &now);
    void end_run(RunId id, const Instant &now, bool at_once);
    void give_out(Command command, const Instant &now);

    // What the engine does itself.
    void do_own(const Run &run, const Action &action, const Instant &now);
    void count(const Run &run, const Action &action, const Instant &now);
    void set_counter(const Run &run, const Action &action, const Instant &now);
    void change_counter(const Run &run, const std::string &counter, std::optional<double> value,
                        const std::string &written, const Instant &now);
    void fire_rule(const Run &run, const Action &action, const Instant &now);
    bool may_fire(const std::string &name, const std::vector<std::string> &chain, std::uint64_t event,
                  const Instant &now);

    Log log_;
    std::shared_ptr<const RuleBook> rules_ = std::make_shared<const RuleBook>();
    KeptValues kept_;
    Guard::Mode guard_mode_ = Guard::Mode::hold;
    Schedule schedule_;
    KeptEvents kept_events_;
    std::deque<Run> held_; ///< of no queue, until the guard's scene is left
    Timeline timeline_;
    std::map<RunId, Running> running_;
    std::map<std::uint64_t, std::size_t> fired_by_; ///< runs set off by `fire_rule`, by event; of the latest ones
    std::set<std::string> circles_;                 ///< rules that were told of
    std::vector<Batch> batches_;
    std::vector<Fired> fired_;
    Deadline moment_{}; ///< of the last batch
    std::uint64_t last_event_ = 0;
    ActionId last_id_ = 0;
    RunId last_run_ = 0;
    EngineCounts counts_;
    RareLine full_queue_, held_up_, too_many_undos_, too_many_runs_, odd_number_;
};

} // namespace astro::rules
