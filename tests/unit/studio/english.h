// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/texts.h"
#include "unit/locale/locale_file.h"

namespace astro::studio {

/// The words of data/locale/en-US.ini.
inline const Texts &english()
{
    static const LocaleFile file = read_locale(ASTRO_LOCALE);
    static const Texts all([](const char *key) {
        const auto found = file.texts.find(key);
        EXPECT_TRUE(found != file.texts.end()) << "no text " << key;
        return found == file.texts.end() ? std::string(key) : found->second;
    });
    return all;
}

} // namespace astro::studio
