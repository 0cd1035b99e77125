// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/dialog/draft.h"
#include "studio/dialog/form_builder.h"

#include <cstddef>
#include <string>
#include <vector>

namespace astro::studio {

/// The group "Rules": what there is, which one is shown, and new ones. Its fields' names begin with "rules.".
class RuleList {
public:
    void show(FormBuilder &form, const Draft &draft);
    /// The user changed field `name`; its new value is in `fields`. @return true when it was one of these.
    bool edit(Draft &draft, const std::string &name, obs_data_t *fields);
    /// Another rule is shown. @param place past the end: the last one
    void choose(std::size_t place);
    /// @param is_new it was made of a ready one a moment ago. @return whether there is one of that name.
    bool choose(const rules::RuleSet &set, const std::string &name, bool is_new = false);

    /// The rule of that name stays shown. @return false when there is none.
    bool keep(const rules::RuleSet &set, const std::string &name);

    /// How those that are in sight stand, to be compared: what may change by itself.
    std::string marks(const Draft &draft) const;

    std::size_t place() const { return place_; }
    /// The rule that is shown; null where there is none.
    const rules::Rule *chosen(const rules::RuleSet &set) const;
    /// It was made of a ready one a moment ago, and only what that asks for is shown.
    bool asking() const { return asking_; }
    void ask_no_more() { asking_ = false; }

private:
    void add(Draft &draft, const std::string &word);
    /// The places of those that are looked for.
    std::vector<std::size_t> found(const rules::RuleSet &set) const;
    struct InSight {
        std::size_t begin, end; ///< of those that are found
    };
    InSight in_sight(const std::vector<std::size_t> &found) const;
    std::string overview(const Draft &draft, const std::vector<std::string> &names,
                         const std::vector<std::size_t> &found) const;

    std::size_t place_ = 0;
    std::string find_;
    std::vector<std::size_t> found_; ///< when it was shown
    bool asking_ = false;
};

/// What the rules are called in lists, each by a name of its own.
std::vector<std::string> listed_names(const rules::RuleSet &set);

} // namespace astro::studio
