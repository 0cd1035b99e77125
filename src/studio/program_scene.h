// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace astro::studio {

/// The scene that is on air, and switching to another one. In studio mode OBS takes no switch while a transition runs,
/// and afterwards may put the scene that was on air into the streamer's preview: here the switch waits until then, and
/// the preview becomes again what it was. UI thread. Holds names, never a reference.
class ProgramScene {
public:
    /// Its name, or that of the scene which is to be on air as soon as OBS takes the switch; "" when there is none.
    std::string name() const;
    /// @return false when there is no such scene.
    bool switch_to(const std::string &name);

    /// OBS tells that a transition ended, or that studio mode did.
    void transition_ended();
    void renamed(const std::string &from, const std::string &to);
    void forget();

private:
    std::string waiting_; ///< to be switched to when the running transition has ended; "" for none
    std::string preview_; ///< to be seen in the preview again then; "" when we changed nothing
};

} // namespace astro::studio
