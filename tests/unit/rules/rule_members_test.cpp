// SPDX-License-Identifier: GPL-2.0-or-later
// The table of what a rule may have: by it rules are read, written, renamed and drawn.
#include "rules/rule_members.h"

#include "rules/gates.h"
#include "rules/rule_file.h"
#include "support/json.h"
#include "unit/parsed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

ReadRules read_with(const std::string &members)
{
    return read_rules(R"({"version":1,"rules":[{"name":"R",)" + members + "}]}");
}

Json::Value written(const RuleSet &set)
{
    return parsed(write_rules(set))["rules"][0];
}

TEST(RuleMembers, AreThoseOfTheFormat)
{
    std::vector<std::string> names;
    for (const RuleMember &member : rule_members())
        names.emplace_back(member.name);
    EXPECT_THAT(names, UnorderedElementsAre("enabled", "event", "account", "cooldown_ms", "queue", "user_cooldown_ms",
                                            "every", "chance", "only_in", "never_in", "only_while", "first_of", "tests",
                                            "priority", "merge"));
}

TEST(RuleMembers, EachGateOfAMemberHasOne)
{
    std::set<std::string_view> names{"conditions"};
    for (const RuleMember &member : rule_members())
        names.insert(member.name);
    for (const auto *gates : {&match_gates(), &run_gates()})
        for (const Gate &gate : *gates)
            EXPECT_EQ(names.count(gate.member), 1U) << gate.member;
}

TEST(RuleMembers, EveryOneIsRead)
{
    const auto read = read_with(R"("enabled":false,"event":"tip","account":"Kick","cooldown_ms":1,"queue":"q",
        "user_cooldown_ms":2,"every":3,"chance":12.5,"only_in":["Main","Game"],"never_in":["BRB"],
        "only_while":["streaming","recording"],"first_of":"tips","tests":false,"priority":-4,"merge":true)");
    EXPECT_THAT(read.problems, IsEmpty());
    const Rule &rule = read.set.rules.at(0);
    EXPECT_FALSE(rule.enabled);
    EXPECT_EQ(rule.event, "tip");
    EXPECT_EQ(rule.account, "Kick");
    EXPECT_EQ(rule.cooldown, milliseconds(1));
    EXPECT_EQ(rule.queue, "q");
    EXPECT_EQ(rule.user_cooldown, milliseconds(2));
    EXPECT_EQ(rule.every, 3);
    EXPECT_EQ(rule.chance, 12.5);
    EXPECT_THAT(rule.only_in, ElementsAre("Main", "Game"));
    EXPECT_THAT(rule.never_in, ElementsAre("BRB"));
    EXPECT_THAT(rule.only_while, ElementsAre("streaming", "recording"));
    EXPECT_EQ(rule.first_of, "tips");
    EXPECT_FALSE(rule.tests);
    EXPECT_EQ(rule.priority, -4);
    EXPECT_TRUE(rule.merge);
}

TEST(RuleMembers, AMissingOneCountsAsTheFormatSays)
{
    const Rule rule = read_with(R"("x":1)").set.rules.at(0);
    EXPECT_EQ(rule.user_cooldown, milliseconds(0));
    EXPECT_EQ(rule.every, 1);
    EXPECT_EQ(rule.chance, 100);
    EXPECT_THAT(rule.only_in, IsEmpty());
    EXPECT_THAT(rule.never_in, IsEmpty());
    EXPECT_THAT(rule.only_while, IsEmpty());
    EXPECT_EQ(rule.first_of, "");
    EXPECT_TRUE(rule.tests);
    EXPECT_EQ(rule.priority, 0);
    EXPECT_FALSE(rule.merge);
}

TEST(RuleMembers, EveryOneIsWrittenAsItWasRead)
{
    const std::string document = R"({"version":1,"rules":[{"name":"R","enabled":false,"event":"tip","account":"Kick",
        "cooldown_ms":1,"queue":"q","user_cooldown_ms":2,"every":3,"chance":12.5,"only_in":["Main"],"never_in":["BRB"],
        "only_while":["flying"],"first_of":"tips","tests":false,"priority":-4,"merge":true,
        "conditions":[],"actions":[]}]})";
    EXPECT_EQ(parsed(write_rules(read_rules(document).set)), parsed(document));
}

TEST(RuleMembers, WhatIsAsUsualIsNotWritten)
{
    EXPECT_THAT(
        written(read_with(R"("every":1,"chance":100,"only_in":[],"never_in":null,"tests":true,"merge":false,
        "user_cooldown_ms":0,"first_of":"","priority":0)")
                    .set)
            .getMemberNames(),
        UnorderedElementsAre("name", "enabled", "event", "account", "cooldown_ms", "queue", "conditions", "actions"));
}

TEST(RuleMembers, NumbersOutOfTheirRangesCountAsMissingAndThatIsToldAndKept)
{
    const std::string members = R"("every":0,"chance":150,"user_cooldown_ms":-5,"priority":1e9,"cooldown_ms":1e12)";
    const auto read = read_with(members);
    const Rule &rule = read.set.rules.at(0);
    EXPECT_EQ(rule.every, 1);
    EXPECT_EQ(rule.chance, 100);
    EXPECT_EQ(rule.user_cooldown, milliseconds(0));
    EXPECT_EQ(rule.priority, 0);
    EXPECT_EQ(rule.cooldown, milliseconds(0));
    std::vector<std::string> told;
    for (const Problem &problem : read.problems) {
        EXPECT_EQ(problem.key, "Problem.Rules.OutOfRange");
        EXPECT_EQ(problem.args.at(0), "R");
        told.push_back(problem.args.at(1));
    }
    EXPECT_THAT(told, UnorderedElementsAre("every", "chance", "user_cooldown_ms", "priority", "cooldown_ms"));
    const auto kept = written(read.set), given = parsed('{' + members + '}');
    for (const auto &member : given.getMemberNames())
        EXPECT_EQ(kept[member], given[member]) << member;
    EXPECT_EQ(read_with(R"("every":-3,"chance":-1)").set.rules.at(0).chance, 100);
}

TEST(RuleMembers, EveryIsAWholeNumber)
{
    const auto read = read_with(R"("every":2.5)");
    EXPECT_EQ(read.set.rules.at(0).every, 1);
    EXPECT_THAT(read.problems, ElementsAre(Problem{"Problem.Rules.WrongType", {"R", "every"}}));
    EXPECT_EQ(written(read.set)["every"], 2.5);
}

TEST(RuleMembers, AWrongTypeCountsAsMissingAndIsToldAndKept)
{
    const std::string wrong = R"("user_cooldown_ms":"soon","every":[3],"chance":{},"only_in":{"a":1},"never_in":[["x"]],
        "only_while":[["x"]],"first_of":["x"],"tests":"perhaps","priority":"high","merge":[])";
    const auto read = read_with(wrong);
    const Rule &rule = read.set.rules.at(0);
    EXPECT_EQ(rule.user_cooldown, milliseconds(0));
    EXPECT_EQ(rule.every, 1);
    EXPECT_EQ(rule.chance, 100);
    EXPECT_THAT(rule.only_in, IsEmpty());
    EXPECT_THAT(rule.never_in, IsEmpty());
    EXPECT_THAT(rule.only_while, IsEmpty());
    EXPECT_EQ(rule.first_of, "");
    EXPECT_TRUE(rule.tests);
    EXPECT_EQ(rule.priority, 0);
    EXPECT_FALSE(rule.merge);
    EXPECT_EQ(read.problems.size(), 10U);
    const Json::Value again = written(read.set);
    const Json::Value as_written = parsed("{" + wrong + "}");
    for (const std::string &name : as_written.getMemberNames())
        EXPECT_EQ(again[name], as_written[name]) << name;
}

TEST(RuleMembers, AValueSetAnewReplacesAnUnreadableOne)
{
    RuleSet set = read_with(R"("chance":{},"only_in":{"a":1},"merge":[])").set;
    set.rules[0].chance = 50;
    set.rules[0].only_in = {"Main"};
    set.rules[0].merge = true;
    const Json::Value rule = written(set);
    EXPECT_EQ(rule["chance"], 50.0);
    EXPECT_EQ(rule["only_in"], parsed(R"(["Main"])"));
    EXPECT_EQ(rule["merge"], true);
}

TEST(RuleMembers, AreReadForgivingly)
{
    const Rule rule =
        read_with(R"("every":"3","chance":"12.5","only_in":"Main","only_while":["streaming",""],"merge":"true")")
            .set.rules.at(0);
    EXPECT_EQ(rule.every, 3);
    EXPECT_EQ(rule.chance, 12.5);
    EXPECT_THAT(rule.only_in, ElementsAre("Main"));
    EXPECT_THAT(rule.only_while, ElementsAre("streaming"));
    EXPECT_TRUE(rule.merge);
}

} // namespace
} // namespace astro::rules
