// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/draft.h"
#include "studio/form_builder.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace astro::studio {

/// The dialog's lower half: the list of rules, and one of them taken apart. Its fields' names begin with "rules." and
/// "rule.". A condition's and an action's fields stand in rows, of which a few spare ones are built hidden.
class RuleForm {
public:
    /// @param try_rule what the button "Try this rule" does.
    explicit RuleForm(std::function<void(const rules::Rule &)> try_rule) : try_rule_(std::move(try_rule)) {}

    void show(FormBuilder &form, const Draft &draft, bool build);
    /// The user changed field `name`; its new value is in `fields`. @return true when other fields have to change too.
    bool edit(Draft &draft, const std::string &name, obs_data_t *fields);
    /// A button of this form. @return true when it was one.
    bool click(Draft &draft, const std::string &name);

    /// True when the rule shown has more rows than were built: then the form has to be built anew.
    bool outgrown(const Draft &draft) const;
    /// What is wrong with the rules, to be compared: while somebody types it is not shown anew.
    std::string problems(const Draft &draft) const;

private:
    const rules::Rule *chosen(const rules::RuleSet &set) const;
    void show_conditions(FormBuilder &form, const rules::Rule &rule);
    void show_actions(FormBuilder &form, const rules::Rule &rule);
    std::string overview(const Draft &draft, const std::vector<std::string> &names) const;

    std::function<void(const rules::Rule &)> try_rule_;
    std::size_t chosen_ = 0;
    std::size_t condition_rows_ = 0, action_rows_ = 0; ///< built, the spare ones too
};

} // namespace astro::studio
