// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/texts.h"

#include <cstddef>

namespace astro::studio {

std::string Texts::operator()(const std::string &key, const std::vector<std::string> &args) const
{
    const std::string pattern = look_up_(key.c_str());
    std::string filled;
    filled.reserve(pattern.size());
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool mark = pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' && pattern[i + 1] <= '9';
        const auto number = mark ? static_cast<std::size_t>(pattern[i + 1] - '1') : args.size();
        if (number < args.size()) {
            filled += args[number];
            ++i;
        } else {
            filled += pattern[i];
        }
    }
    return filled;
}

} // namespace astro::studio
