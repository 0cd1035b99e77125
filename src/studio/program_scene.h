// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/ui_thread.h"

#include <chrono>
#include <optional>
#include <string>

namespace astro::studio {

/// The scene that is on air, and switching to another one. In studio mode OBS takes no switch while a transition runs,
/// and afterwards may put the scene that was on air into the streamer's preview: here the switch waits until then, and
/// the preview becomes again what it was. It waits as well, in every mode, while a transition is over for the eye but
/// not for the ear. UI thread. Holds names, never a reference.
class ProgramScene {
public:
    explicit ProgramScene(const UiThread &ui) : ui_(ui) {}

    /// Its name, or that of the scene which is to be on air as soon as OBS takes the switch; "" when there is none.
    std::string name() const;
    /// @return false when there is no such scene.
    bool switch_to(const std::string &name);

    /// OBS tells that a transition ended, or that studio mode did.
    void transition_ended();
    void renamed(const std::string &from, const std::string &to);
    void forget();

private:
    /// Whether a switch would be refused now, or be seen to jump.
    bool must_wait();
    /// Comes back with the next frame, since OBS does not tell of every end.
    void look_again();

    const UiThread &ui_;
    bool looking_ = false; ///< a turn of the UI thread is on its way that looks whether the switch can be made
    std::string waiting_;  ///< to be switched to as soon as no transition runs; "" for none
    std::optional<std::chrono::steady_clock::time_point> echo_ends_; ///< until when to wait for the sound
    std::string preview_; ///< to be seen in the preview again then; "" when we changed nothing
};

} // namespace astro::studio
