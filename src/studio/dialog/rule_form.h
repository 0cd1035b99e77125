// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/dialog/action_rows.h"
#include "studio/dialog/draft.h"
#include "studio/dialog/form_builder.h"
#include "studio/dialog/rule_list.h"
#include "studio/dialog/set_form.h"

#include <cstddef>
#include <functional>
#include <string>

namespace astro::studio {

/// The dialog's lower half: the list of rules, one of them taken apart (when, only if, do, how often), and what stands
/// beside the rules. The fields of the rule that is shown have names that begin with "rule.". A condition's and an
/// action's fields stand in rows, of which a few spare ones are built hidden.
class RuleForm {
public:
    /// @param try_rule what the button "Try this rule" does.
    explicit RuleForm(std::function<void(const rules::Rule &)> try_rule) : try_rule_(std::move(try_rule)) {}

    void show(FormBuilder &form, const Draft &draft, bool build);
    /// The user changed field `name`; its new value is in `fields`. @return true when other fields have to change too.
    bool edit(Draft &draft, const std::string &name, obs_data_t *fields);
    /// A button of this form. @return true when it was one.
    bool click(Draft &draft, const std::string &name);
    /// The rule of that name is the one that is shown. @param is_new it was made of a ready one a moment ago
    /// @return false when there is none.
    bool choose(const rules::RuleSet &set, const std::string &name, bool is_new = false)
    {
        return list_.choose(set, name, is_new);
    }

    /// The name of the rule that is shown; "" where there is none, or one that can't be read.
    std::string shown_rule(const rules::RuleSet &set) const;
    /// The rule of that name stays shown, wherever it stands by now; when it is gone, another one is.
    void keep_shown(const rules::RuleSet &set, const std::string &name) { list_.keep(set, name); }

    /// True when there are more rows than were built: then the form has to be built anew.
    bool outgrown(const Draft &draft) const;
    /// What is told to be wrong with the rules that are in sight, to be compared: while somebody types it is not shown
    /// anew.
    std::string problems(const Draft &draft) const;

private:
    void show_head(FormBuilder &form, const Draft &draft, const rules::Rule &rule, const std::string &listed_name,
                   bool picked);
    void show_when(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable);
    void show_only_if(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable);
    void show_condition(FormBuilder &form, std::size_t place, const rules::Condition *of);
    void show_do(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable);
    void show_flow(FormBuilder &form, const Draft &draft, const rules::Rule &rule, bool readable);
    void show_buttons(FormBuilder &form, const Draft &draft, bool picked, bool readable);
    bool edit_rule(Draft &draft, rules::Rule &rule, const std::string &name, obs_data_t *fields);
    bool click_in_rule(Draft &draft, rules::Rule &rule, const std::string &name);
    bool move_rule(Draft &draft, const std::string &name);
    void bring_rule_back(Draft &draft);
    Depth depth() const { return list_.asking() ? Depth::asked : more_ ? Depth::all : Depth::usual; }

    std::function<void(const rules::Rule &)> try_rule_;
    RuleList list_;
    SetForm set_form_;
    bool more_ = false;                                ///< what is rarely needed is shown, too
    std::size_t condition_rows_ = 0, action_rows_ = 0; ///< built, the spare ones too
};

} // namespace astro::studio
