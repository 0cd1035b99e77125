// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/read_whole.h"

#include "support/system.h"

namespace astro {

std::optional<std::string> read_whole(const std::filesystem::path &file, std::size_t max_bytes, std::string &why)
{
    auto content = system::read_regular(file, max_bytes + 1, why);
    if (content && content->size() > max_bytes) {
        why = "longer than " + std::to_string(max_bytes) + " bytes";
        return std::nullopt;
    }
    return content;
}

} // namespace astro
