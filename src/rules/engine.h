// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/rule.h"
#include "support/instant.h"
#include "support/log.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace astro::rules {

/// Names one action that was done, so that it can be undone.
using ActionId = std::uint64_t;

struct DoAction {
    ActionId id;
    std::string rule; ///< the rule's name, for the log
    Action action;    ///< its text already expanded
};
struct UndoAction {
    ActionId id;
};
using Command = std::variant<DoAction, UndoAction>;
/// What falls due at the same moment, in order; done in one task of OBS's UI thread.
using Batch = std::vector<Command>;
/// A scene or source was renamed.
void rename(Batch &batch, const std::string &from, const std::string &to);

struct EngineCounts {
    std::uint64_t events = 0;   ///< given in, but for what is for_its_topic_only
    std::uint64_t matched = 0;  ///< rules that matched an event, whatever came of it
    std::uint64_t cooling = 0;  ///< matches dropped for a cooldown
    std::uint64_t dropped = 0;  ///< matches dropped because a queue was full
    std::uint64_t left_out = 0; ///< actions not done because too much waited to be undone
    std::uint64_t done = 0;     ///< rules whose actions were given out
};

/// Matches events with rules and plans their actions in time: conditions, cooldowns, queues, and when to undo.
/// Sans-IO: told the time, gives out batches. Not thread-safe.
class Engine {
public:
    /// Rules waiting in one queue.
    static constexpr std::size_t max_waiting = 500;
    /// Actions waiting to be undone. At that many, an action that would have to be undone is not done at all.
    static constexpr std::size_t max_undos = 10'000;

    explicit Engine(Log log);
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    /// Swaps the rules whole. Cooldowns go on by rule name; what already runs or waits in a queue, runs on as it was.
    /// What is wrong with a rule is logged in one line, and not again while it stays the same.
    void set_rules(const RuleSet &set);
    /// Sets off the rules that match, in the order of the set. Texts are filled in now, even those of rules that wait.
    /// A rule is dropped while its cooldown lasts, which is counted from when it was set off last, and when
    /// `max_waiting` rules wait in its queue.
    void on_event(const events::Event &event, const Instant &now);
    /// Runs one rule with this event whatever its conditions, cooldown and switch say; its queue holds.
    /// It neither waits for a cooldown nor begins one.
    void fire(const Rule &rule, const events::Event &event, const Instant &now);
    void on_time(const Instant &now);
    /// A scene or source was renamed: the rules, and what waits in a queue or for take_batches(), go by the new name.
    void rename(const std::string &from, const std::string &to);
    /// Forgets queues, pending undos and batches not yet taken: a scene collection went away. Gives out nothing for
    /// them.
    void forget();

    /// What is to be done now: undos before actions that fall due with them, and of undos due together the last done
    /// first.
    std::vector<Batch> take_batches();
    std::optional<Deadline> next_deadline() const;
    EngineCounts counts() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace astro::rules
