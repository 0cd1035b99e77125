// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"
#include "studio/remote/requests.h"
#include "studio/ui_thread.h"

#include <callback/proc.h>
#include <obs.hpp>

#include <memory>

namespace astro::studio::remote {

/// The vendor `obs-astro` of obs-websocket, if that is there. Requests come on its threads, are handled on the UI
/// thread and wait for their answer; at the end no one is left waiting. Spoken by OBS's procedures, as
/// obs-websocket-api.h does, of which nothing is needed to build.
class Vendor {
public:
    /// @param controls outlives this. UI thread, like all but what is marked.
    Vendor(const Controls &controls, const UiThread &ui);
    ~Vendor();
    Vendor(const Vendor &) = delete;
    Vendor &operator=(const Vendor &) = delete;

    /// Once obs-websocket is loaded. Without it nothing happens.
    void register_requests();
    /// Takes no more requests and lets go of those that wait. For good.
    void end();
    void emit(const char *event, const Json::Value &data) const;

private:
    class Gate;
    struct Entry;
    static void on_request(obs_data_t *request, obs_data_t *response, void *entry); // obs-websocket's thread

    proc_handler_t *api_ = nullptr;
    void *vendor_ = nullptr;
    std::shared_ptr<Gate> gate_;
};

} // namespace astro::studio::remote
