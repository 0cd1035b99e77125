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

/// For a tooltip: what viewers write is never taken for HTML.
inline QString plain_tip(const QString &text)
{
    return "<qt>" + text.toHtmlEscaped().replace('\n', "<br>") + "</qt>";
}

/// For a button or the like, where an & is the mark of a key.
inline QString plain_label(QString text)
{
    return text.replace('&', "&&");
}

} // namespace astro::studio::dock
