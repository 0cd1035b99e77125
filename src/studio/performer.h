// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"
#include "studio/each_frame.h"
#include "studio/program_scene.h"
#include "studio/undo_ledger.h"
#include "studio/waiting_switches.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace astro::studio {

/// Does the actions in OBS and undoes them. UI thread only. Holds names, never a reference to a scene or source.
class Performer {
public:
    explicit Performer(const UiThread &ui) : frames_(ui, [this] { frame_passed(); }) {}

    void perform(const rules::Batch &batch);

    /// Puts back now whatever is still to be put back, e.g. before another scene collection is loaded. What cannot be
    /// put back yet is pending() after that.
    void put_everything_back();
    /// Puts back what an earlier run of OBS left held (see pending()).
    void put_back(const std::vector<PutBack> &left_over);
    std::vector<PutBack> pending() const { return ledger_.pending(); }
    /// Forgets everything.
    void clear();
    /// For good: does nothing any more.
    void end();

    void renamed(const std::string &from, const std::string &to);
    /// OBS tells that what is seen of a transition ended, or that studio mode did.
    void transition_ended();
    /// Names that were missing are reported again from now on: rules or sources changed.
    void forget_reports() { reported_.clear(); }

private:
    void perform(const rules::DoAction &command);
    void perform(const rules::UndoAction &command);
    bool must_wait(const Target &target) const;
    /// Scene switches wait in their order, and are decided on when their moment has come: what is on air then counts.
    void wait(const rules::Command &command);
    void do_what_waited();
    void frame_passed();
    /// Where a target stands now; nothing when it is not in this scene collection.
    std::optional<std::string> read(const Target &target) const;
    /// @return false when the target, or the scene to switch to, is not there.
    bool write(const Target &target, const std::string &value);
    bool switch_to(const std::string &scene);
    void restore(const PutBack &back);
    void report_missing(const std::string &rule, const char *problem_key, const std::vector<std::string> &names);

    UndoLedger ledger_;
    ProgramScene program_;
    WaitingSwitches waiting_;
    /// While a batch is performed, if scenes can be switched: the one to be switched to when all of it is done.
    std::optional<std::string> next_scene_;
    std::set<std::string> reported_;
    EachFrame frames_;
};

} // namespace astro::studio
