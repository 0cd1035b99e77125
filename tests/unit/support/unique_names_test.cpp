// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/unique_names.h"

#include <gmock/gmock.h>

namespace astro {
namespace {

using Names = std::vector<std::string>;

struct Naming {
    Names wanted;
    Names given;
};

TEST(UniqueNamesTest, TheFirstKeepsItsNameAndLaterOnesAreNumbered)
{
    const std::vector<Naming> table = {
        {{}, {}},
        {{"Alert"}, {"Alert"}},
        {{"Alert", "Tip"}, {"Alert", "Tip"}},
        {{"Alert", "Alert", "Alert"}, {"Alert", "Alert 2", "Alert 3"}},
        {{"Alert", "alert"}, {"Alert", "alert"}},
        // no one loses a name to a namesake's number, wherever it stands
        {{"Alert", "Alert", "Alert 2"}, {"Alert", "Alert 3", "Alert 2"}},
        {{"Alert 2", "Alert", "Alert"}, {"Alert 2", "Alert", "Alert 3"}},
        {{"Alert 2", "Alert 2"}, {"Alert 2", "Alert 2 2"}},
        // without a name
        {{""}, {"Rule 1"}},
        {{"", ""}, {"Rule 1", "Rule 2"}},
        {{"", "Rule 1"}, {"Rule 2", "Rule 1"}},
        {{"Rule", "", "Rule"}, {"Rule", "Rule 1", "Rule 2"}},
        {{" "}, {" "}},
    };
    for (const Naming &naming : table)
        EXPECT_EQ(unique_names(naming.wanted, "Rule"), naming.given) << testing::PrintToString(naming.wanted);
}

TEST(UniqueNamesTest, ThousandsOfNamesakesAreNamedAtOnce)
{
    const Names given = unique_names(Names(20'000, "Alert"), "Rule");
    EXPECT_EQ(given.front(), "Alert");
    EXPECT_EQ(given.back(), "Alert 20000");
    EXPECT_EQ(std::set<std::string>(given.begin(), given.end()).size(), given.size());
}

} // namespace
} // namespace astro
