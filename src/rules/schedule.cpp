// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/schedule.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace astro::rules {

void Schedule::set_queues(const std::vector<Queue> &queues)
{
    for (auto &[name, line] : lines_) {
        line.settings = Queue();
        line.described = false;
    }
    for (const Queue &queue : queues) {
        if (!queue.unreadable.isNull() || queue.name.empty())
            continue;
        Line &line = lines_[queue.name];
        if (line.described)
            continue; // of two of a name the first counts, as it does when rules are imported
        line.settings = queue;
        line.described = true;
    }
    drop_unused_lines();
}

bool Schedule::can_join(const Run &waiting, const Rule &rule)
{
    return rule.merge && waiting.rule->source().name == rule.name;
}

Schedule::Admission Schedule::admission(const Rule &rule, Deadline now) const
{
    static const Line unused;
    const auto known = lines_.find(rule.queue);
    const Line &line = known == lines_.end() ? unused : known->second;
    if (std::any_of(line.waiting.begin(), line.waiting.end(), [&](const Run &run) { return can_join(run, rule); }))
        return Admission::joined;
    if (may_begin(line) && line.waiting.empty() && line.free_at <= now)
        return Admission::begins;
    const bool makes_room = line.settings.when_full == Queue::WhenFull::drop_old && line.settings.limit > 0;
    return line.has_room() || makes_room ? Admission::waits : Admission::refused;
}

Schedule::Admitted Schedule::admit(Run run, Deadline now)
{
    const Rule &rule = run.rule->source();
    const Admission admission = this->admission(rule, now);
    Admitted admitted{admission, std::nullopt, {}};
    if (admission == Admission::refused) {
        admitted.dropped.push_back(std::move(run));
        return admitted;
    }
    Line &line = lines_[rule.queue];
    if (admission == Admission::begins) {
        line.busy = true;
        admitted.begun = std::move(run);
        return admitted;
    }
    if (admission == Admission::joined) {
        // The texts are those of the latest, the place is that of the first.
        Run &waits = *std::find_if(line.waiting.begin(), line.waiting.end(),
                                   [&](const Run &other) { return can_join(other, rule); });
        run.joined += waits.joined;
        run.id = waits.id;
        waits = std::move(run);
        return admitted;
    }
    while (!line.has_room()) // more than one, where the limit was made smaller
        admitted.dropped.push_back(take_oldest(line));
    const auto behind = std::find_if(line.waiting.begin(), line.waiting.end(),
                                     [&](const Run &other) { return other.rule->source().priority < rule.priority; });
    line.waiting.insert(behind, std::move(run));
    return admitted;
}

Run Schedule::take_oldest(Line &line)
{
    const auto oldest = std::min_element(line.waiting.begin(), line.waiting.end(),
                                         [](const Run &a, const Run &b) { return a.id < b.id; });
    Run run = std::move(*oldest);
    line.waiting.erase(oldest);
    return run;
}

std::optional<Run> Schedule::next(Deadline now)
{
    Line *first = nullptr;
    for (auto &[name, line] : lines_) {
        if (may_begin(line) && !line.waiting.empty() && line.free_at <= now &&
            (!first || line.waiting.front().id < first->waiting.front().id))
            first = &line;
    }
    if (!first)
        return std::nullopt;
    Run run = std::move(first->waiting.front());
    first->waiting.pop_front();
    first->busy = true;
    return run;
}

void Schedule::ended(const std::string &queue, Deadline now, bool at_once)
{
    const auto known = lines_.find(queue);
    if (known == lines_.end())
        return;
    Line &line = known->second;
    line.busy = false;
    line.free_at = at_once ? now : now + line.settings.gap;
    if (!line.in_use() && line.free_at <= now)
        lines_.erase(known);
}

void Schedule::pause(const std::string &queue)
{
    (queue.empty() ? paused_ : lines_[queue].paused) = true;
}

void Schedule::resume(const std::string &queue)
{
    if (queue.empty())
        paused_ = false;
    for (auto &[name, line] : lines_) {
        if (queue.empty() || name == queue)
            line.paused = false;
    }
    drop_unused_lines();
}

bool Schedule::paused(const std::string &queue) const
{
    const auto known = lines_.find(queue);
    return paused_ || (known != lines_.end() && known->second.paused);
}

std::vector<Run> Schedule::clear(const std::string &queue)
{
    std::vector<Run> dropped;
    for (auto &[name, line] : lines_) {
        if (!queue.empty() && name != queue)
            continue;
        for (Run &run : std::exchange(line.waiting, {}))
            dropped.push_back(std::move(run));
    }
    return dropped;
}

std::size_t Schedule::waiting(const std::string &queue) const
{
    std::size_t count = 0;
    for (const auto &[name, line] : lines_)
        count += queue.empty() || name == queue ? line.waiting.size() : 0;
    return count;
}

bool Schedule::in_use(const std::string &queue) const
{
    const auto known = lines_.find(queue);
    return known != lines_.end() && known->second.in_use();
}

std::vector<QueueState> Schedule::states() const
{
    std::vector<QueueState> states;
    for (const auto &[name, line] : lines_) {
        if (line.described || !line.waiting.empty() || line.paused)
            states.push_back({name, line.waiting.size(), paused_ || line.paused});
    }
    return states;
}

void Schedule::for_each_waiting(const std::function<void(Run &)> &work)
{
    for (auto &[name, line] : lines_) {
        for (Run &run : line.waiting)
            work(run);
    }
}

std::optional<Deadline> Schedule::next_deadline() const
{
    std::optional<Deadline> next;
    for (const auto &[name, line] : lines_) {
        if (may_begin(line) && !line.waiting.empty())
            next = std::min(next.value_or(line.free_at), line.free_at);
    }
    return next;
}

void Schedule::forget()
{
    for (auto &[name, line] : lines_) {
        line.waiting.clear();
        line.busy = false;
        line.free_at = {};
    }
    drop_unused_lines();
}

void Schedule::drop_unused_lines()
{
    for (auto line = lines_.begin(); line != lines_.end();)
        line = line->second.in_use() ? std::next(line) : lines_.erase(line);
}

} // namespace astro::rules
