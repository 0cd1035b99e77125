// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/problem.h"

#include <string>
#include <vector>

namespace astro::studio {

/// A text of data/locale in the user's language, with %1, %2, … filled in from `args`. A key without a text gives the
/// key itself, so that a missing translation is seen.
std::string text(const char *key, const std::vector<std::string> &args = {});
std::string text(const Problem &problem);

} // namespace astro::studio
