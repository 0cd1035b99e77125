// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dialog/draft.h"

#include <gmock/gmock.h>

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
