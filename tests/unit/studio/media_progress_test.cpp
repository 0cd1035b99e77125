// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/media_progress.h"

#include <gtest/gtest.h>

namespace astro::studio {
namespace {

using std::chrono::milliseconds;

class MediaProgressTest : public testing::Test {
protected:
    /// So much later this is seen. @return whether it is over
    bool after(int ms, MediaLook look)
    {
        now_ += milliseconds(ms);
        return progress_.ended(look, now_);
    }

    Deadline now_{std::chrono::hours(1)};
    MediaProgress progress_{now_};
};

TEST_F(MediaProgressTest, IsOverWhenItHasPlayedAndIsIdle)
{
    EXPECT_FALSE(after(0, MediaLook::idle)) << "not yet begun";
    EXPECT_FALSE(after(33, MediaLook::playing));
    EXPECT_FALSE(after(10'000, MediaLook::playing));
    EXPECT_FALSE(after(33, MediaLook::idle));
    EXPECT_TRUE(after(200, MediaLook::idle));
}

TEST_F(MediaProgressTest, OneThatPlaysAlreadyHasBegun)
{
    EXPECT_FALSE(after(0, MediaLook::playing));
    EXPECT_FALSE(after(3000, MediaLook::playing));
    EXPECT_FALSE(after(0, MediaLook::idle));
    EXPECT_TRUE(after(200, MediaLook::idle));
}

TEST_F(MediaProgressTest, WhatDoesNotBeginWithinTwoSecondsIsOver)
{
    EXPECT_FALSE(after(0, MediaLook::idle));
    EXPECT_FALSE(after(1999, MediaLook::idle));
    EXPECT_TRUE(after(1, MediaLook::idle));
}

TEST_F(MediaProgressTest, WhatIsHeldUpHasItsTimeAnew)
{
    EXPECT_FALSE(after(1999, MediaLook::idle));
    progress_.wait_anew(now_);
    EXPECT_FALSE(after(1999, MediaLook::idle));
    EXPECT_TRUE(after(1, MediaLook::idle));
}

TEST_F(MediaProgressTest, UnseenIsNoBeginning)
{
    EXPECT_FALSE(after(1999, MediaLook::unseen));
    EXPECT_TRUE(after(1, MediaLook::unseen));
}

TEST_F(MediaProgressTest, OneThatIsPausedHasBegun)
{
    EXPECT_FALSE(after(0, MediaLook::paused));
    EXPECT_FALSE(after(60'000, MediaLook::paused));
    EXPECT_FALSE(after(60'000, MediaLook::playing));
    EXPECT_FALSE(after(0, MediaLook::idle));
    EXPECT_TRUE(after(200, MediaLook::idle));
}

TEST_F(MediaProgressTest, PausedOrUnseenItGoesOnOnceItHasBegun)
{
    EXPECT_FALSE(after(0, MediaLook::playing));
    EXPECT_FALSE(after(60'000, MediaLook::paused));
    EXPECT_FALSE(after(60'000, MediaLook::unseen));
    EXPECT_FALSE(after(60'000, MediaLook::idle));
    EXPECT_TRUE(after(200, MediaLook::idle));
}

TEST_F(MediaProgressTest, ABreakIsNoEnd)
{
    EXPECT_FALSE(after(0, MediaLook::playing));
    for (int pieces = 0; pieces < 5; ++pieces) {
        EXPECT_FALSE(after(5000, MediaLook::idle));
        EXPECT_FALSE(after(199, MediaLook::idle));
        EXPECT_FALSE(after(1, MediaLook::playing));
    }
    EXPECT_FALSE(after(5000, MediaLook::idle));
    EXPECT_TRUE(after(200, MediaLook::idle));
}

TEST_F(MediaProgressTest, OneThatLoopsIsNeverOver)
{
    for (int hours = 0; hours < 24; ++hours)
        EXPECT_FALSE(after(3'600'000, MediaLook::playing));
}

TEST_F(MediaProgressTest, WhatIsGoneIsOverAtOnce)
{
    EXPECT_TRUE(after(0, MediaLook::gone));
    MediaProgress playing(now_);
    EXPECT_FALSE(playing.ended(MediaLook::playing, now_));
    EXPECT_TRUE(playing.ended(MediaLook::gone, now_));
}

} // namespace
} // namespace astro::studio
