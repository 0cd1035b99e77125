// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/fired_times.h"

#include <gtest/gtest.h>

namespace astro::studio::dock {
namespace {

rules::Rule rule(const std::string &name, const std::string &event)
{
    rules::Rule made;
    made.name = name;
    made.event = event;
    return made;
}

rules::RuleSet rules_of(std::vector<rules::Rule> all)
{
    rules::RuleSet made;
    made.rules = std::move(all);
    return made;
}

TEST(FiredTimes, TheLatestOfEachRuleIsKept)
{
    FiredTimes times;
    times.note({"A", "B"}, "10:00:00");
    times.note({"B"}, "10:00:05");
    EXPECT_EQ(times.of("A"), "10:00:00");
    EXPECT_EQ(times.of("B"), "10:00:05");
    EXPECT_EQ(times.of("C"), "");
}

TEST(FiredTimes, ARuleTakesItAlongToItsNewName)
{
    FiredTimes times;
    times.follow(rules_of({rule("A", "follow"), rule("B", "raid")}));
    times.note({"A"}, "10:00:00");
    times.follow(rules_of({rule("B", "raid"), rule("New", "follow")}));
    EXPECT_EQ(times.of("New"), "10:00:00");
    EXPECT_EQ(times.of("A"), "");
}

TEST(FiredTimes, ALaterTimeByTheNewNameIsNotLost)
{
    FiredTimes times;
    times.follow(rules_of({rule("A", "follow")}));
    times.note({"A"}, "10:00:00");
    times.note({"New"}, "10:00:05"); // told before the dock hears of the new name
    times.follow(rules_of({rule("New", "follow")}));
    EXPECT_EQ(times.of("New"), "10:00:05");
}

TEST(FiredTimes, AnotherCollectionsRulesHaveNotFired)
{
    FiredTimes times;
    times.follow(rules_of({rule("A", "follow")}));
    times.note({"A"}, "10:00:00");
    times.forget();
    times.follow(rules_of({rule("B", "follow")}));
    EXPECT_EQ(times.of("A"), "");
    EXPECT_EQ(times.of("B"), "");
}

} // namespace
} // namespace astro::studio::dock
