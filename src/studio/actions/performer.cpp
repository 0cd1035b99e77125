// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/performer.h"

#include "studio/field_choices.h"
#include "studio/guarded.h"
#include "studio/locale.h"

#include <obs.hpp>

#include <algorithm>
#include <cstddef>
#include <random>
#include <utility>
#include <variant>

namespace astro::studio {
namespace {

constexpr const char *putting_back = "putting something back";

bool waits_for_program(const Target &target)
{
    const TargetKind *kind = find_target_kind(target.kind);
    return kind && kind->waits_for_program;
}

UndoLedger::Named named_by(const Target &target)
{
    const TargetKind *kind = find_target_kind(target.kind);
    return kind ? kind->named : UndoLedger::Named();
}

Draw random_draw()
{
    return [random = std::mt19937(std::random_device{}())](std::size_t below) mutable {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
}

} // namespace

Performer::Performer(const UiThread &ui, MediaWatch::Ended ended)
    : ui_(ui),
      ledger_(same),
      media_(ui, std::move(ended)),
      late_(ui, [this](const Target &target, const std::string &value) { write(tools_, target, value); }),
      tools_{program_, fader_, media_, late_, steps_, random_draw()},
      frames_(ui, [this] { frame_passed(); })
{}

void Performer::restore(const PutBack &back)
{
    const auto current = read(tools_, back.target);
    if (!current)
        return;
    if (!same(back.target, *current, back.expected)) {
        ledger_.keep(back.target); // somebody else's change stays theirs, whatever other actions still hold there
        return;
    }
    set(tools_, back.target, *current, way_back(back));
    late_.was_put_back(back.target);
}

void Performer::restore(const std::vector<PutBack> &all)
{
    guarded_each(putting_back, all, [this](const PutBack &back) { restore(back); });
}

void Performer::renamed(const rules::Rename &rename)
{
    ledger_.rename(rename, named_by);
    program_.renamed(rename);
    media_.renamed(rename);
    late_.renamed(rename);
    steps_.rename(rename);
    waiting_.rename(rename);
}

void Performer::clear()
{
    ledger_.clear();
    program_.forget();
    waiting_.clear();
    media_.clear();
    late_.clear();
    steps_.clear();
    fader_.finish();
    frames_.want(false);
}

void Performer::end()
{
    clear();
    media_.end();
    late_.end();
    frames_.end();
}

void Performer::perform(const rules::Batch &batch)
{
    late_.batch_begins();
    {
        // The scene comes last, whatever fails: so none is on air that is only half built.
        const ProgramScene::Moment moment(program_, waiting_.empty() && program_.ready());
        guarded_each("an action", batch, [this](const rules::Command &command) {
            std::visit([this](const auto &one) { perform(one); }, command);
        });
    }
    watch_frames();
}

void Performer::watch_frames()
{
    frames_.want(!waiting_.empty() || program_.wants_frames());
}

void Performer::perform(const rules::DoAction &command)
{
    const ActionFunction *function = find_action_function(command.action.type);
    if (!function)
        return; // an action of a newer version: the engine has reported it
    switch (function->when) {
    case When::with_its_batch:
        break;
    case When::with_program: {
        const auto transition = function->transition(command.action);
        if (!transition || can_switch(*transition))
            break;
        wait(command);
        return;
    }
    case When::own_turn:
        ui_.post_later([this, function, command] { perform_now(*function, command); });
        return;
    }
    perform_now(*function, command);
}

void Performer::perform_now(const ActionFunction &function, const rules::DoAction &command)
{
    guarded("an action", [&] {
        const auto tell = [this, rule = command.rule](const Problem &problem) { report(rule, problem); };
        if (is_hindered(command))
            return;
        Doing doing(tools_, ledger_, command, tell);
        if (const auto problem = function.perform(doing))
            tell(*problem);
    });
    // Whatever came of it, a queue waits for this.
    if (!command.action.until_media.empty())
        media_.watch(command.id, command.action.until_media);
}

void Performer::perform(const rules::UndoAction &command)
{
    if (waiting_.drop(command.id))
        return; // its time was over before OBS took it
    const auto targets = ledger_.targets_of(command.id);
    if (!can_switch({}) && std::any_of(targets.begin(), targets.end(), waits_for_program)) {
        wait(command);
        return;
    }
    media_.forget(command.id);
    restore(ledger_.release(command.id));
}

bool Performer::can_switch(const SceneTransition &with) const
{
    return program_.in_moment() && waiting_.empty() && program_.ready(with);
}

bool Performer::is_hindered(const rules::DoAction &command)
{
    static const rules::RuleSet no_rules; // what names rules is the engine's
    bool hindered = false;
    for (const rules::ActionField &field : rules::find_action_type(command.action.type)->fields) {
        if (field.shape() == rules::Shape::list)
            continue; // the others of the list will do
        for (const Problem &problem : problems_in_obs({command.action, field, no_rules})) {
            report(command.rule, problem);
            hindered |= field.need != rules::Need::optional;
        }
    }
    return hindered;
}

void Performer::wait(const rules::Command &command)
{
    waiting_.add(command);
}

void Performer::do_what_waited()
{
    if (!waiting_.empty() && program_.ready())
        perform(waiting_.take());
    watch_frames();
}

void Performer::frame_passed()
{
    program_.frame_passed();
    if (!waiting_.empty())
        media_.nothing_is_late(); // the scene in which they are may be among what waits
    do_what_waited();
}

void Performer::transition_ended()
{
    program_.transition_ended();
    do_what_waited();
}

void Performer::scene_changed()
{
    program_.changed();
    watch_frames();
}

void Performer::settle()
{
    late_.finish();
    fader_.finish();
}

void Performer::put_back(const std::vector<PutBack> &left_over)
{
    restore(left_over);
    settle(); // nobody has heard of a fade that OBS's end cut off
}

std::vector<PutBack> Performer::pending() const
{
    std::vector<PutBack> all = ledger_.pending();
    for (const rules::Family family : rules::all_families()) {
        if (const auto add = family_actions(family).add_unfinished)
            add(tools_, all);
    }
    return all;
}

void Performer::put_everything_back()
{
    guarded_each(putting_back, pending(), [this](const PutBack &back) {
        if (waits_for_program(back.target) && !program_.ready())
            return;
        restore(back);
        ledger_.keep(back.target);
    });
    settle();
}

void Performer::report(const std::string &rule, const Problem &problem)
{
    const std::string line = text(problem);
    if (reported_.insert(rule + '\n' + line).second)
        blog(LOG_WARNING, "[obs-astro] %s", text("Log.RuleSkipped", {rule, line}).c_str());
}

} // namespace astro::studio
