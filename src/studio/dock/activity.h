// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "pipeline/history.h"
#include "studio/texts.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace astro::studio::dock {

/// One event as the dock shows it. Plain texts.
struct ActivityRow {
    std::string time;    ///< of day
    std::string what;    ///< "Tip: Ada, €5.00, “Great stream!”"
    std::string outcome; ///< the rules that fired, or why nothing did
    bool fired = false;
};

/// What the dock's list of events holds: the latest ones, newest first. Plain data; UI thread.
///
/// An event gets its texts when somebody looks at its row: of a thousand events a second most are gone before.
class Activity {
public:
    static constexpr std::size_t most = History::most;

    explicit Activity(const Texts &texts) : texts_(texts) {}

    /// Gathers; nothing is shown before take_new().
    void add(const std::vector<HistoryItem> &items);
    /// How many rows take_new() adds.
    std::size_t coming() const { return waiting_.size(); }
    /// How many rows have to go at the end, so that there are no more than `most` then.
    std::size_t too_many() const;
    void drop_oldest(std::size_t count);
    /// What came since becomes the first rows, the newest first.
    void take_new();

    std::size_t size() const { return rows_.size(); }
    /// The event of a row. @throws std::out_of_range
    const HistoryItem &item(std::size_t place) const { return rows_.at(place).item; }
    /// What a row shows. @throws std::out_of_range
    const ActivityRow &row(std::size_t place);
    /// Whether a row has the words of the filter in it, whatever their case and order.
    bool fits(std::size_t place, const std::string &filter);

private:
    struct Row {
        HistoryItem item;
        std::optional<ActivityRow> shown;
    };
    ActivityRow row_of(const HistoryEntry &entry) const;

    const Texts &texts_;
    std::deque<HistoryItem> waiting_;
    std::deque<Row> rows_;
};

/// Each rule that the event concerned, with what came of it.
std::vector<std::pair<std::string, std::string>> rules_of(const HistoryEntry &entry, const Texts &texts);
/// The fields that a text can use, and what they hold; missing ones are left out.
std::vector<std::pair<std::string, std::string>> fields_of(const events::Event &event);

} // namespace astro::studio::dock
