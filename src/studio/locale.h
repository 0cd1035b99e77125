// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/texts.h"
#include "support/problem.h"

#include <string>
#include <vector>

namespace astro::studio {

/// The texts of data/locale in the user's language. A key without a text gives the key itself, so that a missing
/// translation is seen.
const Texts &texts();
std::string text(const char *key, const std::vector<std::string> &args = {});
std::string text(const Problem &problem);
/// "Follows, subs, tips and more (channel.activities)", or the topic itself when it has no text.
std::string label_of_topic(const std::string &topic);

} // namespace astro::studio
