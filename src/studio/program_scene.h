// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace astro::studio {

/// The scene that is on air, and switching to another one. There are moments at which a switch has to wait: OBS takes
/// none in studio mode while a transition runs, and in every mode one that starts when the last transition is over for
/// the eye, but not for the ear, is seen to jump. After a switch OBS may put the scene that was on air into studio
/// mode's preview: that becomes again what it was. UI thread. Holds names, never a reference.
class ProgramScene {
public:
    /// The scene's name, "" when there is none. While a transition runs, that of the scene which comes.
    std::string name() const;
    /// Whether a switch can be made now. OBS does not tell of each moment from which on it can: ask with each frame.
    bool ready() const;
    /// While a switch waits, to be called with each frame.
    void frame_passed();
    /// @return false when there is no such scene.
    bool switch_to(const std::string &name);

    /// OBS tells that what is seen of a transition ended, or that studio mode did.
    void transition_ended();
    void renamed(const std::string &from, const std::string &to);
    void forget();

private:
    int frames_at_beginning_ = 0; ///< of a transition of which nothing is seen yet
    std::optional<std::chrono::steady_clock::time_point> heard_since_;
    std::string left_;    ///< the scene that was on air before our last switch
    std::string preview_; ///< what the preview showed then; "" when there is nothing to put right
};

} // namespace astro::studio
