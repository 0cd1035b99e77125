// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/deletions.h"

#include "studio/rule_places.h"

#include <algorithm>
#include <utility>

namespace astro::studio {
namespace {

template <class T>
void insert(std::vector<T> &all, const T &one, std::size_t &place)
{
    place = std::min(place, all.size());
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(place), one);
}

/// Puts each kind of thing to where it belongs.
struct Inserter {
    rules::RuleSet &set;
    Deleted &deleted;

    void operator()(const rules::Rule &rule) const { deleted.place = bring_back(set.rules, deleted.place, rule); }
    void operator()(const rules::Condition &condition) const
    {
        if (rules::Rule *rule = whose())
            insert(rule->conditions, condition, deleted.place);
    }
    void operator()(const rules::Action &action) const
    {
        if (rules::Rule *rule = whose())
            insert(rule->actions, action, deleted.place);
    }
    void operator()(const rules::Label &label) const { insert(set.labels, label, deleted.place); }
    void operator()(const rules::Queue &queue) const { insert(set.queues, queue, deleted.place); }

    rules::Rule *whose() const
    {
        const auto found = std::find_if(set.rules.begin(), set.rules.end(),
                                        [&](const rules::Rule &rule) { return rule.name == deleted.rule; });
        return found == set.rules.end() ? nullptr : &*found;
    }
};

/// Each kind of thing follows what is called by another name.
struct Renamer {
    const rules::Rename &renamed;

    bool operator()(rules::Rule &rule) const { return rules::rename(rule, renamed); }
    bool operator()(rules::Action &action) const { return rules::rename(action, renamed); }
    bool operator()(rules::Label &label) const
    {
        return renamed.of == rules::Rename::Of::source && renamed.follow(label.source);
    }
    template <class Nameless>
    bool operator()(Nameless &) const
    {
        return false;
    }
};

} // namespace

const Deleted *Deletions::last(Deleted::From from) const
{
    return !all_.empty() && all_.back().from() == from ? &all_.back() : nullptr;
}

Deleted Deletions::bring_back(rules::RuleSet &set)
{
    Deleted deleted = std::move(all_.back());
    all_.pop_back();
    std::visit(Inserter{set, deleted}, deleted.what);
    return deleted;
}

bool Deletions::rename(const rules::Rename &renamed)
{
    bool named = false;
    for (Deleted &deleted : all_) {
        named |= std::visit(Renamer{renamed}, deleted.what);
        if (renamed.of == rules::Rename::Of::rule)
            named |= renamed.follow(deleted.rule);
    }
    return named;
}

} // namespace astro::studio
