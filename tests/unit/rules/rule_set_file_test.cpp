// SPDX-License-Identifier: GPL-2.0-or-later
// What a scene collection keeps beside the rules: labels, queues, the guard, the overlay's buttons; and what an action
// may have whatever its type.
#include "rules/rule_file.h"

#include "support/json.h"
#include "unit/parsed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Json::Value set_round_trip(const std::string &document)
{
    return parsed(write_rules(read_rules(document).set));
}

const std::string whole_set = R"({"version":1,"rules":[],
    "labels":[{"source":"Latest follower","text":"{session.follower-latest.name|nobody yet}"}],
    "queues":[{"name":"alerts","gap_ms":500,"limit":50,"when_full":"drop_old"},
              {"name":"Müller 🎉","gap_ms":0,"limit":0,"when_full":"drop_new"}],
    "guard":{"scenes":["BRB","Ende"],"mode":"drop"},
    "overlay_buttons":false})";

TEST(RuleSetFile, ReadsEveryMember)
{
    const auto [set, problems] = read_rules(whole_set);
    EXPECT_THAT(problems, IsEmpty());
    ASSERT_EQ(set.labels.size(), 1U);
    EXPECT_EQ(set.labels[0].source, "Latest follower");
    EXPECT_EQ(set.labels[0].text, "{session.follower-latest.name|nobody yet}");
    ASSERT_EQ(set.queues.size(), 2U);
    EXPECT_EQ(set.queues[0].name, "alerts");
    EXPECT_EQ(set.queues[0].gap, milliseconds(500));
    EXPECT_EQ(set.queues[0].limit, 50);
    EXPECT_EQ(set.queues[0].when_full, Queue::WhenFull::drop_old);
    EXPECT_EQ(set.queues[1].limit, 0);
    EXPECT_THAT(set.guard.scenes, ElementsAre("BRB", "Ende"));
    EXPECT_EQ(set.guard.mode, Guard::Mode::drop);
    EXPECT_FALSE(set.overlay_buttons);
}

TEST(RuleSetFile, TakesNamesWithoutWhiteSpaceAround)
{
    const auto [set, problems] = read_rules(R"({"rules":[{"name":"R","event":"topic:  channel.tips ",
        "queue":" alerts ","first_of":"tips\t"}],"queues":[{"name":" alerts"}]})");
    EXPECT_THAT(problems, IsEmpty());
    EXPECT_EQ(set.rules.at(0).event, "topic:channel.tips");
    EXPECT_EQ(set.rules[0].queue, "alerts");
    EXPECT_EQ(set.rules[0].first_of, "tips");
    EXPECT_EQ(set.queues.at(0).name, "alerts");
}

TEST(RuleSetFile, TellsOfWhatHasNoNameOrOneThatIsTakenAndKeepsIt)
{
    const std::string document = R"({"version":1,"rules":[],"labels":[{"source":"","text":"t"}],
        "queues":[{"name":"q","gap_ms":5,"limit":5,"when_full":"drop_new"},
                  {"name":"","gap_ms":6,"limit":5,"when_full":"drop_new"},
                  {"name":"q","gap_ms":7,"limit":5,"when_full":"drop_new"}]})";
    EXPECT_THAT(read_rules(document).problems,
                ElementsAre(Problem{"Problem.Rules.LabelWithoutSource", {"t"}},
                            Problem{"Problem.Rules.QueueWithoutName", {}}, Problem{"Problem.Rules.SameQueue", {"q"}}));
    EXPECT_EQ(set_round_trip(document), parsed(document));
}

TEST(RuleSetFile, WritesWhatItReads)
{
    EXPECT_EQ(set_round_trip(whole_set), parsed(whole_set));
    const std::string once = write_rules(read_rules(whole_set).set);
    EXPECT_EQ(write_rules(read_rules(once).set), once);
}

TEST(RuleSetFile, MissingMembersHaveTheirDefaults)
{
    const RuleSet set = read_rules(R"({"queues":[{"name":"q"}],"guard":{}})").set;
    EXPECT_EQ(set.queues.at(0).gap, milliseconds(0));
    EXPECT_EQ(set.queues.at(0).limit, Queue::most_waiting);
    EXPECT_EQ(set.queues.at(0).when_full, Queue::WhenFull::drop_new);
    EXPECT_THAT(set.guard.scenes, IsEmpty());
    EXPECT_EQ(set.guard.mode, Guard::Mode::hold);
    EXPECT_TRUE(set.overlay_buttons);
    EXPECT_TRUE(read_rules("{}").set.overlay_buttons);
}

TEST(RuleSetFile, WhatIsAsUsualIsNotWritten)
{
    EXPECT_EQ(write_rules(read_rules(R"({"rules":[],"labels":[],"queues":null,"guard":{"mode":"hold"},
        "overlay_buttons":true})")
                              .set),
              R"({"rules":[],"version":1})");
}

TEST(RuleSetFile, KeepsUnknownMembersAtEveryLevel)
{
    const std::string document = R"({"version":1,"rules":[],"theme":1,
        "labels":[{"source":"L","text":"","bold":true}],
        "queues":[{"name":"q","gap_ms":0,"limit":5,"when_full":"drop_new","colour":"red"}],
        "guard":{"scenes":[],"mode":"hold","until":7}})";
    EXPECT_EQ(set_round_trip(document), parsed(document));
    EXPECT_THAT(read_rules(document).problems,
                UnorderedElementsAre(Problem{"Problem.Rules.DocumentUnknownMember", {"theme"}},
                                     Problem{"Problem.Rules.DocumentUnknownMember", {"bold"}},
                                     Problem{"Problem.Rules.DocumentUnknownMember", {"colour"}},
                                     Problem{"Problem.Rules.DocumentUnknownMember", {"until"}}));
}

TEST(RuleSetFile, WrongTypesCountAsMissingAndAreToldAndKept)
{
    for (const char *members : {
             R"("labels":"none")",
             R"("queues":{"name":"q"})",
             R"("guard":["BRB"])",
             R"("guard":"BRB")",
             R"("overlay_buttons":"perhaps")",
             R"("overlay_buttons":[])",
         }) {
        const std::string document = R"({"version":1,"rules":[],)" + std::string(members) + "}";
        const auto read = read_rules(document);
        EXPECT_EQ(set_round_trip(document), parsed(document)) << members;
        ASSERT_EQ(read.problems.size(), 1U) << members;
        EXPECT_EQ(read.problems[0].key, "Problem.Rules.DocumentWrongType") << members;
        EXPECT_TRUE(read.set.overlay_buttons);
        EXPECT_THAT(read.set.labels, IsEmpty());
        EXPECT_THAT(read.set.queues, IsEmpty());
        EXPECT_THAT(read.set.guard.scenes, IsEmpty());
    }
}

TEST(RuleSetFile, WrongTypesInsideCountAsMissingAndAreToldAndKept)
{
    for (const char *members : {
             R"("labels":[{"source":["L"],"text":"t"}])",
             R"("queues":[{"name":"q","gap_ms":"soon","limit":5,"when_full":"drop_new"}])",
             R"("queues":[{"name":"q","gap_ms":0,"limit":[],"when_full":"drop_new"}])",
             R"("queues":[{"name":"q","gap_ms":0,"limit":5,"when_full":"explode"}])",
             R"("queues":[{"name":"q","gap_ms":0,"limit":5,"when_full":7}])",
             R"("queues":[{"name":"q","gap_ms":0,"limit":5,"when_full":["drop_old"]}])",
             R"("guard":{"scenes":[["BRB"]],"mode":"hold"})",
             R"("guard":{"scenes":["BRB"],"mode":"perhaps"})",
             R"("guard":{"scenes":["BRB"],"mode":{}})",
         }) {
        const std::string document = R"({"version":1,"rules":[],)" + std::string(members) + "}";
        EXPECT_EQ(set_round_trip(document), parsed(document)) << members;
        const auto problems = read_rules(document).problems;
        ASSERT_EQ(problems.size(), 1U) << members;
        EXPECT_EQ(problems[0].key, "Problem.Rules.DocumentWrongType") << members;
    }
}

TEST(RuleSetFile, ElementsThatAreNoLabelsOrQueuesAreToldAndKeptInTheirPlaces)
{
    const std::string document = R"({"version":1,"rules":[],
        "labels":["one",{"source":"L","text":"t"},[2]],
        "queues":[7,{"name":"q","gap_ms":0,"limit":5,"when_full":"drop_new"},"three"]})";
    EXPECT_EQ(set_round_trip(document), parsed(document));
    const auto [set, problems] = read_rules(document);
    EXPECT_EQ(set.labels.size(), 3U);
    EXPECT_EQ(set.queues.size(), 3U);
    EXPECT_THAT(problems, ElementsAre(Problem{"Problem.Rules.DocumentWrongType", {"labels"}},
                                      Problem{"Problem.Rules.DocumentWrongType", {"queues"}}));
}

TEST(RuleSetFile, NumbersOutOfTheirRangesCountAsMissingAndThatIsTold)
{
    const auto [set, problems] = read_rules(R"({"queues":[{"name":"a","gap_ms":-1,"limit":501},
        {"name":"b","gap_ms":1e12,"limit":-1}]})");
    EXPECT_EQ(set.queues.at(0).gap, milliseconds(0));
    EXPECT_EQ(set.queues.at(0).limit, 500);
    EXPECT_EQ(set.queues.at(1).gap, milliseconds(0));
    EXPECT_EQ(set.queues.at(1).limit, 500);
    EXPECT_THAT(problems, ElementsAre(Problem{"Problem.Rules.DocumentOutOfRange", {"gap_ms"}},
                                      Problem{"Problem.Rules.DocumentOutOfRange", {"limit"}}));
}

TEST(RuleSetFile, AValueSetAnewReplacesAnUnreadableOne)
{
    RuleSet set = read_rules(R"({"labels":7,"guard":"BRB","overlay_buttons":[],
        "queues":[{"name":"q","when_full":7}]})")
                      .set;
    set.labels.push_back({"L", "t", {}, {}});
    set.guard.scenes = {"BRB"};
    set.overlay_buttons = false;
    set.queues[0].when_full = Queue::WhenFull::drop_old;
    const Json::Value written = parsed(write_rules(set));
    EXPECT_EQ(written["labels"][0]["source"], "L");
    EXPECT_EQ(written["guard"]["scenes"][0], "BRB");
    EXPECT_EQ(written["overlay_buttons"], false);
    EXPECT_EQ(written["queues"][0]["when_full"], "drop_old");
}

// --- Actions

TEST(RuleSetFile, AnActionsFurtherMembersAreReadAndWritten)
{
    const std::string document = R"({"version":1,"rules":[{"name":"R","enabled":true,"event":"tip","account":"",
        "cooldown_ms":0,"queue":"","conditions":[],"actions":[
        {"type":"set_text","source":"T","text":"x","for_ms":5,"after_ms":700,"until_media":"Jingle","enabled":false}]}]})";
    const auto [set, problems] = read_rules(document);
    EXPECT_THAT(problems, IsEmpty());
    const Action &action = set.rules.at(0).actions.at(0);
    EXPECT_EQ(action.after, milliseconds(700));
    EXPECT_EQ(action.hold, milliseconds(5));
    EXPECT_EQ(action.until_media, "Jingle");
    EXPECT_FALSE(action.enabled);
    EXPECT_EQ(set_round_trip(document), parsed(document));
}

TEST(RuleSetFile, AnActionsFurtherMembersOfWrongTypesAreToldAndKept)
{
    const std::string document = R"({"version":1,"rules":[{"name":"R","enabled":true,"event":"tip","account":"",
        "cooldown_ms":0,"queue":"","conditions":[],"actions":[
        {"type":"set_text","source":"T","text":"x","for_ms":0,"after_ms":"soon","until_media":[],"enabled":"no"}]}]})";
    const auto [set, problems] = read_rules(document);
    const Action &action = set.rules.at(0).actions.at(0);
    EXPECT_EQ(action.after, milliseconds(0));
    EXPECT_EQ(action.until_media, "");
    EXPECT_TRUE(action.enabled);
    EXPECT_THAT(problems, UnorderedElementsAre(Problem{"Problem.Rules.WrongType", {"R", "after_ms"}},
                                               Problem{"Problem.Rules.WrongType", {"R", "until_media"}},
                                               Problem{"Problem.Rules.WrongType", {"R", "enabled"}}));
    EXPECT_EQ(set_round_trip(document), parsed(document));
}

} // namespace
} // namespace astro::rules
