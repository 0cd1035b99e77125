// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"
#include "studio/actions/media_progress.h"
#include "studio/each_frame.h"
#include "support/instant.h"

#include <functional>
#include <string>
#include <vector>

namespace astro::studio {

/// Looks at media sources with each frame: begins those that are to play once they are shown, and tells of the ends
/// that actions wait for. OBS's signals of them come on many threads, and differ from one kind of source to the other;
/// the state that is seen does not. Keeps names, never a reference. UI thread.
class MediaWatch {
public:
    using Ended = std::function<void(rules::ActionId)>;

    /// @param ended from a turn of its own, never from inside of watch()
    MediaWatch(const UiThread &ui, Ended ended);

    /// Plays the source from its beginning: at once, or when it is shown; a source that nobody sees can't begin.
    /// @param not_shown it was not within two seconds
    void play(const std::string &source, std::function<void()> not_shown);
    /// It is not to be begun any more.
    void do_not_play(const std::string &source);

    /// The action waits for the end of this source. @see MediaProgress
    void watch(rules::ActionId id, const std::string &source);
    /// It does not any more.
    void forget(rules::ActionId id);

    /// What has not begun has its time anew: it may be held up by what OBS does not take yet.
    void nothing_is_late();

    void renamed(const rules::Rename &rename);
    void clear();
    /// For good.
    void end();

private:
    struct Start {
        std::string source;
        Deadline latest;
        std::function<void()> not_shown;
    };
    struct Watch {
        rules::ActionId id;
        std::string source;
        MediaProgress progress;
    };
    void look();
    void begin_what_is_shown(Deadline now);
    void tell_what_ended(Deadline now);
    void want_looks();

    Ended ended_;
    std::vector<Start> starts_;
    std::vector<Watch> watches_;
    EachFrame frames_;
};

} // namespace astro::studio
