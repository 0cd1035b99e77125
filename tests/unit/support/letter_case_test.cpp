// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/letter_case.h"

#include "support/utf8.h"
#include "unit/support/comma_locale.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#ifdef __GLIBC__
#include <clocale>
#include <cwctype>
#endif

namespace astro::text {
namespace {

std::string encoded(char32_t code)
{
    std::string text;
    utf8::append(text, code);
    return text;
}

TEST(LetterCaseTest, OfManyScripts)
{
    struct Row {
        const char *lower;
        const char *upper;
    };
    const Row rows[] = {
        {"", ""},
        {"ada lovelace_42!", "ADA LOVELACE_42!"},
        {"äöü", "ÄÖÜ"},
        {"éàçñøåœ", "ÉÀÇÑØÅŒ"},
        {"łódź čřžý", "ŁÓDŹ ČŘŽÝ"},
        {"ăâîșț", "ĂÂÎȘȚ"},
        {"ğş", "ĞŞ"},
        {"αβγδ άέήίόύώ", "ΑΒΓΔ ΆΈΉΊΌΎΏ"},
        {"привет ёжик їєґ", "ПРИВЕТ ЁЖИК ЇЄҐ"},
        {"ազգ", "ԱԶԳ"},
        {"ｆｕｌｌ", "ＦＵＬＬ"},
        {"việt ầ", "VIỆT Ầ"},
        {"日本語 한국어 עברית عربي 🎉", "日本語 한국어 עברית عربي 🎉"},
    };
    for (const Row &row : rows) {
        EXPECT_EQ(upper(row.lower), row.upper);
        EXPECT_EQ(lower(row.upper), row.lower);
        EXPECT_EQ(lower(row.lower), row.lower);
        EXPECT_EQ(upper(row.upper), row.upper);
    }
}

TEST(LetterCaseTest, LettersThatHaveNoPartner)
{
    EXPECT_EQ(upper("Straße"), "STRASSE");
    EXPECT_EQ(lower("GROẞ"), "groß");
    EXPECT_EQ(lower("İI"), "ii");
    EXPECT_EQ(upper("ıi"), "II");
    EXPECT_EQ(upper("ÿ"), "Ÿ");
    EXPECT_EQ(upper("µ"), "Μ");
}

TEST(LetterCaseTest, WithoutCaseAllFormsOfALetterAreTheSame)
{
    const std::pair<const char *, const char *> same[] = {
        {"", ""},        {"ADA_42", "ada_42"}, {"Νίκος", "ΝΊΚΟΣ"}, {"ſam", "SAM"}, {"µ", "Μ"},
        {"Ω", "\u2126"}, {"K", "\u212A"},      {"ẞ", "ß"},         {"ǅ", "Ǆ"},     {"ǅ", "ǆ"},
        {"ϑ", "Θ"},      {"Привет", "ПРИВЕТ"}, {"ẛ", "Ṡ"},         {"Ꮿ", "ꮿ"},   {"\xFF", "\xFF"},
    };
    for (const auto &[one, other] : same)
        EXPECT_EQ(without_case(one), without_case(other)) << one;
    EXPECT_NE(without_case("ı"), without_case("I"));
    EXPECT_NE(without_case("ß"), without_case("ss"));
}

TEST(LetterCaseTest, WhatIsNoUtf8StaysAsItIs)
{
    EXPECT_EQ(upper("a\xFF\xC3z\xC3"), "A\xFF\xC3Z\xC3");
    EXPECT_EQ(lower(std::string("A\0B\xED\xA0\xBD", 6)), std::string("a\0b\xED\xA0\xBD", 6));
}

TEST(LetterCaseTest, TheSystemsLanguageDoesNotMatter)
{
    const CommaLocale other;
    EXPECT_EQ(upper("ini"), "INI");
    EXPECT_EQ(lower("INI"), "ini");
}

TEST(LetterCaseTest, EachIsOneCodePointAgainAndThereItStays)
{
    for (char32_t code = 0; code <= 0x10FFFF; ++code) {
        if (code == 0xDF || (code >= 0xD800 && code <= 0xDFFF))
            continue;
        const std::string text = encoded(code);
        for (const std::string &changed : {lower(text), upper(text)})
            ASSERT_EQ(utf8::decode(changed).length, changed.size()) << std::hex << static_cast<unsigned>(code);
        ASSERT_EQ(lower(lower(text)), lower(text)) << std::hex << static_cast<unsigned>(code);
        ASSERT_EQ(upper(upper(text)), upper(text)) << std::hex << static_cast<unsigned>(code);
    }
}

#ifdef __GLIBC__
// Somebody else's table. It may be of another version of Unicode: what either does not know is passed over.
TEST(LetterCaseTest, AsTheSystemsLibraryHasIt)
{
    const locale_t utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (!utf8_locale)
        GTEST_SKIP() << "there is no locale C.UTF-8";
    std::size_t same = 0;
    std::vector<unsigned> different;
    for (char32_t code = 0x80; code <= 0x10FFFF; ++code) {
        if (code == 0xDF || (code >= 0xD800 && code <= 0xDFFF))
            continue;
        const auto theirs_upper = static_cast<char32_t>(towupper_l(static_cast<wint_t>(code), utf8_locale));
        const auto theirs_lower = static_cast<char32_t>(towlower_l(static_cast<wint_t>(code), utf8_locale));
        const std::string text = encoded(code);
        const bool ours = upper(text) != text || lower(text) != text;
        const bool theirs = theirs_upper != code || theirs_lower != code;
        if (!ours || !theirs)
            continue;
        if (upper(text) == encoded(theirs_upper) && lower(text) == encoded(theirs_lower))
            ++same;
        else
            different.push_back(static_cast<unsigned>(code));
    }
    freelocale(utf8_locale);
    EXPECT_GT(same, 2600U);
    EXPECT_EQ(different, std::vector<unsigned>());
}
#endif

} // namespace
} // namespace astro::text
