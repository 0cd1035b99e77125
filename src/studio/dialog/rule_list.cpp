// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/rule_list.h"

#include "events/event.h"
#include "rules/condition.h"
#include "rules/rule_check.h"
#include "studio/dialog/form_values.h"
#include "studio/locale.h"
#include "studio/new_rule.h"
#include "studio/rule_check.h"
#include "studio/rule_summary.h"
#include "support/text.h"
#include "support/unique_names.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace astro::studio {
namespace {

/// So many rules are in sight at once, without a search.
constexpr std::size_t few = 6;

std::vector<Choice> ready_choices()
{
    std::vector<Choice> choices{{text("Rules.Add.Choose"), ""}};
    for (NewRule &offered : new_rules())
        choices.push_back({std::move(offered.name), std::move(offered.word)});
    return choices;
}

std::vector<std::string> rule_names(const std::vector<rules::Rule> &all)
{
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const rules::Rule &rule : all)
        names.push_back(rule.name);
    return names;
}

std::vector<Choice> rule_choices(const rules::RuleSet &set, const std::vector<std::string> &names,
                                 const std::vector<std::size_t> &places)
{
    std::vector<Choice> choices;
    for (const std::size_t i : places) {
        const bool off = !set.rules[i].enabled && set.rules[i].unreadable.isNull();
        choices.push_back({off ? text("Rules.SwitchedOff", {names[i]}) : names[i], std::to_string(i)});
    }
    return choices;
}

const char *overview_key(const rules::Rule &rule, const Draft &draft)
{
    if (!rule.unreadable.isNull())
        return "Rules.Line.Unreadable";
    if (!rule.enabled)
        return "Rules.Line.Off";
    const std::vector<Problem> problems = problems_of(rule, draft.rules, draft.settings);
    if (problems.empty())
        return "Rules.Line";
    return rules::is_unfinished(problems) ? "Rules.Line.Unfinished" : "Rules.Line.Problem";
}

/// What it is called, what it does, and whether it can.
std::string overview_line(const rules::Rule &rule, const std::string &name, std::size_t place, bool chosen,
                          const Draft &draft)
{
    const std::string line = FormBuilder::escape(
        text(overview_key(rule, draft), {std::to_string(place + 1), name, rule_summary(rule, texts())}));
    return chosen ? "<b>" + line + "</b>" : line;
}

void add_line(std::string &html, const std::string &line)
{
    html += (html.empty() ? "" : "<br/>") + line;
}

} // namespace

std::vector<std::string> listed_names(const rules::RuleSet &set)
{
    std::vector<std::string> names = rule_names(set.rules);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!set.rules[i].unreadable.isNull())
            names[i] = text("Rules.Unreadable");
    }
    return unique_names(names, {});
}

const rules::Rule *RuleList::chosen(const rules::RuleSet &set) const
{
    return place_ < set.rules.size() ? &set.rules[place_] : nullptr;
}

void RuleList::choose(std::size_t place)
{
    place_ = place;
    asking_ = false;
}

bool RuleList::keep(const rules::RuleSet &set, const std::string &name)
{
    const auto found = std::find_if(set.rules.begin(), set.rules.end(), [&](const rules::Rule &rule) {
        return rule.unreadable.isNull() && rule.name == name;
    });
    if (name.empty() || found == set.rules.end())
        return false;
    place_ = static_cast<std::size_t>(found - set.rules.begin());
    return true;
}

bool RuleList::choose(const rules::RuleSet &set, const std::string &name, bool is_new)
{
    if (!keep(set, name))
        return false;
    asking_ = is_new;
    return true;
}

std::vector<std::size_t> RuleList::found(const rules::RuleSet &set) const
{
    std::vector<std::size_t> places;
    if (find_.empty()) {
        places.resize(set.rules.size());
        std::iota(places.begin(), places.end(), std::size_t{0});
        return places;
    }
    // As a condition finds words in a message.
    rules::Condition part;
    part.field = "message";
    part.test = "contains";
    part.value = find_;
    const rules::CompiledCondition contains(part);
    const auto names = listed_names(set);
    for (std::size_t i = 0; i < names.size(); ++i) {
        events::Event event;
        event.message = names[i] + " " + rule_summary(set.rules[i], texts());
        if (contains.holds(event))
            places.push_back(i);
    }
    return places;
}

/// Of those that are found the one that is shown, and what stands beside it: a long list is told of, not shown.
RuleList::InSight RuleList::in_sight(const std::vector<std::size_t> &found) const
{
    const std::size_t most = found.size() > few ? 3 : few;
    const auto here = static_cast<std::size_t>(std::lower_bound(found.begin(), found.end(), place_) - found.begin());
    const std::size_t last_begin = found.size() > most ? found.size() - most : 0;
    const std::size_t begin = std::min(here > most / 2 ? here - most / 2 : 0, last_begin);
    return {begin, std::min(begin + most, found.size())};
}

std::string RuleList::overview(const Draft &draft, const std::vector<std::string> &names,
                               const std::vector<std::size_t> &found) const
{
    const auto [begin, end] = in_sight(found);
    std::string html;
    if (begin > 0)
        add_line(html, text("Rules.MoreBefore", {std::to_string(begin)}));
    for (std::size_t i = begin; i < end; ++i)
        add_line(html,
                 overview_line(draft.rules.rules[found[i]], names[found[i]], found[i], found[i] == place_, draft));
    if (end < found.size())
        add_line(html, text("Rules.MoreBehind", {std::to_string(found.size() - end)}));
    return found.empty() ? text("Rules.NoneFound") : html;
}

std::string RuleList::marks(const Draft &draft) const
{
    const auto [begin, end] = in_sight(found_);
    std::string marks;
    for (std::size_t i = begin; i < end && found_[i] < draft.rules.rules.size(); ++i)
        marks += overview_key(draft.rules.rules[found_[i]], draft);
    return marks;
}

void RuleList::show(FormBuilder &form, const Draft &draft)
{
    const rules::RuleSet &set = draft.rules;
    if (place_ >= set.rules.size())
        place_ = set.rules.empty() ? 0 : set.rules.size() - 1;
    const bool any = chosen(set);
    const auto names = listed_names(set);
    auto places = found_ = found(set);
    const std::string count = std::to_string(names.size());
    const std::string title = !any            ? text("Rules.Group")
                              : find_.empty() ? text("Rules.Group.Count", {count})
                                              : text("Rules.Group.Found", {std::to_string(places.size()), count});

    form.enter_group("rules", title, true);
    form.info("rules.none", "Rules.None", !any, FormBuilder::escape(text("Rules.None.Text")));
    form.text("rules.find", "Rules.Find", names.size() > few || !find_.empty(), find_);
    form.info("rules.overview", "Rules.Overview", any, overview(draft, names, places));
    if (any && !std::binary_search(places.begin(), places.end(), place_))
        places.insert(std::upper_bound(places.begin(), places.end(), place_), place_);
    form.list("rules.chosen", "Rules.Chosen", any, rule_choices(set, names, places), std::to_string(place_));
    form.list("rules.add", "Rules.Add", true, ready_choices(), "");
    const Deleted *deleted = draft.deletions.last(Deleted::From::rules);
    form.button("rules.bring_back", "Rules.BringBack", deleted,
                {deleted ? std::get<rules::Rule>(deleted->what).name : ""});
    form.leave();
}

void RuleList::add(Draft &draft, const std::string &word)
{
    draft.renames.add_new(add_new_rule(draft.rules, word).name);
    find_.clear();
    choose(draft.rules.rules.size() - 1);
    asking_ = word != empty_rule;
}

bool RuleList::edit(Draft &draft, const std::string &name, obs_data_t *fields)
{
    const std::string value = obs_data_get_string(fields, name.c_str());
    if (name == "rules.chosen") {
        choose(read_index(value));
    } else if (name == "rules.find") {
        find_ = text::trim(value);
        const auto places = found(draft.rules);
        // The first that is found is the one that was meant, more often than not.
        if (!places.empty() && !std::binary_search(places.begin(), places.end(), place_))
            choose(places.front());
    } else if (name == "rules.add") {
        if (!value.empty())
            add(draft, value);
    } else {
        return false;
    }
    return true;
}

} // namespace astro::studio
