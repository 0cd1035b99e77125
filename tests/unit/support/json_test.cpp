// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/json.h"

#include "unit/support/comma_locale.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>

namespace astro::json {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string repeated(const std::string &text, std::size_t times)
{
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

/// `depth` arrays in one another, around `inside`.
std::string nested(std::size_t depth, const std::string &inside = {})
{
    return std::string(depth, '[') + inside + std::string(depth, ']');
}

Json::Value value_of(const std::string &document)
{
    std::string why;
    const auto value = parse(document, why);
    EXPECT_TRUE(value) << why << ": " << document;
    return value.value_or(Json::Value());
}

/// Why it is refused; "" when it is not.
std::string refusal(const std::string &document, Limits limits = default_limits)
{
    std::string why;
    return parse(document, why, limits) ? "" : why;
}

// --- What is no JSON

struct BadDocument {
    const char *name;
    std::string document;
};

void PrintTo(const BadDocument &bad, std::ostream *out)
{
    *out << bad.name;
}

class JsonRefuses : public testing::TestWithParam<BadDocument> {};

TEST_P(JsonRefuses, AndSaysWhyWithoutQuotingIt)
{
    const std::string why = refusal(GetParam().document);
    EXPECT_THAT(why, HasSubstr("no valid JSON"));
    EXPECT_THAT(why, Not(HasSubstr("hunter2")));
    EXPECT_THAT(why, Not(HasSubstr("\n")));
}

INSTANTIATE_TEST_SUITE_P(
    All, JsonRefuses,
    testing::Values(
        BadDocument{"Nothing", ""}, BadDocument{"Blanks", " \n\t "}, BadDocument{"Words", "hunter2"},
        BadDocument{"TrailingWords", R"({"token":"x"} hunter2)"},
        BadDocument{"TwoDocuments", R"({"token":"hunter2"}{})"}, BadDocument{"TrailingBracket", R"(["hunter2"]])"},
        BadDocument{"TrailingComma", R"({"token":"hunter2",})"},
        BadDocument{"TrailingCommaInAnArray", R"(["hunter2",])"}, BadDocument{"Comment", "/* hunter2 */ {}"},
        BadDocument{"LineComment", "{} // hunter2\n"}, BadDocument{"CutShort", R"({"token":"hunter2)"},
        BadDocument{"CutBehindAName", R"({"token":"hunter2","room")"}, BadDocument{"NoColon", R"({"token" "hunter2"})"},
        BadDocument{"SingleQuotes", "{'token':'hunter2'}"}, BadDocument{"NameWithoutQuotes", R"({token:"hunter2"})"},
        BadDocument{"NotANumber", "NaN"}, BadDocument{"NotANumberInside", R"({"token":"hunter2","amount":NaN})"},
        BadDocument{"Infinity", "[Infinity]"}, BadDocument{"MinusInfinity", "[-Infinity]"},
        BadDocument{"HalfAnEscape", R"(["hunter2\ud83"])"}, BadDocument{"BadEscape", R"(["hunter2\x"])"},
        BadDocument{"ZeroByte", std::string("{}\0hunter2", 10)}),
    [](const auto &test) { return test.param.name; });

// --- Limits

TEST(JsonTest, NestingIsBounded)
{
    EXPECT_EQ(refusal(nested(64, "1")), "");
    EXPECT_EQ(refusal(nested(65)), "nested deeper than 64");
    EXPECT_EQ(refusal(nested(10'000)), "nested deeper than 64");
    EXPECT_EQ(refusal(repeated("{\"a\":", 10'000) + "1" + repeated("}", 10'000)), "nested deeper than 64");
    EXPECT_EQ(refusal(repeated("[", 10'000)), "nested deeper than 64");
    EXPECT_EQ(refusal(nested(4), {1000, 3}), "nested deeper than 3");
}

TEST(JsonTest, TheNumberOfValuesIsBounded)
{
    EXPECT_EQ(refusal("[" + repeated("[],", 500'000) + "1]"), "more than 1000000 values");
    EXPECT_EQ(refusal("[1,2,3]", {1000, 3, 4}), "");
    EXPECT_EQ(refusal("[1,2,3,4]", {1000, 3, 4}), "more than 4 values");
    EXPECT_EQ(refusal(R"([",,,,,,,,"])", {1000, 3, 4}), "");
}

TEST(JsonTest, ClosingBracketsBuyNoDepth)
{
    EXPECT_THAT(refusal(repeated("]", 10'000) + nested(10'000)), HasSubstr("no valid JSON"));
}

TEST(JsonTest, BracketsInTextsAreNoNesting)
{
    const std::string brackets = repeated("[{", 1000);
    EXPECT_EQ(value_of("[\"" + brackets + "\"]")[0], brackets);
    EXPECT_EQ(value_of(R"(["\"[[[[", "\\"])")[0], "\"[[[[");
    // An escaped backslash does not escape the quote behind it.
    EXPECT_EQ(refusal("[\"\\\\\"," + nested(64) + "]"), "nested deeper than 64");
}

TEST(JsonTest, LengthIsBounded)
{
    const auto document_of = [](std::size_t bytes) { return '"' + std::string(bytes - 2, 'x') + '"'; };
    EXPECT_EQ(refusal(document_of(default_limits.max_bytes)), "");
    EXPECT_EQ(refusal(document_of(default_limits.max_bytes + 1)), "longer than 4194304 bytes");
    EXPECT_EQ(refusal(document_of(20'000'000)), "longer than 4194304 bytes");
}

TEST(JsonTest, EverythingIsUtf8)
{
    EXPECT_EQ(refusal("[\"caf\xE9\"]"), "not valid UTF-8");
    EXPECT_EQ(refusal("[\"\xED\xA0\x80\"]"), "not valid UTF-8");
    EXPECT_EQ(refusal("\xFF\xFE{"), "not valid UTF-8");
    EXPECT_EQ(value_of("[\"café 🐢\"]")[0], "café 🐢");
    EXPECT_EQ(value_of(R"(["\ud83d\udc22"])")[0], "🐢");
}

// --- What is JSON

/// As JSON has it that was made of a text which was cut within an emoji.
TEST(JsonTest, HalfASurrogatePairLosesNothingElse)
{
    const std::string cut = "\xEF\xBF\xBD"; // U+FFFD
    EXPECT_EQ(value_of(R"({"message":"so \ud83d","amount":5})")["message"], "so " + cut);
    EXPECT_EQ(value_of(R"({"message":"so \ud83d","amount":5})")["amount"], 5);
    EXPECT_EQ(value_of(R"(["\uDC00","\ud83dx","\ud83d\ud83d\udc22","\udc22\ud83d","\ud83d\n"])"),
              value_of("[\"" + cut + "\",\"" + cut + "x\",\"" + cut + "🐢\",\"" + cut + cut + "\",\"" + cut + "\\n\"]"));
    EXPECT_EQ(value_of(R"({"\ud83d":1})").getMemberNames().at(0), cut);
    EXPECT_EQ(value_of(R"(["\\ud83d","\\\ud83d","\ud7ff\ue000"])"),
              value_of("[\"\\\\ud83d\",\"\\\\" + cut + "\",\"\xED\x9F\xBF\xEE\x80\x80\"]"));
    EXPECT_EQ(value_of(write_compact(value_of(R"("\udfff")"))), cut);
}

TEST(JsonTest, AnyValueMayBeTheDocument)
{
    EXPECT_EQ(value_of("null"), Json::Value());
    EXPECT_EQ(value_of(" 7\n"), 7);
    EXPECT_EQ(value_of("\"text\""), "text");
    EXPECT_EQ(value_of("[]"), Json::Value(Json::arrayValue));
}

TEST(JsonTest, OfDuplicateMembersTheLastCounts)
{
    const Json::Value value = value_of(R"({"a":1,"b":2,"a":{"c":3}})");
    EXPECT_EQ(value.size(), 2U);
    EXPECT_EQ(value["a"]["c"], 3);
}

TEST(JsonTest, BigNumbersAreKept)
{
    EXPECT_EQ(value_of("9223372036854775807").asInt64(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(value_of("-9223372036854775808").asInt64(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(value_of("18446744073709551615").asUInt64(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_DOUBLE_EQ(value_of("18446744073709551616").asDouble(), 18446744073709551616.0);
    EXPECT_DOUBLE_EQ(value_of(repeated("9", 100)).asDouble(), 1e100);
}

TEST(JsonTest, NumbersAreReadTheSameWhateverTheLocale)
{
    const std::string documents[] = {"4.2", "[-0.5,1e3,2E-2,7,1234.5678,true,null]", "[3.141592653589793,1234567.25]",
                                     R"({"amount":4.2,"a":"4.2","b":"number 4.2","c":"\"1.5,","1.5":{"d":[1.5]}})"};
    for (const std::string &document : documents) {
        const Json::Value usual = value_of(document);
        const CommaLocale german;
        EXPECT_EQ(value_of(document), usual) << document;
    }
    const CommaLocale german;
    for (const char *bad : {"4,2", "[1.2.3]", "[1.5", "[e]"})
        EXPECT_NE(refusal(bad), "") << bad;
}

TEST(JsonTest, TextsMayHoldAZero)
{
    EXPECT_EQ(value_of(R"({"a":"x\u0000y"})")["a"].asString(), std::string("x\0y", 3));
}

// --- Reading

TEST(JsonTest, ScalarsAsTexts)
{
    const std::vector<std::pair<std::string, std::optional<std::string>>> table = {
        {R"("")", ""},
        {R"("5,5 EUR")", "5,5 EUR"},
        {"true", "true"},
        {"false", "false"},
        {"0", "0"},
        {"-7", "-7"},
        {"18446744073709551615", "18446744073709551615"},
        {"5.0", "5"},
        {"4.2", "4.2"},
        {"4.20", "4.2"},
        {"0.1", "0.1"},
        {"1234567.5", "1234567.5"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"1e21", "1e+21"},
        {"null", {}},
        {"{}", {}},
        {"[5]", {}},
    };
    for (const auto &[document, text] : table)
        EXPECT_EQ(scalar_text(value_of(document)), text) << document;
}

TEST(JsonTest, NumbersAreWrittenTheSameWhateverTheLocale)
{
    const CommaLocale german;
    EXPECT_EQ(scalar_text(Json::Value(1234567.5)), "1234567.5");
    EXPECT_EQ(scalar_text(Json::Value(1234567)), "1234567");
    EXPECT_EQ(write_compact(Json::Value(1234567.5)), "1234567.5");
}

TEST(JsonTest, StringMembersOfAnything)
{
    EXPECT_EQ(string_member(value_of(R"({"a":"x"})"), "a"), "x");
    EXPECT_EQ(string_member(value_of(R"({"a":7})"), "a"), "");
    EXPECT_EQ(string_member(value_of(R"({"a":null})"), "a"), "");
    for (const char *document : {"{}", "[]", "null", "7", "\"a\"", "true"})
        EXPECT_EQ(string_member(value_of(document), "a"), "") << document;
}

TEST(JsonTest, Paths)
{
    const Json::Value root = value_of(R"({"data":{"items":[{"name":"Mug"},7],"":{"x":"unnamed"},"off":null},"n":5})");
    const std::vector<std::pair<std::string, std::optional<std::string>>> table = {
        {"data.items.0.name", "Mug"},
        {"data.items.1", "7"},
        {"n", "5"},
        {"data..x", "unnamed"},
        // nothing there
        {"", {}},
        {".", {}},
        {"data.", {}}, // an object, no scalar
        {"data.nothing.more", {}},
        {"Data.items.1", {}},
        {"data.items.2", {}},
        {"data.items.-1", {}},
        {"data.items.+1", {}},
        {"data.items.1x", {}},
        {"data.items.", {}},
        {"data.items.name", {}},
        {"data.items.4294967297", {}},
        {"data.items.99999999999999999999", {}},
        {"n.5", {}},
        {"data.off.x", {}},
    };
    for (const auto &[path, text] : table) {
        const Json::Value *found = at_path(root, path);
        EXPECT_EQ(found ? scalar_text(*found) : std::nullopt, text) << path;
    }
    EXPECT_EQ(at_path(root, "data.nothing"), nullptr);
    EXPECT_NE(at_path(root, "data.off"), nullptr); // a null is something
    EXPECT_EQ(at_path(root, std::string_view()), nullptr);
    EXPECT_EQ(at_path(Json::Value(7), "n"), nullptr);
}

TEST(JsonTest, HashesAreEqualWhereTheTextIs)
{
    const std::vector<std::string> documents = {"null",
                                                "true",
                                                "false",
                                                "0",
                                                "1",
                                                "-1",
                                                "9007199254740993",
                                                "9007199254740992",
                                                "18446744073709551615",
                                                "1.5",
                                                "2.5",
                                                R"("")",
                                                R"("a")",
                                                R"("ab")",
                                                R"("1")",
                                                "[]",
                                                "{}",
                                                "[[]]",
                                                "[{}]",
                                                "[1]",
                                                "[1,2]",
                                                "[2,1]",
                                                "[[1],2]",
                                                "[1,[2]]",
                                                R"(["a","b"])",
                                                R"(["ab",""])",
                                                R"({"a":1})",
                                                R"({"a":2})",
                                                R"({"b":1})",
                                                R"({"a":"b"})",
                                                R"({"ab":""})",
                                                R"({"a":null})",
                                                R"({"a":{"b":1}})",
                                                R"({"a":{"b":1},"c":2})",
                                                R"({"a":{"b":1,"c":2}})"};
    for (const std::string &one : documents) {
        for (const std::string &other : documents)
            EXPECT_EQ(hash(value_of(one)) == hash(value_of(other)), one == other) << one << " " << other;
    }
    EXPECT_EQ(hash(value_of(R"({"a":1,"b":[2,3]})")), hash(value_of(R"( { "b" : [ 2, 3 ], "a" : 1 } )")));
    EXPECT_EQ(hash(Json::Value(5)), hash(Json::Value(5U)));
}

TEST(JsonTest, AReaderIsAsGoodAsNewAfterAnything)
{
    std::string why;
    for (const char *bad : {"{", "[1,", R"({"a":)", "nothing", R"("\ud80x")", "[1]x", "[}"}) {
        EXPECT_FALSE(parse(bad, why)) << bad;
        EXPECT_NE(why, "") << bad;
        EXPECT_EQ(value_of(R"({"a":[1,"b"]})")["a"][1].asString(), "b") << bad;
    }
    EXPECT_FALSE(parse("[[[]]]", why, {100, 2}));
    EXPECT_TRUE(parse("[[[]]]", why, {100, 3}));
    EXPECT_FALSE(parse("[[[]]]", why, {100, 2}));
}

TEST(JsonTest, WhatStandsInStringsCountsForNothing)
{
    std::string why;
    const Limits tight{1000, 1, 2};
    for (const char *document : {R"(["[[{{,,,,"])", R"(["\"[[,,,\\"])", R"(["\\\"[,"])", R"({"[[,,":"]]"})"})
        EXPECT_TRUE(parse(document, why, tight)) << document << why;
    for (const char *document : {R"(["\\",1,2])", R"(["a",[1]])", R"({"a":"\\","b":1,"c":2})"})
        EXPECT_FALSE(parse(document, why, tight)) << document;
    EXPECT_FALSE(parse("[\"" + std::string(3'000'000, '\\'), why)); // and at once
}

// --- Writing

TEST(JsonTest, CompactIsOneLineInTheOrderOfNames)
{
    const Json::Value value = value_of(R"({ "b": [1, 4.2, true, null, "é🐢\n\""], "a": {} })");
    EXPECT_EQ(write_compact(value), R"({"a":{},"b":[1,4.2,true,null,"é🐢\n\""]})");
}

TEST(JsonTest, PrettyIsForPeople)
{
    EXPECT_EQ(write_pretty(value_of(R"({"b":1,"a":{"c":"é"}})")),
              "{\n  \"a\" : \n  {\n    \"c\" : \"é\"\n  },\n  \"b\" : 1\n}\n");
}

TEST(JsonTest, WhatIsWrittenReadsBackTheSame)
{
    const Json::Value value =
        value_of(R"({"text":"\u0000\u001f\\/\"","max":18446744073709551615,"min":-9223372036854775808,)"
                 R"("real":0.1,"list":[[],{},null,false]})");
    EXPECT_EQ(value_of(write_compact(value)), value);
    EXPECT_EQ(value_of(write_pretty(value)), value);
    EXPECT_EQ(write_compact(value_of("[4.2,0.1,1e300]")), "[4.2,0.1,1e+300]");

    for (const char *document :
         {"3.141592653589793", "[4.2,0.30000000000000004]", R"({"a":[{"b":1.7976931348623157e308}]})",
          "2.2250738585072014e-308", "0.10000000149011612"})
        EXPECT_EQ(value_of(write_compact(value_of(document))), value_of(document)) << document;
}

} // namespace
} // namespace astro::json
