// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "support/problem.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The file by which rules go from one scene collection, or streamer, to another:
/// `{"obs-astro-rules":1,"rules":[…],"labels":[…],"queues":[…]}`, each as in the collection's own format.
namespace astro::rules {

/// The rules of these names, in the set's order, and with them those that they fire and the queues that they are in.
/// Labels go along when all rules do. For people to read, too.
std::string write_export(const RuleSet &set, const std::vector<std::string> &rules);

struct ReadExport {
    RuleSet set;
    std::vector<Problem> problems;
    bool usable = false; ///< false: it is no such file, and the one problem says so
};
/// Never throws. What can be read is read, what can't is told.
ReadExport read_export(std::string_view document);

/// A scene or source that rules name.
struct UsedName {
    std::string name;
    std::vector<FieldKind> kinds; ///< of the fields that name it, each once

    friend bool operator==(const UsedName &a, const UsedName &b) { return a.name == b.name && a.kinds == b.kinds; }
};
/// Each name once, in the order in which they come up. So an import can ask for those that are not there.
std::vector<UsedName> names_used(const RuleSet &set);

/// Adds what was read to a set. A rule whose name is taken gets a number, and the rules that fire it follow. A queue or
/// a label that is described already stays as it is.
/// @param names what stands for a scene or source of the file here, all at once: two may be swapped.
/// @return the names that the rules have now, in their order.
std::vector<std::string> import_into(RuleSet &target, RuleSet imported,
                                     const std::map<std::string, std::string> &names);

} // namespace astro::rules
