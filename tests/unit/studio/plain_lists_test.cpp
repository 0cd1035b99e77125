// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/plain_lists.h"

#include "support/json.h"
#include "unit/parsed.h"

#include <gtest/gtest.h>

namespace {

using namespace astro;
using namespace astro::studio;

const char *const documents[] = {
    R"({"scenes":["A","B"],"rules":[{"only_in":["Main",5,2.5,true],"a":{"b":[]}}]})",
    R"([[1,[2]],{"obs-astro":1,"more":2},{}])",
    R"({"value":{"obs-astro":"kept, for it is in no list"}})",
    R"("text")",
};

TEST(PlainLists, WhatIsWrappedSurvivesObsAndComesBack)
{
    for (const char *document : documents) {
        const Json::Value wrapped = wrap_elements(parsed(document));
        EXPECT_EQ(as_obs_keeps(wrapped), wrapped) << document;
        EXPECT_EQ(unwrap_elements(wrapped), parsed(document)) << document;
    }
    EXPECT_EQ(wrap_elements(parsed(R"({"scenes":["A"]})")), parsed(R"({"scenes":[{"obs-astro":"A"}]})"));
}

TEST(PlainLists, WhatIsNotWrappedIsLeftAlone)
{
    for (const char *document : documents)
        EXPECT_EQ(unwrap_elements(parsed(document)), parsed(document)) << document;
}

TEST(PlainLists, ObsTakesNoZeroAndNoNumberBeyond63Bits)
{
    EXPECT_EQ(fit_for_obs(parsed(R"({"a\u0000b":["c\u0000",18446744073709551615,{"d":9223372036854775807}]})")),
              parsed(R"({"ab":["c",18446744073709551615.0,{"d":9223372036854775807}]})"));
    for (const char *document : documents)
        EXPECT_EQ(fit_for_obs(parsed(document)), parsed(document)) << document;
}

TEST(PlainLists, ObsDropsWhatIsNoObject)
{
    EXPECT_EQ(as_obs_keeps(parsed(R"({"a":["A",{"b":[1,{}]},[{}],null]})")), parsed(R"({"a":[{"b":[{}]}]})"));
    EXPECT_EQ(as_obs_keeps(parsed(R"({"a":null,"b":[{"c":null,"d":1}]})")), parsed(R"({"b":[{"d":1}]})"));
    EXPECT_TRUE(has_empty_list(parsed(R"({"a":[{"b":{"c":[]}}]})")));
    EXPECT_FALSE(has_empty_list(parsed(R"({"a":[{"b":{"c":[0]}}],"d":{}})")));
}

} // namespace
