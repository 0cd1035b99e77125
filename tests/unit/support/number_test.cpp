// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/number.h"

#include "unit/support/comma_locale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <iomanip>
#include <random>
#include <sstream>
#include <vector>

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

// What the standard's streams make of a number, in the C locale. They take their time, but their results are what all
// shorter ways must have.
std::optional<double> by_stream(const std::string &text)
{
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    double number = 0;
    if (!(stream >> number) || stream.peek() != std::istringstream::traits_type::eof())
        return std::nullopt;
    return number;
}

std::string by_stream(double number, int precision, bool fixed)
{
    std::ostringstream stream;
    stream.imbue(std::locale::classic());
    if (fixed)
        stream << std::fixed;
    stream << std::setprecision(precision) << number;
    return stream.str();
}

std::string plain_by_stream(double number)
{
    std::string plain = by_stream(number, 6, true);
    plain.erase(plain.find_last_not_of('0') + 1);
    if (plain.back() == '.')
        plain.pop_back();
    return plain == "-0" ? "0" : plain;
}

std::string shortest_by_stream(double number)
{
    for (int digits = 6; digits <= 17; ++digits) {
        std::string text = by_stream(number, digits, false);
        if (by_stream(text) == number)
            return text;
    }
    return {};
}

std::uint64_t bits_of(double number)
{
    std::uint64_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    return bits;
}

/// Amounts as people give them, whole numbers, any bits at all, and what lies beside each.
std::vector<double> many_numbers()
{
    std::vector<double> numbers = {0.0,
                                   -0.0,
                                   1e-4,
                                   9.9999e-5,
                                   1e-5,
                                   5e-324,
                                   1e15,
                                   1e15 - 1,
                                   1e16,
                                   999999,
                                   1e6,
                                   1e9,
                                   1e21,
                                   1e22,
                                   1e23,
                                   1e300,
                                   0.5e-6,
                                   1.5e-6,
                                   2.5e-6,
                                   1e9 - 1e-6,
                                   9007199254740992.0,
                                   9007199254740993.0,
                                   123456.5,
                                   1234567.5};
    std::mt19937_64 random(20260314);
    const auto below = [&](std::uint64_t end) { return static_cast<double>(random() % end); };
    for (int i = 0; i < 3000; ++i) {
        numbers.push_back(below(1'000'000) / 100);
        numbers.push_back(below(1'000'000'000'000) / 1'000'000);
        numbers.push_back(below(10'000'000'000'000'000) / std::pow(10.0, below(18)));
        numbers.push_back(below(1'000'000'000'000'000) * std::pow(10.0, below(12)));
        numbers.push_back(below(1000) * std::pow(10.0, below(12)));
        double any = 0;
        const std::uint64_t bits = random();
        std::memcpy(&any, &bits, sizeof any);
        if (std::isfinite(any))
            numbers.push_back(any);
    }
    const std::size_t count = numbers.size();
    for (std::size_t i = 0; i < count; ++i) {
        numbers.push_back(-numbers[i]);
        numbers.push_back(std::nextafter(numbers[i], 1e308));
    }
    return numbers;
}

TEST(NumberTest, ManyNumbersAreWrittenAsByAStream)
{
    for (const double number : many_numbers()) {
        if (std::fabs(number) <= 1e15) {
            ASSERT_EQ(plain_number(number), plain_by_stream(number)) << by_stream(number, 17, false);
        }
        ASSERT_EQ(shortest_text(number), shortest_by_stream(number)) << by_stream(number, 17, false);
    }
}

TEST(NumberTest, ManyTextsAreReadAsByAStream)
{
    const auto check = [](const std::string &text) {
        const auto ours = number_from(text), theirs = by_stream(text);
        ASSERT_EQ(ours.has_value(), theirs.has_value()) << text;
        if (ours) {
            ASSERT_EQ(bits_of(*ours), bits_of(*theirs)) << text;
        }
    };
    for (const double number : many_numbers()) {
        for (const int digits : {3, 6, 15, 17, 20})
            check(by_stream(number, digits, false));
        check(by_stream(number, 6, true));
    }
}

// Every text of up to six of these, so every way in which a number can be begun and broken off.
TEST(NumberTest, EveryShortTextIsReadAsByAStream)
{
    const std::string_view letters = "079.+-eE";
    for (std::size_t length = 1; length <= 6; ++length) {
        std::string text(length, letters[0]);
        std::vector<std::size_t> at(length, 0);
        for (bool more = true; more;) {
            const auto ours = number_from(text), theirs = by_stream(text);
            ASSERT_EQ(ours.has_value(), theirs.has_value()) << text;
            if (ours) {
                ASSERT_EQ(bits_of(*ours), bits_of(*theirs)) << text;
            }
            std::size_t place = 0;
            while (place < length && ++at[place] == letters.size())
                at[place++] = 0;
            more = place < length;
            for (std::size_t i = 0; i < length; ++i)
                text[i] = letters[at[i]];
        }
    }
}

TEST(NumberTest, ForPeopleThereIsNoExponent)
{
    EXPECT_EQ(plain_number(4.2), "4.2");
    EXPECT_EQ(plain_number(5), "5");
    EXPECT_EQ(plain_number(-0.0), "0");
    EXPECT_EQ(plain_number(1e6), "1000000");
    EXPECT_EQ(plain_number(1e-7), "0");
    EXPECT_EQ(plain_number(-1e-7), "0");
    EXPECT_EQ(plain_number(0.1 + 0.2), "0.3");
    EXPECT_EQ(plain_number(1e15), "1000000000000000");
    EXPECT_EQ(plain_number(1e21), "1000000000000000");
    EXPECT_EQ(plain_number(-1e300), "-1000000000000000");
    EXPECT_EQ(plain_number(std::nan("")), "");
}

TEST(NumberTest, TheSystemsLanguageDoesNotMatter)
{
    const CommaLocale german;
    EXPECT_EQ(number_from("4.25"), 4.25);
    EXPECT_FALSE(number_from("4,25"));
    EXPECT_FALSE(number_from("1.234.567"));
    for (const double number : {1234567.5, 0.1 + 0.2, 1e-9, -1234567.125, 123456789012345.0}) {
        EXPECT_EQ(plain_number(number), plain_by_stream(number));
        EXPECT_EQ(shortest_text(number), shortest_by_stream(number));
        EXPECT_EQ(number_from(shortest_text(number)), number);
    }
}

} // namespace
} // namespace astro
