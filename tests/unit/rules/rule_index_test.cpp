// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_index.h"

#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace astro::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

RuleIndex index_of(const std::vector<std::string> &words)
{
    RuleIndex index;
    for (std::size_t i = 0; i < words.size(); ++i)
        index.add(EventFilter(words[i]), i);
    return index;
}

TEST(RuleIndex, FindsRulesInTheirOrderWhateverTheyAreFoundBy)
{
    const RuleIndex index = index_of({"any", "tip", "follow", "topic:channel.activities", "any", "follow", "fallow",
                                      "topic:other", "topic:channel.activities", ""});
    EXPECT_THAT(index.find(follow()), ElementsAre(0, 2, 3, 4, 5, 8));
    EXPECT_THAT(index.find(some_event(events::Kind::tip)), ElementsAre(0, 1, 3, 4, 8));
    EXPECT_THAT(index.find(session_event("other", "{}")), ElementsAre(0, 4, 7));
}

TEST(RuleIndex, AnEmptyOneFindsNothing)
{
    EXPECT_THAT(RuleIndex().find(follow()), IsEmpty());
    RuleIndex index = index_of({"any"});
    index.clear();
    EXPECT_THAT(index.find(follow()), IsEmpty());
}

/// Every kind, topic and mark that an event can have.
TEST(RuleIndex, FindsExactlyThoseWhoseFilterTheEventPasses)
{
    std::vector<std::string> words{"any", "topic:channel.activities", "topic:a", "topic:", "other", "fallow", ""};
    for (const events::Kind kind : events::nameable_kinds())
        words.emplace_back(events::to_word(kind));
    const RuleIndex index = index_of(words);
    auto kinds = events::nameable_kinds();
    kinds.push_back(events::Kind::other);
    for (const events::Kind kind : kinds) {
        for (const char *topic : {"channel.activities", "a", "", "b"}) {
            for (int marks = 0; marks < 4; ++marks) {
                events::Event event = some_event(kind);
                event.topic = topic;
                event.for_its_topic_only = marks % 2 == 1;
                event.of_community_gift = marks / 2 == 1;
                std::vector<std::size_t> expected;
                for (std::size_t i = 0; i < words.size(); ++i)
                    if (EventFilter(words[i]).matches(event))
                        expected.push_back(i);
                EXPECT_EQ(index.find(event), expected)
                    << events::to_word(kind) << " over '" << topic << "', marks " << marks;
            }
        }
    }
}

// --- An event costs what concerns it, however many rules there are

TEST_F(EngineTest, RulesThatWaitForOtherEventsAreNotLookedAt)
{
    std::vector<Rule> rules;
    for (int i = 0; i < 10; ++i)
        rules.push_back(follow_rule("R" + std::to_string(i)));
    use(rules);
    EXPECT_EQ(follow_at(0).size(), 10U);
    EXPECT_EQ(story().size(), 1U);

    const auto &kinds = events::nameable_kinds();
    for (std::size_t i = 0; i < 990; ++i) {
        const events::Kind kind = kinds[i % kinds.size()];
        Rule other = follow_rule("other " + std::to_string(i));
        other.event = kind == events::Kind::follow ? "topic:t" + std::to_string(i) : std::string(events::to_word(kind));
        rules.push_back(other);
    }
    use(rules);
    EXPECT_EQ(follow_at(1).size(), 10U) << "with a thousand rules as many are held against it as with ten";
    EXPECT_EQ(story().size(), 1U);
    EXPECT_EQ(engine.on_event(session_event("t0", "{}"), at(2)).size(), 1U);
}

} // namespace
} // namespace astro::rules
