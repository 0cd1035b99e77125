// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rename.h"

#include <obs.hpp>

#include <functional>

namespace astro::studio {

/// Tells what gets another name in OBS: scenes and sources, and their filters. OBS tells of a filter that was loaded
/// from a file to those alone who listen to that filter, so each is listened to from the moment on that it is added.
/// Begin before there are any sources.
class RenameWatch {
public:
    /// On any thread.
    using Renamed = std::function<void(rules::Rename)>;

    explicit RenameWatch(Renamed renamed);
    ~RenameWatch() { end(); }
    RenameWatch(const RenameWatch &) = delete;
    RenameWatch &operator=(const RenameWatch &) = delete;

    /// Nothing is told any more when this returns. UI thread.
    void end();

private:
    static void on_source_made(void *self, calldata_t *data);
    static void on_source_renamed(void *self, calldata_t *data);
    static void on_filter_added(void *self, calldata_t *data);
    static void on_renamed(void *self, calldata_t *data);

    const Renamed renamed_;
    bool ended_ = false;
};

} // namespace astro::studio
