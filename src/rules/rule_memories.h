// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/gates.h"

#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace astro::rules {

/// What is remembered of all rules since OBS started, by scene collection and name: a rule that comes back, with its
/// collection or since its deletion was undone, goes on where it was.
class RuleMemories {
public:
    /// Rules that are gone, and collections, that are remembered; both are made by hand.
    static constexpr std::size_t most_gone = 1000, most_collections = 100;

    /// From now on it is about the rules of this collection. @param in_force whether it has a rule of that name
    template <class InForce>
    void use(const std::string &collection, InForce in_force)
    {
        if (collection != collection_) {
            others_[collection_] = std::move(here_);
            here_ = std::move(others_[collection]);
            others_.erase(collection);
            collection_ = collection;
            if (others_.size() > most_collections)
                others_.erase(others_.begin());
        }
        std::size_t gone = 0;
        for (auto memory = here_.begin(); memory != here_.end();) {
            const bool forget = !in_force(memory->first) && ++gone > most_gone;
            memory = forget ? here_.erase(memory) : std::next(memory);
        }
    }

    const RuleMemory &of(const std::string &rule) const
    {
        static const RuleMemory none;
        const auto known = here_.find(rule);
        return known == here_.end() ? none : known->second;
    }

    /// To be written to.
    RuleMemory &keep(const std::string &rule) { return here_[rule]; }

private:
    using ByName = std::map<std::string, RuleMemory>;

    std::string collection_;
    ByName here_;
    std::map<std::string, ByName> others_;
};

} // namespace astro::rules
