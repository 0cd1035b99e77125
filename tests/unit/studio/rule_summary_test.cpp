// SPDX-License-Identifier: GPL-2.0-or-later
// What the overview, the dock and remote control say of a rule, in the words of data/locale/en-US.ini.
#include "studio/rule_summary.h"

#include "unit/studio/english.h"

#include <gmock/gmock.h>

namespace astro::studio {
namespace {

using rules::Action;
using rules::Condition;
using rules::Rule;
using std::chrono::milliseconds;

Action action(const std::string &type, std::initializer_list<std::pair<const char *, const char *>> members,
              milliseconds hold = milliseconds(0))
{
    Action made;
    made.type = type;
    made.hold = hold;
    for (const auto &[name, value] : members)
        made.set(name, value);
    return made;
}

Rule rule(const std::string &event, std::vector<Action> actions, std::vector<Condition> conditions = {})
{
    Rule made;
    made.event = event;
    made.actions = std::move(actions);
    made.conditions = std::move(conditions);
    return made;
}

Condition condition(const std::string &field, const std::string &test, const std::string &value)
{
    Condition made;
    made.field = field;
    made.test = test;
    made.value = value;
    return made;
}

std::string summary(const Rule &rule)
{
    return rule_summary(rule, english());
}

TEST(RuleSummaryTest, SaysWhenAndWhat)
{
    EXPECT_EQ(summary(rule("tip",
                           {action("switch_scene", {{"scene", "Thank you"}}, milliseconds(6000)),
                            action("set_text", {{"source", "Latest tip"}, {"text", "{user}"}})},
                           {condition("amount", "at_least", "20")})),
              "Tip from 20 → scene “Thank you” 6\u00a0s, text “Latest tip”");
    EXPECT_EQ(summary(rule("follow",
                           {action("show_source", {{"scene", "Main"}, {"source", "Confetti"}}, milliseconds(2500))})),
              "Somebody follows → show “Confetti” 2.5\u00a0s");
    EXPECT_EQ(summary(rule("any", {action("enable_filter", {{"source", "Logo"}, {"filter", "Grey"}})})),
              "Any of these → filter “Grey” on");
}

TEST(RuleSummaryTest, SaysEachConditionInItsOrder)
{
    const auto with = [](std::vector<Condition> conditions) {
        return summary(rule("tip", {action("set_text", {{"source", "Label"}})}, std::move(conditions)));
    };
    EXPECT_EQ(with({condition("user", "is", "Ada"), condition("amount", "between", "5..20")}),
              "Tip, user is Ada 5..20 → text “Label”");
    EXPECT_EQ(with({condition("message", "exists", "")}), "Tip, message given → text “Label”");
    EXPECT_EQ(with({condition("user", "one_of", "Ada\nBen")}), "Tip, user is one of Ada Ben → text “Label”");
    EXPECT_EQ(with({condition("user", "rhymes_with", "moon")}), "Tip, something unknown → text “Label”");
}

TEST(RuleSummaryTest, EachTestHasItsWords)
{
    for (const std::string &test : rules::test_words()) {
        const std::string told =
            summary(rule("tip", {action("set_text", {{"source", "Label"}})}, {condition("user", test, "5")}));
        EXPECT_EQ(told.rfind("Tip, user ", 0), 0u) << told;
    }
}

TEST(RuleSummaryTest, EachActionSaysWhatItIsAbout)
{
    for (const rules::ActionType &type : rules::action_types()) {
        Action one;
        one.type = type.word;
        const std::string empty = action_summary(one, english());
        EXPECT_EQ(empty.find('%'), std::string::npos) << empty;
        for (const rules::ActionField &field : type.fields) {
            if (field.need == rules::Need::required && field.shape() == rules::Shape::text)
                one.set(field.name, "Named " + std::string(field.name));
        }
        const bool needs_a_name = one.members.size() > 0;
        EXPECT_EQ(action_summary(one, english()).find("“Named ") != std::string::npos, needs_a_name) << type.word;
    }
}

TEST(RuleSummaryTest, TellsWhenAnActionBeginsAndEnds)
{
    Action later = action("switch_scene", {{"scene", "Alert"}}, milliseconds(6000));
    later.after = milliseconds(2000);
    EXPECT_EQ(action_summary(later, english()), "2\u00a0s later scene “Alert” 6\u00a0s");
    later.until_media = "Clip";
    later.hold = milliseconds(0);
    EXPECT_EQ(action_summary(later, english()), "2\u00a0s later scene “Alert” until “Clip” ends");
}

TEST(RuleSummaryTest, LeavesOutWhatIsSwitchedOffAndCountsWhatIsTooMuch)
{
    std::vector<Action> five(5, action("switch_scene", {{"scene", "Alert"}}));
    EXPECT_EQ(summary(rule("raid", five)), "Raid → scene “Alert”, scene “Alert”, scene “Alert” and 2 more");
    for (Action &one : five)
        one.enabled = false;
    EXPECT_EQ(summary(rule("raid", five)), "Raid → nothing yet");
    EXPECT_EQ(summary(rule("raid", {})), "Raid → nothing yet");
    EXPECT_EQ(summary(rule("raid", {action("switch_scene", {})})), "Raid → scene …");
    EXPECT_EQ(summary(rule("raid", {action("dance", {})})), "Raid → something unknown");
}

TEST(RuleSummaryTest, NamesATopicAndAnUnknownEvent)
{
    EXPECT_EQ(summary(rule("topic:channel.tips", {})), "channel.tips → nothing yet");
    EXPECT_EQ(summary(rule("topic:", {})), "Any notification of a topic… → nothing yet");
    EXPECT_EQ(summary(rule("earthquake", {})), "earthquake → nothing yet");
}

TEST(RuleSummaryTest, CutsWhatIsLongAndShowsNoControlCharacters)
{
    EXPECT_EQ(summary(rule("raid", {action("switch_scene", {{"scene", "A scene with a name that never ends\n"}})})),
              "Raid → scene “A scene with a name that neve…”");
}

} // namespace
} // namespace astro::studio
