// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"
#include "studio/actions/scene_choice.h"
#include "studio/actions/scene_transition.h"
#include "studio/actions/target.h"
#include "studio/actions/undo_ledger.h"
#include "support/problem.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astro::studio {

class Fader;
class LateWrites;
class MediaWatch;
class ProgramScene;

/// What actions work with besides OBS itself.
struct Tools {
    ProgramScene &program;
    Fader &fader;
    MediaWatch &media;
    LateWrites &late;
    SceneSteps &steps;
    Draw draw;
};

/// A kind of target: how such a thing is read, written and compared in OBS. UI thread.
struct TargetKind {
    std::string_view word; ///< it is saved by this: never change it
    /// Where the target stands now; nothing when it is not in this scene collection.
    std::optional<std::string> (*read)(const Tools &, const Target &);
    /// @return false when the target, or what it is to be set to, is not there.
    bool (*write)(const Tools &, const Target &, const std::string &value);
    bool (*same)(const std::string &, const std::string &) = [](const std::string &a, const std::string &b) {
        return a == b;
    };
    /// What is written to put back a value that stood there before one that was held.
    std::string (*way_back)(const std::string &held, const std::string &before) =
        [](const std::string &, const std::string &before) { return before; };
    UndoLedger::Named named{}; ///< what follows renames
    /// Whether OBS must draw a frame between what was put back and this value, lest it takes both for no change. Null
    /// where it never must.
    bool (*needs_frame_before)(const std::string &value) = nullptr;
    /// It can't be written at any time: OBS takes a scene switch only between transitions.
    bool waits_for_program = false;
};

/// One action while it is being done.
class Doing {
public:
    /// What becomes known only later.
    using Tell = std::function<void(const Problem &)>;

    Doing(const Tools &tools, UndoLedger &ledger, const rules::DoAction &command, Tell tell)
        : tools_(tools), ledger_(ledger), command_(command), tell_(std::move(tell))
    {}

    const Tools &tools() const { return tools_; }
    const rules::Action &action() const { return command_.action; }
    std::string text(std::string_view member) const { return command_.action.text(member); }

    std::optional<std::string> read(const Target &target) const;
    /// Sets the target, and remembers what to put back if the action is to be put back.
    /// @return false when it is not there, or not what it is to be set to.
    bool change(const Target &target, const std::string &value);
    /// For what can't be done, but is known only when the action has returned. UI thread.
    Tell teller() const { return tell_; }

private:
    const Tools &tools_;
    UndoLedger &ledger_;
    const rules::DoAction &command_;
    Tell tell_;
};

/// What an action does. @return why it could not be done, if so.
using Perform = std::optional<Problem> (*)(Doing &);

/// When an action is done.
enum class When {
    with_its_batch,
    with_program, ///< it switches the scene on air, and so may have to wait
    own_turn,     ///< OBS may ask something in a window of its own: no batch is to wait for the answer
};

struct ActionFunction {
    std::string_view word; ///< as in rules::action_types()
    Perform perform;
    When when = When::with_its_batch;
    /// Of those with the program: the transition with which the action switches the scene on air; nothing when it does
    /// not.
    std::optional<SceneTransition> (*transition)(const rules::Action &) = nullptr;
};

/// The actions of one file, and the kinds of targets that they change.
struct ActionFamily {
    std::vector<ActionFunction> actions;
    std::vector<TargetKind> targets;
    /// Changes that take their time: what is to be put right if OBS were to end in the middle of them. Null where all
    /// is done at once.
    void (*add_unfinished)(const Tools &, std::vector<PutBack> &pending) = nullptr;
};

// One a file of this folder.
const ActionFamily &scene_actions();
const ActionFamily &item_actions();
const ActionFamily &filter_actions();
const ActionFamily &text_actions();
const ActionFamily &source_actions();
const ActionFamily &audio_actions();
const ActionFamily &media_actions();
const ActionFamily &output_actions();
const ActionFamily &other_actions();

const ActionFamily &family_actions(rules::Family family);

/// @return null for an unknown word.
const ActionFunction *find_action_function(std::string_view word);
const TargetKind *find_target_kind(std::string_view word);

// The same for any target; one of an unknown kind is not there.
/// What is about to be set counts as set.
std::optional<std::string> read(const Tools &tools, const Target &target);
bool write(const Tools &tools, const Target &target, const std::string &value);
/// The same, but after the frame that OBS needs before it.
/// @param current where it stands, as read() says
bool set(const Tools &tools, const Target &target, const std::string &current, const std::string &value);
bool same(const Target &target, const std::string &a, const std::string &b);
/// @return what is to be written to put it back
std::string way_back(const PutBack &back);

} // namespace astro::studio
