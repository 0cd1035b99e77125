// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/same_rules.h"

#include "rules/rule_file.h"
#include "rules/rule_members.h"

#include <gmock/gmock.h>

namespace astro::studio {
namespace {

using rules::RuleSet;

RuleSet some()
{
    return rules::read_rules(R"({"version":1,"rules":[
        {"name":"A","conditions":[{"field":"amount","test":"at_least","value":"5"}],
         "actions":[{"type":"set_text","source":"Label","text":"{user}","for_ms":500}]},
        {"name":"B","event":"tip"}, "no rule"],
        "labels":[{"source":"Label","text":"{user}"}],"queues":[{"name":"alerts"}],"guard":{"scenes":["Break"]},"x":1})")
        .set;
}

TEST(SameRules, EqualOnesAreTheSameAndEachDifferenceCounts)
{
    EXPECT_TRUE(same_rules(RuleSet(), RuleSet()));
    EXPECT_TRUE(same_rules(some(), some()));
    const std::vector<void (*)(RuleSet &)> changes = {
        [](RuleSet &set) { set.rules.pop_back(); },
        [](RuleSet &set) { std::swap(set.rules[0], set.rules[1]); },
        [](RuleSet &set) { set.rules[0].name = "C"; },
        [](RuleSet &set) { set.rules[0].extra["y"] = 1; },
        [](RuleSet &set) { set.rules[2].unreadable = "no rule at all"; },
        [](RuleSet &set) { set.rules[0].conditions[0].value = "6"; },
        [](RuleSet &set) { set.rules[0].conditions.clear(); },
        [](RuleSet &set) { set.rules[0].actions[0].set("text", "{amount}"); },
        [](RuleSet &set) { set.rules[0].actions[0].hold = std::chrono::seconds(1); },
        [](RuleSet &set) { set.rules[0].actions[0].enabled = false; },
        [](RuleSet &set) { set.labels[0].text = "{amount}"; },
        [](RuleSet &set) { set.queues.clear(); },
        [](RuleSet &set) { set.guard.scenes.clear(); },
        [](RuleSet &set) { set.overlay_buttons = false; },
        [](RuleSet &set) { set.extra["x"] = 2; },
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        RuleSet changed = some();
        changes[i](changed);
        EXPECT_FALSE(same_rules(some(), changed)) << i;
    }
}

TEST(SameRules, EachMemberOfARuleCounts)
{
    for (const rules::RuleMember &member : rules::rule_members()) {
        RuleSet changed = some();
        std::visit(
            [&](auto place) {
                auto &value = changed.rules[0].*place;
                using Value = std::decay_t<decltype(value)>;
                if constexpr (std::is_same_v<Value, bool>)
                    value = !value;
                else if constexpr (std::is_same_v<Value, std::string>)
                    value += "x";
                else if constexpr (std::is_same_v<Value, std::vector<std::string>>)
                    value.emplace_back("x");
                else
                    ++value;
            },
            member.place);
        EXPECT_FALSE(same_rules(some(), changed)) << member.name;
    }
}

TEST(SameRules, WhatIsWrittenAlikeIsTheSame)
{
    RuleSet changed = some();
    changed.rules[0].actions[0].set("sound", "");
    ASSERT_EQ(rules::write_rules(changed), rules::write_rules(some()));
    EXPECT_TRUE(same_rules(some(), changed));
}

} // namespace
} // namespace astro::studio
