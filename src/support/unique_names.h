// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace astro {

/// Gives each of a list of things a name of its own. The first to have a name keeps it, a later one gets the next free
/// number behind it ("Alert 2"), one without a name is called by the stem ("Rule 1").
/// @return as many names as were given, in the same order.
inline std::vector<std::string> unique_names(const std::vector<std::string> &wanted, const std::string &stem)
{
    // Every name that somebody has is out of bounds for numbering, so that no one loses a name to a namesake's number.
    std::set<std::string> taken(wanted.begin(), wanted.end());
    std::set<std::string> given;
    std::map<std::string, std::size_t> last_number;
    std::vector<std::string> names;
    for (const std::string &name : wanted) {
        if (!name.empty() && given.insert(name).second) {
            names.push_back(name);
            continue;
        }
        const std::string &base = name.empty() ? stem : name;
        std::size_t &number = last_number.try_emplace(base, name.empty() ? 0 : 1).first->second;
        std::string numbered;
        do {
            numbered = base + " " + std::to_string(++number);
        } while (!taken.insert(numbered).second);
        names.push_back(numbered);
    }
    return names;
}

} // namespace astro
