// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/compiled_rule.h"
#include "rules/rule_index.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace astro::rules {

/// The rules in force, made ready for use, and ways to find one without looking at all.
class RuleBook {
public:
    void add(std::shared_ptr<const CompiledRule> rule)
    {
        index_.add(rule->filter(), rules_.size());
        places_.emplace(rule->source().name, rules_.size());
        rules_.push_back(std::move(rule));
    }

    /// Those whose event it is, as places for at(), in their order.
    std::vector<std::size_t> concerned(const events::Event &event) const { return index_.find(event); }
    const std::shared_ptr<const CompiledRule> &at(std::size_t place) const { return rules_[place]; }
    /// @return null when there is none of that name.
    std::shared_ptr<const CompiledRule> find(const std::string &name) const
    {
        const auto place = places_.find(name);
        return place == places_.end() ? nullptr : rules_[place->second];
    }

    bool names_queue(const std::string &queue) const
    {
        return std::any_of(rules_.begin(), rules_.end(),
                           [&](const auto &rule) { return rule->source().queue == queue; });
    }

    void rename(const Rename &renamed)
    {
        for (auto &rule : rules_) {
            Rule changed = rule->source();
            if (rules::rename(changed, renamed))
                rule = std::make_shared<const CompiledRule>(std::move(changed));
        }
    }

private:
    std::vector<std::shared_ptr<const CompiledRule>> rules_;
    RuleIndex index_;
    std::unordered_map<std::string, std::size_t> places_; ///< by name
};

} // namespace astro::rules
