// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_places.h"

#include "support/unique_names.h"

#include <algorithm>
#include <string>
#include <unordered_map>
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

void put_in_order(std::vector<rules::Rule> &all, const std::vector<std::string> &names)
{
    std::unordered_map<std::string, std::size_t> places;
    for (const std::string &name : names)
        places.emplace(name, places.size());
    const auto place = [&](const rules::Rule &rule) {
        const auto found = places.find(rule.name);
        return found == places.end() ? places.size() : found->second;
    };
    std::vector<std::pair<std::size_t, rules::Rule>> readable;
    for (const rules::Rule &rule : all) {
        if (rule.unreadable.isNull())
            readable.emplace_back(place(rule), rule);
    }
    std::stable_sort(readable.begin(), readable.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    auto next = readable.begin();
    for (rules::Rule &rule : all) {
        if (rule.unreadable.isNull())
            rule = std::move((next++)->second);
    }
}

} // namespace astro::studio
