// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/locale.h"

#include <obs-module.h>

namespace astro::studio {

std::string text(const char *key, const std::vector<std::string> &args)
{
    const std::string pattern = obs_module_text(key);
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

std::string text(const Problem &problem)
{
    return text(problem.key.c_str(), problem.args);
}

} // namespace astro::studio
