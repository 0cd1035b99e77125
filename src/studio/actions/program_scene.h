// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rename.h"
#include "studio/actions/scene_transition.h"

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
    /// A batch of actions that is done at once. If scenes can be switched then, the switch comes at its end, once, and
    /// what is asked meanwhile is answered as if it had been made.
    class Moment {
    public:
        Moment(ProgramScene &program, bool can_switch);
        ~Moment();
        Moment(const Moment &) = delete;
        Moment &operator=(const Moment &) = delete;

    private:
        ProgramScene &program_;
    };
    /// Whether a switch can be made in the batch that is being done.
    bool in_moment() const { return next_.has_value(); }

    /// While it lives, switches that are asked for are made with this transition.
    class With {
    public:
        With(ProgramScene &program, SceneTransition transition) : program_(program)
        {
            program_.with_ = std::move(transition);
        }
        ~With() { program_.with_ = {}; }
        With(const With &) = delete;
        With &operator=(const With &) = delete;

    private:
        ProgramScene &program_;
    };

    /// The scene's name, "" when there is none. While a transition runs, that of the scene which comes.
    std::string name() const;
    /// The scene that was on air before that one, "" when there was none since the scene collection was loaded.
    std::string previous() const;
    /// Whether a switch can be made now, with this transition. OBS does not tell of each moment from which on it can:
    /// ask with each frame.
    bool ready(const SceneTransition &with = {}) const;
    /// While a switch waits or wants_frames(), to be called with each frame.
    void frame_passed();
    bool wants_frames() const { return !settled_; }
    /// @return false when there is no such scene.
    bool switch_to(const std::string &name);

    /// Studio mode's preview; nothing when there is no studio mode.
    std::optional<std::string> preview() const;
    /// @return false when there is no such scene, or no studio mode.
    bool show_in_preview(const std::string &name);

    /// OBS tells that another scene may be on air.
    void changed();
    /// OBS tells that what is seen of a transition ended, or that studio mode did.
    void transition_ended();
    void renamed(const rules::Rename &rename);
    void forget();

private:
    struct Switch {
        std::string scene;
        SceneTransition with;
    };

    std::string name_in_obs() const;
    void unsettle();
    void switch_now(const Switch &to);

    std::optional<Switch> next_; ///< in a moment: the switch to be made at its end
    SceneTransition with_;
    std::string on_air_, previous_; ///< as OBS told of them
    int frames_at_beginning_ = 0;   ///< of a transition of which nothing is seen yet
    /// OBS may be with a transition, or not be done with what it does after one: it tells of neither.
    bool settled_ = true;
    int quiet_frames_ = 0;
    std::optional<std::chrono::steady_clock::time_point> heard_since_, overridden_since_;
    std::string left_;    ///< the scene that was on air before our last switch
    std::string preview_; ///< what the preview showed then; "" when there is nothing to put right
};

} // namespace astro::studio
