// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs.hpp>

#include <functional>
#include <mutex>

namespace astro::studio {

/// Tells when the program begins to move to another scene. OBS's frontend itself tells of that scene when it is there
/// whole, in studio mode seconds later. Begin before anything is on air.
class TransitionWatch {
public:
    /// @param begun on any thread
    explicit TransitionWatch(std::function<void()> begun);
    ~TransitionWatch() { end(); }
    TransitionWatch(const TransitionWatch &) = delete;
    TransitionWatch &operator=(const TransitionWatch &) = delete;

    /// Nothing is told any more when this returns. UI thread.
    void end();

private:
    static void on_channel(void *self, calldata_t *data);
    static void on_start(void *self, calldata_t *data);
    void listen_to(obs_source_t *transition);

    const std::function<void()> begun_;
    bool ended_ = false;
    std::mutex lock_;
    OBSWeakSourceAutoRelease transition_; ///< the one that the program goes through
};

} // namespace astro::studio
