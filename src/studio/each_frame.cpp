// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/each_frame.h"

#include "studio/guarded.h"

#include <obs.h>

#include <utility>

namespace astro::studio {

EachFrame::EachFrame(const UiThread &ui, std::function<void()> work) : ui_(ui), work_(std::move(work))
{
    // Once and for all: adding and removing waits for whatever others do in their turn of a frame.
    obs_add_tick_callback(tick, this);
}

void EachFrame::end()
{
    if (!std::exchange(ended_, true))
        obs_remove_tick_callback(tick, this);
}

void EachFrame::tick(void *param, float)
{
    auto &self = *static_cast<EachFrame *>(param);
    if (!self.wanted_ || self.under_way_.exchange(true))
        return;
    guarded("a look at each frame", [&self] {
        self.ui_.post([&self] {
            self.under_way_ = false;
            if (self.wanted_)
                self.work_();
        });
    });
}

} // namespace astro::studio
