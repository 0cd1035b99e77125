// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/contenders.h"

#include <string_view>

namespace bench {

const std::vector<Contender> &contenders()
{
    static const std::vector<Contender> all{
        {"plugin", true, "", 0, true},
        {"bridge", false, "direct", 0, true},
        {"switcher-300", false, "switcher", 300, true},
        {"switcher-10", false, "switcher", 10, true},
        {"none", false, "nothing", 0, false},
    };
    return all;
}

std::string missing(const Contender &contender, const Options &options)
{
    if (*contender.bridge && options.bridge.empty())
        return "no Node, or npm could not install the bridge's packages";
    if (contender.switcher_interval > 0 && options.switcher.empty())
        return "Debian's package obs-advanced-scene-switcher could not be had";
    return {};
}

} // namespace bench
