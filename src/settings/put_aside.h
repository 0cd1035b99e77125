// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace astro::settings {

struct PutAside {
    std::filesystem::path from, to; ///< empty: it stayed where it was
    std::string why_not;
};

/// Renames a file that is no use to NAME.damaged-N.json, a name that is free, and makes it its owner's alone. Anything
/// but a file stays where it is.
PutAside put_aside(const std::filesystem::path &file);

} // namespace astro::settings
