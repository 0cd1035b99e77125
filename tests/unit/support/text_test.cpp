// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/text.h"

#include <gtest/gtest.h>

#include <cctype>
#include <iomanip>
#include <sstream>
#include <vector>

namespace astro::text {
namespace {

const std::string replacement = "\xEF\xBF\xBD";
const std::string ellipsis = "…";

/// For test output.
std::string hex(const std::string &bytes)
{
    std::ostringstream out;
    out << std::hex << std::setfill('0');
    for (const char c : bytes)
        out << std::setw(2) << static_cast<int>(static_cast<unsigned char>(c)) << ' ';
    return out.str();
}

/// In as many bytes as its number asks for, whether or not it may be written so.
std::string utf8_of(char32_t code)
{
    const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code < 0x80)
        return {byte(code)};
    if (code < 0x800)
        return {byte(0xC0 | (code >> 6)), byte(0x80 | (code & 0x3F))};
    if (code < 0x10000)
        return {byte(0xE0 | (code >> 12)), byte(0x80 | ((code >> 6) & 0x3F)), byte(0x80 | (code & 0x3F))};
    return {byte(0xF0 | (code >> 18)), byte(0x80 | ((code >> 12) & 0x3F)), byte(0x80 | ((code >> 6) & 0x3F)),
            byte(0x80 | (code & 0x3F))};
}

bool is_surrogate(char32_t code)
{
    return code >= 0xD800 && code <= 0xDFFF;
}

// --- is_utf8

TEST(Utf8Test, EveryCodePointButSurrogates)
{
    for (char32_t code = 0; code <= 0x10FFFF; ++code)
        ASSERT_EQ(is_utf8(utf8_of(code)), !is_surrogate(code)) << "U+" << std::hex << static_cast<unsigned>(code);
}

TEST(Utf8Test, EveryPairOfBytes)
{
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string pair{static_cast<char>(first), static_cast<char>(second)};
            const bool expected = first < 0x80 ? second < 0x80 : first >= 0xC2 && first <= 0xDF && (second >> 6) == 2;
            ASSERT_EQ(is_utf8(pair), expected) << hex(pair);
        }
    }
}

TEST(Utf8Test, WhatIsNotWellFormed)
{
    const std::vector<std::pair<const char *, std::string>> table = {
        {"a continuation alone", "\x80"},
        {"too many continuations", "\xC3\xA9\xA9"},
        {"two bytes cut to one", "\xC3"},
        {"three bytes cut to two", "\xE2\x82"},
        {"four bytes cut to three", "\xF0\x9F\x90"},
        {"cut in the middle", "a\xE2\x82z"},
        {"overlong slash in two", "\xC0\xAF"},
        {"overlong slash in three", "\xE0\x80\xAF"},
        {"overlong slash in four", "\xF0\x80\x80\xAF"},
        {"overlong U+07FF", "\xE0\x9F\xBF"},
        {"overlong U+FFFF", "\xF0\x8F\xBF\xBF"},
        {"a surrogate pair", "\xED\xA0\xBD\xED\xB0\xA2"},
        {"beyond U+10FFFF", "\xF4\x90\x80\x80"},
        {"a byte that is in no text", "\xF5\x80\x80\x80"},
        {"five bytes", "\xF8\x88\x80\x80\x80"},
        {"Latin-1", "caf\xE9!"},
        {"UTF-16", "\xFF\xFE"},
    };
    for (const auto &[name, bytes] : table)
        EXPECT_FALSE(is_utf8(bytes)) << name;
}

TEST(Utf8Test, WholeTexts)
{
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("plain"));
    EXPECT_TRUE(is_utf8("Žluťoučký kůň 日本語 🐢"));
    EXPECT_TRUE(is_utf8(std::string("a\0b", 3)));
}

// --- presentable

TEST(PresentableTest, PlainTextsStayAsTheyAre)
{
    for (const char *text :
         {"", "Ada", "Žluťoučký kůň", "日本語", "שלום", "مرحبا", "🐢", "👩‍👩‍👧", "a\xC2\xA0z", "{user} <b>"})
        EXPECT_EQ(presentable(text, 100), text);
}

TEST(PresentableTest, LineBreaksAndTabsBecomeSpaces)
{
    EXPECT_EQ(presentable("a\nb\tc\r\nd\ve\ff", 100), "a b c  d e f");
}

TEST(PresentableTest, ControlCharactersAreDropped)
{
    for (char32_t code = 0; code < 0xA0; ++code) {
        const bool control = code < 0x20 || code >= 0x7F;
        const bool blank = code >= '\t' && code <= '\r';
        const std::string sign = utf8_of(code);
        EXPECT_EQ(presentable("a" + sign + "z", 100), blank     ? "a z"
                                                      : control ? "az"
                                                                : "a" + sign + "z")
            << "U+" << std::hex << static_cast<unsigned>(code);
    }
    EXPECT_EQ(presentable(std::string("a\0z", 3), 100), "az");
    EXPECT_EQ(presentable("\x1B[31mred", 100), "[31mred");
}

TEST(PresentableTest, WhatTurnsTheDirectionIsDropped)
{
    // Unicode's Bidi_Control, line and paragraph separators, and the byte order mark.
    for (const char32_t code : std::vector<char32_t>{0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E,
                                                     0x2066, 0x2067, 0x2068, 0x2069, 0x2028, 0x2029, 0xFEFF})
        EXPECT_EQ(presentable("a" + utf8_of(code) + "z", 100), "az") << std::hex << static_cast<unsigned>(code);
    EXPECT_EQ(presentable("evil\u202Egnp.exe", 100), "evilgnp.exe");
}

TEST(InQuotesTest, IsPresentableBetweenQuotationMarks)
{
    EXPECT_EQ(in_quotes("a\nb"), "\"a b\"");
    EXPECT_EQ(in_quotes("abcdef", 3), "\"ab…\"");
}

TEST(PresentableTest, WhatIsNotUtf8IsReplaced)
{
    EXPECT_EQ(presentable("caf\xE9", 100), "caf" + replacement);
    EXPECT_EQ(presentable("a\xE2\x82", 100), "a" + replacement + replacement);
    EXPECT_EQ(presentable("\xC0\x8A"
                          "b",
                          100),
              replacement + replacement + "b"); // an overlong line break
    EXPECT_EQ(presentable("\xFF\xFE", 100), replacement + replacement);
}

TEST(PresentableTest, WhateverComesInWhatGoesOutIsUtf8WithoutControls)
{
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string bytes{'\xE2', static_cast<char>(first), static_cast<char>(second), '!'};
            const std::string shown = presentable(bytes, 3);
            ASSERT_TRUE(is_utf8(shown)) << hex(bytes);
            for (const char c : shown)
                ASSERT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7F) << hex(bytes);
        }
    }
}

TEST(PresentableTest, LongTextsAreCutAtACodePoint)
{
    struct Row {
        std::string text;
        std::size_t most;
        std::string shown;
    };
    const std::vector<Row> table = {
        {"abc", 3, "abc"},
        {"abcd", 3, "ab" + ellipsis},
        {"ééé", 3, "ééé"},
        {"éééé", 3, "éé" + ellipsis},
        {"🐢🐢🐢🐢", 2, "🐢" + ellipsis},
        {"日本語", 2, "日" + ellipsis},
        {"abc", 1, ellipsis},
        {"a", 1, "a"},
        {"abc", 0, ""},
        {"", 0, ""},
        // what is dropped takes no room
        {"a\u202E\u202Eb\x01"
         "c",
         3, "abc"},
        {"abc\u202E", 3, "abc"},
        {"\xFF\xFF\xFF", 2, replacement + ellipsis},
    };
    for (const Row &row : table)
        EXPECT_EQ(presentable(row.text, row.most), row.shown) << row.text << " in " << row.most;
}

TEST(PresentableTest, MegabytesAreCutToo)
{
    const std::string shown = presentable(std::string(20'000'000, 'x'), 500);
    EXPECT_EQ(shown, std::string(499, 'x') + ellipsis);
}

// --- trim, ascii_lower

TEST(TrimTest, BlanksAtBothEnds)
{
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim(" \t\r\n\v\f"), "");
    EXPECT_EQ(trim("a"), "a");
    EXPECT_EQ(trim("\r\n a b\t"), "a b");
    EXPECT_EQ(trim("\xC2\xA0"
                   "a"),
              "\xC2\xA0"
              "a"); // no byte of a longer code point is taken for a blank
}

TEST(AsciiLowerTest, AsciiAlone)
{
    EXPECT_EQ(ascii_lower("AZaz09_@[`{"), "azaz09_@[`{");
    EXPECT_EQ(ascii_lower("ÄÖ İ"), "ÄÖ İ");
}

// --- clean_token

struct Pasted {
    const char *name;
    std::string pasted;
    std::string token;
};

void PrintTo(const Pasted &pasted, std::ostream *out)
{
    *out << pasted.name;
}

class CleanTokenTest : public testing::TestWithParam<Pasted> {};

TEST_P(CleanTokenTest, IsTheTokenAlone)
{
    EXPECT_EQ(clean_token(GetParam().pasted), GetParam().token);
}

TEST_P(CleanTokenTest, CleaningAgainChangesNothing)
{
    EXPECT_EQ(clean_token(GetParam().token), GetParam().token);
}

TEST(CleanTokenDepth, OfAnyLengthAndDepthIsReadAtOnce) // a quadratic way would take minutes
{
    EXPECT_EQ(clean_token(std::string(8'000'001, '\'')), "'");
}

INSTANTIATE_TEST_SUITE_P(
    All, CleanTokenTest,
    testing::Values(
        // as it is
        Pasted{"Nothing", "", ""}, Pasted{"Jwt", "eyJh.eyJl.s-_g", "eyJh.eyJl.s-_g"},
        Pasted{"StandardBase64", "ab+/cd==", "ab+/cd=="},
        // white space
        Pasted{"Blanks", " \t tok \r\n", "tok"}, Pasted{"OnlyBlanks", " \r\n\t", ""},
        Pasted{"LineBreaksWithin", "eyJh.\r\neyJl.\n sig", "eyJh.eyJl.sig"},
        Pasted{"ControlCharacters", std::string("\x01tok\0en\x1F", 8), "token"},
        Pasted{"NoBreakSpace", "Bearer\u00A0tok\u00A0", "tok"}, Pasted{"NoWidth", "\uFEFFto\u200Bk", "tok"},
        Pasted{"CurlyQuotes", "“tok”", "tok"},
        // quotes
        Pasted{"DoubleQuotes", "\"tok\"", "tok"}, Pasted{"SingleQuotes", "'tok'", "tok"},
        Pasted{"Backticks", "`tok`", "tok"}, Pasted{"QuotesInQuotes", "'\" tok \"'", "tok"},
        Pasted{"QuotesAroundNothing", "\"\"", ""}, Pasted{"OneQuote", "\"", "\""},
        Pasted{"QuoteAtOneEnd", "\"tok", "\"tok"}, Pasted{"DifferentQuotes", "\"tok'", "\"tok'"},
        Pasted{"QuoteWithin", "to\"k", "to\"k"},
        // Bearer
        Pasted{"Bearer", "Bearer tok", "tok"}, Pasted{"BearerInAnyCase", "bEARER tok", "tok"},
        Pasted{"BearerAndALineBreak", "Bearer\r\n\ttok", "tok"}, Pasted{"BearerTwice", "Bearer bearer tok", "tok"},
        Pasted{"BearerAlone", "Bearer", ""}, Pasted{"BearerAndABlank", " Bearer ", ""},
        Pasted{"BearerAsABeginning", "bearertok", "bearertok"}, Pasted{"BearerWithADot", "bearer.tok", "bearer.tok"},
        Pasted{"BearerAtTheEnd", "tok Bearer", "tokBearer"},
        // nested
        Pasted{"QuotedBearer", "\"Bearer tok\"", "tok"}, Pasted{"BearerQuoted", "Bearer \"tok\"", "tok"},
        Pasted{"QuotedBearerAlone", "' Bearer '", ""},
        Pasted{"BearerQuotedBearer", "bearer 'Bearer \"tok\"'\n", "tok"}),
    [](const auto &test) { return test.param.name; });

// --- What is not seen

TEST(UnseenTest, BlankIsWhatLooksLikeNothing)
{
    for (const char *text :
         {"", " ", " \t\r\n\f\v", "\u00A0", "\u2003\u3000", "\u200B", "\u2800", "\u3164", "\U000E0000"})
        EXPECT_TRUE(is_blank(text)) << hex(text);
    for (const char *text : {"a", " a", "\u00A0a\u00A0", "\u00DF", "\u200D", "\U0001F389", "\xFF", "\u3000\xFF"})
        EXPECT_FALSE(is_blank(text)) << hex(text);
}

TEST(UnseenTest, TrimmedAtEitherEndAndNowhereElse)
{
    const std::vector<std::pair<std::string, std::string>> table = {
        {"", ""},
        {" \u3000", ""},
        {"Ada", "Ada"},
        {"  Ada  Lovelace\u00A0", "Ada  Lovelace"},
        {"Ada \U000E0000", "Ada"},
        {"\u200B\u00FCber\u2003\U0001F389", "\u00FCber\u2003\U0001F389"},
        {" \xFF ", "\xFF"},
    };
    for (const auto &[text, trimmed] : table)
        EXPECT_EQ(trim_unseen(text), trimmed) << hex(text);
}

TEST(UnseenTest, TheFirstWordEndsAtWhiteSpaceOfAnyScript)
{
    const std::vector<std::pair<std::string, std::string>> table = {
        {"", ""},
        {"   ", ""},
        {"Ada", "Ada"},
        {"  Ada Lovelace", "Ada"},
        {"\u30A2\u30C0\u3000\u30E9", "\u30A2\u30C0"},
        {"\U0001F469\u200D\U0001F4BB works", "\U0001F469\u200D\U0001F4BB"},
        {"a\xFF z", "a\xFF"},
    };
    for (const auto &[text, word] : table)
        EXPECT_EQ(first_word(text), word) << hex(text);
}

// Runs of plain characters are taken as a whole: that must not show.
TEST(PresentableTest, IsCutAtTheSamePlaceWhateverIsMixed)
{
    const std::vector<std::string> pieces = {"a", "bc", "\u00FC", "\U0001F389", "\x07", "\u202E", "\t", "\xFF"};
    const std::vector<std::string> shown_pieces = {"a", "bc", "\u00FC", "\U0001F389", "", "", " ", replacement};
    for (std::size_t i = 0; i < pieces.size() * pieces.size() * pieces.size(); ++i) {
        const std::size_t parts[] = {i % 8, i / 8 % 8, i / 64};
        std::string text;
        std::vector<std::string> code_points;
        for (const std::size_t part : parts) {
            text += pieces[part];
            if (part == 1)
                code_points.insert(code_points.end(), {"b", "c"});
            else if (!shown_pieces[part].empty())
                code_points.push_back(shown_pieces[part]);
        }
        for (std::size_t max = 0; max <= code_points.size() + 1; ++max) {
            std::string expected;
            for (std::size_t n = 0; n < code_points.size() && n < max; ++n)
                expected += n + 1 == max && code_points.size() > max ? ellipsis : code_points[n];
            ASSERT_EQ(presentable(text, max), expected) << hex(text) << " " << max;
        }
    }
}

} // namespace
} // namespace astro::text
