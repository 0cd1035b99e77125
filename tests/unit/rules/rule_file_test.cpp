// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rule_file.h"

#include "support/json.h"
#include "unit/parsed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string whole = R"({ "version": 1,
  "rules": [
    { "name": "New follower", "enabled": true, "event": "follow", "account": "Twitch",
      "conditions": [ { "field": "amount", "test": "at_least", "value": "100" } ],
      "cooldown_ms": 1500, "queue": "alerts",
      "actions": [
        { "type": "switch_scene", "scene": "New follower", "for_ms": 6000 },
        { "type": "show_source", "scene": "Main", "source": "Confetti", "for_ms": 6000 },
        { "type": "set_text", "source": "Latest follower", "text": "Welcome {user}!" } ] },
    { "name": "Örtliche Größe 🎉", "enabled": false, "event": "topic:channel.stream.status", "account": "",
      "conditions": [], "cooldown_ms": 0, "queue": "", "actions": [] } ] })";

Json::Value round_trip(const std::string &document)
{
    return parsed(write_rules(read_rules(document).set));
}

Rule read_one(const std::string &rule)
{
    auto read = read_rules(R"({"rules":[)" + rule + "]}");
    return read.set.rules.empty() ? Rule() : read.set.rules.front();
}

TEST(RuleFile, ReadsEveryMember)
{
    const auto read = read_rules(whole);
    EXPECT_THAT(read.problems, IsEmpty());
    ASSERT_EQ(read.set.rules.size(), 2U);

    const Rule &first = read.set.rules[0];
    EXPECT_EQ(first.name, "New follower");
    EXPECT_TRUE(first.enabled);
    EXPECT_EQ(first.event, "follow");
    EXPECT_EQ(first.account, "Twitch");
    EXPECT_EQ(first.cooldown, milliseconds(1500));
    EXPECT_EQ(first.queue, "alerts");
    ASSERT_EQ(first.conditions.size(), 1U);
    EXPECT_EQ(first.conditions[0].field, "amount");
    EXPECT_EQ(first.conditions[0].test, "at_least");
    EXPECT_EQ(first.conditions[0].value, "100");
    ASSERT_EQ(first.actions.size(), 3U);
    EXPECT_EQ(first.actions[1].type, "show_source");
    EXPECT_EQ(first.actions[1].text("scene"), "Main");
    EXPECT_EQ(first.actions[1].text("source"), "Confetti");
    EXPECT_EQ(first.actions[1].hold, milliseconds(6000));
    EXPECT_EQ(first.actions[2].text("text"), "Welcome {user}!");
    EXPECT_EQ(first.actions[2].hold, milliseconds(0));

    EXPECT_FALSE(read.set.rules[1].enabled);
    EXPECT_EQ(read.set.rules[1].name, "Örtliche Größe 🎉");
}

TEST(RuleFile, WritesWhatItReads)
{
    Json::Value expected = parsed(whole);
    expected["rules"][0]["actions"][2]["for_ms"] = 0;
    EXPECT_EQ(round_trip(whole), expected);
}

TEST(RuleFile, WritesEqualSetsAlike)
{
    const std::string once = write_rules(read_rules(whole).set);
    EXPECT_EQ(write_rules(read_rules(once).set), once);
    EXPECT_EQ(once.find('\n'), std::string::npos);
}

TEST(RuleFile, NoDocumentIsNoRules)
{
    for (const char *document : {"", "  \n", "{}", R"({"version":1})", R"({"rules":[]})", R"({"rules":null})"}) {
        const auto read = read_rules(document);
        EXPECT_THAT(read.problems, IsEmpty()) << document;
        EXPECT_THAT(read.set.rules, IsEmpty()) << document;
    }
    EXPECT_EQ(write_rules({}), R"({"rules":[],"version":1})");
}

TEST(RuleFile, MissingMembersHaveTheirDefaults)
{
    const Rule rule = read_one("{}");
    EXPECT_EQ(rule.name, "Rule 1");
    EXPECT_TRUE(rule.enabled);
    EXPECT_EQ(rule.event, "follow");
    EXPECT_EQ(rule.account, "");
    EXPECT_EQ(rule.queue, "");
    EXPECT_EQ(rule.cooldown, milliseconds(0));
    EXPECT_TRUE(rule.unreadable.isNull());
}

TEST(RuleFile, KeepsUnknownMembersAtEveryLevel)
{
    const std::string document = R"({"version":1,"theme":{"a":[1,2]},"rules":[{"name":"R","enabled":true,"event":"tip",
        "account":"","cooldown_ms":0,"queue":"","colour":"red",
        "conditions":[{"field":"user","test":"sounds_like","value":"","strict":true}],
        "actions":[{"type":"explode","for_ms":5,"power":9.5}]}]})";
    EXPECT_EQ(round_trip(document), parsed(document));
    EXPECT_THAT(read_rules(document).problems,
                testing::UnorderedElementsAre(Problem{"Problem.Rules.DocumentUnknownMember", {"theme"}},
                                              Problem{"Problem.Rules.UnknownMember", {"R", "colour"}},
                                              Problem{"Problem.Rules.UnknownMember", {"R", "strict"}},
                                              Problem{"Problem.Rules.UnknownMember", {"R", "power"}}));
}

struct TimeCase {
    const char *written;
    std::int64_t expected;
    const char *problem; ///< "" for none
};

std::ostream &operator<<(std::ostream &out, const TimeCase &c)
{
    return out << c.written;
}

class RuleTimes : public testing::TestWithParam<TimeCase> {};

TEST_P(RuleTimes, AreReadForgivingly)
{
    const auto &c = GetParam();
    for (const std::string member : {"cooldown_ms", "for_ms"}) {
        const std::string pair = '"' + member + "\":" + c.written;
        const auto read = read_rules(member == "for_ms" ? R"({"rules":[{"name":"R","actions":[{)" + pair + "}]}]}"
                                                        : R"({"rules":[{"name":"R",)" + pair + "}]}");
        ASSERT_EQ(read.set.rules.size(), 1U);
        const Rule &rule = read.set.rules[0];
        EXPECT_EQ(member == "for_ms" ? rule.actions.at(0).hold : rule.cooldown, milliseconds(c.expected));
        if (*c.problem == '\0')
            EXPECT_THAT(read.problems, IsEmpty());
        else
            EXPECT_THAT(read.problems, ElementsAre(Problem{c.problem, {"R", member}}));
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, RuleTimes,
    testing::Values(TimeCase{"0", 0, ""}, TimeCase{"6000", 6000, ""}, TimeCase{"6000.9", 6000, ""},
                    TimeCase{"\"6000\"", 6000, ""}, TimeCase{"\" 6e3 \"", 6000, ""}, TimeCase{"null", 0, ""},
                    TimeCase{"-1", 0, "Problem.Rules.OutOfRange"}, TimeCase{"\"-5\"", 0, "Problem.Rules.OutOfRange"},
                    TimeCase{"2073600000", 2073600000, ""}, TimeCase{"2073600001", 0, "Problem.Rules.OutOfRange"},
                    TimeCase{"1e300", 0, "Problem.Rules.OutOfRange"},
                    TimeCase{"18446744073709551615", 0, "Problem.Rules.OutOfRange"},
                    TimeCase{"\"soon\"", 0, "Problem.Rules.WrongType"}, TimeCase{"\"\"", 0, "Problem.Rules.WrongType"},
                    TimeCase{"true", 0, "Problem.Rules.WrongType"}, TimeCase{"[6000]", 0, "Problem.Rules.WrongType"},
                    TimeCase{"{}", 0, "Problem.Rules.WrongType"}));

TEST(RuleFile, TakesNumbersAndBooleansForTexts)
{
    const Rule rule = read_one(R"({"name":5,"conditions":[{"field":"amount","test":"at_least","value":100.5}]})");
    EXPECT_EQ(rule.name, "5");
    EXPECT_EQ(rule.conditions.at(0).value, "100.5");
}

TEST(RuleFile, ReadsSwitchesForgivingly)
{
    for (const char *off : {"false", "0", "\"false\""})
        EXPECT_FALSE(read_one(R"({"enabled":)" + std::string(off) + "}").enabled) << off;
    for (const char *on : {"true", "1", "\"true\"", "null"})
        EXPECT_TRUE(read_one(R"({"enabled":)" + std::string(on) + "}").enabled) << on;
}

TEST(RuleFile, WrongTypesGetDefaultsAndAreReportedAndKept)
{
    const std::string document = R"({"version":1,"rules":[{"name":"R","enabled":"perhaps","event":["tip"],
        "account":{},"conditions":"user is Ada","cooldown_ms":"soon","queue":[],"actions":{"type":"switch_scene"}}]})";
    const auto read = read_rules(document);
    ASSERT_EQ(read.set.rules.size(), 1U);
    EXPECT_TRUE(read.set.rules[0].enabled);
    EXPECT_EQ(read.set.rules[0].event, "follow");
    EXPECT_EQ(read.problems.size(), 7U);
    for (const auto &problem : read.problems)
        EXPECT_EQ(problem.key, "Problem.Rules.WrongType");
    EXPECT_EQ(round_trip(document), parsed(document));
}

TEST(RuleFile, AValueSetAnewReplacesAnUnreadableOne)
{
    auto set = read_rules(R"({"rules":[{"name":"R","queue":[],"cooldown_ms":"soon"}]})").set;
    set.rules[0].queue = "alerts";
    const auto written = parsed(write_rules(set));
    EXPECT_EQ(written["rules"][0]["queue"], "alerts");
    EXPECT_EQ(written["rules"][0]["cooldown_ms"], "soon");
}

TEST(RuleFile, ElementsThatAreNoRulesConditionsOrActionsAreKeptInTheirPlaces)
{
    const std::string document = R"({"version":1,"rules":["one",
        {"name":"R","enabled":true,"event":"tip","account":"","cooldown_ms":0,"queue":"",
         "conditions":[7,{"field":"user","test":"is","value":""}],"actions":[[1],{"type":"explode"}]}, 3.5, [null]]})";
    const auto read = read_rules(document);
    ASSERT_EQ(read.set.rules.size(), 4U);
    EXPECT_EQ(read.set.rules[0].unreadable, "one");
    EXPECT_FALSE(read.set.rules[0].enabled);
    EXPECT_EQ(read.set.rules[1].name, "R");
    EXPECT_THAT(read.problems,
                ElementsAre(Problem{"Problem.Rules.NotARule", {"1"}}, Problem{"Problem.Rules.NotARule", {"3"}},
                            Problem{"Problem.Rules.NotARule", {"4"}}));
    EXPECT_EQ(round_trip(document), parsed(document));
}

TEST(RuleFile, RulesThatAreNoListAreReportedAndKept)
{
    const std::string document = R"({"version":1,"rules":{"name":"R"}})";
    const auto read = read_rules(document);
    EXPECT_THAT(read.set.rules, IsEmpty());
    EXPECT_THAT(read.problems, ElementsAre(Problem{"Problem.Rules.DocumentWrongType", {"rules"}}));
    EXPECT_EQ(round_trip(document), parsed(document));
}

TEST(RuleFile, AnotherVersionIsReadReportedAndStays)
{
    for (const char *version : {"2", "99.5", "\"2\"", "[]"}) {
        const std::string document = R"({"version":)" + std::string(version) + R"(,"rules":[{"name":"R"}]})";
        const auto read = read_rules(document);
        ASSERT_EQ(read.set.rules.size(), 1U) << version;
        ASSERT_EQ(read.problems.size(), 1U) << version;
        EXPECT_EQ(read.problems[0].key, "Problem.Rules.OtherVersion");
        EXPECT_EQ(round_trip(document)["version"], parsed(document)["version"]);
    }
    EXPECT_THAT(read_rules(R"({"version":"1"})").problems, IsEmpty());
}

TEST(RuleFile, GivesRulesNamesOfTheirOwn)
{
    const auto read = read_rules(R"({"rules":[{"name":"Alert"},{},{"name":"Alert"},{"name":"Alert 2"},{"name":""},
        {"name":"Rule 1"},{"name":"Alert"},"none"]})");
    std::vector<std::string> names;
    for (const auto &rule : read.set.rules)
        names.push_back(rule.name);
    EXPECT_THAT(names, ElementsAre("Alert", "Rule 2", "Alert 3", "Alert 2", "Rule 3", "Rule 1", "Alert 4", ""));
}

TEST(RuleFile, ADamagedDocumentIsReportedAndKept)
{
    for (const std::string document : {"{", "rules", "[]", "7", R"({"rules":[})", "\"text\""}) {
        const auto read = read_rules(document);
        EXPECT_THAT(read.set.rules, IsEmpty()) << document;
        EXPECT_EQ(read.problems.size(), 1U) << document;
        EXPECT_EQ(round_trip(document)["damaged"], document);
    }
    const auto junk = read_rules(std::string_view("\xff\xfe\0\x01{", 5));
    EXPECT_EQ(junk.problems.size(), 1U);
    EXPECT_FALSE(parsed(write_rules(junk.set)).isNull());
}

TEST(RuleFile, EveryTruncationIsReportedAndNoneThrows)
{
    for (std::size_t length = 1; length < whole.size(); ++length) {
        ReadRules read;
        ASSERT_NO_THROW(read = read_rules(std::string_view(whole).substr(0, length))) << length;
        ASSERT_EQ(read.problems.size(), 1U) << length;
        ASSERT_EQ(read.problems[0].key, "Problem.Rules.Unparsable") << length;
        ASSERT_NO_THROW(write_rules(read.set)) << length;
    }
}

TEST(RuleFile, EveryDroppedByteIsReadOrReported)
{
    for (std::size_t place = 0; place < whole.size(); ++place) {
        std::string broken = whole;
        broken.erase(place, 1);
        ASSERT_NO_THROW(write_rules(read_rules(broken).set)) << place;
        broken.insert(place, 1, '\xff');
        ASSERT_NO_THROW(write_rules(read_rules(broken).set)) << place;
    }
}

TEST(RuleFile, ReportsOnlySoManyProblems)
{
    std::string document = R"({"rules":[)";
    for (int i = 0; i < 20'000; ++i)
        document += R"({"x":1},)";
    document.back() = ']';
    const auto read = read_rules(document + "}");
    EXPECT_EQ(read.set.rules.size(), 20'000U);
    ASSERT_EQ(read.problems.size(), 51U);
    EXPECT_EQ(read.problems.back(), (Problem{"Problem.Rules.More", {"19950"}}));
}

TEST(RuleFile, ReportsEachProblemOnce)
{
    const auto read = read_rules(R"({"rules":[{"name":"R","actions":[
        {"type":"set_text","bold":1,"for_ms":"x"},{"type":"append_text","bold":2,"for_ms":[]}]}]})");
    EXPECT_THAT(read.problems, testing::ElementsAre(Problem{"Problem.Rules.WrongType", {"R", "for_ms"}},
                                                    Problem{"Problem.Rules.UnknownMember", {"R", "bold"}}));
}

TEST(RuleFile, AnAccountsNameIsTrimmedAsInTheSettings)
{
    const auto read = read_rules(R"({"rules":[{"name":"R","account":" Main "}]})");
    ASSERT_EQ(read.set.rules.size(), 1U);
    EXPECT_EQ(read.set.rules[0].account, "Main");
}

} // namespace
} // namespace astro::rules
