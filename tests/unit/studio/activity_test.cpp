// SPDX-License-Identifier: GPL-2.0-or-later
// The dock's list of events, without a window.
#include "studio/dock/activity.h"

#include "studio/dock/pace.h"

#include <gmock/gmock.h>

#include <chrono>
#include <string>

namespace astro::studio::dock {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

/// Keys stand for texts, with what is filled in behind them.
const Texts &keys_as_texts()
{
    static const Texts all([](const char *key) { return std::string(key) + " %1 %2"; });
    return all;
}

rules::Decision decision(const std::string &rule, rules::Verdict verdict)
{
    auto made = std::make_shared<rules::Rule>();
    made->name = rule;
    rules::Decision decided;
    decided.rule = made;
    decided.verdict = verdict;
    return decided;
}

HistoryItem happened(std::uint64_t id, const std::string &user = "Ada", rules::Decisions decisions = {},
                     bool busy = false)
{
    auto event = std::make_shared<events::Event>();
    event->kind = events::Kind::follow;
    event->user = user;
    return std::make_shared<const HistoryEntry>(HistoryEntry{id, {}, event, std::move(decisions), busy});
}

class ActivityTest : public testing::Test {
protected:
    void come(std::uint64_t first, std::uint64_t last)
    {
        for (std::uint64_t id = first; id <= last; ++id)
            activity_.add({happened(id)});
    }
    void show()
    {
        activity_.drop_oldest(activity_.too_many());
        activity_.take_new();
    }
    std::vector<std::uint64_t> ids() const
    {
        std::vector<std::uint64_t> all;
        for (std::size_t i = 0; i < activity_.size(); ++i)
            all.push_back(activity_.item(i)->id);
        return all;
    }

    Activity activity_{keys_as_texts()};
};

TEST_F(ActivityTest, the_newest_is_first_and_nothing_is_shown_before_it_is_taken)
{
    come(1, 2);
    EXPECT_EQ(activity_.size(), 0U);
    EXPECT_EQ(activity_.coming(), 2U);
    show();
    EXPECT_THAT(ids(), ElementsAre(2, 1));
    come(3, 3);
    show();
    EXPECT_THAT(ids(), ElementsAre(3, 2, 1));
    EXPECT_EQ(activity_.coming(), 0U);
}

TEST_F(ActivityTest, the_oldest_make_room)
{
    come(1, 150);
    show();
    come(151, 240);
    EXPECT_EQ(activity_.too_many(), 40U);
    show();
    ASSERT_EQ(activity_.size(), Activity::most);
    EXPECT_EQ(activity_.item(0)->id, 240U);
    EXPECT_EQ(activity_.item(199)->id, 41U);
    come(241, 1000);
    EXPECT_EQ(activity_.too_many(), Activity::most);
    show();
    ASSERT_EQ(activity_.size(), Activity::most);
    EXPECT_EQ(activity_.item(199)->id, 801U);
}

TEST_F(ActivityTest, a_row_says_what_came_of_it_or_why_nothing_did)
{
    using rules::Verdict;
    activity_.add(
        {happened(1, "Ada",
                  {decision("A", Verdict::fires), decision("B", Verdict::switched_off), decision("C", Verdict::joins)}),
         happened(2, "Ben", {decision("A", Verdict::switched_off), decision("B", Verdict::cooling)}),
         happened(3, "Cleo"), happened(4, "Dee", {}, true)});
    show();
    EXPECT_EQ(activity_.row(3).what, "Event.follow %1 %2: Ada");
    EXPECT_EQ(activity_.row(3).outcome, "Dock.Fired A, C %2");
    EXPECT_TRUE(activity_.row(3).fired);
    EXPECT_THAT(activity_.row(2).outcome, HasSubstr("Dock.NotFired B ")) << "it came nearest";
    EXPECT_FALSE(activity_.row(2).fired);
    EXPECT_THAT(activity_.row(1).outcome, HasSubstr("Dock.NoRule"));
    EXPECT_THAT(activity_.row(0).outcome, HasSubstr("Why.Busy"));
}

TEST_F(ActivityTest, words_find_a_row_in_any_case_and_order)
{
    activity_.add({happened(1, "Ada Lovelace")});
    show();
    for (const char *filter : {"", "  ", "ada", "LOVE", "lace ADA", " follow  ada "})
        EXPECT_TRUE(activity_.fits(0, filter)) << filter;
    for (const char *filter : {"ben", "ada ben"})
        EXPECT_FALSE(activity_.fits(0, filter)) << filter;
}

TEST_F(ActivityTest, details_tell_each_rule_and_the_fields_that_there_are)
{
    const HistoryItem item = happened(1, "Ada", {decision("A", rules::Verdict::fires)});
    EXPECT_THAT(rules_of(*item, keys_as_texts()), ElementsAre(Pair("A", HasSubstr("Why.Fires"))));
    EXPECT_THAT(fields_of(*item->event), testing::Contains(Pair("user", "Ada")));
    for (const auto &[name, value] : fields_of(*item->event))
        EXPECT_NE(value, "") << name;
}

TEST_F(ActivityTest, of_a_thousand_events_a_second_rows_come_in_ten_batches_and_none_is_late)
{
    constexpr int a_second = 1000;
    constexpr int lasts = 10; // seconds
    const Pace::Time begin{seconds(100)};
    Pace pace;
    int batches = 0;
    std::size_t largest = 0;
    constexpr Pace::Time never = Pace::Time::max();
    Pace::Time due = never;
    for (int i = 0; i < a_second * lasts; ++i) {
        const Pace::Time now = begin + milliseconds(i);
        if (due <= now) {
            largest = std::max(largest, activity_.coming());
            ++batches;
            show();
            pace.shown(due);
            due = never;
        }
        activity_.add({happened(static_cast<std::uint64_t>(i) + 1)});
        if (const auto wait = pace.changed(now)) {
            EXPECT_EQ(due, never) << "one batch at a time";
            EXPECT_LE(*wait, Pace::between);
            due = now + *wait;
        }
    }
    EXPECT_LE(batches, 10 * lasts);
    EXPECT_GE(batches, 10 * lasts - 1);
    EXPECT_LE(largest, 101U);
    EXPECT_LE(activity_.coming(), 100U);
    show();
    EXPECT_EQ(activity_.item(0)->id, 1U * a_second * lasts);
    EXPECT_EQ(activity_.size(), Activity::most);
}

TEST(PaceTest, what_comes_after_a_pause_is_shown_at_once)
{
    Pace pace;
    const Pace::Time begin{seconds(100)};
    EXPECT_EQ(pace.changed(begin), milliseconds(0));
    EXPECT_EQ(pace.changed(begin), std::nullopt) << "it is under way";
    pace.shown(begin + milliseconds(3));
    EXPECT_EQ(pace.changed(begin + milliseconds(13)), milliseconds(90));
    pace.shown(begin + milliseconds(103));
    EXPECT_EQ(pace.changed(begin + seconds(1)), milliseconds(0));
}

} // namespace
} // namespace astro::studio::dock
