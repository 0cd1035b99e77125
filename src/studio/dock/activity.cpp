// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/activity.h"

#include "studio/event_text.h"
#include "support/letter_case.h"
#include "support/text.h"

#include <algorithm>
#include <string_view>

namespace astro::studio::dock {
namespace {

std::string names_of_fired(const rules::Decisions &decisions)
{
    std::string names;
    for (const rules::Decision &decision : decisions) {
        if (decision.fires())
            names += (names.empty() ? "" : ", ") + decision.rule->name;
    }
    return names;
}

/// Of rules that did not fire, the one that came nearest: a streamer asks why that one did not.
const rules::Decision *nearest(const rules::Decisions &decisions)
{
    const auto found = std::max_element(decisions.begin(), decisions.end(),
                                        [](const auto &a, const auto &b) { return a.verdict < b.verdict; });
    return found == decisions.end() ? nullptr : &*found;
}

} // namespace

void Activity::add(const std::vector<HistoryItem> &items)
{
    waiting_.insert(waiting_.end(), items.begin(), items.end());
    while (waiting_.size() > most)
        waiting_.pop_front();
}

std::size_t Activity::too_many() const
{
    const std::size_t all = rows_.size() + waiting_.size();
    return all > most ? all - most : 0;
}

void Activity::drop_oldest(std::size_t count)
{
    rows_.resize(rows_.size() - std::min(count, rows_.size()));
}

void Activity::take_new()
{
    for (HistoryItem &item : waiting_)
        rows_.push_front({std::move(item), std::nullopt});
    waiting_.clear();
}

const ActivityRow &Activity::row(std::size_t place)
{
    Row &row = rows_.at(place);
    if (!row.shown)
        row.shown = row_of(*row.item);
    return *row.shown;
}

bool Activity::fits(std::size_t place, const std::string &filter)
{
    std::string_view rest = text::trim(filter);
    if (rest.empty())
        return true;
    const ActivityRow &shown = row(place);
    const std::string in = text::lower(shown.time + ' ' + shown.what + ' ' + shown.outcome);
    for (; !rest.empty(); rest = text::trim(rest)) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(word.size());
        if (in.find(text::lower(word)) == std::string::npos)
            return false;
    }
    return true;
}

ActivityRow Activity::row_of(const HistoryEntry &entry) const
{
    ActivityRow row{time_of_day(entry.at), event_summary(*entry.event, texts_), names_of_fired(entry.decisions), false};
    row.fired = !row.outcome.empty();
    if (row.fired)
        row.outcome = texts_("Dock.Fired", {row.outcome});
    else if (entry.busy)
        row.outcome = texts_("Why.Busy");
    else if (const rules::Decision *decision = nearest(entry.decisions))
        row.outcome = texts_("Dock.NotFired", {decision->rule->name, why_text(*decision, *entry.event, texts_)});
    else
        row.outcome = texts_("Dock.NoRule");
    return row;
}

std::vector<std::pair<std::string, std::string>> rules_of(const HistoryEntry &entry, const Texts &texts)
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const rules::Decision &decision : entry.decisions)
        all.emplace_back(decision.rule->name, why_text(decision, *entry.event, texts));
    return all;
}

std::vector<std::pair<std::string, std::string>> fields_of(const events::Event &event)
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const std::string &name : events::field_names()) {
        if (std::string value = event.shown(name); !value.empty())
            all.emplace_back(name, std::move(value));
    }
    return all;
}

} // namespace astro::studio::dock
