// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/engine.h"

#include "rules/matcher.h"
#include "rules/rule_file.h"
#include "rules/template.h"
#include "support/findings.h"
#include "support/rare_line.h"
#include "support/text.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t longest_in_log = 100;

std::string quoted(const std::string &name)
{
    return '"' + text::presentable(name, longest_in_log) + '"';
}

/// A rule made ready.
struct Compiled {
    explicit Compiled(const Rule &source) : rule(source), matcher(source) {}

    Rule rule;
    Matcher matcher;
};

/// A rule that was set off: all that it will do, its texts filled in.
struct Run {
    std::string rule;
    std::vector<Action> actions;
    milliseconds length{0}; ///< how long the next of its queue waits
    std::uint64_t order = 0;
};

bool will_be_undone(const Action &action)
{
    const ActionType *type = find_action_type(action.type);
    return type && type->can_undo && action.hold > milliseconds(0);
}

Run plan(const Rule &rule, const events::Event &event)
{
    Run run;
    run.rule = rule.name;
    for (const Action &action : rule.actions) {
        if (!is_complete(action))
            continue;
        run.actions.push_back(action);
        Action &planned = run.actions.back();
        planned.text = expand(action.text, event);
        if (will_be_undone(planned))
            run.length = std::max(run.length, planned.hold);
    }
    return run;
}

struct Queue {
    std::deque<Run> waiting;
    Deadline free_at{}; ///< when the run that was started last has ended
};

struct Undo {
    Deadline due;
    ActionId id;

    /// Of what is due together, what was done last is undone first: two actions on the same scene must unwind.
    friend bool operator<(const Undo &a, const Undo &b) { return a.due != b.due ? a.due < b.due : a.id > b.id; }
};

/// What is wrong with a rule, in one line for the log; "" when nothing is.
std::string complaint(const Rule &rule)
{
    static const std::string prefix = "Problem.Rule.";
    std::string line;
    for (const Problem &problem : check(rule)) {
        line += line.empty() ? " " : ", ";
        line += problem.key.compare(0, prefix.size(), prefix) == 0 ? problem.key.substr(prefix.size()) : problem.key;
        for (const auto &arg : problem.args)
            line += ' ' + quoted(arg);
    }
    return line.empty() ? line : "Rule " + quoted(rule.name) + " does not work as it is:" + line;
}

} // namespace

void rename(Batch &batch, const std::string &from, const std::string &to)
{
    for (Command &command : batch) {
        if (auto *todo = std::get_if<DoAction>(&command))
            rename(todo->action, from, to);
    }
}

class Engine::Impl {
public:
    explicit Impl(Log log) : log_(std::move(log)) {}

    void set_rules(const RuleSet &set)
    {
        rules_.clear();
        std::map<std::string, Deadline> cooldowns;
        std::set<std::string> complaints;
        for (const Rule &rule : set.rules) {
            if (const auto known = set_off_at_.find(rule.name); known != set_off_at_.end())
                cooldowns.insert(*known);
            if (!rule.enabled)
                continue;
            rules_.emplace_back(rule);
            if (auto line = complaint(rule); !line.empty())
                complaints.insert(std::move(line));
        }
        set_off_at_ = std::move(cooldowns);
        std::size_t told = 0;
        for (const auto &line : complaints) {
            if (complaints_.count(line) == 0 && ++told <= Findings::most)
                log_(LogLevel::warning, line);
        }
        if (told > Findings::most)
            log_(LogLevel::warning,
                 "Further rules that do not work as they are: " + std::to_string(told - Findings::most));
        complaints_ = std::move(complaints);
    }

    void on_event(const events::Event &event, const Instant &now)
    {
        on_time(now);
        counts_.events += event.for_its_topic_only ? 0 : 1;
        for (const Compiled &compiled : rules_) {
            if (!compiled.matcher.matches(event))
                continue;
            ++counts_.matched;
            if (is_cooling(compiled.rule, now))
                ++counts_.cooling;
            else if (set_off(compiled.rule, event, now))
                set_off_at_[compiled.rule.name] = now.steady;
        }
    }

    void fire(const Rule &rule, const events::Event &event, const Instant &now)
    {
        on_time(now);
        set_off(rule, event, now);
    }

    void on_time(const Instant &now)
    {
        while (!undos_.empty() && undos_.begin()->due <= now.steady) {
            give_out(UndoAction{undos_.begin()->id}, now);
            undos_.erase(undos_.begin());
        }
        while (Queue *queue = next_free_queue(now)) {
            const Run run = std::move(queue->waiting.front());
            queue->waiting.pop_front();
            queue->free_at = start(run, now);
        }
        for (auto queue = queues_.begin(); queue != queues_.end();)
            queue = queue->second.free_at <= now.steady ? queues_.erase(queue) : std::next(queue);
    }

    void rename(const std::string &from, const std::string &to)
    {
        const auto rename_all = [&](std::vector<Action> &actions) {
            for (Action &action : actions)
                rules::rename(action, from, to);
        };
        for (Compiled &compiled : rules_)
            rename_all(compiled.rule.actions);
        for (auto &[name, queue] : queues_) {
            for (Run &run : queue.waiting)
                rename_all(run.actions);
        }
        for (Batch &batch : batches_)
            rules::rename(batch, from, to);
    }

    void forget()
    {
        queues_.clear();
        undos_.clear();
        batches_.clear();
    }

    std::vector<Batch> take_batches() { return std::exchange(batches_, {}); }

    std::optional<Deadline> next_deadline() const
    {
        std::optional<Deadline> next;
        if (!undos_.empty())
            next = undos_.begin()->due;
        for (const auto &[name, queue] : queues_)
            if (!queue.waiting.empty())
                next = std::min(next.value_or(queue.free_at), queue.free_at);
        return next;
    }

    const EngineCounts &counts() const { return counts_; }

private:
    bool is_cooling(const Rule &rule, const Instant &now) const
    {
        const auto last = set_off_at_.find(rule.name);
        return last != set_off_at_.end() && now.steady < last->second + rule.cooldown;
    }

    /// @return false when the rule was dropped.
    bool set_off(const Rule &rule, const events::Event &event, const Instant &now)
    {
        if (rule.queue.empty()) {
            start(plan(rule, event), now);
            return true;
        }
        Queue &queue = queues_[rule.queue];
        if (queue.free_at <= now.steady) {
            queue.free_at = start(plan(rule, event), now);
            return true;
        }
        if (queue.waiting.size() >= max_waiting) {
            ++counts_.dropped;
            full_queue_.log(log_, "The queue " + quoted(rule.queue) + " is full: " + quoted(rule.name) + " is dropped",
                            now);
            return false;
        }
        Run run = plan(rule, event);
        run.order = ++last_order_;
        queue.waiting.push_back(std::move(run));
        return true;
    }

    /// Of the queues whose next run may start, the one whose run was set off first.
    Queue *next_free_queue(const Instant &now)
    {
        Queue *next = nullptr;
        for (auto &[name, queue] : queues_)
            if (!queue.waiting.empty() && queue.free_at <= now.steady &&
                (!next || queue.waiting.front().order < next->waiting.front().order))
                next = &queue;
        return next;
    }

    /// @return when the run ends.
    Deadline start(const Run &run, const Instant &now)
    {
        bool done = false;
        for (const Action &action : run.actions) {
            const bool undo = will_be_undone(action);
            if (undo && undos_.size() >= max_undos) {
                too_many_undos_.log(
                    log_, "Too much waits to be put back: an action of " + quoted(run.rule) + " is left out", now);
                ++counts_.left_out;
                continue;
            }
            const ActionId id = ++last_id_;
            if (undo)
                undos_.insert({now.steady + action.hold, id});
            give_out(DoAction{id, run.rule, action}, now);
            done = true;
        }
        if (done)
            ++counts_.done;
        return now.steady + run.length;
    }

    void give_out(Command command, const Instant &now)
    {
        if (batches_.empty() || moment_ != now.steady)
            batches_.emplace_back();
        moment_ = now.steady;
        batches_.back().push_back(std::move(command));
    }

    Log log_;
    std::vector<Compiled> rules_;
    std::set<std::string> complaints_; ///< those of the rules in force
    std::map<std::string, Deadline> set_off_at_;
    std::map<std::string, Queue> queues_;
    std::set<Undo> undos_;
    std::vector<Batch> batches_;
    Deadline moment_{}; ///< of the last batch
    ActionId last_id_ = 0;
    std::uint64_t last_order_ = 0;
    EngineCounts counts_;
    RareLine full_queue_;
    RareLine too_many_undos_;
};

Engine::Engine(Log log) : impl_(std::make_unique<Impl>(std::move(log))) {}

Engine::~Engine() = default;

void Engine::set_rules(const RuleSet &set)
{
    impl_->set_rules(set);
}

void Engine::on_event(const events::Event &event, const Instant &now)
{
    impl_->on_event(event, now);
}

void Engine::fire(const Rule &rule, const events::Event &event, const Instant &now)
{
    impl_->fire(rule, event, now);
}

void Engine::on_time(const Instant &now)
{
    impl_->on_time(now);
}

void Engine::rename(const std::string &from, const std::string &to)
{
    impl_->rename(from, to);
}

void Engine::forget()
{
    impl_->forget();
}

std::vector<Batch> Engine::take_batches()
{
    return impl_->take_batches();
}

std::optional<Deadline> Engine::next_deadline() const
{
    return impl_->next_deadline();
}

EngineCounts Engine::counts() const
{
    return impl_->counts();
}

} // namespace astro::rules
