// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <filesystem>
#include <vector>

namespace harness {

/// A token that nobody has used before.
astro::Secret new_token();

/// Files below `folder` that hold the token, but for `allowed`, where it belongs.
std::vector<std::filesystem::path> files_with(const astro::Secret &token, const std::filesystem::path &folder,
                                              const std::filesystem::path &allowed = {});

} // namespace harness
