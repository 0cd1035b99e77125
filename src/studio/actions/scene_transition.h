// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <obs.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace astro::studio {

/// The way in which a scene comes on air.
struct SceneTransition {
    std::string name;                      ///< "": the streamer's, which is the scene's own where it has one
    std::chrono::milliseconds duration{0}; ///< 0: as long as that one takes

    bool is_streamers() const { return name.empty() && duration.count() == 0; }
};

/// While it lives, OBS switches to the scene with this transition: as if the scene had it for its own. What the scene
/// had before is there again afterwards, and the streamer's transition and its duration are left alone. UI thread;
/// let go of within the call in which it was made, so that nobody else sees it.
class TransitionOverride {
public:
    TransitionOverride(obs_source_t *scene, const SceneTransition &transition);
    ~TransitionOverride();
    TransitionOverride(const TransitionOverride &) = delete;
    TransitionOverride &operator=(const TransitionOverride &) = delete;

private:
    OBSDataAutoRelease settings_; ///< null when there is nothing to put back
    std::optional<std::string> name_;
    std::optional<long long> duration_;
};

/// True while OBS is with a transition that is not the streamer's: then it takes no scene's own one.
bool transition_is_overridden();

} // namespace astro::studio
