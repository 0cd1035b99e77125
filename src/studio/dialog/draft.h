// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule.h"
#include "settings/settings_file.h"
#include "studio/dialog/deletions.h"
#include "studio/rule_renames.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace astro::studio {

/// All that the dialog edits.
struct Draft {
    settings::Settings settings;
    rules::RuleSet rules;
    // How it came to be so: what differs in these alone is the same draft.
    RuleRenames renames{};
    Deletions deletions{};

    /// Something was renamed. @return whether anything of it was named, be it deleted.
    bool rename(const rules::Rename &renamed);
    /// What is done to the rules in force is done to these: to each rule by the name that it has there.
    /// @param added the rules that it adds, in their order, as they are in force. They are added here, too, where it
    /// has nothing to add: a copy of a rule that was deleted here.
    /// @return as `change`, whether it changed anything.
    bool change_rules(const std::function<bool(rules::RuleSet &)> &change, const std::vector<rules::Rule> &added);
    /// What the rule is called here that has this name in force; "" where there is none.
    std::string name_here(const std::string &in_force) const;

    friend bool operator==(const Draft &a, const Draft &b);
};

/// The states that a draft went through while one dialog was open. OBS's dialog keeps, compares and restores the
/// settings of its source (OK, Cancel, Defaults, "unsaved changes?"); we give it a state's number as the only setting.
/// So all of that works, and neither a token nor a rule is ever in what OBS saves or in its undo list.
class DraftHistory {
public:
    static constexpr long long opened = 0;
    static constexpr long long defaults = -1;

    explicit DraftHistory(Draft at_opening);

    /// The draft of that number; the one at opening when the number is unknown.
    const Draft &at(long long number) const;
    /// @return the number of this state: that of the opening or the defaults when it equals them.
    long long add(Draft draft);
    /// What happened outside of the dialog happened to every state: numbers stay what they are, so that it is no edit.
    /// @param change says whether it changed anything.
    bool change_all(const std::function<bool(Draft &)> &change);

private:
    Draft opened_;
    Draft defaults_;
    std::map<long long, Draft> later_; ///< the last few: OBS only ever goes back to the opening or the defaults
    long long last_ = 0;
};

} // namespace astro::studio
