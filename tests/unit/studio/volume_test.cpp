// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/volume.h"

#include "rules/rule.h"
#include "unit/support/comma_locale.h"

#include <gtest/gtest.h>

namespace astro::studio {
namespace {

using std::chrono::milliseconds;

TEST(Volume, DecibelsAndFactorsAreTheSameBothWays)
{
    EXPECT_EQ(level_from(0), 1.0F);
    EXPECT_NEAR(level_from(-6.0206), 0.5F, 1e-5);
    EXPECT_NEAR(level_from(26), 19.9526F, 1e-3);
    EXPECT_EQ(level_from(40), level_from(26)) << "OBS has no louder one";
    for (const double db : {-99.0, -60.0, -12.34, -0.1, 0.0, 3.0, 26.0})
        EXPECT_NEAR(decibels_of(level_from(db)), db, 0.001) << db;
}

TEST(Volume, AHundredDecibelsDownIsSilence)
{
    EXPECT_EQ(level_from(-100), 0.0F);
    EXPECT_EQ(level_from(-300), 0.0F);
    EXPECT_EQ(decibels_of(0), -100);
    EXPECT_EQ(decibels_of(1e-9F), -100);
}

TEST(Volume, AFadeBeginsAndEndsExactly)
{
    for (const float level : {0.0F, 0.3F, 1.0F, 19.0F}) {
        EXPECT_EQ(faded(level, 0.7F, 0), level);
        EXPECT_EQ(faded(0.7F, level, 1), level);
        EXPECT_EQ(faded(0.7F, level, 1.5), level);
        EXPECT_EQ(faded(level, 0.7F, -0.5), level);
    }
}

TEST(Volume, AFadeGoesOneWay)
{
    for (const auto &[from, to] : {std::pair(0.0F, 1.0F), std::pair(0.01F, 4.0F)}) {
        for (int i = 0; i < 100; ++i) {
            EXPECT_LT(faded(from, to, i / 100.0), faded(from, to, (i + 1) / 100.0)) << i;
            EXPECT_GT(faded(to, from, i / 100.0), faded(to, from, (i + 1) / 100.0)) << i;
        }
    }
}

TEST(Volume, AFadeMovesTheKnobOfACubicFaderEvenly)
{
    // Half of the way between silence and 0 dB: an eighth of the factor, 18 dB down.
    EXPECT_NEAR(faded(0, 1, 0.5), 0.125F, 1e-6);
    EXPECT_NEAR(decibels_of(faded(1, 0, 0.5)), -18.06, 0.01);
    const auto position = [](float level) { return std::cbrt(level); };
    const float step = position(faded(0.2F, 0.9F, 0.25)) - position(0.2F);
    for (const double part : {0.25, 0.5, 0.75})
        EXPECT_NEAR(position(faded(0.2F, 0.9F, part + 0.25)) - position(faded(0.2F, 0.9F, part)), step, 1e-6) << part;
}

TEST(Volume, IsReadAsItIsWritten)
{
    EXPECT_EQ(Volume::of(-12.5).text(), "-12.5");
    EXPECT_EQ(Volume::of(-12.5, milliseconds(800)).text(), "-12.5 800");
    EXPECT_EQ(Volume::between(-3, -30.25).text(), "-30.25..-3");
    for (const Volume &volume : {Volume::of(-100), Volume::of(0), Volume::of(26, milliseconds(86'400'000)),
                                 Volume::of(-12.3456), Volume::between(-100, 0)}) {
        const auto read = Volume::from(volume.text());
        ASSERT_TRUE(read) << volume.text();
        EXPECT_EQ(read->low, volume.low);
        EXPECT_EQ(read->high, volume.high);
        EXPECT_EQ(read->fade, volume.fade);
    }
}

TEST(Volume, AFadeMayTakeAsLongAsAnyTimeOfAnAction)
{
    const auto longest = rules::longest_time;
    const auto read = Volume::from(Volume::of(-20, longest).text());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->fade, longest);
    EXPECT_FALSE(Volume::from(Volume::of(-20, longest + milliseconds(1)).text()));
}

TEST(Volume, IsWrittenAlikeInAllLanguages)
{
    const CommaLocale german;
    EXPECT_EQ(Volume::of(-1.5, milliseconds(12000)).text(), "-1.5 12000");
    EXPECT_EQ(Volume::from("-1.5")->low, -1.5);
}

TEST(Volume, WhatIsNoneIsNotRead)
{
    for (const char *text : {"", "loud", "-3 ", "-3 x", "-3 -1", "-3 1e300", "1..", "..1", "3..1", "1..2..3", "1e999"})
        EXPECT_FALSE(Volume::from(text)) << text;
}

TEST(Volume, WhatCanNotBeToldApartIsTheSame)
{
    EXPECT_TRUE(same_volume("-12.5", "-12.5"));
    EXPECT_TRUE(same_volume("-12.5", "-12.46"));
    EXPECT_FALSE(same_volume("-12.5", "-12.4"));
    EXPECT_TRUE(same_volume("-12.5 800", "-12.5")) << "how it came there is not heard";
    EXPECT_FALSE(same_volume("-12.5", ""));
    EXPECT_FALSE(same_volume("", ""));
}

TEST(Volume, ThatStoodBeforeComesBackWithTheFadeOfWhatWasHeld)
{
    EXPECT_EQ(volume_back("-20 800", "-3"), "-3 800");
    EXPECT_EQ(volume_back("-20", "-3 800"), "-3");
    EXPECT_EQ(volume_back("-60 200", "-20 800"), "-20 200");
    EXPECT_EQ(volume_back("?", "-3 800"), "-3 800");
}

TEST(Volume, OneOnItsWayIsTheSameAsAllBetween)
{
    const std::string way = Volume::between(-30, -10).text();
    for (const char *seen : {"-30", "-10", "-20", "-9.96"})
        EXPECT_TRUE(same_volume(way, seen) && same_volume(seen, way)) << seen;
    for (const char *seen : {"-31", "-9", "0"})
        EXPECT_FALSE(same_volume(way, seen) || same_volume(seen, way)) << seen;
}

} // namespace
} // namespace astro::studio
