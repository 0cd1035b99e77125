// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/undo_ledger.h"

#include <gtest/gtest.h>

#include <map>

namespace {

using astro::studio::PutBack;
using astro::studio::Target;
using astro::studio::UndoLedger;

const Target confetti{Target::Kind::item_visible, "Main", "Confetti"};
const Target label{Target::Kind::source_text, "", "Latest follower"};
const Target program{Target::Kind::program_scene, "", ""};

/// A stand-in for OBS: one value a target, changed as the performer changes the real ones.
class UndoLedgerTest : public testing::Test {
protected:
    void act(astro::rules::ActionId id, const Target &target, const std::string &value)
    {
        ledger.hold(id, target, value_of(target), value);
        value_of(target) = value;
    }
    void end(astro::rules::ActionId id)
    {
        const auto back = ledger.release(id);
        if (back && value_of(back->target) == back->expected)
            value_of(back->target) = back->value;
    }
    std::string &value_of(const Target &target)
    {
        return target == confetti ? confetti_shown : target == label ? label_text : scene;
    }

    UndoLedger ledger;
    std::string confetti_shown = "0";
    std::string label_text = "nobody yet";
    std::string scene = "Main";
};

TEST_F(UndoLedgerTest, PutsBackWhatStoodThereBefore)
{
    act(1, confetti, "1");
    EXPECT_EQ(confetti_shown, "1");
    end(1);
    EXPECT_EQ(confetti_shown, "0");
}

TEST_F(UndoLedgerTest, ASecondHoldOfTheSameTargetKeepsItUntilItsOwnEnd)
{
    act(1, confetti, "1");
    act(2, confetti, "1");
    end(1);
    EXPECT_EQ(confetti_shown, "1");
    end(2);
    EXPECT_EQ(confetti_shown, "0");
}

TEST_F(UndoLedgerTest, AnInnerHoldGivesWayToTheOneAroundIt)
{
    act(1, program, "Raid");
    act(2, program, "Tip");
    end(2);
    EXPECT_EQ(scene, "Raid");
    end(1);
    EXPECT_EQ(scene, "Main");
}

TEST_F(UndoLedgerTest, AnOuterHoldThatEndsFirstLeavesTheInnerOneAlone)
{
    act(1, program, "Raid");
    act(2, program, "Tip");
    end(1);
    EXPECT_EQ(scene, "Tip");
    end(2);
    EXPECT_EQ(scene, "Main");
}

TEST_F(UndoLedgerTest, WhatSomebodyElseChangedStaysTheirs)
{
    act(1, program, "Raid");
    scene = "Be right back";
    end(1);
    EXPECT_EQ(scene, "Be right back");
}

TEST_F(UndoLedgerTest, AHoldAfterSomebodyElsesChangeComesBackToThatChange)
{
    act(1, program, "Raid");
    scene = "Be right back";
    act(2, program, "Tip");
    end(1);
    EXPECT_EQ(scene, "Tip");
    end(2);
    EXPECT_EQ(scene, "Be right back");
}

TEST_F(UndoLedgerTest, WhatIsSetForGoodIsNotPutBack)
{
    act(1, label, "Welcome Ada!");
    ledger.keep(label);
    label_text = "Ada";
    end(1);
    EXPECT_EQ(label_text, "Ada");
}

TEST_F(UndoLedgerTest, AnUnknownActionHasNothingToPutBack)
{
    EXPECT_FALSE(ledger.release(7).has_value());
    act(1, confetti, "1");
    ledger.clear();
    EXPECT_FALSE(ledger.release(1).has_value());
}

TEST_F(UndoLedgerTest, PendingTellsTheFirstStateAndForgetsNothing)
{
    act(1, program, "Raid");
    act(2, program, "Tip");
    act(3, confetti, "1");
    const auto pending = ledger.pending();
    ASSERT_EQ(pending.size(), 2u);
    EXPECT_EQ(pending[0].expected, "Tip");
    EXPECT_EQ(pending[0].value, "Main");
    EXPECT_EQ(pending[1].value, "0");
    EXPECT_TRUE(ledger.release(3).has_value());
}

TEST_F(UndoLedgerTest, ARenamedSceneIsPutBackByItsNewName)
{
    act(1, program, "Raid");
    ledger.rename("Main", "Main scene");
    ledger.rename("Raid", "Big raid");
    const auto back = ledger.release(1);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->expected, "Big raid");
    EXPECT_EQ(back->value, "Main scene");
}

TEST_F(UndoLedgerTest, ARenamedSourceIsFoundByItsNewName)
{
    ledger.hold(1, confetti, "0", "1");
    ledger.rename("Confetti", "Streamers");
    const auto back = ledger.release(1);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->target.source, "Streamers");
    EXPECT_EQ(back->target.scene, "Main");
}

} // namespace
