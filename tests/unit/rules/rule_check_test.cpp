// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_check.h"
#include "rules/rule_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace astro::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Problem> check_rule(const std::string &rule)
{
    const auto read = read_rules(R"({"rules":[)" + rule + "]}");
    if (read.set.rules.size() != 1)
        return {{"the test's own rule is no rule", {}}};
    return check(read.set.rules[0]);
}

/// A rule that is good but for these members.
std::string with(const std::string &members)
{
    return R"({"event":"follow","actions":[{"type":"switch_scene","scene":"Main"}],)" + members + "}";
}

std::string with_condition(const std::string &members)
{
    return with(R"("conditions":[{)" + members + "}]");
}

std::string with_action(const std::string &members)
{
    return R"({"event":"follow","actions":[{)" + members + "}]}";
}

/// A rule with one action of this type, all of whose members are filled in.
Rule filled_in(const ActionType &type)
{
    Action action;
    action.type = type.word;
    for (const ActionField &field : type.fields) {
        Json::Value value = field.fallback;
        if (field.shape() == Shape::list)
            value.append("Main");
        else if (field.shape() == Shape::object)
            value["opacity"] = 50;
        else if (row_of(field.kind).is_template)
            value = "{amount}";
        else if (value == "")
            value = "Main";
        action.set(field.name, value);
    }
    Rule rule;
    rule.actions.push_back(action);
    return rule;
}

TEST(RuleCheck, FindsNothingWrongWithGoodRules)
{
    EXPECT_THAT(check_rule(with(R"("account":"Twitch")")), IsEmpty());
    for (const char *event : {"any", "tip", "topic:channel.stream.status", "stream_offline"})
        EXPECT_THAT(check_rule(with(R"("event":")" + std::string(event) + '"')), IsEmpty()) << event;
    for (const char *field : {"user", "amount", "time", "data", "data.items.0.name", "room", "id", "ts"})
        EXPECT_THAT(check_rule(with_condition(R"("field":")" + std::string(field) + R"(","test":"exists")")), IsEmpty())
            << field;
    for (const auto &test : test_words())
        EXPECT_THAT(
            check_rule(with_condition(R"("field":"amount","value":")" + std::string(test == "between" ? "5..20" : "5") +
                                      R"(","test":")" + test + '"')),
            IsEmpty())
            << test;
    for (const auto &type : action_types())
        EXPECT_THAT(check(filled_in(type)), IsEmpty()) << type.word;
}

struct Case {
    std::string rule;
    Problem expected;
};

std::ostream &operator<<(std::ostream &out, const Case &c)
{
    return out << c.rule;
}

class RuleCheckTable : public testing::TestWithParam<Case> {};

TEST_P(RuleCheckTable, NamesTheProblem)
{
    EXPECT_THAT(check_rule(GetParam().rule), ElementsAre(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All, RuleCheckTable,
    testing::Values(
        Case{R"("no rule")", {"Problem.Rule.Unreadable", {}}},
        Case{with(R"("event":"folow")"), {"Problem.Rule.UnknownEvent", {"folow"}}},
        Case{with(R"("event":"topic:")"), {"Problem.Rule.NoTopic", {}}},
        Case{R"({"event":"follow"})", {"Problem.Rule.NoActions", {}}},
        Case{with_condition(R"("test":"is","value":"x")"), {"Problem.Rule.NoField", {}}},
        Case{with_condition(R"("field":"usr","test":"exists")"), {"Problem.Rule.UnknownField", {"usr"}}},
        Case{with_condition(R"("field":"user","test":"like")"), {"Problem.Rule.UnknownTest", {"like"}}},
        Case{with_condition(R"("field":"amount","test":"at_least","value":"lots")"),
             {"Problem.Rule.NotANumber", {"lots"}}},
        Case{with_condition(R"("field":"amount","test":"at_most","value":"")"), {"Problem.Rule.NotANumber", {""}}},
        Case{with(R"("conditions":["user is Ada"])"), {"Problem.Rule.UnreadableCondition", {}}},
        Case{with_action(R"("type":"explode")"), {"Problem.Rule.UnknownAction", {"1", "explode"}}},
        Case{R"({"event":"follow","actions":[7]})", {"Problem.Rule.UnreadableAction", {"1"}}},
        Case{with_action(R"("type":"switch_scene")"), {"Problem.Rule.NoScene", {"1"}}},
        Case{with_action(R"("type":"show_source","source":"T")"), {"Problem.Rule.NoScene", {"1"}}},
        Case{with_action(R"("type":"hide_source","scene":"S")"), {"Problem.Rule.NoSource", {"1"}}},
        Case{with_action(R"("type":"toggle_source","scene":"S")"), {"Problem.Rule.NoSource", {"1"}}},
        Case{with_action(R"("type":"enable_filter","source":"T")"), {"Problem.Rule.NoFilter", {"1"}}},
        Case{with_action(R"("type":"show_source","everywhere":true)"), {"Problem.Rule.NoSource", {"1"}}},
        Case{with_action(R"("type":"show_source","everywhere":false,"source":"T")"), {"Problem.Rule.NoScene", {"1"}}},
        Case{with_action(R"("type":"random_scene","scenes":[])"), {"Problem.Rule.NoScenes", {"1"}}},
        Case{with_action(R"("type":"set_file","source":"T")"), {"Problem.Rule.NoFile", {"1"}}},
        Case{with_action(R"("type":"source_settings","source":"T","settings":{})"), {"Problem.Rule.NoSettings", {"1"}}},
        Case{with_action(R"("type":"source_settings","source":"T","settings":"opacity: 50")"),
             {"Problem.Rule.BadSettings", {"1"}}},
        Case{with_action(R"("type":"set_text","text":"x")"), {"Problem.Rule.NoSource", {"1"}}},
        Case{with_action(R"("type":"set_text","source":"T","text":"Hi {usr}")"),
             {"Problem.Rule.UnknownField", {"usr"}}},
        Case{with_action(R"("type":"set_text","source":"T","text":"Hi {user:shout}")"),
             {"Problem.Rule.UnknownFormat", {"shout"}}}));

TEST(RuleCheck, KnowsWordsFormatsAndWhatComesLate)
{
    EXPECT_THAT(
        check_rule(with_action(R"("type":"set_text","source":"T","text":"{user:upper|SOMEBODY} {sender|a:b} )"
                               R"({counter.falls:number} {session.tip-goal.amount:money|0} {count} {others}")")),
        IsEmpty());
}

TEST(RuleCheck, AConditionDoesNotSeeWhatComesLate)
{
    for (const std::string field : {"count", "others", "counter.deaths", "session.tip-goal.amount"}) {
        EXPECT_THAT(check_rule(with_condition(R"("field":" )" + field + R"( ","test":"exists")")),
                    ElementsAre(Problem{"Problem.Rule.OnlyInTexts", {field}}));
    }
    EXPECT_THAT(check_rule(with_condition(R"("field":"data.counter.deaths","test":"exists")")), IsEmpty());
}

TEST(RuleCheck, KnowsWhatARuleCanRunWhile)
{
    EXPECT_THAT(check_rule(with(R"("only_while":["streaming","recording"])")), IsEmpty());
    EXPECT_THAT(check_rule(with(R"("only_while":["streaming","streamin"])")),
                ElementsAre(Problem{"Problem.Rule.UnknownActivity", {"streamin"}}));
}

TEST(RuleCheck, ARangeHasTwoNumbersWithTwoDotsBetween)
{
    const auto between = [](const std::string &value) {
        return check_rule(with_condition(R"("field":"amount","test":"between","value":")" + value + '"'));
    };
    EXPECT_THAT(between("0.5..2"), IsEmpty());
    EXPECT_THAT(between("5 .. 20"), IsEmpty());
    for (const std::string bad : {"5...20", "5.. .20", "5..", "..5", "5", ""})
        EXPECT_THAT(between(bad), ElementsAre(Problem{"Problem.Rule.NotARange", {bad}})) << bad;
}

TEST(RuleCheck, TellsWhyAPatternDoesNotCompile)
{
    const auto problems = check_rule(with_condition(R"("field":"user","test":"matches","value":"(unclosed")"));
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].key, "Problem.Rule.BadPattern");
    ASSERT_EQ(problems[0].args.size(), 2U);
    EXPECT_EQ(problems[0].args[0], "(unclosed");
    EXPECT_FALSE(problems[0].args[1].empty());
}

TEST(RuleCheck, FindsEverythingAtOnceInOrder)
{
    const auto problems = check_rule(R"({"event":"x","conditions":[{"field":"user","test":"y"}],
        "actions":[{"type":"switch_scene","scene":"S"},{"type":"show_source"},{"type":"z"}]})");
    EXPECT_THAT(problems,
                ElementsAre(Problem{"Problem.Rule.UnknownEvent", {"x"}}, Problem{"Problem.Rule.UnknownTest", {"y"}},
                            Problem{"Problem.Rule.NoScene", {"2"}}, Problem{"Problem.Rule.NoSource", {"2"}},
                            Problem{"Problem.Rule.UnknownAction", {"3", "z"}}));
}

TEST(RuleCheck, TellsEachOnce)
{
    EXPECT_THAT(
        check_rule(R"({"event":"follow","conditions":[{"field":"usr","test":"exists"}],"actions":[
                    {"type":"set_text","source":"T","text":"{usr:shout} {usr:shout}"},
                    {"type":"append_text","source":"T","text":"{usr:shout}"}]})"),
        ElementsAre(Problem{"Problem.Rule.UnknownField", {"usr"}}, Problem{"Problem.Rule.UnknownFormat", {"shout"}}));
}

TEST(RuleCheck, ARuleIsUnfinishedWhileNothingElseIsWrongWithIt)
{
    EXPECT_TRUE(is_unfinished(check_rule(R"({"event":"follow"})"))) << "no action yet";
    EXPECT_TRUE(is_unfinished(check_rule(R"({"event":"tip","actions":[{"type":"show_source"}]})")));
    EXPECT_TRUE(is_unfinished(check_rule(R"({"event":"topic:","conditions":[{"test":"exists"}]})")));
    EXPECT_FALSE(is_unfinished(check_rule(R"({"event":"x","actions":[{"type":"show_source"}]})")));
    EXPECT_FALSE(is_unfinished(check_rule(with_action(R"("type":"switch_scene","scene":"Main")")))) << "nothing wrong";
}

} // namespace
} // namespace astro::rules
