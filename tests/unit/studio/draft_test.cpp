// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/draft.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

namespace astro::studio {
namespace {

Draft with_rules(const std::vector<std::string> &names)
{
    Draft draft;
    for (const std::string &name : names)
        draft.rules.rules.emplace_back().name = name;
    return draft;
}

TEST(DraftHistoryTest, AStateHasTheNumberOfTheOpeningOrTheDefaultsWhenItIsTheSame)
{
    DraftHistory history(with_rules({"A"}));
    const long long other = history.add(with_rules({"B"}));
    EXPECT_EQ(history.at(other).rules.rules[0].name, "B");
    EXPECT_EQ(history.add(with_rules({"A"})), DraftHistory::opened);
    EXPECT_EQ(history.add(history.at(DraftHistory::defaults)), DraftHistory::defaults);
    history.change_all([](Draft &draft) {
        draft.rules.rules.emplace_back().name = "C";
        return true;
    });
    EXPECT_EQ(history.add(with_rules({"A", "C"})), DraftHistory::opened);
    EXPECT_NE(history.add(with_rules({"A"})), DraftHistory::opened);
}

TEST(DraftHistoryTest, WhatWasAddedAndDeletedCanBeBroughtBackThoughAllIsAsAtTheOpening)
{
    DraftHistory history(with_rules({"A"}));
    Draft draft = with_rules({"A"});
    draft.deletions.add({with_rules({"B"}).rules.rules[0], 1, ""});
    EXPECT_EQ(history.add(draft), DraftHistory::opened);
    EXPECT_NE(history.at(DraftHistory::opened).deletions.last(Deleted::From::rules), nullptr);
}

std::vector<rules::Rule> as_in_force(const std::vector<std::string> &names)
{
    return with_rules(names).rules.rules;
}

std::vector<std::string> names(const Draft &draft)
{
    std::vector<std::string> names;
    for (const rules::Rule &rule : draft.rules.rules)
        names.push_back(rule.name);
    return names;
}

bool switch_off(rules::RuleSet &set, const std::string &name)
{
    for (rules::Rule &rule : set.rules) {
        if (rule.name == name)
            return std::exchange(rule.enabled, false);
    }
    return false;
}

bool add(rules::RuleSet &set, const std::string &name)
{
    set.rules.emplace_back().name = name;
    return true;
}

TEST(DraftTest, WhatIsDoneToARuleInForceIsDoneToItByWhateverNameItHasHere)
{
    Draft draft = with_rules({"B", "A", "New"}); // of A and C
    draft.renames.add("A", "B");
    draft.renames.add("C", "A");
    draft.renames.add_new("New");
    EXPECT_TRUE(draft.change_rules([](rules::RuleSet &set) { return switch_off(set, "A"); }, {}));
    EXPECT_FALSE(draft.change_rules([](rules::RuleSet &set) { return switch_off(set, "New"); }, {}));
    EXPECT_THAT(names(draft), testing::ElementsAre("B", "A", "New"));
    EXPECT_FALSE(draft.rules.rules[0].enabled);
    EXPECT_TRUE(draft.rules.rules[1].enabled);
    EXPECT_EQ(draft.name_here("A"), "B");
    EXPECT_EQ(draft.name_here("C"), "A");
    EXPECT_EQ(draft.name_here("B"), "");
    EXPECT_EQ(draft.name_here("New"), "");
    EXPECT_EQ(draft.name_here(""), "");
}

TEST(DraftTest, ARuleThatIsAddedInForceGivesWayHereToOneThatIsNewHere)
{
    Draft draft = with_rules({"New rule"});
    draft.renames.add_new("New rule");
    draft.change_rules([](rules::RuleSet &set) { return add(set, "New rule"); }, as_in_force({"New rule"}));
    EXPECT_THAT(names(draft), testing::ElementsAre("New rule", "New rule 2"));
    EXPECT_EQ(draft.name_here("New rule"), "New rule 2");
    draft.change_rules([](rules::RuleSet &set) { return switch_off(set, "New rule"); }, {});
    EXPECT_TRUE(draft.rules.rules[0].enabled);
    EXPECT_FALSE(draft.rules.rules[1].enabled);
    ASSERT_EQ(draft.renames.of(draft.rules).size(), 1U) << "its keys go along when this comes into force";
    EXPECT_EQ(draft.renames.of(draft.rules)[0].from, "New rule");
    EXPECT_EQ(draft.renames.of(draft.rules)[0].to, "New rule 2");
}

TEST(DraftTest, ARuleThatIsAddedInForceIsKnownByItsNameThereThoughItsNameIsFreeHere)
{
    Draft draft; // "Follow" was deleted
    const auto add_two = [](rules::RuleSet &set) {
        add(set, "Follow");
        add(set, "Raid");
        rules::Action run;
        run.type = "fire_rule";
        run.set("rule", "Follow");
        set.rules.back().actions = {run};
        return true;
    };
    draft.change_rules(add_two, as_in_force({"Follow 2", "Raid"}));
    EXPECT_THAT(names(draft), testing::ElementsAre("Follow 2", "Raid"));
    EXPECT_EQ(draft.name_here("Follow 2"), "Follow 2");
    EXPECT_EQ(draft.name_here("Follow"), "");
    EXPECT_EQ(draft.rules.rules[1].actions[0].text("rule"), "Follow 2");
}

TEST(DraftTest, ARuleThatIsAddedInForceRunsOthersByTheNamesThatTheyHaveHere)
{
    Draft draft = with_rules({"B", "A", "New"}); // of A and B
    draft.renames.add("B", "between");
    draft.renames.add("A", "B");
    draft.renames.add("between", "A");
    draft.renames.add_new("New");
    const auto add_one = [](rules::RuleSet &set) {
        add(set, "Both");
        for (const char *name : {"A", "B", "New", "Gone"}) {
            rules::Action run;
            run.type = "fire_rule";
            run.set("rule", name);
            set.rules.back().actions.push_back(run);
        }
        return true;
    };
    draft.change_rules(add_one, as_in_force({"Both"}));
    ASSERT_THAT(names(draft), testing::ElementsAre("B", "A", "New", "Both"));
    std::vector<std::string> runs;
    for (const rules::Action &run : draft.rules.rules[3].actions)
        runs.push_back(run.text("rule"));
    EXPECT_THAT(runs, testing::ElementsAre("B", "A", "New", "Gone"));
}

TEST(DraftTest, ACopyInForceOfARuleThatWasDeletedHereIsHereToo)
{
    Draft draft = with_rules({"B"}); // "A" was deleted
    EXPECT_TRUE(draft.change_rules([](rules::RuleSet &) { return false; }, as_in_force({"A 2"})));
    EXPECT_THAT(names(draft), testing::ElementsAre("B", "A 2"));
    EXPECT_EQ(draft.name_here("A 2"), "A 2");
}

TEST(DraftHistoryTest, WhatIsAddedInForceIsThereAfterDefaultsToo)
{
    DraftHistory history(with_rules({"A"}));
    history.change_all([](Draft &draft) {
        return draft.change_rules([](rules::RuleSet &set) { return add(set, "New rule"); }, as_in_force({"New rule"}));
    });
    EXPECT_THAT(names(history.at(DraftHistory::defaults)), testing::ElementsAre("New rule"));
}

TEST(DraftTest, WhatWasDeletedFollowsWhatIsRenamedInObs)
{
    Draft draft;
    draft.deletions.add({rules::Label{"Text", "{user}", {}, {}}, 0, ""});
    EXPECT_TRUE(draft.rename({"Text", "Label"}));
    draft.deletions.bring_back(draft.rules);
    EXPECT_EQ(draft.rules.labels.at(0).source, "Label");
}

} // namespace
} // namespace astro::studio
