// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/renamed_rules.h"

#include <gmock/gmock.h>

namespace astro::studio {

static void PrintTo(const RenamedRule &renamed, std::ostream *to)
{
    *to << renamed.from << " -> " << renamed.to;
}

namespace {

using Names = std::vector<RenamedRule>;

rules::Rule rule(const std::string &name, const std::string &event)
{
    rules::Rule made;
    made.name = name;
    made.event = event;
    return made;
}

const rules::Rule follow = rule("A", "follow"), raid = rule("B", "raid"), tip = rule("C", "tip");

TEST(RenamedRules, NothingIsRenamedWhereOnlyTheOrderOrWhatARuleDoesIsAnother)
{
    EXPECT_EQ(renamed_rules({follow, raid}, {raid, follow}), Names());
    EXPECT_EQ(renamed_rules({follow, raid}, {rule("A", "cheer"), raid}), Names());
    EXPECT_EQ(renamed_rules({}, {follow}), Names());
    EXPECT_EQ(renamed_rules({follow}, {}), Names());
}

TEST(RenamedRules, ARuleThatDoesTheSameIsTheSame)
{
    const rules::Rule renamed = rule("New", "follow");
    EXPECT_EQ(renamed_rules({follow, raid}, {renamed, raid}), (Names{{"A", "New"}}));
    EXPECT_EQ(renamed_rules({follow, raid}, {raid, renamed}), (Names{{"A", "New"}})) << "moved";
    EXPECT_EQ(renamed_rules({follow, raid}, {tip, renamed, raid}), (Names{{"A", "New"}})) << "one more";
    EXPECT_EQ(renamed_rules({follow, raid}, {renamed}), (Names{{"A", "New"}})) << "one less";
    EXPECT_EQ(renamed_rules({raid, follow}, {renamed, tip}), (Names{{"A", "New"}}));
}

TEST(RenamedRules, TwoThatDoTheSameGoInTheirOrder)
{
    EXPECT_EQ(renamed_rules({rule("1", "raid"), rule("2", "raid")}, {rule("3", "raid"), rule("4", "raid"), tip}),
              (Names{{"1", "3"}, {"2", "4"}}));
}

TEST(RenamedRules, OneThatDoesSomethingElseIsAnother)
{
    EXPECT_EQ(renamed_rules({follow, raid}, {raid, rule("New", "cheer")}), Names());
}

} // namespace
} // namespace astro::studio
