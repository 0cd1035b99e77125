// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/deletions.h"

#include "unit/studio/named_rule.h"

#include <gmock/gmock.h>

namespace astro::studio {
namespace {

using rules::Action;
using rules::Label;
using rules::Rule;
using rules::RuleSet;
using From = Deleted::From;

std::vector<std::string> names(const RuleSet &set)
{
    std::vector<std::string> all;
    for (const Rule &rule : set.rules)
        all.push_back(rule.name);
    return all;
}

class DeletionsTest : public testing::Test {
protected:
    void remove(std::size_t place)
    {
        deletions_.add({set_.rules[place], place, ""});
        set_.rules.erase(set_.rules.begin() + static_cast<std::ptrdiff_t>(place));
    }

    RuleSet set_ = [] {
        RuleSet set;
        set.rules = {named("A"), named("B"), named("C")};
        return set;
    }();
    Deletions deletions_;
};

TEST_F(DeletionsTest, TheLastComesBackFirstAndToItsPlace)
{
    EXPECT_EQ(deletions_.last(From::rules), nullptr);
    remove(1);
    remove(0);
    EXPECT_EQ(deletions_.bring_back(set_).place, 0u);
    EXPECT_THAT(names(set_), testing::ElementsAre("A", "C"));
    EXPECT_EQ(deletions_.bring_back(set_).place, 1u);
    EXPECT_THAT(names(set_), testing::ElementsAre("A", "B", "C"));
    EXPECT_EQ(deletions_.last(From::rules), nullptr);
}

TEST_F(DeletionsTest, WhereThereIsLessRoomItIsTheLast)
{
    remove(2);
    set_.rules.clear();
    EXPECT_EQ(deletions_.bring_back(set_).place, 0u);
    EXPECT_THAT(names(set_), testing::ElementsAre("C"));
}

TEST_F(DeletionsTest, ANameThatWasTakenMeanwhileStaysTheOthers)
{
    remove(0);
    set_.rules[1].name = "A";
    deletions_.bring_back(set_);
    EXPECT_THAT(names(set_), testing::ElementsAre("A 2", "B", "A"));
}

TEST_F(DeletionsTest, AnActionGoesBackToItsRuleThatWasMovedAndRenamed)
{
    Action action;
    action.type = "set_text";
    deletions_.add({action, 0, "B"});
    EXPECT_TRUE(deletions_.rename(rules::Rename::of_our(rules::Rename::Of::rule, "B", "Renamed")));
    set_.rules[1].name = "Renamed";
    std::swap(set_.rules[0], set_.rules[1]);
    EXPECT_EQ(deletions_.bring_back(set_).rule, "Renamed");
    ASSERT_EQ(set_.rules[0].actions.size(), 1u);
    EXPECT_EQ(set_.rules[0].actions[0].type, "set_text");
}

TEST_F(DeletionsTest, WhatIsRenamedInTheDialogIsRenamedInAllThatWasDeleted)
{
    using rules::Rename;
    Action action;
    action.type = "fire_rule";
    action.set("rule", "B");
    set_.rules[0].account = "Twitch";
    set_.rules[0].queue = "alerts";
    set_.rules[0].actions = {action};
    remove(0);
    deletions_.add({action, 0, "C"});
    EXPECT_TRUE(deletions_.rename(Rename::of_our(Rename::Of::account, "Twitch", "Main")));
    EXPECT_TRUE(deletions_.rename(Rename::of_our(Rename::Of::queue, "alerts", "big")));
    EXPECT_TRUE(deletions_.rename(Rename::of_our(Rename::Of::rule, "B", "Hello")));
    EXPECT_FALSE(deletions_.rename(Rename::of_our(Rename::Of::account, "Hello", "Main")));
    deletions_.bring_back(set_);
    deletions_.bring_back(set_);
    EXPECT_EQ(set_.rules[0].account, "Main");
    EXPECT_EQ(set_.rules[0].queue, "big");
    EXPECT_EQ(set_.rules[0].actions.at(0).text("rule"), "Hello");
    EXPECT_EQ(set_.rules[2].actions.at(0).text("rule"), "Hello");
}

TEST_F(DeletionsTest, OnlyWhatWasDeletedLastIsOffered)
{
    remove(0);
    deletions_.add({Label{"Text", "{user}", {}, {}}, 0, ""});
    EXPECT_EQ(deletions_.last(From::rules), nullptr);
    ASSERT_NE(deletions_.last(From::labels), nullptr);
    deletions_.bring_back(set_);
    EXPECT_EQ(set_.labels.at(0).source, "Text");
    EXPECT_NE(deletions_.last(From::rules), nullptr);
}

TEST_F(DeletionsTest, WhatIsRenamedInObsIsRenamedInAllThatWasDeleted)
{
    Action action;
    action.type = "switch_scene";
    action.set("scene", "Alert");
    set_.rules[0].actions = {action};
    set_.rules[0].only_in = {"Alert"};
    remove(0);
    deletions_.add({action, 0, "B"});
    deletions_.add({Label{"Alert", "{user}", {}, {}}, 0, ""});
    EXPECT_FALSE(deletions_.rename({"Elsewhere", "Nowhere"}));
    EXPECT_TRUE(deletions_.rename({"Alert", "Big alert"}));
    for (int i = 0; i < 3; ++i)
        deletions_.bring_back(set_);
    EXPECT_EQ(set_.labels.at(0).source, "Big alert");
    EXPECT_EQ(set_.rules[0].actions.at(0).text("scene"), "Big alert");
    EXPECT_THAT(set_.rules[0].only_in, testing::ElementsAre("Big alert"));
    EXPECT_EQ(set_.rules[1].actions.at(0).text("scene"), "Big alert");
}

} // namespace
} // namespace astro::studio
