// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>

namespace astro {

/// One hash of two, in this order.
inline std::size_t mixed(std::size_t one, std::size_t other)
{
    constexpr std::size_t golden = 0x9E3779B9; // the usual odd constant
    return one ^ (other + golden + (one << 6) + (one >> 2));
}

} // namespace astro
