// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/secret.h"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include <map>
#include <optional>
#include <sstream>
#include <vector>

namespace astro {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::PrintToString;

const std::string token = "hunter2-hunter2-hunter2";

TEST(SecretTest, ItIsRevealedToThoseWhoAsk)
{
    EXPECT_EQ(Secret(token).reveal(), token);
    EXPECT_FALSE(Secret(token).empty());
    EXPECT_TRUE(Secret().empty());
    EXPECT_TRUE(Secret("").empty());
}

TEST(SecretTest, SecretsAreCompared)
{
    EXPECT_EQ(Secret(token), Secret(token));
    EXPECT_NE(Secret(token), Secret(token + "x"));
    EXPECT_EQ(Secret(), Secret(""));
}

TEST(SecretTest, AStreamShowsOnlyWhetherThereIsOne)
{
    std::ostringstream out;
    out << Secret(token) << ' ' << Secret();
    EXPECT_EQ(out.str(), "(secret) (none)");
}

TEST(SecretTest, TestOutputDoesNotShowIt)
{
    EXPECT_EQ(PrintToString(Secret(token)), "(secret)");
    EXPECT_EQ(PrintToString(std::vector<Secret>{Secret(token)}), "{ (secret) }");
    EXPECT_EQ(PrintToString(std::make_optional(Secret(token))), "((secret))");
    EXPECT_THAT(PrintToString(std::map<int, Secret>{{1, Secret(token)}}), Not(HasSubstr("hunter2")));
}

TEST(SecretTest, AFailedTestDoesNotShowIt)
{
    testing::TestPartResultArray failures;
    {
        const testing::ScopedFakeTestPartResultReporter caught(
            testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
        EXPECT_EQ(Secret(token), Secret("hunter2"));
        EXPECT_THAT(Secret(token), testing::Eq(Secret("hunter2")));
        EXPECT_TRUE(Secret(token).empty()) << Secret(token);
    }
    ASSERT_EQ(failures.size(), 3);
    for (int i = 0; i < failures.size(); ++i) {
        const std::string said = failures.GetTestPartResult(i).message();
        EXPECT_THAT(said, HasSubstr("(secret)"));
        EXPECT_THAT(said, Not(HasSubstr("hunter2-hunter2")));
    }
}

} // namespace
} // namespace astro
