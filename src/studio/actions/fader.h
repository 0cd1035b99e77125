// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/bounded_thread.h"

#include <obs.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace astro::studio {

/// Sets volumes, at once or little by little. The little steps are made on a thread of its own, which lives for as long
/// as something fades: the UI thread would make them late, and they would hold it up. A slider that the streamer moves
/// meanwhile is his: that fade is over. Keeps weak references alone. UI thread.
class Fader {
public:
    static constexpr std::chrono::milliseconds step{15};
    static_assert(step <= std::chrono::milliseconds(20), "the rules' format promises so");

    Fader();
    /// As finish().
    ~Fader();
    Fader(const Fader &) = delete;
    Fader &operator=(const Fader &) = delete;

    /// @param level a factor, as OBS has it
    void set(obs_source_t *source, float level, std::chrono::milliseconds fade);
    /// Where the volume leads to, if it is on its way, else where it stands.
    float level(obs_source_t *source) const;

    struct Fading {
        OBSSource source;
        float from, to;
    };
    std::vector<Fading> fading() const;
    /// All that fades is where it leads to, at once. No source is touched any more after that, and the thread has
    /// ended, unless somebody who listens to a volume holds it up: then it is left behind.
    void finish();

private:
    class State;
    std::shared_ptr<State> state_; ///< the thread's, too
    BoundedThread thread_;
};

} // namespace astro::studio
