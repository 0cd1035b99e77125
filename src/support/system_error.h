// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/text.h"

#include <cstddef>
#include <string>
#include <system_error>

namespace astro {

/// A system's words, which may be in any encoding, presentable.
inline std::string told(const std::error_code &error)
{
    constexpr std::size_t longest_told = 300; // code points
    return text::presentable(error.message(), longest_told);
}

} // namespace astro
