// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/transition_watch.h"

#include "studio/guarded.h"

#include <utility>

namespace astro::studio {
namespace {

constexpr const char *start_signal = "transition_start";

} // namespace

TransitionWatch::TransitionWatch(std::function<void()> begun) : begun_(std::move(begun))
{
    // OBS's transitions are private: what they do is told by each of them alone.
    signal_handler_connect(obs_get_signal_handler(), "channel_change", on_channel, this);
}

void TransitionWatch::end()
{
    if (std::exchange(ended_, true))
        return;
    signal_handler_disconnect(obs_get_signal_handler(), "channel_change", on_channel, this);
    listen_to(nullptr);
}

void TransitionWatch::on_channel(void *self, calldata_t *data)
{
    constexpr long long program = 0;
    if (calldata_int(data, "channel") == program)
        static_cast<TransitionWatch *>(self)->listen_to(static_cast<obs_source_t *>(calldata_ptr(data, "source")));
}

void TransitionWatch::listen_to(obs_source_t *transition)
{
    const std::lock_guard hold(lock_);
    const OBSSourceAutoRelease before = obs_weak_source_get_source(transition_);
    if (before == transition)
        return;
    if (before)
        signal_handler_disconnect(obs_source_get_signal_handler(before), start_signal, on_start, this);
    transition_ = obs_source_get_weak_source(transition);
    if (transition)
        signal_handler_connect(obs_source_get_signal_handler(transition), start_signal, on_start, this);
}

void TransitionWatch::on_start(void *self, calldata_t *)
{
    guarded("the beginning of a transition", static_cast<TransitionWatch *>(self)->begun_);
}

} // namespace astro::studio
