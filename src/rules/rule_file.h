// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "support/problem.h"

#include <string>
#include <string_view>
#include <vector>

namespace astro::rules {

struct ReadRules {
    RuleSet set;
    std::vector<Problem> problems; ///< of the document as a whole; a rule's own come from check()
};

/// Reads `{"version":1,"rules":[…]}`. Never throws. Whatever can be read is read; what can't is kept and reported.
/// - No document, or one without rules, is an empty set. One that is no JSON object is kept as a text in the set's own
///   member `damaged`.
/// - A member of the wrong type gets its default; the original stays in `extra`, and in the file, until it is set anew.
/// - Rules get names of their own: the second "Alert" becomes "Alert 2", one without a name "Rule 1".
/// - A number out of its range counts as missing. A newer version is read as far as it is understood, and stays newer.
ReadRules read_rules(std::string_view document);
/// Compact and canonical: equal sets give equal texts. An action has the members that its type uses, and those that
/// are filled in.
std::string write_rules(const RuleSet &set);

} // namespace astro::rules
