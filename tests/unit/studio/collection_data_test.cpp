// SPDX-License-Identifier: GPL-2.0-or-later
// Rules on their way into OBS's own data and back.
#include "studio/collection_data.h"

#include "rules/rule_file.h"
#include "studio/plain_lists.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace astro::studio {
namespace {

/// A rule beside one with this member, as a file of rules may bring it.
rules::RuleSet set_with(const std::string &member)
{
    return rules::read_rules(R"({"rules":[{"name":"Hello"},{"name":"Odd","x":)" + member + "}]}").set;
}

rules::RuleSet after_saving(const rules::RuleSet &set)
{
    const OBSDataAutoRelease modules = obs_data_create();
    const OBSDataAutoRelease data = written(set);
    write_collection(modules, data, {});
    const OBSDataAutoRelease read_by_obs = obs_data_create_from_json(obs_data_get_json(modules));
    return read_collection(read_by_obs, "None", "").rules.set;
}

TEST(CollectionData, WhatObsCanNotReadCostsNoRule)
{
    for (const std::string member : {"18446744073709551615", R"("a\u0000b")", R"({"a\u0000b":["\u0000"]})",
                                     R"("\udc00")", "1e308", "-9223372036854775808", "[[1,[\"two\"]]]"}) {
        const auto rules = after_saving(set_with(member)).rules;
        ASSERT_EQ(rules.size(), 2U) << member;
        EXPECT_EQ(rules[0].name, "Hello");
        EXPECT_TRUE(rules[1].extra.isMember("x")) << member;
    }
}

TEST(CollectionData, AsDeepAsARuleMayBeItIsSaved)
{
    const rules::RuleSet set = set_with(std::string(60, '[') + std::string(60, ']'));
    ASSERT_EQ(set.rules.size(), 2U);
    const rules::RuleSet saved = after_saving(set);
    ASSERT_EQ(saved.rules.size(), 2U);
    EXPECT_EQ(saved.rules[1].extra, set.rules[1].extra);
}

/// As newer libraries read 1e999. OBS refuses what they write for it.
TEST(CollectionData, AnEndlessNumberIsTheLargestThereIs)
{
    constexpr double endless = std::numeric_limits<double>::infinity(), largest = std::numeric_limits<double>::max();
    EXPECT_EQ(fit_for_obs(endless).asDouble(), largest);
    EXPECT_EQ(fit_for_obs(-endless).asDouble(), -largest);
    EXPECT_EQ(fit_for_obs(largest).asDouble(), largest);
}

TEST(CollectionData, ANameWithAZeroTakesNoOthersPlace)
{
    const auto rules = after_saving(set_with(R"({"a":1,"a\u0000":2})")).rules;
    ASSERT_EQ(rules.size(), 2U);
    EXPECT_EQ(rules[1].extra["x"]["a"].asInt(), 1);
}

} // namespace
} // namespace astro::studio
