// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/log_budget.h"

#include <gmock/gmock.h>

#include <vector>

namespace astro {
namespace {

using testing::ElementsAre;

TEST(LogBudgetTest, SoManyLinesAMinuteAndTheNumberOfTheRest)
{
    std::vector<std::string> said;
    Deadline now{std::chrono::hours(1)};
    const Log log =
        with_budget([&](LogLevel, const std::string &line) { said.push_back(line); }, 2, [&] { return now; });
    const Log copy = log;
    log(LogLevel::info, "a");
    copy(LogLevel::info, "b");
    log(LogLevel::error, "c");
    copy(LogLevel::info, "d");
    now += std::chrono::seconds(59);
    log(LogLevel::info, "e");
    EXPECT_THAT(said, ElementsAre("a", "b"));
    now += std::chrono::seconds(1);
    log(LogLevel::info, "f");
    EXPECT_THAT(said, ElementsAre("a", "b", "lines left out of the log: 3", "f"));
    now += std::chrono::minutes(5);
    log(LogLevel::info, "g");
    EXPECT_EQ(said.back(), "g");
    EXPECT_EQ(said.size(), 5U);
}

} // namespace
} // namespace astro
