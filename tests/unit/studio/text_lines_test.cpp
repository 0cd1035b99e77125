// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/text_lines.h"

#include <gtest/gtest.h>

namespace {

using astro::studio::with_line;

TEST(TextLines, TheNewestStandsLastAndTheOldestGo)
{
    EXPECT_EQ(with_line("", "a", 3), "a");
    EXPECT_EQ(with_line("a", "b", 3), "a\nb");
    EXPECT_EQ(with_line("a\nb\nc", "d", 3), "b\nc\nd");
    EXPECT_EQ(with_line("a\nb\nc\nd\ne", "f", 2), "e\nf");
    EXPECT_EQ(with_line("a", "b", 1), "b");
    EXPECT_EQ(with_line("a", "b", 0), "");
}

TEST(TextLines, EmptyLinesCountAndLineBreaksMakeLines)
{
    EXPECT_EQ(with_line("a\n", "b", 2), "\nb");
    EXPECT_EQ(with_line("a", "", 2), "a\n");
    EXPECT_EQ(with_line("\n\n", "b", 2), "\nb");
    EXPECT_EQ(with_line("a", "b\nc", 2), "b\nc");
    EXPECT_EQ(with_line("\na", "b", 3), "\na\nb");
    EXPECT_EQ(with_line("\na", "b", 2), "a\nb");
}

} // namespace
