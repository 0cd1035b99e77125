// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/rule_renames.h"

#include <gmock/gmock.h>

namespace astro::studio {

static void PrintTo(const RenamedRule &renamed, std::ostream *to)
{
    *to << renamed.from << " -> " << renamed.to;
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

rules::RuleSet rules_named(const std::vector<std::string> &names)
{
    rules::RuleSet set;
    for (const std::string &name : names)
        set.rules.emplace_back().name = name;
    return set;
}

TEST(RuleRenamesTest, LetterByLetterItIsOneRename)
{
    RuleRenames renames;
    renames.add("A", "H");
    renames.add("H", "He");
    renames.add("He", "Hey");
    EXPECT_THAT(renames.of(rules_named({"Hey", "B"})), ElementsAre(RenamedRule{"A", "Hey"}));
    renames.add("Hey", "A");
    EXPECT_THAT(renames.of(rules_named({"A", "B"})), IsEmpty());
}

TEST(RuleRenamesTest, TwoMayChangeNames)
{
    RuleRenames renames;
    renames.add("A", "C");
    renames.add("B", "A");
    renames.add("C", "B");
    EXPECT_THAT(renames.of(rules_named({"B", "A"})), ElementsAre(RenamedRule{"A", "B"}, RenamedRule{"B", "A"}));
}

TEST(RuleRenamesTest, ARuleThatIsNewIsNoneOfThoseBeforeWhateverItIsCalled)
{
    RuleRenames renames;
    renames.add_new("New");
    renames.add("New", "Hello");
    EXPECT_THAT(renames.of(rules_named({"Hello"})), IsEmpty());
    renames.add_new("A"); // the A of before was deleted
    renames.add("A", "B");
    EXPECT_THAT(renames.of(rules_named({"Hello", "B"})), IsEmpty());
}

TEST(RuleRenamesTest, ADeletedRuleGivesItsRenameToNoNewOne)
{
    RuleRenames renames;
    renames.add("A", "B");
    EXPECT_THAT(renames.of(rules_named({})), IsEmpty());
    EXPECT_THAT(renames.of(rules_named({"B"})), ElementsAre(RenamedRule{"A", "B"})) << "brought back";
    renames.add_new("B");
    EXPECT_THAT(renames.of(rules_named({"B"})), IsEmpty());
}

TEST(RuleRenamesTest, ATakenNameIsThatOfTheRuleThatTookIt)
{
    RuleRenames renames;
    renames.add("A", "B");
    renames.add("C", "B"); // the first one was deleted meanwhile
    EXPECT_THAT(renames.of(rules_named({"B"})), ElementsAre(RenamedRule{"C", "B"}));
}

} // namespace
} // namespace astro::studio
