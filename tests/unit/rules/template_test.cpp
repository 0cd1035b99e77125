// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/template.h"
#include "unit/rules/some_event.h"

#include <gtest/gtest.h>

#include <ostream>

namespace astro::rules {
namespace {

struct Case {
    const char *text;
    const char *expected;
};

std::ostream &operator<<(std::ostream &out, const Case &c)
{
    return out << c.text;
}

class TemplateTable : public testing::TestWithParam<Case> {};

TEST_P(TemplateTable, Expands)
{
    auto event = some_event(events::Kind::tip, R"({
        "name": "Bob", "items": [{"name": "Mug"}], "braces": "{user}}{{", "number": 4.5, "empty": "",
        "dirty": "a\u0007b\u202Ec", "lines": "a\nb", "object": {}
    })");
    event.amount = "5";
    event.message = "{amount} {{user}}";
    EXPECT_EQ(expand(GetParam().text, event), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Fields, TemplateTable,
                         testing::Values(Case{"", ""}, Case{"Welcome!", "Welcome!"},
                                         Case{"Welcome {user}!", "Welcome Ada!"}, Case{"{user}{amount}", "Ada5"},
                                         Case{"{ user }", "Ada"}, Case{"{data.name}", "Bob"},
                                         Case{"{data.items.0.name}", "Mug"}, Case{"{data.items.1.name}", ""},
                                         Case{"{data.number}", "4.5"}, Case{"[{data.empty}]", "[]"},
                                         Case{"[{data.object}]", "[]"}, Case{"[{unknown}]", "[]"},
                                         Case{"[{User}]", "[]"}, Case{"[{}]", "[]"}, Case{"[{ }]", "[]"},
                                         Case{"über {user} 🎉", "über Ada 🎉"}, Case{"{user}\n{amount}", "Ada\n5"}));

INSTANTIATE_TEST_SUITE_P(Braces, TemplateTable,
                         testing::Values(Case{"{{user}}", "{user}"}, Case{"{{{user}}}", "{Ada}"}, Case{"{{", "{"},
                                         Case{"}}", "}"}, Case{"{", "{"}, Case{"}", "}"}, Case{"{user", "{user"},
                                         Case{"user}", "user}"}, Case{"{us{user}", "{usAda"}, Case{"{user}}", "Ada}"},
                                         Case{"a { b } c", "a  c"}, Case{"}{user}{", "}Ada{"}, Case{"{{{{", "{{"},
                                         Case{"{user{{amount}}", "{user{amount}"}));

INSTANTIATE_TEST_SUITE_P(FromOutside, TemplateTable,
                         testing::Values(Case{"{message}", "{amount} {{user}}"}, Case{"{data.braces}", "{user}}{{"},
                                         Case{"{{{message}}}", "{{amount} {{user}}}"}, Case{"{data.dirty}", "abc"},
                                         Case{"{data.lines}", "a b"}));

std::size_t code_points(const std::string &text)
{
    std::size_t count = 0;
    for (const char byte : text)
        count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

TEST(Template, CutsLongTextsBetweenCodePoints)
{
    auto event = some_event();
    event.user = "ÄÖÜ🎉";
    EXPECT_EQ(expand("{user}", event, 4), "ÄÖÜ🎉");
    EXPECT_EQ(expand("{user}!", event, 4), "ÄÖÜ…");
    EXPECT_EQ(expand("{user}{user}", event, 6), "ÄÖÜ🎉Ä…");
    EXPECT_EQ(expand("{user}", event, 1), "…");
    EXPECT_EQ(expand("{user}", event, 0), "");
    EXPECT_EQ(expand("abc", event, 2), "a…");
}

TEST(Template, StaysWithinItsLengthHoweverManyFieldsThereAre)
{
    auto event = some_event();
    event.message = std::string(500, 'm');
    std::string text;
    for (int i = 0; i < 10'000; ++i)
        text += "{message}";
    EXPECT_EQ(code_points(expand(text, event)), 2000U);
}

TEST(Template, LastsThroughEveryCutOfItself)
{
    const std::string whole = "a{user}{{b}}{data.name}}{{{amount}";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const std::string cut = whole.substr(0, length);
        EXPECT_NO_THROW(expand(cut, some_event()));
        EXPECT_NO_THROW(fields_used(cut));
    }
}

TEST(Template, NamesItsFields)
{
    EXPECT_EQ(fields_used("{user} {{no}} { data.items.0.name }{}{open"),
              (std::vector<std::string>{"user", "data.items.0.name", ""}));
}

} // namespace
} // namespace astro::rules
