// SPDX-License-Identifier: GPL-2.0-or-later
// A scene or source that is renamed in OBS keeps its rules.
#include "rules/rule.h"

#include "rules/rule_file.h"
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using testing::ElementsAre;

TEST(Rename, CarriesAlongAllThatNamesAScene)
{
    RuleSet set = read_rules(R"({"rules":[{"name":"BRB","event":"BRB","account":"BRB","queue":"BRB","first_of":"BRB",
        "only_in":["Main","BRB"],"never_in":["BRB"],"only_while":["BRB"],
        "conditions":[{"field":"BRB","value":"BRB"}],
        "actions":[{"type":"switch_scene","scene":"BRB"},{"type":"set_text","source":"T","text":"BRB"}]}],
        "guard":{"scenes":["BRB","End"]},"labels":[{"source":"BRB","text":"BRB"}],"queues":[{"name":"BRB"}]})")
                      .set;
    EXPECT_TRUE(rename(set, {"BRB", "Pause"}));
    const Rule &rule = set.rules.at(0);
    EXPECT_THAT(rule.only_in, ElementsAre("Main", "Pause"));
    EXPECT_THAT(rule.never_in, ElementsAre("Pause"));
    EXPECT_EQ(rule.actions.at(0).text("scene"), "Pause");
    EXPECT_THAT(set.guard.scenes, ElementsAre("Pause", "End"));
    EXPECT_EQ(set.labels.at(0).source, "Pause");
    // These only happen to be called so.
    EXPECT_EQ(rule.name, "BRB");
    EXPECT_EQ(rule.event, "BRB");
    EXPECT_EQ(rule.account, "BRB");
    EXPECT_EQ(rule.queue, "BRB");
    EXPECT_EQ(rule.first_of, "BRB");
    EXPECT_THAT(rule.only_while, ElementsAre("BRB"));
    EXPECT_EQ(rule.conditions.at(0).field, "BRB");
    EXPECT_EQ(rule.conditions.at(0).value, "BRB");
    EXPECT_EQ(rule.actions.at(1).text("text"), "BRB");
    EXPECT_EQ(set.labels.at(0).text, "BRB");
    EXPECT_EQ(set.queues.at(0).name, "BRB");
}

TEST(Rename, TellsWhetherAnythingWasNamed)
{
    for (const char *document : {R"({"guard":{"scenes":["A"]}})", R"({"labels":[{"source":"A"}]})",
                                 R"({"rules":[{"only_in":["A"]}]})", R"({"rules":[{"never_in":["A"]}]})",
                                 R"({"rules":[{"actions":[{"type":"show_source","scene":"S","source":"A"}]}]})"}) {
        RuleSet set = read_rules(document).set;
        EXPECT_FALSE(rename(set, {"B", "C"})) << document;
        EXPECT_TRUE(rename(set, {"A", "B"})) << document;
        EXPECT_FALSE(rename(set, {"A", "B"})) << document;
    }
}

TEST(Rename, CarriesAlongTheMediaThatAnActionWaitsFor)
{
    RuleSet set =
        read_rules(R"({"rules":[{"actions":[{"type":"set_text","source":"T","text":"x","until_media":"Jingle"}]}]})")
            .set;
    EXPECT_TRUE(rename(set, {"Jingle", "Fanfare"}));
    EXPECT_EQ(set.rules.at(0).actions.at(0).until_media, "Fanfare");
}

TEST(Rename, CarriesAlongActionsOfTypesThatAreNotKnown)
{
    RuleSet set = read_rules(R"({"rules":[{"actions":[{"type":"explode","source":"A"}]}]})").set;
    EXPECT_TRUE(rename(set, {"A", "B"}));
    EXPECT_EQ(set.rules.at(0).actions.at(0).text("source"), "B");
}

class RenameInEngine : public EngineTest {};

TEST_F(RenameInEngine, GatesGoByTheNewName)
{
    Rule in = follow_rule("in"), out = follow_rule("out");
    in.only_in = {"Main"};
    out.never_in = {"BRB"};
    use({in, out});
    engine.rename({"Main", "Stage"});
    engine.rename({"BRB", "Pause"});
    engine.set_surroundings({"Stage", false, false}, at(0));
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("in out"));
    engine.set_surroundings({"Pause", false, false}, at(1));
    const Decisions decisions = follow_at(1);
    EXPECT_EQ(decisions.at(0).verdict, Verdict::not_on_air);
    EXPECT_EQ(decisions.at(1).verdict, Verdict::on_air);
}

TEST_F(RenameInEngine, WhatWasGivenOutAndNotTakenGoesByTheNewName)
{
    use({follow_rule("R")});
    follow_at(0);
    engine.rename({"T", "Title"});
    EXPECT_THAT(sources(), ElementsAre("Title"));
}

TEST_F(RenameInEngine, CountsAndCooldownsGoOn)
{
    Rule rule = follow_rule("R");
    rule.every = 2;
    use({rule});
    follow_at(0);
    engine.rename({"T", "Title"});
    EXPECT_TRUE(follow_at(1).at(0).fires());
}

TEST_F(RenameInEngine, AnEventsTextsThatWaitAreLeftAsTheyAre)
{
    Rule rule = follow_rule("R", 100, "q");
    rule.actions[0].set("text", "{user}");
    use({rule});
    follow_at(0, "T");
    follow_at(0, "T");
    engine.rename({"T", "Title"});
    engine.on_time(at(100));
    EXPECT_THAT(story(), ElementsAre("T", "-T T"));
}

} // namespace
} // namespace astro::rules
