// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/ready_rules.h"

#include "events/event.h"
#include "rules/rule_check.h"

#include <gmock/gmock.h>

namespace astro::rules {
namespace {

class ReadyRuleTest : public testing::TestWithParam<ReadyRule> {};

TEST_P(ReadyRuleTest, LacksWhatItAsksForAndNothingElse)
{
    Rule rule = made_of(GetParam(), "Name", "Hello {user}!");
    EXPECT_EQ(rule.name, "Name");
    EXPECT_TRUE(is_unfinished(check(rule)));
    std::size_t texts = 0;
    for (Action &action : rule.actions) {
        for (const ActionField &field : find_action_type(action.type)->fields) {
            if (field.kind == FieldKind::text)
                texts += action.text(field.name) == "Hello {user}!" ? 1 : 0;
            else if (is_asked(field))
                action.set(field.name, "Something");
        }
    }
    EXPECT_TRUE(check(rule).empty());
    EXPECT_EQ(texts, 1u);
}

TEST_P(ReadyRuleTest, IsOfAnEventThatIsPutBackByItself)
{
    const Rule &rule = GetParam().rule;
    EXPECT_TRUE(events::kind_from(rule.event)) << rule.event;
    EXPECT_GT(rule.actions.back().hold.count(), 0);
    EXPECT_FALSE(rule.queue.empty() && rule.cooldown.count() == 0) << "alerts would cover each other";
}

INSTANTIATE_TEST_SUITE_P(All, ReadyRuleTest, testing::ValuesIn(ready_rules()),
                         [](const auto &one) { return std::string(one.param.word); });

} // namespace
} // namespace astro::rules
