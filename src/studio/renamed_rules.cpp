// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/renamed_rules.h"

#include "rules/rule_file.h"

#include <algorithm>
#include <list>
#include <set>
#include <utility>

namespace astro::studio {
namespace {

struct Nameless {
    std::string name;
    std::string does; ///< all but the name
};

/// Those of `some` whose names none of `others` has.
std::list<Nameless> missing_in(const std::vector<rules::Rule> &others, const std::vector<rules::Rule> &some)
{
    std::set<std::string> names;
    for (const rules::Rule &rule : others)
        names.insert(rule.name);
    std::list<Nameless> missing;
    for (const rules::Rule &rule : some) {
        if (names.count(rule.name) != 0)
            continue;
        rules::RuleSet alone;
        alone.rules.push_back(rule);
        alone.rules[0].name.clear();
        missing.push_back({rule.name, rules::write_rules(alone)});
    }
    return missing;
}

} // namespace

std::vector<RenamedRule> renamed_rules(const std::vector<rules::Rule> &before, const std::vector<rules::Rule> &now)
{
    std::vector<RenamedRule> renamed;
    auto come = missing_in(before, now);
    for (const Nameless &one : missing_in(now, before)) {
        const auto same =
            std::find_if(come.begin(), come.end(), [&](const Nameless &other) { return other.does == one.does; });
        if (same == come.end())
            continue;
        renamed.push_back({one.name, same->name});
        come.erase(same);
    }
    return renamed;
}

} // namespace astro::studio
