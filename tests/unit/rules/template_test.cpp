// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/template.h"

#include "rules/template_formats.h"
#include "unit/rules/some_event.h"
#include "unit/support/comma_locale.h"

#include <gmock/gmock.h>

#include <map>
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
        "dirty": "a\u0007b\u202Ec", "lines": "a\nb", "object": {}, "blank": " "
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

// Words, where there is nothing

INSTANTIATE_TEST_SUITE_P(Words, TemplateTable,
                         testing::Values(Case{"{sender|Somebody}", "Somebody"}, Case{"{user|Somebody}", "Ada"},
                                         Case{"{data.nothing|none}", "none"}, Case{"{data.empty|none}", "none"},
                                         Case{"{data.object|none}", "none"}, Case{"{data.blank|none}", "none"},
                                         Case{"[{data.blank}]", "[ ]"}, Case{"{|words}", "words"},
                                         Case{"[{sender|}]", "[]"}, Case{"{sender| a b }", " a b "},
                                         Case{"{sender|a|b}", "a|b"}, Case{"{sender|at 21:04}", "at 21:04"},
                                         Case{"{sender|{user}}", "{sender|Ada}"}, Case{"{ sender | x}", " x"},
                                         Case{"{sender|a\nb}", "a\nb"}, Case{"{sender|Jemand ü 🎉}", "Jemand ü 🎉"},
                                         Case{"a|b {user} c:d", "a|b Ada c:d"}, Case{"{{user|x}}", "{user|x}"},
                                         Case{"{message|x}", "{amount} {{user}}"}));

// Formats

struct Formatted {
    const char *format;
    const char *value;
    const char *currency;
    const char *expected;
};

std::ostream &operator<<(std::ostream &out, const Formatted &row)
{
    return out << row.format << " of " << row.value << " " << row.currency;
}

class FormatTable : public testing::TestWithParam<Formatted> {};

TEST_P(FormatTable, WritesTheValue)
{
    auto event = some_event(events::Kind::tip);
    event.amount = GetParam().value;
    event.currency = GetParam().currency;
    EXPECT_EQ(expand("{amount:" + std::string(GetParam().format) + "}", event), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Money, FormatTable,
    testing::Values(Formatted{"money", "4.2", "USD", "$4.20"}, Formatted{"money", "1234.5", "EUR", "€1,234.50"},
                    Formatted{"money", "500", "JPY", "¥500"}, Formatted{"money", "4.2", "XYZ", "4.20 XYZ"},
                    Formatted{"money", "4.2", "", "4.20"}, Formatted{"money", "12.5", "SEK", "12.50 SEK"},
                    Formatted{"money", "5", "GBP", "£5.00"}, Formatted{"money", "5", "BRL", "R$5.00"},
                    Formatted{"money", "5", "AUD", "A$5.00"}, Formatted{"money", "5", "CAD", "C$5.00"},
                    Formatted{"money", "1.5", "KWD", "1.500 KWD"}, Formatted{"money", "1.2345", "BHD", "1.235 BHD"},
                    Formatted{"money", "1500", "CLP", "1,500 CLP"}, Formatted{"money", "1.5", "CLF", "1.5000 CLF"},
                    Formatted{"money", "1.5", "UYW", "1.5000 UYW"}, Formatted{"money", "1.5", "UYI", "2 UYI"},
                    Formatted{"money", "1500.5", "KRW", "₩1,501"}, Formatted{"money", "-4.2", "USD", "-$4.20"},
                    Formatted{"money", "-1234", "XYZ", "-1,234.00 XYZ"}, Formatted{"money", "-0.001", "USD", "$0.00"},
                    Formatted{"money", "0", "EUR", "€0.00"}, Formatted{"money", "0.005", "USD", "$0.01"},
                    Formatted{"money", "4.005", "USD", "$4.01"}, Formatted{"money", "1.004999", "USD", "$1.00"},
                    Formatted{"money", "999.995", "USD", "$1,000.00"}, Formatted{"money", "99.99", "USD", "$99.99"},
                    Formatted{"money", "1000000", "USD", "$1,000,000.00"},
                    Formatted{"money", "123456789012345", "USD", "$123,456,789,012,345.00"},
                    Formatted{"money", " 4.2 ", "USD", "$4.20"}, Formatted{"money", "1e3", "USD", "$1,000.00"},
                    Formatted{"money", "much", "USD", "much"}, Formatted{"money", "5,5", "USD", "5,5"},
                    Formatted{"money", "1e300", "USD", "1e300"}));

INSTANTIATE_TEST_SUITE_P(Number, FormatTable,
                         testing::Values(Formatted{"number", "1234.5", "USD", "1,234.5"},
                                         Formatted{"number", "5", "", "5"}, Formatted{"number", "999", "", "999"},
                                         Formatted{"number", "1000", "", "1,000"},
                                         Formatted{"number", "-1234567.25", "", "-1,234,567.25"},
                                         Formatted{"number", "4.20", "", "4.2"}, Formatted{"number", "0.5", "", "0.5"},
                                         Formatted{"number", "-0", "", "0"},
                                         Formatted{"number", "12 apples", "", "12 apples"}));

INSTANTIATE_TEST_SUITE_P(
    Texts, FormatTable,
    testing::Values(Formatted{"upper", "straße ärger éà σ я", "", "STRASSE ÄRGER ÉÀ Σ Я"},
                    Formatted{"lower", "ÄRGER ÉÀ Σ Я İ", "", "ärger éà σ я i"}, Formatted{"tier", "1000", "", "Tier 1"},
                    Formatted{"tier", "2000", "", "Tier 2"}, Formatted{"tier", "3000", "", "Tier 3"},
                    Formatted{"tier", "prime", "", "Prime"}, Formatted{"tier", "Prime", "", "Prime"},
                    Formatted{"tier", "2", "", "Tier 2"}, Formatted{"tier", "Gold", "", "Gold"},
                    Formatted{"tier", "10000", "", "10000"}, Formatted{"tier", "0", "", "0"},
                    Formatted{"first", "Ada Lovelace", "", "Ada"}, Formatted{"first", "  Ada", "", "Ada"},
                    Formatted{"first", "アダ　ラ", "", "アダ"},
                    Formatted{"short", "12345678901234567890", "", "12345678901234567890"},
                    Formatted{"short", "123456789012345678901", "", "1234567890123456789…"},
                    Formatted{"short", "üüüüüüüüüüüüüüüüüüüüü", "", "üüüüüüüüüüüüüüüüüüü…"}));

INSTANTIATE_TEST_SUITE_P(Unknown, FormatTable,
                         testing::Values(Formatted{"shout", "Ada", "", "Ada"}, Formatted{"", "Ada", "", "Ada"},
                                         Formatted{"Upper", "Ada", "", "Ada"},
                                         Formatted{"upper:lower", "Ada", "", "Ada"},
                                         Formatted{" upper ", "Ada", "", "ADA"}));

INSTANTIATE_TEST_SUITE_P(FormatsAndWords, TemplateTable,
                         testing::Values(Case{"{user:upper|SOMEBODY}", "ADA"},
                                         Case{"{sender:upper|Somebody}", "Somebody"}, Case{"[{sender:upper}]", "[]"},
                                         Case{"{amount:money|nothing}", "5.00"}, Case{"{data.number:money}", "4.50"},
                                         Case{"{data.name:upper}", "BOB"}, Case{"{data.items.0.name:lower|x}", "mug"},
                                         Case{"{data.items.7.name:lower|x}", "x"}, Case{"{data.blank:first|x}", "x"},
                                         Case{"{message:upper}", "{AMOUNT} {{USER}}"}, Case{"{user:shout|x}", "Ada"},
                                         Case{"{sender:shout|x}", "x"}, Case{"{user:upper", "{user:upper"},
                                         Case{"{data.dirty:upper}", "ABC"}, Case{"{ user : upper }", "ADA"},
                                         Case{"{:upper}", ""}, Case{"{:|x}", "x"}));

TEST(Template, EachFormatIsFoundByItsWordAlone)
{
    EXPECT_EQ(format_words().size(), 7U);
    for (const std::string &word : format_words()) {
        EXPECT_TRUE(find_format(word)) << word;
        EXPECT_FALSE(find_format(word + "x")) << word;
    }
    EXPECT_FALSE(find_format(""));
}

TEST(Template, TheSystemsLanguageDoesNotMatter)
{
    const CommaLocale german;
    auto event = some_event(events::Kind::tip);
    event.amount = "1234.5";
    event.currency = "EUR";
    EXPECT_EQ(expand("{amount:money} {amount:number}", event), "€1,234.50 1,234.5");
}

// Values that come later

/// What is kept: counters and session values by their names.
LateValues late_values(const std::map<std::string, std::string> &kept, std::uint64_t joined = 1)
{
    const auto look_up = [kept](const std::string &name) {
        const auto found = kept.find(name);
        return found == kept.end() ? std::nullopt : std::optional(found->second);
    };
    LateValues late;
    late.counter = [look_up](std::string_view name) { return look_up("counter of " + std::string(name)); };
    late.session = [look_up](std::string_view path) { return look_up("session " + std::string(path)); };
    late.joined = joined;
    return late;
}

TEST(TemplateLate, CountersAndSessionValuesAreFilledInLast)
{
    const std::map<std::string, std::string> kept = {{"counter of falls", "1234"},
                                                     {"counter of a.b c", "7"},
                                                     {"session tip-goal.amount", "112.5"},
                                                     {"session follower-latest.name", "Ada Lovelace"}};
    auto event = some_event(events::Kind::tip);
    event.currency = "EUR";
    const auto fill = [&](std::string_view text) {
        return Template(text).filled(event).finished(late_values(kept, 3));
    };
    EXPECT_EQ(fill("{counter.falls}"), "1234");
    EXPECT_EQ(fill("{counter.falls:number}"), "1,234");
    EXPECT_EQ(fill("{counter.a.b c}"), "7");
    EXPECT_EQ(fill("{counter.none|0}"), "0");
    EXPECT_EQ(fill("[{counter.none}{counter.}{session.}]"), "[]");
    EXPECT_EQ(fill("{session.tip-goal.amount:money}"), "€112.50");
    EXPECT_EQ(fill("{session.follower-latest.name:first|nobody yet}"), "Ada");
    EXPECT_EQ(fill("{session.cheer-latest.name:first|nobody yet}"), "nobody yet");
    EXPECT_EQ(fill("{user} and {others} others, {count} in all"), "Ada and 2 others, 3 in all");
    EXPECT_EQ(fill("{count:money}"), "€3.00");
    EXPECT_EQ(fill("[{Count}{counter}{session}{counts}]"), "[]") << "no late values, and no fields";
}

TEST(TemplateLate, WithoutThemTheyAreMissing)
{
    EXPECT_EQ(expand("{counter.falls|no} {session.tip-goal.amount|no} {count} {others}", some_event()), "no no 1 0");
    LateValues nobody;
    nobody.joined = 0;
    EXPECT_EQ(Template("{count} {others}").finished(nobody), "0 0");
}

TEST(TemplateLate, AnEventsTextIsNeverTakenForAFieldThatComesLater)
{
    auto event = some_event();
    event.user = "{counter.falls}";
    event.message = "{count} {{others}} {user";
    const LateValues late = late_values({{"counter of falls", "{user} {count} }}"}});
    EXPECT_EQ(Template("{user}|{message}").filled(event).finished(late), "{counter.falls}|{count} {{others}} {user");
    EXPECT_EQ(Template("{counter.falls} {user}").filled(event).finished(late), "{user} {count} }} {counter.falls}");
    const Template filled = Template("{user} {count}").filled(event);
    EXPECT_EQ(filled.filled(some_event()).finished(late), filled.finished(late)) << "what is filled in stays";
}

TEST(TemplateLate, TheyArePresentableToo)
{
    const LateValues late =
        late_values({{"counter of x", "a\x07\u202E\nb"}, {"counter of long", std::string(3000, 'l')}});
    EXPECT_EQ(Template("{counter.x}").finished(late), "a b");
    EXPECT_EQ(code_points(Template("{counter.long}").finished(late)), 500U);
}

TEST(TemplateLate, ItIsToldWhichTextsNeedThem)
{
    EXPECT_FALSE(Template("").needs_late_values());
    EXPECT_FALSE(Template("{user} {data.count} {{count}}").needs_late_values());
    for (const char *text : {"{count}", "{others}", "{counter.x}", "{session.x.y:upper|z}", "{user}{ count }"}) {
        EXPECT_TRUE(Template(text).needs_late_values()) << text;
        EXPECT_TRUE(Template(text).filled(some_event()).needs_late_values()) << text;
    }
    for (const char *name : {"count", "others", "counter.x", "session.x.y"})
        EXPECT_TRUE(is_late_field(name)) << name;
    for (const char *name : {"", "counter", "session", "counts", "user", "data.count", "Count"})
        EXPECT_FALSE(is_late_field(name)) << name;
}

TEST(TemplateLate, TheCutIsOfTheWhole)
{
    auto event = some_event();
    event.user = "ÄÖÜ";
    const LateValues late = late_values({{"counter of x", "12345"}});
    const Template filled = Template("{user}{counter.x}!").filled(event);
    EXPECT_EQ(filled.finished(late, 9), "ÄÖÜ12345!");
    EXPECT_EQ(filled.finished(late, 8), "ÄÖÜ1234…");
    EXPECT_EQ(filled.finished(late, 4), "ÄÖÜ…");
    EXPECT_EQ(filled.finished(late, 0), "");
}

TEST(TemplateLate, HowMuchIsHeldIsBounded)
{
    auto event = some_event();
    event.message = std::string(500, 'm');
    std::string text, late_text;
    for (int i = 0; i < 10'000; ++i) {
        text += "{message}{count}";
        late_text += "{count}";
    }
    const Template filled = Template(text).filled(event);
    EXPECT_LE(filled.fields().size(), 5U) << "2000 code points of 501 each";
    const std::string finished = filled.finished({});
    EXPECT_EQ(code_points(finished), 2000U);
    EXPECT_THAT(finished, testing::EndsWith("…"));

    const Template counts = Template(late_text).filled(event);
    EXPECT_LE(counts.fields().size(), 2000U);
    EXPECT_EQ(code_points(counts.finished({})), 2000U);
}

TEST(TemplateLate, OneThatIsNotFilledHasNoEvent)
{
    EXPECT_EQ(Template("{user|nobody} {count}").finished({}), "nobody 1");
}

TEST(Template, CopiesAreTheSame)
{
    const Template first("{user:upper} {count}");
    Template second(first);
    second = first.filled(some_event());
    EXPECT_EQ(first.fields(), (std::vector<std::string>{"user", "count"}));
    EXPECT_EQ(second.fields(), (std::vector<std::string>{"count"}));
    EXPECT_EQ(second.finished({}), "ADA 1");
}

TEST(Template, LastsThroughEveryCutOfItself)
{
    const std::string whole = "a{user}{{b}}{data.name:upper|c}}{{{amount:}|{count|}";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const std::string cut = whole.substr(0, length);
        EXPECT_NO_THROW(expand(cut, some_event()));
        EXPECT_NO_THROW(Template(cut).fields());
    }
}

TEST(Template, NamesItsFields)
{
    EXPECT_EQ(Template("{user} {{no}} { data.items.0.name }{}{open").fields(),
              (std::vector<std::string>{"user", "data.items.0.name", ""}));
    EXPECT_EQ(Template("{user:upper|x} {counter.a:number} {|x} {:y}").fields(),
              (std::vector<std::string>{"user", "counter.a", "", ""}));
}

TEST(Template, TellsOfFormatsThatAreNone)
{
    EXPECT_THAT(Template("{user} {amount:money} {{user:no}} a:b {sender|at 21:04}").unknown_formats(),
                testing::IsEmpty());
    EXPECT_EQ(Template("{user:shout} {amount:Money|x} {user:} {user:upper:lower} {count:x}").unknown_formats(),
              (std::vector<std::string>{"shout", "Money", "", "upper:lower", "x"}));
}

} // namespace
} // namespace astro::rules
