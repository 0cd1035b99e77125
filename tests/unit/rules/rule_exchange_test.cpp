// SPDX-License-Identifier: GPL-2.0-or-later
// Rules that go from one collection to another by a file.
#include "rules/rule_exchange.h"

#include "rules/rule_file.h"
#include "support/json.h"
#include "unit/parsed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

RuleSet set_of(const std::string &members)
{
    const auto read = read_rules("{" + members + "}");
    return read.set;
}

std::vector<std::string> names_of(const RuleSet &set)
{
    std::vector<std::string> names;
    for (const Rule &rule : set.rules)
        names.push_back(rule.name);
    return names;
}

const std::string some_rules = R"("rules":[
    {"name":"Tip","event":"tip","queue":"alerts","chance":50,"only_in":["Main"],"colour":"red",
     "conditions":[{"field":"amount","test":"at_least","value":"5","strict":true}],
     "actions":[{"type":"switch_scene","scene":"Thank you","for_ms":5000},{"type":"explode","power":9}]},
    {"name":"Follow","event":"follow","actions":[{"type":"set_text","source":"Title","text":"{user}"}]}],
    "labels":[{"source":"Latest","text":"{session.follower-latest.name}"}],
    "queues":[{"name":"alerts","gap_ms":500},{"name":"chat","limit":5}],
    "guard":{"scenes":["BRB"]},"overlay_buttons":false)";

// --- Writing and reading

TEST(RuleExchange, WritesAFileOfTheFormat)
{
    const Json::Value root = parsed(write_export(set_of(some_rules), {"Tip", "Follow"}));
    EXPECT_THAT(root.getMemberNames(), testing::UnorderedElementsAre("obs-astro-rules", "rules", "labels", "queues"));
    EXPECT_EQ(root["obs-astro-rules"], 1);
    EXPECT_EQ(root["rules"].size(), 2U);
    EXPECT_EQ(root["labels"].size(), 1U);
    EXPECT_EQ(root["queues"].size(), 1U) << "those that the rules are in";
    EXPECT_EQ(write_export(set_of(some_rules), {"Tip", "Follow"}).find("BRB"), std::string::npos);
    EXPECT_EQ(parsed(write_export({}, {})), parsed(R"({"obs-astro-rules":1,"rules":[],"labels":[],"queues":[]})"));
}

TEST(RuleExchange, WhatIsWrittenIsReadAgainWithNothingLost)
{
    const RuleSet set = set_of(some_rules);
    const ReadExport read = read_export(write_export(set, {"Follow", "Tip"}));
    EXPECT_TRUE(read.usable);
    RuleSet expected;
    expected.rules = set.rules;
    expected.labels = set.labels;
    expected.queues = {set.queues.at(0)};
    EXPECT_EQ(write_rules(read.set), write_rules(expected));
}

TEST(RuleExchange, OnlyTheChosenRulesGoAndLabelsWithAllOfThem)
{
    const Json::Value root = parsed(write_export(set_of(some_rules), {"Follow", "Nobody's"}));
    ASSERT_EQ(root["rules"].size(), 1U);
    EXPECT_EQ(root["rules"][0]["name"], "Follow");
    EXPECT_THAT(root["labels"], IsEmpty());
    EXPECT_THAT(root["queues"], IsEmpty());
}

constexpr const char *firing = R"("rules":[
    {"name":"A","actions":[{"type":"fire_rule","rule":"B"},{"type":"fire_rule","rule":"nobody's"}]},
    {"name":"B","queue":"q","actions":[{"type":"fire_rule","rule":"C"},{"type":"fire_rule"}]},
    {"name":"C","actions":[{"type":"fire_rule","rule":"A"},{"type":"set_text","source":"T","text":"","rule":"D"}]},
    {"name":"D"}],"queues":[{"name":"q","gap_ms":5},{"name":"other"}])";

TEST(RuleExchange, RulesThatAreFiredGoAlongWithTheirQueues)
{
    const RuleSet set = set_of(firing);
    EXPECT_THAT(names_of(read_export(write_export(set, {"A"})).set), ElementsAre("A", "B", "C"));
    EXPECT_THAT(names_of(read_export(write_export(set, {"D"})).set), ElementsAre("D"));
    const Json::Value root = parsed(write_export(set, {"A"}));
    ASSERT_EQ(root["queues"].size(), 1U);
    EXPECT_EQ(root["queues"][0]["name"], "q");
}

TEST(RuleExchange, WhatIsNoRuleStaysAtHome)
{
    const RuleSet set = set_of(R"("rules":[7,{"name":"Tip"},"x"],"labels":[7,{"source":"L"}],"queues":[8])");
    const Json::Value root = parsed(write_export(set, {"Tip", ""}));
    EXPECT_EQ(root["rules"].size(), 1U);
    EXPECT_EQ(root["labels"].size(), 1U);
    EXPECT_THAT(root["queues"], IsEmpty());
}

TEST(RuleExchange, AFileThatIsNoneIsRefusedInWords)
{
    for (const char *document : {"", "{", "rules", "\xff\xfe"}) {
        const ReadExport read = read_export(document);
        EXPECT_FALSE(read.usable) << document;
        ASSERT_EQ(read.problems.size(), 1U) << document;
        EXPECT_EQ(read.problems[0].key, "Problem.Import.Unparsable");
        EXPECT_THAT(read.set.rules, IsEmpty());
    }
    for (const char *document : {"[]", "7", "{}", R"({"version":1,"rules":[{"name":"R"}]})", R"({"accounts":[]})"}) {
        const ReadExport read = read_export(document);
        EXPECT_FALSE(read.usable) << document;
        EXPECT_THAT(read.problems, ElementsAre(Problem{"Problem.Import.NotRules", {}})) << document;
    }
}

TEST(RuleExchange, AnotherVersionIsReadAsFarAsItIsUnderstood)
{
    for (const char *version : {"2", "\"2\"", "[]", "null"}) {
        const ReadExport read =
            read_export(R"({"obs-astro-rules":)" + std::string(version) + R"(,"rules":[{"name":"R"}]})");
        EXPECT_TRUE(read.usable);
        EXPECT_THAT(names_of(read.set), ElementsAre("R"));
        ASSERT_EQ(read.problems.size(), 1U) << version;
        EXPECT_EQ(read.problems[0].key, "Problem.Rules.OtherVersion");
    }
}

TEST(RuleExchange, WhatIsWrongInAFileIsTold)
{
    const ReadExport read = read_export(R"({"obs-astro-rules":1,"theme":1,
        "rules":[{"name":"R","chance":"much"},5],"labels":["x"],"queues":{}})");
    EXPECT_TRUE(read.usable);
    EXPECT_THAT(read.problems,
                testing::UnorderedElementsAre(Problem{"Problem.Rules.WrongType", {"R", "chance"}},
                                              Problem{"Problem.Rules.NotARule", {"2"}},
                                              Problem{"Problem.Rules.DocumentWrongType", {"labels"}},
                                              Problem{"Problem.Rules.DocumentWrongType", {"queues"}},
                                              Problem{"Problem.Rules.DocumentUnknownMember", {"theme"}}));
}

// --- Which names it needs

TEST(RuleExchange, TellsEachSceneAndSourceThatRulesNameAndByWhat)
{
    const RuleSet set = set_of(R"("rules":[{"name":"R","only_in":["Main"],"never_in":["BRB","Main"],
        "actions":[{"type":"show_source","scene":"Main","source":"Confetti","until_media":"Jingle"},
                   {"type":"set_text","source":"Title","text":"Main text"},
                   {"type":"enable_filter","source":"Main","filter":"Blur"},
                   {"type":"switch_scene","scene":"","source":"left over from another type"}]}],
        "labels":[{"source":"Title"}],"guard":{"scenes":["Not exported"]})");
    EXPECT_THAT(names_used(set),
                ElementsAre(UsedName{"Main", {FieldKind::scene, FieldKind::source}},
                            UsedName{"BRB", {FieldKind::scene}}, UsedName{"Confetti", {FieldKind::item}},
                            UsedName{"Jingle", {FieldKind::media_source}},
                            UsedName{"Title", {FieldKind::text_source}}));
    EXPECT_THAT(names_used({}), IsEmpty());
}

TEST(RuleExchange, TellsAsManyNamesAsAFileHasRoomFor)
{
    constexpr std::size_t many = 100'000; // too many for each to be looked for among all
    RuleSet set = set_of(R"("rules":[{"name":"R"}])");
    std::vector<std::string> &scenes = set.rules[0].only_in;
    for (std::size_t i = 0; i < 2 * many; ++i)
        scenes.push_back("Scene " + std::to_string(i % many));
    const auto used = names_used(set);
    ASSERT_EQ(used.size(), many);
    EXPECT_EQ(used.front().name, "Scene 0");
    EXPECT_EQ(used.back().name, "Scene " + std::to_string(many - 1));
}

TEST(RuleExchange, ASceneThatAnActionEverywhereStillNamesIsNotAskedFor)
{
    const RuleSet set = set_of(R"("rules":[{"name":"R",
        "actions":[{"type":"hide_source","everywhere":true,"scene":"Gone","source":"Cam"}]}])");
    EXPECT_THAT(names_used(set), ElementsAre(UsedName{"Cam", {FieldKind::item}}));
}

// --- Importing

TEST(RuleExchange, RulesComeBehindThoseThatAreThere)
{
    RuleSet target = set_of(R"("rules":[{"name":"A"}],"theme":1)");
    EXPECT_THAT(import_into(target, set_of(R"("rules":[{"name":"B"},{"name":"C"}])"), {}), ElementsAre("B", "C"));
    EXPECT_THAT(names_of(target), ElementsAre("A", "B", "C"));
    EXPECT_EQ(target.extra["theme"], 1);
}

TEST(RuleExchange, ATakenNameGetsANumber)
{
    RuleSet target = set_of(R"("rules":[{"name":"Alert"},{"name":"Alert 3"}])");
    const RuleSet imported = set_of(R"("rules":[{"name":"Alert"},{"name":"Alert 2"},{"name":"Other"}])");
    EXPECT_THAT(import_into(target, imported, {}), ElementsAre("Alert 4", "Alert 2", "Other"));
    EXPECT_THAT(import_into(target, imported, {}), ElementsAre("Alert 5", "Alert 2 2", "Other 2"));
    auto names = names_of(target);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(RuleExchange, AFiredRuleIsFiredByTheNameThatItGot)
{
    RuleSet target = set_of(R"("rules":[{"name":"B"},{"name":"nobody's"}])");
    import_into(target, read_export(write_export(set_of(firing), {"A"})).set, {});
    EXPECT_THAT(names_of(target), ElementsAre("B", "nobody's", "A", "B 2", "C"));
    const auto fires = [&](std::size_t rule, std::size_t action) {
        return target.rules.at(rule).actions.at(action).text("rule");
    };
    EXPECT_EQ(fires(2, 0), "B 2");
    EXPECT_EQ(fires(2, 1), "nobody's") << "which is not of the file";
    EXPECT_EQ(fires(3, 0), "C");
    EXPECT_EQ(fires(4, 0), "A");
    import_into(target, read_export(write_export(set_of(firing), {"A"})).set, {});
    EXPECT_THAT(names_of(target), ElementsAre("B", "nobody's", "A", "B 2", "C", "A 2", "B 3", "C 2"));
    EXPECT_EQ(fires(5, 0), "B 3");
    EXPECT_EQ(fires(6, 0), "C 2");
    EXPECT_EQ(fires(7, 0), "A 2");
    EXPECT_EQ(fires(4, 0), "A") << "those that were there stay as they are";
}

TEST(RuleExchange, NothingElseOfTheTargetChanges)
{
    RuleSet target = set_of(some_rules);
    const std::string before = write_rules(target);
    import_into(target, {}, {{"Main", "Elsewhere"}});
    EXPECT_EQ(write_rules(target), before);
    import_into(target, set_of(R"("rules":[{"name":"New"}],"guard":{"scenes":["X"]},"overlay_buttons":true)"),
                {{"Main", "Elsewhere"}});
    target.rules.pop_back();
    EXPECT_EQ(write_rules(target), before);
}

TEST(RuleExchange, QueuesAndLabelsThatAreThereStayAsTheyAre)
{
    RuleSet target = set_of(R"("labels":[{"source":"L","text":"mine"}],"queues":[{"name":"alerts","gap_ms":1},7])");
    import_into(target, set_of(R"("labels":[{"source":"L","text":"theirs"},{"source":"M","text":"new"},9],
                    "queues":[{"name":"alerts","gap_ms":2},{"name":"chat","gap_ms":3},8])"),
                {});
    ASSERT_EQ(target.labels.size(), 2U);
    EXPECT_EQ(target.labels[0].text, "mine");
    EXPECT_EQ(target.labels[1].text, "new");
    ASSERT_EQ(target.queues.size(), 3U);
    EXPECT_EQ(target.queues[0].gap.count(), 1);
    EXPECT_EQ(target.queues[2].gap.count(), 3);
}

TEST(RuleExchange, WhatStandsForANameHereIsPutInItsPlace)
{
    RuleSet target;
    import_into(target, set_of(R"("rules":[{"name":"Main","queue":"Main","only_in":["Main"],"never_in":["BRB"],
                    "actions":[{"type":"show_source","scene":"Main","source":"Confetti","until_media":"Jingle"},
                               {"type":"set_text","source":"Title","text":"Main"}]}],
                    "labels":[{"source":"Title","text":"Main"}],"queues":[{"name":"Main"}])"),
                {{"Main", "Stage"}, {"Confetti", "Snow"}, {"Title", "Name"}, {"Jingle", "Fanfare"}, {"Nobody's", "x"}});
    EXPECT_EQ(write_rules(target), write_rules(set_of(
                                       R"("rules":[{"name":"Main","queue":"Main","only_in":["Stage"],"never_in":["BRB"],
                    "actions":[{"type":"show_source","scene":"Stage","source":"Snow","until_media":"Fanfare"},
                               {"type":"set_text","source":"Name","text":"Main"}]}],
                    "labels":[{"source":"Name","text":"Main"}],"queues":[{"name":"Main"}])")));
}

TEST(RuleExchange, NamesCanBeSwappedAndHandedOn)
{
    RuleSet target;
    import_into(target, set_of(R"("rules":[{"name":"R","only_in":["A","B","C","D"]}])"),
                {{"A", "B"}, {"B", "A"}, {"C", "D"}, {"D", "E"}});
    EXPECT_THAT(target.rules.at(0).only_in, ElementsAre("B", "A", "D", "E"));
}

TEST(RuleExchange, AFileGoesAroundWithNothingLost)
{
    const RuleSet set = set_of(some_rules);
    RuleSet target;
    import_into(target, read_export(write_export(set, names_of(set))).set, {});
    RuleSet expected;
    expected.rules = set.rules;
    expected.labels = set.labels;
    expected.queues = {set.queues.at(0)};
    EXPECT_EQ(write_rules(target), write_rules(expected));
}

} // namespace
} // namespace astro::rules
