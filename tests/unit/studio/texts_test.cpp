// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/texts.h"

#include <gtest/gtest.h>

namespace astro::studio {
namespace {

TEST(TextsTest, ArgumentsStandWhereTheTextHasTheirNumbers)
{
    const Texts text([](const char *key) { return std::string(key); });
    EXPECT_EQ(text("%2 of %1, %2", {"a", "b"}), "b of a, b");
    EXPECT_EQ(text("%1", {"%1 %2"}), "%1 %2") << "what is filled in is not filled in again";
    EXPECT_EQ(text("100 % %0 %2 %", {"a"}), "100 % %0 %2 %");
    EXPECT_EQ(text(""), "");
}

} // namespace
} // namespace astro::studio
