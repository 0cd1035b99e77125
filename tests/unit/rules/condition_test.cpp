// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/condition.h"
#include "unit/rules/some_event.h"

#include <gtest/gtest.h>

#include <ostream>

namespace astro::rules {
namespace {

bool holds(const std::string &field, const std::string &test, const std::string &value, const events::Event &event)
{
    Condition condition;
    condition.field = field;
    condition.test = test;
    condition.value = value;
    return CompiledCondition(condition).holds(event);
}

struct Case {
    const char *field;
    const char *test;
    const char *value;
    bool expected;
};

std::ostream &operator<<(std::ostream &out, const Case &c)
{
    return out << c.field << ' ' << c.test << " \"" << c.value << '"';
}

class ConditionTable : public testing::TestWithParam<Case> {};

TEST_P(ConditionTable, HoldsAsTheContractSays)
{
    const auto event = some_event(events::Kind::tip, R"({
        "name": "Ada Lovelace", "street": "STRASSE", "greek": "ΑΘΗΝΑ", "kelvin": "\u212A", "russian": "Привет, мир",
        "empty": "", "five": "5", "four_two": 4.2, "padded": " 5 ", "comma": "5,5", "negative": "-3",
        "hex": "0x10", "infinite": "inf", "huge": "1e999", "dots": "a.b*c", "yes": true, "nothing": null, "list": ["x"],
        "object": {"a": null}, "nobody": {}, "none": [], "zero": 0, "no": false
    })");
    const Case &c = GetParam();
    EXPECT_EQ(holds(c.field, c.test, c.value, event), c.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Is, ConditionTable,
    testing::Values(Case{"data.name", "is", "Ada Lovelace", true}, Case{"data.name", "is", "aDA lOVELACE", true},
                    Case{"data.name", "is", "Ada", false}, Case{"data.name", "is", "", false},
                    Case{"data.name", "is", "Ada Lovelace ", false}, Case{"data.greek", "is", "αθηνα", true},
                    Case{"data.kelvin", "is", "k", true}, Case{"data.russian", "is", "ПРИВЕТ, МИР", true},
                    Case{"data.dots", "is", "A.B*C", true}, Case{"data.dots", "is", "axb*c", false},
                    Case{"data.five", "is", "5", true}, Case{"data.four_two", "is", "4.2", true},
                    Case{"data.yes", "is", "true", true}, Case{"data.empty", "is", "", true},
                    Case{"data.empty", "is", "x", false}, Case{"data.missing", "is", "", true},
                    Case{"data.missing", "is", "x", false}, Case{"data.nothing", "is", "", true},
                    Case{"data.list", "is", "", false}, Case{"data.object", "is", "", false},
                    Case{"data.nobody", "is", "", true}, Case{"data.none", "is", "", true},
                    Case{"data.list.0", "is", "X", true}, Case{"user", "is", "ada", true},
                    Case{" user ", "is", "ada", true}, Case{"topic", "is", "channel.x", false}));

INSTANTIATE_TEST_SUITE_P(IsNot, ConditionTable,
                         testing::Values(Case{"data.name", "is_not", "Ada Lovelace", false},
                                         Case{"data.name", "is_not", "ADA LOVELACE", false},
                                         Case{"data.name", "is_not", "Ada", true},
                                         Case{"data.name", "is_not", "", true}, Case{"data.empty", "is_not", "", false},
                                         Case{"data.empty", "is_not", "x", true},
                                         Case{"data.missing", "is_not", "x", false},
                                         Case{"data.missing", "is_not", "", false}));

INSTANTIATE_TEST_SUITE_P(
    Contains, ConditionTable,
    testing::Values(Case{"data.name", "contains", "love", true}, Case{"data.name", "contains", "hate", false},
                    Case{"data.name", "contains", "", true}, Case{"data.russian", "contains", "МИР", true},
                    Case{"data.dots", "contains", ".B*", true}, Case{"data.dots", "contains", ".*", false},
                    Case{"data.empty", "contains", "x", false}, Case{"data.missing", "contains", "", false},
                    Case{"data.missing", "contains", "x", false}));

INSTANTIATE_TEST_SUITE_P(
    Matches, ConditionTable,
    testing::Values(Case{"data.name", "matches", "love", true}, Case{"data.name", "matches", "^ada\\s+\\w+$", true},
                    Case{"data.name", "matches", "^love", false}, Case{"data.name", "matches", "", true},
                    Case{"data.russian", "matches", "^\\pL+, мИр$", true}, Case{"data.empty", "matches", "^$", true},
                    Case{"data.missing", "matches", "^$", false}, Case{"data.missing", "matches", ".*", false},
                    Case{"data.name", "matches", "(unclosed", false}, Case{"data.name", "matches", "(a)\\1", false}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, ConditionTable,
    testing::Values(Case{"data.five", "at_least", "5", true}, Case{"data.five", "at_least", "5.01", false},
                    Case{"data.five", "at_least", " 4.5 ", true}, Case{"data.five", "at_most", "5", true},
                    Case{"data.five", "at_most", "4.99", false}, Case{"data.four_two", "at_least", "4.2", true},
                    Case{"data.four_two", "at_most", "4.2", true}, Case{"data.padded", "at_least", "5", true},
                    Case{"data.negative", "at_most", "-2", true}, Case{"data.negative", "at_least", "-2", false},
                    Case{"data.five", "at_least", "1e0", true}, Case{"data.comma", "at_least", "1", false},
                    Case{"data.comma", "at_most", "9", false}, Case{"data.hex", "at_least", "0", false},
                    Case{"data.infinite", "at_least", "0", false}, Case{"data.huge", "at_least", "0", false},
                    Case{"data.name", "at_least", "0", false}, Case{"data.empty", "at_least", "0", false},
                    Case{"data.empty", "at_most", "0", false}, Case{"data.missing", "at_least", "0", false},
                    Case{"data.missing", "at_most", "0", false}, Case{"data.five", "at_least", "", false},
                    Case{"data.five", "at_least", "five", false}, Case{"data.five", "at_most", "5,5", false}));

INSTANTIATE_TEST_SUITE_P(
    OneOf, ConditionTable,
    testing::Values(Case{"user", "one_of", "Ben, ada", true}, Case{"user", "one_of", "Ben,Cleo", false},
                    Case{"user", "one_of", "Ben\nADA\nCleo", true}, Case{"user", "one_of", "Ben\r\nAda\r\n", true},
                    Case{"user", "one_of", "Ben, Cleo\n Ada ", true}, Case{"user", "one_of", "Ada", true},
                    Case{"user", "one_of", "Ad,a", false}, Case{"user", "one_of", "Adam, Ad", false},
                    Case{"data.name", "one_of", "Ada, Lovelace", false},
                    Case{"data.name", "one_of", "Ben\nada  lovelace\nAda Lovelace", true},
                    Case{"data.dots", "one_of", "axb*c, a.b+c", false}, Case{"data.dots", "one_of", "x, A.B*C", true},
                    Case{"data.five", "one_of", "4,5,6", true}, Case{"data.five", "one_of", "4,5.0,6", false},
                    Case{"data.empty", "one_of", "a,,b", false}, Case{"data.missing", "one_of", "a,,b", false},
                    Case{"data.missing", "one_of", "", false}, Case{"data.empty", "one_of", "", false},
                    Case{"data.name", "one_of", " , \n", false}));

INSTANTIATE_TEST_SUITE_P(
    Between, ConditionTable,
    testing::Values(Case{"data.five", "between", "5..20", true}, Case{"data.five", "between", "1..5", true},
                    Case{"data.five", "between", "5..5", true}, Case{"data.five", "between", "5.01..20", false},
                    Case{"data.five", "between", "0..4.99", false}, Case{"data.five", "between", " 4 .. 6 ", true},
                    Case{"data.five", "between", "20..1", true}, Case{"data.four_two", "between", "4.2..4.3", true},
                    Case{"data.negative", "between", "-5..-2", true}, Case{"data.negative", "between", "-2..2", false},
                    Case{"data.comma", "between", "0..9", false}, Case{"data.name", "between", "0..9", false},
                    Case{"data.empty", "between", "0..9", false}, Case{"data.missing", "between", "0..9", false},
                    Case{"data.five", "between", "5", false}, Case{"data.five", "between", "5..", false},
                    Case{"data.five", "between", "..5", false}, Case{"data.five", "between", "4-6", false},
                    Case{"data.five", "between", "", false}));

INSTANTIATE_TEST_SUITE_P(
    Exists, ConditionTable,
    testing::Values(Case{"data.name", "exists", "", true}, Case{"data.name", "exists", "whatever", true},
                    Case{"data.empty", "exists", "", false}, Case{"data.missing", "exists", "", false},
                    Case{"data.nothing", "exists", "", false}, Case{"data.list", "exists", "", true},
                    Case{"data.object", "exists", "", true}, Case{"data", "exists", "", true},
                    Case{"data.nobody", "exists", "", false}, Case{"data.none", "exists", "", false},
                    Case{"data.zero", "exists", "", true}, Case{"data.no", "exists", "", true},
                    Case{"currency", "exists", "", false}, Case{"user", "exists", "", true}));

INSTANTIATE_TEST_SUITE_P(UnknownTests, ConditionTable,
                         testing::Values(Case{"data.name", "is_like", "Ada", false},
                                         Case{"data.name", "", "Ada Lovelace", false},
                                         Case{"data.name", "IS", "Ada Lovelace", false},
                                         Case{"data.missing", "is_like", "", false}));

TEST(Condition, ThatIsNoneNeverHolds)
{
    Condition condition;
    condition.unreadable = "user is Ada";
    const CompiledCondition compiled(condition);
    EXPECT_FALSE(compiled.holds(some_event()));
    ASSERT_TRUE(compiled.problem());
    EXPECT_EQ(compiled.problem()->key, "Problem.Rule.UnreadableCondition");
}

TEST(Condition, ComparesLongTexts)
{
    const std::string length(20'000, 'x');
    auto event = some_event(events::Kind::chat);
    event.message = length + "ö";
    EXPECT_TRUE(holds("message", "is", length + "Ö", event));
    EXPECT_FALSE(holds("message", "is", length, event));
    EXPECT_TRUE(holds("message", "contains", length.substr(0, 2048), event));
    EXPECT_FALSE(holds("message", "contains", "ö", event)) << "beyond what is searched";
}

TEST(Condition, LooksAtTheFirst8KiBOfATextInANotification)
{
    const std::string text = std::string(6000, 'x') + "needle";
    const auto event = some_event(events::Kind::other, R"({"data":")" + text + R"("})");
    EXPECT_TRUE(holds("data.data", "contains", "needle", event));
    EXPECT_TRUE(holds("data.data", "matches", "x{3}needle$", event));
    EXPECT_TRUE(holds("data.data", "is", text, event));
    EXPECT_FALSE(holds("data.data", "is", text + "s", event));
    const auto longer = some_event(events::Kind::other, R"({"data":")" + std::string(9000, 'x') + R"("})");
    EXPECT_TRUE(holds("data.data", "matches", "^x+$", longer)) << "without an ellipsis";
}

TEST(Condition, RefusesToLookForATextThatIsTooLong)
{
    Condition condition;
    condition.field = "message";
    condition.test = "contains";
    condition.value = std::string(2049, 'x');
    const CompiledCondition compiled(condition);
    ASSERT_TRUE(compiled.problem());
    EXPECT_EQ(*compiled.problem(), (Problem{"Problem.Rule.LongValue", {"message"}}));
}

TEST(Condition, EndsWithPatternsThatRunAwayElsewhere)
{
    std::string viewers(500, 'a');
    viewers.back() = '!';
    const auto event = some_event(events::Kind::chat, R"({"text":")" + viewers + R"("})");
    for (const char *pattern : {"^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x$",
                                "^(\\pL{1,100}){1,9}$", "(x+x+)+y"})
        EXPECT_FALSE(holds("data.text", "matches", pattern, event)) << pattern;
}

TEST(Condition, RefusesAPatternThatNeedsTooMuchMemory)
{
    Condition condition;
    condition.field = "user";
    condition.test = "matches";
    condition.value = "((\\pL{1,100}){1,100}){1,100}";
    const CompiledCondition compiled(condition);
    EXPECT_FALSE(compiled.holds(some_event()));
    ASSERT_TRUE(compiled.problem());
    EXPECT_EQ(compiled.problem()->key, "Problem.Rule.BadPattern");
}

} // namespace
} // namespace astro::rules
