// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/locale.h"

#include <QString>

#include <string>
#include <vector>

namespace astro::studio::dock {

inline QString shown(const std::string &text)
{
    return QString::fromStdString(text);
}

/// A text of data/locale.
inline QString words(const char *key, const std::vector<std::string> &args = {})
{
    return shown(text(key, args));
}

} // namespace astro::studio::dock
