// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"
#include "studio/remote/vendor.h"
#include "studio/ui_thread.h"

#include <json/value.h>

#include <map>
#include <string>
#include <vector>

namespace astro::studio::remote {

/// Remote control as the rest of the plugin sees it: answers what is asked, and tells who listens (obs-websocket's
/// clients, scripts) what happens. UI thread.
class Announcer {
public:
    /// @param controls and `ui` outlive this.
    Announcer(const Controls &controls, const UiThread &ui) : controls_(controls), vendor_(controls, ui) {}

    /// All modules are loaded: obs-websocket takes vendors from now on.
    void modules_loaded() { vendor_.register_requests(); }
    /// OBS has finished loading.
    void begin();
    void end();

    void announce(const std::vector<HistoryItem> &items) const;
    void announce(const std::vector<rules::Fired> &fired) const;
    /// What has changed of the queues.
    void announce(const Pipeline::Queues &before, const Pipeline::Queues &now) const;
    /// The accounts that stand otherwise than before.
    void announce(const std::vector<gateway::Status> &before, const std::vector<gateway::Status> &now) const;

private:
    const Controls &controls_;
    Vendor vendor_;
    bool begun_ = false;
};

} // namespace astro::studio::remote
