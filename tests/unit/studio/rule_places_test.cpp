// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_places.h"

#include "unit/studio/named_rule.h"

#include <gmock/gmock.h>

#include <string>

namespace astro::studio {
namespace {

using rules::Rule;
using testing::ElementsAre;

std::vector<std::string> names(const std::vector<Rule> &all)
{
    std::vector<std::string> names;
    for (const Rule &rule : all)
        names.push_back(rule.name);
    return names;
}

TEST(RulePlaces, TheOneThatIsBackGivesWayToANamesakeBeforeAndBehindIt)
{
    std::vector<Rule> behind{named("B"), named("A")};
    EXPECT_EQ(bring_back(behind, 0, named("A")), 0u);
    EXPECT_THAT(names(behind), ElementsAre("A 2", "B", "A"));
    std::vector<Rule> before{named("A"), named("A 2"), named("B")};
    EXPECT_EQ(bring_back(before, 2, named("A")), 2u);
    EXPECT_THAT(names(before), ElementsAre("A", "A 2", "A 3", "B"));
}

TEST(RulePlaces, WhereThereIsLessRoomItIsTheLast)
{
    std::vector<Rule> all{named("A")};
    EXPECT_EQ(bring_back(all, 5, named("B")), 1u);
    EXPECT_THAT(names(all), ElementsAre("A", "B"));
}

TEST(RulePlaces, WhatIsPutInOrderLeavesTheUnreadableWhereTheyAre)
{
    std::vector<Rule> all{named("A"), named("?"), named("B"), named("new"), named("C")};
    all[1].unreadable = "not a rule";
    put_in_order(all, {"C", "A", "B", "gone"});
    EXPECT_THAT(names(all), ElementsAre("C", "?", "A", "B", "new"));
    EXPECT_FALSE(all[1].unreadable.isNull());
}

} // namespace
} // namespace astro::studio
