// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/engine.h"

#include "rules/gates.h"
#include "rules/overlay_buttons.h"
#include "rules/rule_check.h"
#include "support/problem_list.h"
#include "support/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace astro::rules {
namespace {

using text::in_quotes;

/// What is wrong with a rule, in one line for the log; "" when nothing is.
std::string complaint(const Rule &rule)
{
    static const std::string prefix = "Problem.Rule.";
    std::string line;
    for (const Problem &problem : check(rule)) {
        line += line.empty() ? " " : ", ";
        line += problem.key.compare(0, prefix.size(), prefix) == 0 ? problem.key.substr(prefix.size()) : problem.key;
        for (const auto &arg : problem.args)
            line += ' ' + in_quotes(arg);
    }
    return line.empty() ? line : "Rule " + in_quotes(rule.name) + " does not work as it is:" + line;
}

} // namespace

void Engine::set_rules(const RuleSet &set, const std::string &collection)
{
    RuleBook book;
    std::set<std::string> complaints;
    for (const Rule &rule : set.rules) {
        if (!rule.unreadable.isNull())
            continue;
        book.add(std::make_shared<const CompiledRule>(rule));
        if (auto line = rule.enabled ? complaint(rule) : std::string(); !line.empty())
            complaints.insert(std::move(line));
    }
    use(std::move(book));
    memories_->use(collection, [this](const std::string &rule) { return rules_->find(rule) != nullptr; });
    runner_.set_queues(set.queues);
    guard_ = set.guard;
    overlay_buttons_ = set.overlay_buttons;
    apply_guard();
    labels_.set(set.labels);
    complain(std::move(complaints));
}

void Engine::set_surroundings(const Surroundings &obs, const Instant &now)
{
    obs_ = obs;
    apply_guard();
    runner_.on_time(now);
}

void Engine::note(const events::Event &event, const Instant &now)
{
    runner_.on_time(now);
    runner_.kept().take(event);
    if (runner_.kept().left_out && !std::exchange(told_of_left_out_, true))
        log_(LogLevel::warning, "StreamElements sends more session values than are kept: some are left out");
    if (overlay_buttons_)
        press_overlay_button(event, now);
}

Decisions Engine::on_event(const events::Event &event, const Instant &now, std::uint64_t luck)
{
    note(event, now);
    runner_.counts().events += event.for_its_topic_only ? 0 : 1;
    return ask_rules(event, now, luck);
}

Decisions Engine::replay(const events::Event &event, const Instant &now, std::uint64_t luck)
{
    runner_.on_time(now);
    return ask_rules(event, now, luck);
}

Decisions Engine::ask_rules(const events::Event &event, const Instant &now, std::uint64_t luck)
{
    runner_.begin_event();
    Decisions decisions;
    const auto concerned = rules_->concerned(event);
    decisions.reserve(concerned.size());
    Firsts firsts;
    for (const std::size_t place : concerned) {
        const auto &rule = rules_->at(place);
        decisions.push_back(decide(*rule, event, now, luck, firsts));
        act_on(decisions.back(), rule, event, now);
    }
    return decisions;
}

/// A queue may fill up, and what waits may be joined, while the rules of an event are gone through; so only doing it
/// tells what comes of each. It is done with a copy. What is remembered of the rules, which may be a million users, is
/// not copied but left alone: no rule of the event looks at what is remembered of another one.
Decisions Engine::explain(const events::Event &event, const Instant &now, std::uint64_t luck) const
{
    Engine copy(*this);
    copy.is_dry_run_ = true;
    copy.log_ = [](LogLevel, const std::string &) {};
    copy.runner_.set_log(copy.log_);
    return copy.on_event(event, now, luck);
}

void Engine::forget()
{
    runner_.forget();
    labels_.forget();
}

void Engine::fire(const std::shared_ptr<const CompiledRule> &rule, const events::Event &event, const Instant &now)
{
    runner_.on_time(now);
    runner_.begin_event();
    runner_.set_off(rule, event, now);
}

void Engine::fire(const Rule &rule, const events::Event &event, const Instant &now)
{
    fire(std::make_shared<const CompiledRule>(rule), event, now);
}

bool Engine::fire(const std::string &name, const events::Event &event, const Instant &now)
{
    const auto rule = rules_->find(name);
    if (rule)
        fire(rule, event, now);
    return rule != nullptr;
}

const Rule *Engine::find_rule(const std::string &name) const
{
    const auto rule = rules_->find(name);
    return rule ? &rule->source() : nullptr;
}

bool Engine::has_queue(const std::string &queue) const
{
    return rules_->names_queue(queue) || runner_.schedule().in_use(queue);
}

void Engine::rename(const Rename &renamed)
{
    RuleBook book = *rules_;
    book.rename(renamed);
    use(std::move(book));
    runner_.rename(renamed);
    if (renamed.of != Rename::Of::source)
        return;
    labels_.rename(renamed);
    for (std::string &scene : guard_.scenes)
        renamed.follow(scene);
    renamed.follow(obs_.program_scene);
}

std::vector<Batch> Engine::take_batches()
{
    for (auto &[source, text] : labels_.changed(runner_.kept())) {
        Action action;
        action.type = "set_text";
        action.set("source", source).set("text", text);
        runner_.add(source, std::move(action));
    }
    return runner_.take_batches();
}

void Engine::use(RuleBook book)
{
    rules_ = std::make_shared<const RuleBook>(std::move(book));
    runner_.set_rules(rules_);
}

void Engine::complain(std::set<std::string> complaints)
{
    std::size_t told = 0;
    for (const auto &line : complaints) {
        if (complaints_.count(line) == 0 && ++told <= ProblemList::most)
            log_(LogLevel::warning, line);
    }
    if (told > ProblemList::most)
        log_(LogLevel::warning,
             "Further rules that do not work as they are: " + std::to_string(told - ProblemList::most));
    complaints_ = std::move(complaints);
}

void Engine::apply_guard()
{
    const auto &scenes = guard_.scenes;
    runner_.guard(std::find(scenes.begin(), scenes.end(), obs_.program_scene) != scenes.end(), guard_.mode);
}

Decision Engine::decide(const CompiledRule &compiled, const events::Event &event, const Instant &now,
                        std::uint64_t luck, Firsts &firsts) const
{
    const Rule &rule = compiled.source();
    const Match match{compiled, event, obs_, memories_->of(rule.name), now.steady, luck};
    Decision decision{compiled.shared(), Verdict::fires, {}, 0, {}};
    if (!passes(match_gates(), match, decision))
        return decision;
    if (!rule.first_of.empty()) {
        const auto [first, is_first] = firsts.try_emplace(rule.first_of, rule.name);
        if (!is_first) {
            decision.verdict = Verdict::taken;
            decision.detail = first->second;
            return decision;
        }
    }
    if (passes(run_gates(), match, decision))
        tell_admission(runner_.admission(rule, now.steady), rule, decision);
    return decision;
}

void Engine::tell_admission(Runner::Admission admission, const Rule &rule, Decision &decision) const
{
    switch (admission) {
    case Runner::Admission::begins:
    case Runner::Admission::waits:
        return;
    case Runner::Admission::joins:
        decision.verdict = Verdict::joins;
        decision.detail = rule.queue;
        return;
    case Runner::Admission::queue_full:
        decision.verdict = Verdict::queue_full;
        decision.detail = rule.queue;
        return;
    case Runner::Admission::held:
        decision.verdict = Verdict::held;
        decision.detail = obs_.program_scene;
        return;
    case Runner::Admission::guarded:
        decision.verdict = Verdict::guard;
        decision.detail = obs_.program_scene;
        return;
    }
}

void Engine::act_on(const Decision &decision, const std::shared_ptr<const CompiledRule> &rule,
                    const events::Event &event, const Instant &now)
{
    if (!is_match(decision.verdict))
        return;
    EngineCounts &counts = runner_.counts();
    ++counts.matched;
    RuleMemory &memory = is_dry_run_ ? of_dry_run_ : memories_->keep(decision.rule->name);
    if (decision.verdict != Verdict::taken)
        ++memory.matches;
    switch (decision.verdict) {
    case Verdict::cooling:
    case Verdict::user_cooling:
        ++counts.cooling;
        return;
    case Verdict::taken:
    case Verdict::not_nth:
    case Verdict::chance:
        ++counts.by_gate;
        return;
    default:
        break;
    }
    // One that is dropped is dropped, and counted, there.
    if (runner_.set_off(rule, event, now))
        memory.note(*rule, event, now.steady);
}

void Engine::press_overlay_button(const events::Event &event, const Instant &now)
{
    switch (overlay_button_of(event)) {
    case OverlayButton::none:
        return;
    case OverlayButton::pause:
        return runner_.pause("");
    case OverlayButton::unpause:
        return runner_.resume("", now);
    case OverlayButton::skip:
        return runner_.skip("", now);
    }
}

} // namespace astro::rules
