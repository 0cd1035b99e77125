// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/ui_thread.h"

#include <atomic>
#include <functional>

namespace astro::studio {

/// Something that is done on the UI thread once a frame, for as long as it is wanted: for what OBS does not tell of. A
/// UI thread that does not keep up gets no second turn before the first one was taken.
class EachFrame {
public:
    /// UI thread. `ui` and what `work` uses outlive this.
    EachFrame(const UiThread &ui, std::function<void()> work);
    ~EachFrame() { end(); }
    EachFrame(const EachFrame &) = delete;
    EachFrame &operator=(const EachFrame &) = delete;

    void want(bool wanted) { wanted_ = wanted; }
    /// For good. UI thread.
    void end();

private:
    static void tick(void *self, float seconds); // graphics thread

    const UiThread &ui_;
    const std::function<void()> work_;
    std::atomic<bool> wanted_{false};
    std::atomic<bool> under_way_{false};
    bool ended_ = false;
};

} // namespace astro::studio
