// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/dialog/draft.h"
#include "studio/dialog/form_builder.h"

#include <cstddef>
#include <string>

namespace astro::studio {

/// What stands beside the rules: labels, queues, the scenes in which no rule acts. Its fields' names begin with "set.".
class SetForm {
public:
    void show(FormBuilder &form, const Draft &draft, bool build);
    /// The user changed field `name`; its new value is in `fields`. @return true when other fields have to change too.
    bool edit(Draft &draft, const std::string &name, obs_data_t *fields);
    /// A button of this form. @return true when it was one.
    bool click(Draft &draft, const std::string &name);
    /// True when there are more rows than were built.
    bool outgrown(const rules::RuleSet &set) const;

private:
    void show_labels(FormBuilder &form, const rules::RuleSet &set);
    void show_queues(FormBuilder &form, const rules::RuleSet &set);

    bool open_ = false;
    std::size_t label_rows_ = 0, queue_rows_ = 0; ///< built, the spare ones too
};

} // namespace astro::studio
