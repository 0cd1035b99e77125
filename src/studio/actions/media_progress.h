// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"

#include <chrono>
#include <optional>

namespace astro::studio {

/// How a media source is seen at one look, from what can be seen least of to most.
enum class MediaLook {
    gone, ///< there is none such any more
    idle, ///< it has ended, was stopped, or was never begun
    paused,
    unseen, ///< OBS says that it plays, but it is in nothing that is shown: it may as well do nothing
    playing,
};

/// Whether what is waited for, the end of a media source, has come. Told what is seen of it, and the time.
class MediaProgress {
public:
    /// What has not begun by then never will: its end is not waited for.
    static constexpr std::chrono::seconds longest_beginning{2};
    /// A playlist is idle for a moment between two of its pieces, and some sources are when they begin anew.
    static constexpr std::chrono::milliseconds longest_break{200};

    explicit MediaProgress(Deadline now) : since_(now) {}

    /// What has not begun has its time anew.
    void wait_anew(Deadline now) { since_ = now; }

    /// To be called again and again. @return true when it is over.
    bool ended(MediaLook look, Deadline now)
    {
        if (look == MediaLook::gone)
            return true;
        if (!begun_) {
            begun_ = look == MediaLook::playing || look == MediaLook::paused;
            return !begun_ && now - since_ >= longest_beginning;
        }
        if (look != MediaLook::idle) {
            idle_since_.reset();
            return false;
        }
        if (!idle_since_)
            idle_since_ = now;
        return now - *idle_since_ >= longest_break;
    }

private:
    Deadline since_;
    bool begun_ = false;
    std::optional<Deadline> idle_since_;
};

} // namespace astro::studio
