// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/detached_task.h"

#include "support/system.h"

#include <system_error>
#include <thread>

namespace astro::gateway {

bool run_detached(DetachedTaskLimit &limit, std::function<void()> work)
{
    if (++limit.running > limit.most) {
        --limit.running;
        return false;
    }
    system::keep_this_module_loaded();
    try {
        std::thread([&limit, work = std::move(work)] {
            work();
            --limit.running;
        }).detach();
    } catch (const std::system_error &) {
        --limit.running;
        return false;
    }
    return true;
}

} // namespace astro::gateway
