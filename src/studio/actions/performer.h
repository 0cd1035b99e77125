// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"
#include "studio/actions/fader.h"
#include "studio/actions/family.h"
#include "studio/actions/late_writes.h"
#include "studio/actions/media_watch.h"
#include "studio/actions/program_scene.h"
#include "studio/actions/undo_ledger.h"
#include "studio/actions/waiting_switches.h"
#include "studio/each_frame.h"

#include <set>
#include <string>
#include <vector>

namespace astro::studio {

/// Does the actions in OBS and undoes them; what each does is a function of its family's file. UI thread only. Holds
/// names, never a reference to a scene or source.
class Performer {
public:
    /// @param ended what an action was held for is over: its media has ended
    Performer(const UiThread &ui, MediaWatch::Ended ended);

    void perform(const rules::Batch &batch);

    /// Puts back now whatever is still to be put back, e.g. before another scene collection is loaded. What cannot be
    /// put back yet is pending() after that.
    void put_everything_back();
    /// Puts back what an earlier run of OBS left held (see pending()).
    void put_back(const std::vector<PutBack> &left_over);
    std::vector<PutBack> pending() const;
    /// What is on its way arrives at once: OBS is about to take its sources away.
    void settle();
    /// Forgets everything.
    void clear();
    /// For good: does nothing any more.
    void end();

    void renamed(const rules::Rename &rename);
    /// OBS tells that what is seen of a transition ended, or that studio mode did.
    void transition_ended();
    /// OBS tells that another scene may be on air.
    void scene_changed();
    /// Names that were missing are reported again from now on: rules or sources changed.
    void forget_reports() { reported_.clear(); }

private:
    void perform(const rules::DoAction &command);
    void perform_now(const ActionFunction &function, const rules::DoAction &command);
    void perform(const rules::UndoAction &command);
    bool can_switch(const SceneTransition &with) const;
    /// Reports what the action names and what is not there, or is of another kind. @return whether it can't be done so.
    bool is_hindered(const rules::DoAction &command);
    /// Scene switches wait in their order, and are decided on when their moment has come: what is on air then counts.
    void wait(const rules::Command &command);
    void do_what_waited();
    void frame_passed();
    void watch_frames();
    void restore(const PutBack &back);
    void restore(const std::vector<PutBack> &all);
    void report(const std::string &rule, const Problem &problem);

    const UiThread &ui_;
    UndoLedger ledger_;
    ProgramScene program_;
    Fader fader_;
    MediaWatch media_;
    LateWrites late_;
    SceneSteps steps_;
    Tools tools_;
    WaitingSwitches waiting_;
    std::set<std::string> reported_;
    EachFrame frames_;
};

} // namespace astro::studio
