// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"
#include "pipeline/pipeline.h"
#include "studio/dialog/draft.h"
#include "studio/dialog/form_builder.h"
#include "support/instant.h"
#include "support/problem.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace astro::studio {

/// How everything stands at a moment.
struct Standing {
    std::vector<gateway::Status> statuses;
    Pipeline::Summary summary;
    std::vector<Problem> problems;
    Instant now;
};

/// The dialog's upper half: one account at a time. Its fields' names begin with "account.".
class AccountForm {
public:
    /// Leaves the fields of the connection out until they are asked for, whatever they need.
    void fold() { open_ = false; }
    /// The account of that name is the one that is shown, with those fields. @return false when there is none.
    bool choose(const settings::Settings &settings, const std::string &name);
    void show(FormBuilder &form, const Draft &draft, const Standing &standing);
    /// The user changed field `name`; its new value is in `fields`. @return true when other fields have to change too.
    bool edit(Draft &draft, const std::string &name, obs_data_t *fields);
    /// A button of this form. @return true when it was one.
    bool click(Draft &draft, const std::string &name);

private:
    settings::StoredAccount *chosen(Draft &draft) const;
    void show_topics(FormBuilder &form, const gateway::Account &account, bool open);
    bool edit_topics(gateway::Account &account, const std::string &name, obs_data_t *fields);

    std::size_t chosen_ = 0;
    std::set<std::string> offered_; ///< topics with a check mark of their own; one that was taken away keeps it
    std::optional<bool> open_;      ///< the fields are shown; at first only while they need attention
    bool more_ = false;             ///< the rarely used ones too
};

} // namespace astro::studio
