// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/fader.h"

#include "studio/actions/volume.h"
#include "studio/guarded.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace astro::studio {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Whoever listens to a volume is called from our thread. So long it is waited for.
constexpr milliseconds longest_step{200};

struct Fade {
    OBSWeakSource source;
    float from, to;
    Clock::time_point begin;
    milliseconds length;
    /// What we have set it to, and are just about to: it stands at either, or somebody else has moved it.
    float before, now;
    std::uint64_t turn; ///< another one whenever it is led elsewhere

    double part(Clock::time_point at) const
    {
        return length.count() > 0 ? std::chrono::duration<double, std::milli>(at - begin) / length : 1;
    }
    bool is_ours(float level) const { return level == before || level == now; }
    void lead(float level, milliseconds fade)
    {
        to = level;
        begin = Clock::now();
        length = fade;
        ++turn;
    }
};

/// What is to be done of a fade in one turn, outside of the lock.
struct Step {
    OBSWeakSource source;
    float expected, level;
    bool last;
    std::uint64_t turn;
    bool taken = false;

    void take()
    {
        const OBSSourceAutoRelease found = obs_weak_source_get_source(source);
        if (!found || obs_source_removed(found) || obs_source_get_volume(found) != expected)
            return;
        obs_source_set_volume(found, level);
        taken = true;
    }
};

} // namespace

/// Guarded by its lock. No lock is held while OBS is called, but for asking where a volume stands, which calls nobody.
class Fader::State {
public:
    /// @return false when nothing of it fades, so that it can be set at once.
    bool lead(obs_source_t *source, float level, milliseconds length)
    {
        const std::lock_guard hold(lock_);
        Fade *fade = find(source);
        const float stands = obs_source_get_volume(source);
        if (!fade && length.count() <= 0)
            return false;
        if (!fade) {
            fades_.push_back({OBSGetWeakRef(source), stands, level, Clock::now(), length, stands, stands, 0});
            return true;
        }
        fade->from = fade->is_ours(stands) ? fade->now : stands;
        if (!fade->is_ours(stands))
            fade->before = fade->now = stands;
        fade->lead(level, length);
        changed_.notify_all();
        return true;
    }

    float leads_to(obs_source_t *source) const
    {
        const std::lock_guard hold(lock_);
        const Fade *fade = const_cast<State *>(this)->find(source);
        const float stands = obs_source_get_volume(source);
        return fade && fade->is_ours(stands) ? fade->to : stands;
    }

    std::vector<Fading> fading() const
    {
        std::vector<Fade> fades;
        {
            const std::lock_guard hold(lock_);
            fades = fades_;
        }
        std::vector<Fading> all;
        for (const Fade &fade : fades) {
            if (const OBSSource source = OBSGetStrongRef(fade.source))
                all.push_back({source, fade.from, fade.to});
        }
        return all;
    }

    /// @return true when the thread is to be started.
    bool begin()
    {
        const std::lock_guard hold(lock_);
        return !std::exchange(running_, true);
    }
    void not_begun()
    {
        const std::lock_guard hold(lock_);
        running_ = false;
    }

    void run()
    {
        std::unique_lock hold(lock_);
        while (!ending_ && !fades_.empty()) {
            const auto now = Clock::now();
            std::vector<Step> steps;
            for (Fade &fade : fades_) {
                fade.before = fade.now;
                fade.now = faded(fade.from, fade.to, fade.part(now));
                steps.push_back({fade.source, fade.before, fade.now, fade.part(now) >= 1, fade.turn});
            }
            hold.unlock();
            for (Step &one : steps)
                guarded("a fade", [&one] { one.take(); });
            hold.lock();
            forget(steps);
            if (!ending_ && !fades_.empty())
                changed_.wait_until(hold, now + step);
        }
        running_ = false;
    }

    void end()
    {
        const std::lock_guard hold(lock_);
        ending_ = true;
        changed_.notify_all();
    }

    /// What was under way when it ended.
    std::vector<Fade> take()
    {
        const std::lock_guard hold(lock_);
        return std::exchange(fades_, {});
    }

private:
    Fade *find(obs_source_t *source)
    {
        const auto found = std::find_if(fades_.begin(), fades_.end(), [source](const Fade &fade) {
            return obs_weak_source_references_source(fade.source, source);
        });
        return found == fades_.end() ? nullptr : &*found;
    }

    /// Those that are over, of a source that is gone, or whose slider was moved. Others may have been added meanwhile,
    /// behind these.
    void forget(const std::vector<Step> &steps)
    {
        for (std::size_t i = std::min(steps.size(), fades_.size()); i-- > 0;) {
            if ((!steps[i].taken || steps[i].last) && steps[i].turn == fades_[i].turn)
                fades_.erase(fades_.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }

    mutable std::mutex lock_;
    std::condition_variable changed_;
    std::vector<Fade> fades_;
    bool running_ = false;
    bool ending_ = false;
};

Fader::Fader() : state_(std::make_shared<State>()) {}

Fader::~Fader()
{
    finish();
}

void Fader::set(obs_source_t *source, float level, milliseconds fade)
{
    if (!state_->lead(source, level, fade)) {
        obs_source_set_volume(source, level);
        return;
    }
    if (!state_->begin())
        return;
    thread_.join_for(longest_step); // the one before, which is over
    if (!thread_.start([state = state_] { state->run(); })) {
        state_->not_begun();
        finish();
    }
}

float Fader::level(obs_source_t *source) const
{
    return state_->leads_to(source);
}

std::vector<Fader::Fading> Fader::fading() const
{
    return state_->fading();
}

void Fader::finish()
{
    state_->end();
    thread_.join_for(longest_step);
    const auto under_way = state_->take();
    state_ = std::make_shared<State>(); // the other one may be a thread's that was left behind
    for (const Fade &fade : under_way) {
        const OBSSourceAutoRelease source = obs_weak_source_get_source(fade.source);
        if (source && !obs_source_removed(source) && fade.is_ours(obs_source_get_volume(source)))
            obs_source_set_volume(source, fade.to);
    }
}

} // namespace astro::studio
