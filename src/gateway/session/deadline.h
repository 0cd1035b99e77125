// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"

#include <algorithm>
#include <optional>

namespace astro::gateway {

/// Of two deadlines that there may be, the one that comes first.
inline std::optional<Deadline> earlier(std::optional<Deadline> a, std::optional<Deadline> b)
{
    return !a ? b : !b ? a : std::min(*a, *b);
}

} // namespace astro::gateway
