// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/runner.h"

#include "rules/engine.h"
#include "support/number.h"
#include "support/text.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using text::in_quotes;

/// Rules that led to each other by `fire_rule`.
constexpr std::size_t longest_chain = 16;
/// Runs that one event may set off by `fire_rule`: rules that fire rules can multiply.
constexpr std::size_t most_fired = 1000;
constexpr std::size_t most_events_remembered = 1000;

Run plan(const std::shared_ptr<const CompiledRule> &rule, const events::Event &event)
{
    Run run;
    run.rule = rule;
    run.user = event.shown("user");
    run.actions.reserve(rule->actions().size());
    for (const CompiledAction &action : rule->actions())
        run.actions.push_back(action.filled(event));
    return run;
}

} // namespace

void rename(Batch &batch, const Rename &renamed)
{
    for (Command &command : batch) {
        if (auto *todo = std::get_if<DoAction>(&command))
            rename(todo->action, renamed);
    }
}

// --- Setting off

void Runner::guard(bool holds, Guard::Mode mode)
{
    schedule_.hold(holds);
    guard_mode_ = mode;
}

Runner::Admission Runner::admission(const Rule &rule, Deadline now) const
{
    const bool held = schedule_.held();
    if (held && (guard_mode_ == Guard::Mode::drop || (rule.queue.empty() && held_.size() >= Engine::max_held)))
        return Admission::guarded;
    if (rule.queue.empty())
        return held ? Admission::held : Admission::begins;
    switch (schedule_.admission(rule, now)) {
    case Schedule::Admission::begins:
        return Admission::begins;
    case Schedule::Admission::joined:
        return Admission::joins;
    case Schedule::Admission::refused:
        return Admission::queue_full;
    case Schedule::Admission::waits:
        break;
    }
    return held ? Admission::held : Admission::waits;
}

bool Runner::set_off(const std::shared_ptr<const CompiledRule> &rule, const events::Event &event, const Instant &now)
{
    Run run = plan(rule, event);
    if (rule->needs_event())
        run.event = kept_events_.keep(event);
    run.origin = last_event_;
    return admit(std::move(run), now);
}

bool Runner::admit(Run run, const Instant &now)
{
    const Admission admission = this->admission(run.rule->source(), now.steady);
    run.id = ++last_run_;
    if (admission == Admission::guarded) {
        if (guard_mode_ == Guard::Mode::hold)
            held_up_.log(log_,
                         "Too much waits for a scene to be left: " + in_quotes(run.rule->source().name) + " is dropped",
                         now);
        ++counts_.by_gate;
        return false;
    }
    if (run.rule->source().queue.empty()) {
        if (admission == Admission::held)
            held_.push_back(std::move(run));
        else
            start(std::move(run), now);
        return true;
    }
    auto admitted = schedule_.admit(std::move(run), now.steady);
    if (admitted.begun)
        start(std::move(*admitted.begun), now);
    for (const Run &dropped : admitted.dropped)
        drop(dropped, now);
    return admitted.admission != Schedule::Admission::refused;
}

void Runner::drop(const Run &run, const Instant &now)
{
    counts_.dropped += run.joined;
    const Rule &rule = run.rule->source();
    full_queue_.log(log_, "The queue " + in_quotes(rule.queue) + " is full: " + in_quotes(rule.name) + " is dropped",
                    now);
}

// --- Time

void Runner::on_time(const Instant &now)
{
    // Undos come before what begins at the same time, and what runs on before what waits.
    while (const auto undo = timeline_.take_undo(now.steady))
        end_action(*undo, now);
    if (schedule_.held())
        return;
    while (const auto step = timeline_.take_step(now.steady))
        begin_step(*step, now);
    for (Run &run : std::exchange(held_, {}))
        start(std::move(run), now);
    begin_waiting(now);
}

void Runner::on_ended(ActionId id, const Instant &now)
{
    if (const auto undo = timeline_.take_undo_of(id))
        end_action(*undo, now);
    on_time(now);
}

std::optional<Deadline> Runner::next_deadline() const
{
    auto next = timeline_.next_undo();
    const auto take = [&next](std::optional<Deadline> other) {
        if (other && (!next || *other < *next))
            next = other;
    };
    if (!schedule_.held()) {
        take(timeline_.next_step());
        take(schedule_.next_deadline());
        if (!held_.empty())
            take(Deadline()); // they could have begun already
    }
    return next;
}

void Runner::begin_waiting(const Instant &now)
{
    while (auto run = schedule_.next(now.steady))
        start(std::move(*run), now);
}

// --- Runs

void Runner::start(Run run, const Instant &now)
{
    const auto shared = std::make_shared<const Run>(std::move(run));
    Running &running = running_[shared->id];
    running.queue = shared->rule->source().queue;
    ++running.pending;                                  // until all is begun
    bool done = shared->rule->source().actions.empty(); // it may be there for its words to others alone
    for (const CompiledAction &action : shared->actions)
        done |= begin(shared, action, now);
    if (done) {
        ++counts_.done;
        fired_.push_back({shared->rule->source().name, shared->user});
    }
    less_pending(shared->id, now);
}

/// @return false when it is left out.
bool Runner::begin(const std::shared_ptr<const Run> &run, const CompiledAction &action, const Instant &now)
{
    if (action.action->after.count() == 0)
        return perform(*run, action, now);
    if (timeline_.steps() >= Engine::max_undos)
        return leave_out(*run, now);
    ++running_[run->id].pending;
    timeline_.add_step({now.steady + action.action->after, 0, run, action});
    return true;
}

void Runner::begin_step(const Timeline::Step &step, const Instant &now)
{
    perform(*step.run, step.action, now);
    less_pending(step.run->id, now);
}

/// @return false when it is left out.
bool Runner::perform(const Run &run, const CompiledAction &action, const Instant &now)
{
    const bool holds = action.holds();
    if (holds && timeline_.undos() >= Engine::max_undos)
        return leave_out(run, now);
    LateValues late;
    late.counter = [this](std::string_view name) { return kept_.counter(name); };
    late.session = [this](std::string_view path) { return kept_.session_value(path); };
    late.joined = run.joined;
    Action finished = action.finished(late);
    if (action.type->doer == Doer::engine) {
        do_own(run, finished, now);
        return true;
    }
    const ActionId id = ++last_id_;
    if (holds) {
        const bool bounded = finished.hold.count() > 0;
        timeline_.add_undo({now.steady + (bounded ? finished.hold : milliseconds(Engine::longest_media)), id, run.id});
        ++running_[run.id].pending;
    }
    give_out(DoAction{id, run.rule->source().name, std::move(finished)}, now);
    return true;
}

bool Runner::leave_out(const Run &run, const Instant &now)
{
    too_many_undos_.log(
        log_, "Too much waits to be put back: an action of " + in_quotes(run.rule->source().name) + " is left out",
        now);
    ++counts_.left_out;
    return false;
}

void Runner::end_action(const Timeline::Undo &undo, const Instant &now)
{
    give_out(UndoAction{undo.id}, now);
    less_pending(undo.run, now);
}

void Runner::less_pending(RunId id, const Instant &now)
{
    const auto running = running_.find(id);
    if (running != running_.end() && --running->second.pending == 0)
        end_run(id, now, false);
}

void Runner::end_run(RunId id, const Instant &now, bool at_once)
{
    const auto running = running_.find(id);
    if (!running->second.queue.empty())
        schedule_.ended(running->second.queue, now.steady, at_once);
    running_.erase(running);
}

// --- Queues

void Runner::resume(const std::string &queue, const Instant &now)
{
    schedule_.resume(queue);
    on_time(now);
}

void Runner::skip(const std::string &queue, const Instant &now)
{
    std::set<RunId> skipped;
    for (const auto &[id, run] : running_) {
        if (!run.queue.empty() && (queue.empty() || run.queue == queue))
            skipped.insert(id);
    }
    for (const Timeline::Undo &undo : timeline_.drop_runs(skipped))
        give_out(UndoAction{undo.id}, now);
    for (const RunId id : skipped)
        end_run(id, now, true);
    on_time(now);
}

std::size_t Runner::clear(const std::string &queue)
{
    std::vector<Run> dropped = schedule_.clear(queue);
    if (queue.empty()) {
        for (Run &run : std::exchange(held_, {}))
            dropped.push_back(std::move(run));
    }
    for (const Run &run : dropped)
        counts_.dropped += run.joined;
    return dropped.size();
}

std::size_t Runner::waiting(const std::string &queue) const
{
    return schedule_.waiting(queue) + (queue.empty() ? held_.size() : 0);
}

// --- What changes meanwhile

void Runner::rename(const Rename &renamed)
{
    const auto rename_run = [&](Run &run) {
        for (CompiledAction &action : run.actions)
            action.rename(renamed);
    };
    schedule_.for_each_waiting(rename_run);
    std::for_each(held_.begin(), held_.end(), rename_run);
    timeline_.for_each_step([&](Timeline::Step &step) { step.action.rename(renamed); });
    for (Batch &batch : batches_)
        rules::rename(batch, renamed);
}

void Runner::forget()
{
    schedule_.forget();
    timeline_ = {};
    running_.clear();
    held_.clear();
    batches_.clear();
    fired_.clear();
}

// --- What comes out

void Runner::give_out(Command command, const Instant &now)
{
    if (batches_.empty() || moment_ != now.steady)
        batches_.emplace_back();
    moment_ = now.steady;
    batches_.back().push_back(std::move(command));
}

void Runner::add(const std::string &rule, Action action)
{
    if (batches_.empty())
        batches_.emplace_back();
    batches_.back().push_back(DoAction{++last_id_, rule, std::move(action)});
}

std::vector<Batch> Runner::take_batches()
{
    return std::exchange(batches_, {});
}

std::vector<Fired> Runner::take_fired()
{
    return std::exchange(fired_, {});
}

// --- What the engine does itself

void Runner::do_own(const Run &run, const Action &action, const Instant &now)
{
    static const std::map<std::string_view, void (Runner::*)(const Run &, const Action &, const Instant &)> own{
        {"count", &Runner::count},
        {"set_counter", &Runner::set_counter},
        {"fire_rule", &Runner::fire_rule},
    };
    if (const auto found = own.find(action.type); found != own.end())
        (this->*found->second)(run, action, now);
}

void Runner::count(const Run &run, const Action &action, const Instant &now)
{
    const std::string counter = action.text("counter");
    const std::string written = action.text("add");
    auto number = number_from(written);
    if (number)
        *number += kept_.counted(counter).value_or(0);
    change_counter(run, counter, number, written, now);
}

void Runner::set_counter(const Run &run, const Action &action, const Instant &now)
{
    const std::string written = action.text("value");
    change_counter(run, action.text("counter"), number_from(written), written, now);
}

/// @param value what is to stand there now; nothing when `written`, from which it was made, is no number.
void Runner::change_counter(const Run &run, const std::string &counter, std::optional<double> value,
                            const std::string &written, const Instant &now)
{
    if (value && kept_.set_counter(counter, *value))
        return;
    const std::string why =
        value ? "there are too many counters, or its name is too long" : in_quotes(written) + " is no number";
    odd_number_.log(log_,
                    "Rule " + in_quotes(run.rule->source().name) + ": the counter " + in_quotes(counter) +
                        " stays as it is, since " + why,
                    now);
}

void Runner::fire_rule(const Run &run, const Action &action, const Instant &now)
{
    const auto rule = rules_->find(action.text("rule"));
    if (!rule || !rule->source().enabled || !run.event)
        return;
    auto chain = run.chain;
    chain.push_back(run.rule->source().name);
    if (!may_fire(rule->source().name, chain, run.origin, now))
        return;
    Run fired = plan(rule, *run.event);
    if (rule->needs_event())
        fired.event = run.event;
    fired.origin = run.origin;
    fired.chain = std::move(chain);
    admit(std::move(fired), now);
}

/// @return false where it would go on without an end, which is told.
bool Runner::may_fire(const std::string &name, const std::vector<std::string> &chain, std::uint64_t event,
                      const Instant &now)
{
    const bool circle = std::find(chain.begin(), chain.end(), name) != chain.end();
    if (circle || chain.size() > longest_chain) {
        if (circles_.insert(name).second)
            log_(LogLevel::warning,
                 "Rule " + in_quotes(name) + " is not fired by " + in_quotes(chain.back()) +
                     (circle ? ", since it led there itself" : ", since too many rules fired one another before"));
        return false;
    }
    if (++fired_by_[event] > most_fired) {
        too_many_runs_.log(log_, "One event fires too many rules: " + in_quotes(name) + " is dropped", now);
        ++counts_.dropped;
        return false;
    }
    if (fired_by_.size() > most_events_remembered) {
        const auto oldest = fired_by_.begin();
        fired_by_.erase(oldest->first == event ? std::next(oldest) : oldest); // this one goes on
    }
    return true;
}

} // namespace astro::rules
