// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/number.h"

#include "unit/support/comma_locale.h"

#include <gtest/gtest.h>

namespace astro {
namespace {

TEST(NumberTest, AsPeopleAndFilesWriteThem)
{
    const std::vector<std::pair<std::string, double>> table = {
        {"5", 5},
        {"0", 0},
        {"-0.5", -0.5},
        {"+5", 5},
        {"4.20", 4.2},
        {" 4.2\t\n", 4.2},
        {"-1e3", -1000},
        {"1E3", 1000},
        {"007", 7},
        {"1e-3", 0.001},
        {"123456789012", 123456789012.0},
    };
    for (const auto &[text, number] : table) {
        const auto read = number_from(text);
        ASSERT_TRUE(read) << text;
        EXPECT_DOUBLE_EQ(*read, number) << text;
    }
}

TEST(NumberTest, NothingElseIsOne)
{
    for (const char *text : {"",    " ",   "five",  "5,5", "5.000,00", "0x10",  "1p3", "inf",   "-inf",
                             "nan", "NaN", "5 EUR", "€5",  "1 2",      "5.5.5", "--5", "+-5",   "5-",
                             "-",   "+",   ".",     "e",   "e5",       "1e",    "1e+", "1e400", "-1e400"})
        EXPECT_FALSE(number_from(text)) << text;
    EXPECT_FALSE(number_from(std::string_view("5\0", 2)));
}

TEST(NumberTest, TheSystemsLanguageDoesNotMatter)
{
    const CommaLocale german;
    EXPECT_EQ(number_from("4.25"), 4.25);
    EXPECT_FALSE(number_from("4,25"));
    EXPECT_FALSE(number_from("1.234.567"));
}

} // namespace
} // namespace astro
