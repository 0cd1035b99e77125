// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_places.h"

#include "support/unique_names.h"

#include <algorithm>
#include <string>
#include <utility>

namespace astro::studio {

void give_way(std::vector<rules::Rule> &all, std::size_t place)
{
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const rules::Rule &other : all) {
        if (&other != &all[place])
            names.push_back(other.name);
    }
    names.push_back(all[place].name);
    all[place].name = unique_names(names, {}).back();
}

std::size_t bring_back(std::vector<rules::Rule> &all, std::size_t place, rules::Rule rule)
{
    place = std::min(place, all.size());
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(place), std::move(rule));
    give_way(all, place);
    return place;
}

} // namespace astro::studio
