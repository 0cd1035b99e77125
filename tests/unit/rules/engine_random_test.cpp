// SPDX-License-Identifier: GPL-2.0-or-later
// Random walks: rules, events, pauses, skips, scenes, renames and time in any order. What must hold at every step is
// watched by EngineOracle; at the end everything is let go, and all that was set off has to be accounted for.
#include "engine_oracle.h"
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>

#include <random>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;

constexpr unsigned seeds = 150;
constexpr int steps = 400;

/// All that is told of each rule.
std::vector<std::string> told(const Decisions &decisions)
{
    std::vector<std::string> lines;
    for (const Decision &decision : decisions)
        lines.push_back(decision.rule->name + ' ' + std::to_string(static_cast<int>(decision.verdict)) + ' ' +
                        decision.detail + ' ' + std::to_string(decision.left.count()));
    return lines;
}

class RandomWalk {
public:
    explicit RandomWalk(unsigned seed)
        : random_(seed), oracle_([this](const std::string &what) { faults_.push_back(what); })
    {
        rules_change();
    }

    /// One thing that happens. @return what it was, for a failing test.
    const char *step()
    {
        switch (below(22)) {
        case 0:
            return rules_change();
        case 1:
            return pauses();
        case 2:
            return resumes();
        case 3:
            return skips();
        case 4:
            return clears();
        case 5:
        case 6:
            return scene_changes();
        case 7:
            return source_is_renamed();
        case 8:
            return scene_is_renamed();
        case 9:
        case 10:
            return media_ends();
        case 11:
            return fires();
        case 12:
            return below(20) == 0 ? forgets() : time_goes_on(below(2000));
        case 13:
        case 14:
        case 15:
            return time_goes_on(below(120));
        case 16:
            return time_comes();
        default:
            return event_comes();
        }
    }

    /// Nothing is in the way any more, and time goes on until nothing is to come.
    void let_go()
    {
        oracle_.resume("");
        engine_.resume("", now_);
        look();
        set_.guard.scenes.clear();
        engine_.set_rules(set_);
        oracle_.guard(false);
        for (int turn = 0; engine_.next_deadline() && turn < 100'000; ++turn) {
            now_.steady = std::max(now_.steady, *engine_.next_deadline());
            engine_.on_time(now_);
            look();
        }
        expect(oracle_.idle(), "something is left over");
        expect(engine_.waiting("") == 0, "something waits for ever");
        const EngineCounts counts = engine_.counts();
        expect(oracle_.begun() == counts.done, "what was done is not what was counted");
        // What joined a run that was dropped is counted as dropped, what joined one that was done is not told of.
        const std::uint64_t joined = counts.done + counts.dropped + guarded_ + forgotten_ - set_off_;
        expect(joined <= joined_, "a run is neither done nor counted as dropped");
    }

    const std::vector<std::string> &faults() const { return faults_; }
    std::size_t begun() const { return oracle_.begun(); }
    std::size_t undone() const { return oracle_.undone_in_all(); }
    std::size_t dropped() const { return engine_.counts().dropped; }

private:
    int below(int limit) { return std::uniform_int_distribution<>(0, limit - 1)(random_); }
    bool maybe() { return below(2) == 0; }
    template <class T>
    T one_of(std::vector<T> choices)
    {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }
    std::string some_queue() { return one_of<std::string>({"a", "b", "c"}); }
    /// "" among them.
    std::string queue_or_all() { return one_of<std::string>({"", "a", "b", "c", "d"}); }
    int some_time() { return one_of<int>({0, 0, 1, 10, 50, 100, below(400)}); }

    void expect(bool holds, const char *what)
    {
        if (!holds)
            faults_.emplace_back(what);
    }

    bool is_guarded() const
    {
        const auto &scenes = set_.guard.scenes;
        return std::find(scenes.begin(), scenes.end(), scene_) != scenes.end();
    }

    /// @param told_time whether the engine was told the time.
    void look(bool told_time = true)
    {
        oracle_.look(engine_, told_time ? std::optional(now_.steady) : std::nullopt);
        std::size_t most = 0;
        for (const char *queue : {"a", "b", "c"}) {
            expect(engine_.waiting(queue) <= largest_limit_, "more waits than a queue's limit");
            most += engine_.waiting(queue);
        }
        expect(engine_.waiting("d") == 0, "something waits in a queue that nobody named");
        expect(!told_time || is_guarded() || engine_.waiting("") == most, "something waits that is in no queue");
    }

    Action some_action()
    {
        Action action = text_action("", some_time(), some_time());
        action.set("source", source_);
        if (below(4) == 0)
            action.until_media = "Jingle";
        return action;
    }

    Rule some_rule(int number)
    {
        Rule rule = follow_rule("R" + std::to_string(number), 0, below(3) == 0 ? "" : some_queue());
        rule.actions = {text_action("")};
        rule.actions[0].set("source", source_);
        for (int more = below(4); more > 0; --more)
            rule.actions.push_back(some_action());
        rule.event = one_of<std::string>({"follow", "follow", "tip", "any"});
        rule.merge = below(3) == 0;
        rule.priority = below(3) - 1;
        rule.enabled = below(8) != 0;
        if (below(4) == 0)
            rule.cooldown = milliseconds(some_time());
        if (below(4) == 0)
            rule.user_cooldown = milliseconds(some_time());
        if (below(4) == 0)
            rule.every = 1 + below(3);
        if (below(4) == 0)
            rule.chance = below(101);
        if (below(6) == 0)
            rule.only_in = {scene_, "Scene 1"};
        if (below(6) == 0)
            rule.never_in = {"Scene 2"};
        if (below(4) == 0)
            rule.first_of = one_of<std::string>({"x", "y"});
        oracle_.plan(rule);
        return rule;
    }

    const char *rules_change()
    {
        set_ = {};
        const int count = 1 + below(8);
        for (int i = 0; i < count; ++i)
            set_.rules.push_back(some_rule(i));
        for (const char *name : {"a", "b"}) {
            if (maybe())
                continue;
            Queue queue;
            queue.name = name;
            queue.gap = milliseconds(some_time());
            queue.limit = maybe() ? Queue::most_waiting : below(6);
            queue.when_full = maybe() ? Queue::WhenFull::drop_new : Queue::WhenFull::drop_old;
            set_.queues.push_back(queue);
        }
        if (below(3) == 0)
            set_.guard.scenes = {one_of<std::string>({"Scene 0", "Scene 1", "Scene 2"})};
        set_.guard.mode = maybe() ? Guard::Mode::hold : Guard::Mode::drop;
        engine_.set_rules(set_);
        oracle_.guard(is_guarded());
        look(false);
        return "rules change";
    }

    const char *pauses()
    {
        const std::string queue = queue_or_all();
        engine_.pause(queue);
        oracle_.pause(queue);
        look(false);
        return "a pause";
    }

    const char *resumes()
    {
        const std::string queue = queue_or_all();
        oracle_.resume(queue);
        engine_.resume(queue, now_);
        look();
        return "a pause ends";
    }

    const char *skips()
    {
        const std::string queue = queue_or_all();
        oracle_.skip(queue);
        engine_.skip(queue, now_);
        look();
        return "a skip";
    }

    const char *clears()
    {
        engine_.clear(queue_or_all());
        look(false);
        return "a queue is cleared";
    }

    const char *scene_changes()
    {
        scene_ = one_of<std::string>({"Scene 0", "Scene 1", "Scene 2", "Scene 3"});
        oracle_.guard(is_guarded());
        engine_.set_surroundings({scene_, maybe(), maybe()}, now_);
        look();
        return "another scene";
    }

    const char *source_is_renamed()
    {
        const std::string from = source_;
        source_ = "T" + std::to_string(below(1000));
        rename(set_, {from, source_});
        engine_.rename({from, source_});
        oracle_.rename_source(source_);
        look(false);
        return "a source is renamed";
    }

    const char *scene_is_renamed()
    {
        // To a name that is as good as any, so that nothing else has it.
        const std::string from = one_of<std::string>({"Scene 0", "Scene 1", "Scene 2"});
        const std::string to = "Renamed " + std::to_string(below(1'000'000));
        rename(set_, {from, to});
        engine_.rename({from, to});
        if (scene_ == from)
            scene_ = to;
        oracle_.guard(is_guarded());
        look(false);
        return "a scene is renamed";
    }

    const char *media_ends()
    {
        const auto held = oracle_.held_for_media();
        const ActionId id = held.empty() ? static_cast<ActionId>(below(100)) : one_of(held);
        oracle_.media_ended(id);
        engine_.on_ended(id, now_);
        look();
        return "media ends";
    }

    const char *fires()
    {
        Rule rule = some_rule(below(8));
        rule.merge = false;
        const std::uint64_t before = engine_.counts().by_gate;
        engine_.fire(rule, some_event_of(events::Kind::tip), now_);
        ++set_off_;
        guarded_ += engine_.counts().by_gate - before;
        look();
        return "a rule is tried";
    }

    const char *forgets()
    {
        engine_.forget();
        oracle_.forget();
        const EngineCounts counts = engine_.counts();
        forgotten_ = set_off_ - counts.done - counts.dropped - guarded_;
        joined_ = 0;
        look(false);
        return "all is forgotten";
    }

    const char *time_goes_on(int ms)
    {
        now_ = now_.after(milliseconds(ms));
        if (maybe())
            return "time goes on and nobody tells";
        engine_.on_time(now_);
        look();
        return "time goes on";
    }

    const char *time_comes()
    {
        if (const auto deadline = engine_.next_deadline())
            now_.steady = std::max(now_.steady, *deadline);
        engine_.on_time(now_);
        look();
        return "it is time";
    }

    events::Event some_event_of(events::Kind kind)
    {
        events::Event event = rules::some_event(kind);
        event.user = std::to_string(++last_user_);
        return event;
    }

    const char *event_comes()
    {
        const events::Event event =
            some_event_of(one_of<events::Kind>({events::Kind::follow, events::Kind::follow, events::Kind::tip}));
        const auto luck = std::uint64_t(random_());
        const auto expected = told(engine_.explain(event, now_, luck));
        const EngineCounts before = engine_.counts();
        const Decisions decisions = engine_.on_event(event, now_, luck);
        expect(told(decisions) == expected, "a dry run told something else than what happened");
        const EngineCounts after = engine_.counts();
        std::uint64_t by_gate = 0, cooling = 0, matched = 0;
        for (const Decision &decision : decisions) {
            set_off_ += decision.verdict == Verdict::fires || decision.verdict == Verdict::held ||
                                decision.verdict == Verdict::queue_full
                            ? 1
                            : 0;
            joined_ += decision.verdict == Verdict::joins ? 1 : 0;
            by_gate += decision.verdict == Verdict::taken || decision.verdict == Verdict::not_nth ||
                               decision.verdict == Verdict::chance || decision.verdict == Verdict::guard
                           ? 1
                           : 0;
            cooling += decision.verdict == Verdict::cooling || decision.verdict == Verdict::user_cooling ? 1 : 0;
            matched += is_match(decision.verdict) ? 1 : 0;
        }
        expect(after.by_gate - before.by_gate == by_gate, "what a gate stopped is not what was counted");
        expect(after.cooling - before.cooling == cooling, "what cools down is not what was counted");
        expect(after.matched - before.matched == matched, "what matched is not what was counted");
        look();
        return "an event";
    }

    std::mt19937 random_;
    std::vector<std::string> faults_;
    EngineOracle oracle_;
    Engine engine_{[](LogLevel, const std::string &) {}};
    RuleSet set_;
    Instant now_{Deadline(std::chrono::hours(5)), {}};
    std::string scene_, source_ = "T";
    std::uint64_t last_user_ = 0;
    std::uint64_t set_off_ = 0, guarded_ = 0, forgotten_ = 0, joined_ = 0;
    std::size_t largest_limit_ = static_cast<std::size_t>(Queue::most_waiting);
};

TEST(EngineRandom, WhatMustHoldHoldsOnRandomWalks)
{
    std::size_t begun = 0, undone = 0, dropped = 0;
    for (unsigned seed = 0; seed < seeds; ++seed) {
        RandomWalk walk(seed);
        for (int step = 0; step < steps; ++step) {
            const char *happened = walk.step();
            ASSERT_THAT(walk.faults(), testing::IsEmpty()) << "seed " << seed << ", step " << step << ": " << happened;
        }
        walk.let_go();
        ASSERT_THAT(walk.faults(), testing::IsEmpty()) << "seed " << seed << ", at the end";
        begun += walk.begun();
        undone += walk.undone();
        dropped += walk.dropped();
    }
    // The walks lead somewhere.
    EXPECT_GT(begun, seeds * 20U);
    EXPECT_GT(undone, seeds * 20U);
    EXPECT_GT(dropped, seeds);
}

} // namespace
} // namespace astro::rules
