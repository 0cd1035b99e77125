// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/text_lines.h"

namespace astro::studio {

std::string with_line(const std::string &lines, const std::string &line, std::size_t most)
{
    if (most == 0)
        return {};
    std::string all = lines.empty() ? line : lines + '\n' + line;
    std::size_t begin = all.size();
    for (std::size_t kept = 0; kept < most; ++kept) {
        const std::size_t line_break = begin == 0 ? std::string::npos : all.rfind('\n', begin - 1);
        if (line_break == std::string::npos)
            return all;
        begin = line_break;
    }
    return all.substr(begin + 1);
}

} // namespace astro::studio
