// SPDX-License-Identifier: GPL-2.0-or-later
// `count` and `set_counter`: what the engine does itself.
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CountersTest : public EngineTest {
protected:
    static Action counting(const char *type, const char *member, const Json::Value &value)
    {
        Action action;
        action.type = type;
        action.set("counter", "hugs").set(member, value);
        return action;
    }
    static Action adding(const Json::Value &value) { return counting("count", "add", value); }
    static Action setting(const Json::Value &value) { return counting("set_counter", "value", value); }

    static Rule with(std::vector<Action> actions)
    {
        Rule rule = follow_rule("R");
        rule.actions = std::move(actions);
        return rule;
    }

    void follow_with_amount(int ms, const std::string &amount)
    {
        auto event = follow();
        event.amount = amount;
        engine.on_event(event, at(ms));
    }
};

TEST_F(CountersTest, WhatIsCountedStandsInTheTextsThatComeAfter)
{
    use({with({text_action("{counter.hugs|none}"), adding(1), text_action("{counter.hugs}"), adding("2.5"),
               text_action("{counter.hugs}")})});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("none 1 3.5"));
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("3.5 4.5 7"));
}

TEST_F(CountersTest, ACounterIsSetAndCountedByATemplate)
{
    use({with(
        {setting("{amount}"), text_action("{counter.hugs}"), adding("-{amount}"), text_action("{counter.hugs}")})});
    follow_with_amount(0, "4.2");
    EXPECT_THAT(story(), ElementsAre("4.2 0"));
}

TEST_F(CountersTest, WithoutANumberOneIsAddedAndNoneIsSet)
{
    const auto bare = [](const char *type) {
        Action action;
        action.type = type;
        action.set("counter", "hugs");
        return action;
    };
    use({with({bare("count"), text_action("{counter.hugs}"), bare("count"), text_action("{counter.hugs}"),
               bare("set_counter"), text_action("{counter.hugs}")})});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("1 2 0"));
    EXPECT_THAT(log, IsEmpty());
}

TEST_F(CountersTest, AnEmptyNumberCountsAsMissing)
{
    use({with({adding(""), text_action("{counter.hugs}"), adding(""), text_action("{counter.hugs}"), setting(""),
               text_action("{counter.hugs}")})});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("1 2 0"));
    EXPECT_THAT(log, IsEmpty());
}

TEST_F(CountersTest, WhatIsNoNumberLeavesTheCounterAndIsTold)
{
    use({with({setting(5), adding("{message}"), setting("{amount}"), text_action("{counter.hugs}")})});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("5"));
    EXPECT_THAT(log, ElementsAre(HasSubstr("is no number")));
}

TEST_F(CountersTest, TheySurviveAnotherSetOfRules)
{
    use({with({adding(3)})});
    follow_at(0);
    engine.forget();
    use({with({text_action("{counter.hugs}")})});
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("3"));
    EXPECT_EQ(engine.kept().counter("hugs"), "3");
}

TEST_F(CountersTest, OneThatWaitsCountsWhenItBegins)
{
    Action later = adding(1);
    later.after = std::chrono::milliseconds(100);
    use({with({later, text_action("{counter.hugs}", 0, 100)})});
    follow_at(0);
    EXPECT_THAT(story(), IsEmpty());
    follow_at(50);
    EXPECT_THAT(story_at(100), ElementsAre("1"));
    EXPECT_THAT(story_at(150), ElementsAre("2"));
}

} // namespace
} // namespace astro::rules
