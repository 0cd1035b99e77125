// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <util/base.h>

#include <exception>

namespace astro::studio {

/// Runs what OBS called us for. A fault is logged and ends here: OBS is written in C for the most part, and an
/// exception that passed into it would end it. Any thread.
/// @param what is named in the log
template <typename Work>
void guarded(const char *what, const Work &work)
{
    try {
        work();
    } catch (const std::exception &fault) {
        blog(LOG_ERROR, "[obs-astro] %s failed: %s", what, fault.what());
    }
}

/// Does the same to each of `all`: a fault at one is not the others'.
template <typename All, typename Work>
void guarded_each(const char *what, All &&all, const Work &work)
{
    for (auto &&one : all)
        guarded(what, [&] { work(one); });
}

} // namespace astro::studio
