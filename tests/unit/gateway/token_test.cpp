// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/token.h"

#include "unit/gateway/some_jwt.h"

#include <gtest/gtest.h>

#include <vector>

namespace astro::gateway {
namespace {

std::optional<TokenClaims> claims(const std::string &document)
{
    return read_claims(jwt(base64(document)));
}

/// `exp` of a token with this claim, in seconds since 1970; nothing when it tells none.
std::optional<std::int64_t> expiry(const std::string &exp)
{
    const auto read = claims(R"({"exp":)" + exp + "}");
    EXPECT_TRUE(read) << exp;
    if (!read || !read->expires)
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::seconds>(read->expires->time_since_epoch()).count();
}

constexpr std::chrono::system_clock::time_point year_2030{std::chrono::seconds(1893456000)};

TEST(TokenTest, TellsWhenItExpires)
{
    const auto read = claims(R"({"channel":"64aa000000000000000000ff","exp":1893456000,"iat":1,"role":"owner"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->expires, year_2030);
}

TEST(TokenTest, ATokenMayTellNothing)
{
    const auto read = claims("{}");
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->expires);
}

TEST(TokenTest, AnExpiryIsANumberWithinReason)
{
    EXPECT_EQ(expiry("0"), 0);
    EXPECT_EQ(expiry("1893456000.9"), 1893456000);
    EXPECT_EQ(expiry("8999999999"), 8999999999);
    for (const char *exp : {"null", R"("1893456000")", "true", "[1893456000]", "{}", "-1", "-1e300", "9000000000",
                            "1893456000000", "18446744073709551615", "1e300"})
        EXPECT_EQ(expiry(exp), std::nullopt) << exp;
}

TEST(TokenTest, EitherAlphabetWithOrWithoutPadding)
{
    // Lengths of every remainder, and bytes that need the two signs in which the alphabets differ.
    for (const std::string fill : {"", "?", "??", "~~~~", "ÿþ>>??", "🐢🐢"}) {
        const std::string document = R"({"exp":1893456000,"fill":")" + fill + R"("})";
        for (const Alphabet alphabet : {Alphabet::url, Alphabet::standard}) {
            for (const bool padded : {false, true}) {
                const auto read = read_claims(jwt(base64(document, alphabet, padded)));
                ASSERT_TRUE(read) << document << padded;
                EXPECT_EQ(read->expires, year_2030);
            }
        }
    }
}

TEST(TokenTest, WhatHasNotTheFormOfAJwt)
{
    const std::string good = base64(R"({"exp":1893456000})");
    const std::vector<std::pair<const char *, std::string>> table = {
        {"nothing", ""},
        {"an overlay token", "Xk2pQ7vLw9RtYb4NcMd8ZfHj3SgAe5UoKi1TqEr6"},
        {"one dot", "a." + good},
        {"dots alone", ".."},
        {"three dots", "a." + good + ".c.d"},
        {"no base64", "a.!!!!.c"},
        {"a blank within", "a." + good.substr(0, 4) + " " + good.substr(4) + ".c"},
        {"padding in the middle", "a." + good.substr(0, 4) + "=" + good.substr(4) + ".c"},
        {"not UTF-8", "a." + base64("{\"channel\":\"\xE9\"}") + ".c"},
        {"no JSON", "a." + base64("exp=1893456000") + ".c"},
        {"no object", "a." + base64("[1893456000]") + ".c"},
        {"JSON cut short", "a." + base64(R"({"exp":18934)") + ".c"},
        {"nested too deep",
         "a." + base64(std::string(R"({"a":)") + std::string(20, '[') + std::string(20, ']') + "}") + ".c"},
        {"as long as no token is", "a." + base64(R"({"a":")" + std::string(20'000, 'x') + R"("})") + ".c"},
    };
    for (const auto &[name, text] : table)
        EXPECT_FALSE(read_claims(Secret(text))) << name;
    EXPECT_TRUE(read_claims(Secret("a." + good + ".c")));
}

} // namespace
} // namespace astro::gateway
