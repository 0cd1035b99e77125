// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/batch.h"
#include "rules/decision.h"
#include "rules/engine_counts.h"
#include "rules/kept_values.h"
#include "rules/labels.h"
#include "rules/rule.h"
#include "rules/rule_book.h"
#include "rules/rule_memories.h"
#include "rules/runner.h"
#include "rules/surroundings.h"
#include "support/instant.h"
#include "support/log.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astro::rules {

/// Holds events against rules and plans their actions in time: gates, queues, delays, and when to undo.
/// Sans-IO: told the time and how OBS stands, gives out batches. Not thread-safe.
class Engine {
public:
    /// Actions waiting to be undone, and to begin. At that many, an action that would have to wait is not done at all.
    static constexpr std::size_t max_undos = 10'000;
    /// Runs that wait for the guard's scene to be left.
    static constexpr std::size_t max_held = 500;
    /// An action that is held until its media ends is put back after this time at the latest, if it has no `for_ms`.
    static constexpr std::chrono::hours longest_media{1};

    explicit Engine(Log log) : log_(std::move(log)), runner_(log_) {}
    Engine &operator=(const Engine &) = delete;

    /// Swaps the rules whole. Cooldowns and counts go on by collection and rule name, also when there was another
    /// collection meanwhile; what already runs or waits in a queue, runs on as it was. What is wrong with a rule is
    /// logged in one line, and not again while it stays the same. Labels that were not there before are shown.
    /// @param collection whose rules they are
    void set_rules(const RuleSet &set, const std::string &collection = {});
    /// How OBS stands by now. While a guard's scene is on air nothing begins, not even a later action of a rule that
    /// has begun; what was to be put back is.
    void set_surroundings(const Surroundings &obs, const Instant &now);
    /// Counters and session values of an earlier run of OBS.
    void set_kept(KeptValues kept) { runner_.kept() = std::move(kept); }
    const KeptValues &kept() const { return runner_.kept(); }
    /// @return false when there are too many counters for a new one.
    bool set_counter(const std::string &counter, double value) { return runner_.kept().set_counter(counter, value); }

    /// Sets off the rules that match, in the order of the set. Texts are filled in now, even those of rules that wait.
    /// @param luck a random number, from which `chance` is drawn
    /// @return what came of each rule for this event
    Decisions on_event(const events::Event &event, const Instant &now, std::uint64_t luck = 0);
    /// An event whose rules are not asked, since OBS does not keep up: session values and overlay buttons count all the
    /// same.
    void note(const events::Event &event, const Instant &now);
    /// An event that happened before: its rules are asked once more. It is no news, so it neither changes session
    /// values nor presses overlay buttons, and does not count as an event.
    Decisions replay(const events::Event &event, const Instant &now, std::uint64_t luck = 0);
    /// What on_event() would decide now; nothing is done.
    Decisions explain(const events::Event &event, const Instant &now, std::uint64_t luck = 0) const;
    /// Runs one rule with this event whatever its conditions, gates and switch say; its queue holds.
    /// It neither waits for a cooldown nor begins one.
    void fire(const Rule &rule, const events::Event &event, const Instant &now);
    /// The same for a rule of the set. @return false when there is none of that name.
    bool fire(const std::string &rule, const events::Event &event, const Instant &now);
    /// @return null when there is none of that name.
    const Rule *find_rule(const std::string &name) const;
    void on_time(const Instant &now) { runner_.on_time(now); }
    /// What an action was to be held for is over: its media ended.
    void on_ended(ActionId id, const Instant &now) { runner_.on_ended(id, now); }

    /// Whether a rule or a description names it, or it is paused, or something runs or waits in it.
    bool has_queue(const std::string &queue) const;
    // "" is all queues.
    void pause(const std::string &queue) { runner_.pause(queue); }
    void resume(const std::string &queue, const Instant &now) { runner_.resume(queue, now); }
    /// Ends what the queue does now: all that its run holds is put back, and the next one begins.
    void skip(const std::string &queue, const Instant &now) { runner_.skip(queue, now); }
    /// Drops what waits; of all queues also what is of none and waits for the guard's scene to be left. An action of a
    /// run that has begun stays. @return how many
    std::size_t clear(const std::string &queue) { return runner_.clear(queue); }
    bool paused(const std::string &queue) const { return runner_.schedule().paused(queue); }
    /// What clear() would drop.
    std::size_t waiting(const std::string &queue) const { return runner_.waiting(queue); }
    std::vector<QueueState> queues() const { return runner_.schedule().states(); }

    /// Something was renamed in OBS: the rules, and what waits in a queue or for take_batches(), go by the new name.
    void rename(const Rename &rename);
    /// Forgets queues, pending undos and batches not yet taken: a scene collection went away. Gives out nothing for
    /// them.
    void forget();

    /// What is to be done now: undos before actions that fall due with them, and of undos due together the last done
    /// first.
    std::vector<Batch> take_batches();
    /// The rules whose actions began since the last call.
    std::vector<Fired> take_fired() { return runner_.take_fired(); }
    std::optional<Deadline> next_deadline() const { return runner_.next_deadline(); }
    EngineCounts counts() const { return runner_.counts(); }

private:
    /// By `first_of`: the first rule that matched.
    using Firsts = std::map<std::string_view, std::string_view>;

    Engine(const Engine &) = default; ///< for explain()

    void use(RuleBook book);
    void complain(std::set<std::string> complaints);
    void apply_guard();
    void fire(const std::shared_ptr<const CompiledRule> &rule, const events::Event &event, const Instant &now);
    Decisions ask_rules(const events::Event &event, const Instant &now, std::uint64_t luck);
    Decision decide(const CompiledRule &compiled, const events::Event &event, const Instant &now, std::uint64_t luck,
                    Firsts &firsts) const;
    void tell_admission(Runner::Admission admission, const Rule &rule, Decision &decision) const;
    void act_on(const Decision &decision, const std::shared_ptr<const CompiledRule> &rule, const events::Event &event,
                const Instant &now);
    void press_overlay_button(const events::Event &event, const Instant &now);

    Log log_;
    std::shared_ptr<const RuleBook> rules_ = std::make_shared<const RuleBook>();
    std::set<std::string> complaints_;                                          ///< those of the rules in force
    std::shared_ptr<RuleMemories> memories_ = std::make_shared<RuleMemories>(); ///< a copy's, too
    RuleMemory of_dry_run_;                                                     ///< thrown away
    bool is_dry_run_ = false;
    Guard guard_;
    bool overlay_buttons_ = true;
    bool told_of_left_out_ = false;
    Labels labels_;
    Surroundings obs_;
    Runner runner_;
};

} // namespace astro::rules
