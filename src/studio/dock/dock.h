// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rename.h"
#include "studio/controls.h"
#include "studio/ui_thread.h"

#include <memory>
#include <vector>

namespace astro::studio::dock {

/// The dock "Astro" in OBS's window: how the accounts stand, what happened and why, the rules, and a form to try them.
/// This header has no Qt in it; where the plugin is built without Qt, all of it does nothing. UI thread.
class Dock {
public:
    /// Adds it to OBS's docks. @param controls and `ui` outlive this.
    Dock(const Controls &controls, const UiThread &ui);
    ~Dock();
    Dock(const Dock &) = delete;
    Dock &operator=(const Dock &) = delete;

    /// OBS has finished loading: from now on it fills itself when it is seen. Until then OBS is not kept waiting for
    /// it.
    void begin();
    // What is new. Each returns at once; what is shown follows within a tenth of a second.
    void events_came(const std::vector<HistoryItem> &items);
    void rules_fired(const std::vector<rules::Fired> &fired);
    void rules_changed();
    void collection_left();
    void statuses_changed();
    /// Something in OBS has another name: what was deleted and may come back names it so, too.
    void renamed(const rules::Rename &rename);
    void queues_changed();
    /// Another scene is on air, or streaming or recording began or ended.
    void surroundings_changed();
    /// OBS ends: nothing is asked of the rest of the plugin any more.
    void end();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace astro::studio::dock
