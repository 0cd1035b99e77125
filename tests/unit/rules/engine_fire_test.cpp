// SPDX-License-Identifier: GPL-2.0-or-later
// `fire_rule`: a rule that sets off another one with the same event.
#include "rules/kept_events.h"
#include "unit/rules/engine_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::rules {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Action firing(const std::string &rule, int after_ms = 0)
{
    Action action;
    action.type = "fire_rule";
    action.set("rule", rule);
    action.after = milliseconds(after_ms);
    return action;
}

/// A rule that no event of these tests sets off.
Rule fired_rule(const std::string &name, const std::string &text)
{
    Rule rule = follow_rule(name);
    rule.event = "raid";
    rule.actions = {text_action(text)};
    return rule;
}

class FireTest : public EngineTest {
protected:
    static Rule leading(const std::string &name, std::vector<Action> actions)
    {
        Rule rule = follow_rule(name);
        rule.actions = std::move(actions);
        return rule;
    }

    /// Whose notification has `{data.note}`, and as many bytes as is said.
    static events::Event follow_of(std::size_t bytes, const std::string &note = "paths")
    {
        auto event = some_event(events::Kind::follow, R"({"note":")" + note + "\"}");
        event.frame_bytes = bytes;
        return event;
    }
};

TEST_F(FireTest, TheRuleRunsWithTheSameEventWhateverItAsksForItself)
{
    Rule fired = fired_rule("fired", "{user} {data.note}");
    Condition never;
    never.field = "user";
    never.test = "is";
    never.value = "nobody";
    fired.conditions = {never};
    fired.chance = 0;
    fired.never_in = {"Main"};
    fired.cooldown = milliseconds(60'000);
    use({leading("leads", {firing("fired"), text_action("rest")}), fired});
    engine.set_surroundings({"Main", false, false}, at(0));
    engine.on_event(follow_of(100), at(0));
    engine.on_event(follow_of(100), at(1));
    EXPECT_THAT(story(), ElementsAre("Ada paths rest", "Ada paths rest"));
}

TEST_F(FireTest, OneThatIsSwitchedOffOrGoneIsNotRunAndTheRestIs)
{
    Rule off = fired_rule("off", "off");
    off.enabled = false;
    use({leading("leads", {firing("off"), firing("gone"), text_action("rest")}), off});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("rest"));
}

TEST_F(FireTest, ItsQueueHolds)
{
    Rule fired = fired_rule("fired", "fired");
    fired.queue = "q";
    fired.actions[0].hold = milliseconds(1000);
    use({leading("leads", {firing("fired")}), fired});
    follow_at(0);
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("fired"));
    EXPECT_EQ(engine.waiting("q"), 1U);
    EXPECT_THAT(story_at(1000), ElementsAre("-fired fired"));
}

TEST_F(FireTest, ACircleIsCutAndToldOnceAndTheRestGoesOn)
{
    Rule second = fired_rule("second", "");
    second.actions = {firing("first"), text_action("second")};
    use({leading("first", {firing("second"), text_action("first")}), second});
    follow_at(0);
    follow_at(1);
    EXPECT_THAT(story(), ElementsAre("second first", "second first"));
    EXPECT_THAT(log, ElementsAre(HasSubstr("\"first\" is not fired by \"second\", since it led there itself")));
}

TEST_F(FireTest, OneThatFiresItselfIsACircleToo)
{
    use({leading("R", {firing("R", 10), text_action("once")})});
    follow_at(0);
    EXPECT_THAT(story_at(1000), ElementsAre("once"));
    EXPECT_EQ(wakes_at(), -1);
    EXPECT_THAT(log, SizeIs(1));
}

TEST_F(FireTest, OneThatIsReachedOnTwoWaysIsNoCircle)
{
    Rule left = fired_rule("left", ""), right = fired_rule("right", "");
    left.actions = right.actions = {firing("both")};
    use({leading("R", {firing("left"), firing("right")}), left, right, fired_rule("both", "both")});
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("both both"));
    EXPECT_THAT(log, IsEmpty());
}

TEST_F(FireTest, AChainHasAnEnd)
{
    std::vector<Rule> rules{leading("0", {firing("1"), text_action("0")})};
    for (int i = 1; i < 30; ++i) {
        const std::string name = std::to_string(i);
        rules.push_back(fired_rule(name, name));
        rules.back().actions.insert(rules.back().actions.begin(), firing(std::to_string(i + 1)));
    }
    use(rules);
    follow_at(0);
    EXPECT_THAT(story(), ElementsAre("16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0"));
    EXPECT_THAT(log, ElementsAre(HasSubstr("too many rules fired one another")));
}

TEST_F(FireTest, RulesThatMultiplyAreCutOff)
{
    // 10 × 10 × 10 × 10 of them
    std::vector<Rule> rules{leading("0", std::vector<Action>(10, firing("1")))};
    for (int i = 1; i < 4; ++i) {
        rules.push_back(fired_rule(std::to_string(i), ""));
        rules.back().actions = std::vector<Action>(10, firing(std::to_string(i + 1)));
    }
    rules.push_back(fired_rule("4", "4"));
    use(rules);
    follow_at(0);
    const auto all = story();
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_LE(all.front().size(), 2000U);
    EXPECT_GT(engine.counts().dropped, 0U);
    EXPECT_THAT(log.front(), HasSubstr("fires too many rules"));
    follow_at(1);
    EXPECT_THAT(story(), SizeIs(1)) << "the next event begins anew";
}

TEST_F(FireTest, TheBoundOfAnOldEventIsNotForgottenWhileItGoesOn)
{
    std::vector<Rule> rules{leading("0", std::vector<Action>(10, firing("1", 10'000)))};
    for (int i = 1; i < 4; ++i) {
        rules.push_back(fired_rule(std::to_string(i), ""));
        rules.back().actions = std::vector<Action>(10, firing(std::to_string(i + 1)));
    }
    rules.push_back(fired_rule("4", "4"));
    Rule other = leading("other", {firing("4")});
    other.event = "tip";
    rules.push_back(other);
    use(rules);
    follow_at(0);
    for (int i = 0; i < 1001; ++i)
        engine.on_event(some_event(events::Kind::tip), at(i));
    story();
    const auto all = story_at(10'000);
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_LE(all.front().size(), 2000U);
    EXPECT_GT(engine.counts().dropped, 0U);
}

TEST_F(FireTest, PathsOfLargeNotificationsAreThereAlsoLater)
{
    use({leading("leads", {firing("fired"), firing("fired", 500)}), fired_rule("fired", "{data.note}")});
    engine.on_event(follow_of(3'000'000), at(0));
    EXPECT_THAT(story(), ElementsAre("paths"));
    EXPECT_THAT(story_at(500), ElementsAre("paths"));
}

TEST_F(FireTest, OfLargeNotificationsSoManyAreKept)
{
    use({leading("leads", {firing("fired", 500)}), fired_rule("fired", "{data.note|none}")});
    const std::size_t quarter = KeptEvents::most / 4;
    for (int i = 0; i < 5; ++i)
        engine.on_event(follow_of(quarter), at(i));
    engine.on_event(follow_of(KeptEvents::large), at(5));
    EXPECT_THAT(story_at(600), ElementsAre("paths paths paths paths none paths"));
    engine.on_event(follow_of(quarter), at(700));
    EXPECT_THAT(story_at(1200), ElementsAre("paths")) << "there is room again";
}

TEST(KeptEventsTest, ANotificationThatTwoRulesKeepCountsOnce)
{
    KeptEvents kept;
    const auto event = [] {
        auto made = some_event();
        made.frame_bytes = KeptEvents::most / 2;
        return made;
    };
    const auto first = event(), second = event(), third = event();
    const auto a = kept.keep(first), b = kept.keep(first), c = kept.keep(second), d = kept.keep(third);
    EXPECT_TRUE(a->frame && b->frame && c->frame);
    EXPECT_FALSE(d->frame);
}

} // namespace
} // namespace astro::rules
