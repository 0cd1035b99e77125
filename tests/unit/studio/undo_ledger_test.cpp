// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/undo_ledger.h"

#include <gtest/gtest.h>

#include <map>

namespace {

using astro::studio::PutBack;
using astro::studio::Target;
using astro::studio::UndoLedger;

const Target confetti{"item_visible", "Main", "Confetti", ""};
const Target label{"source_text", "", "Latest follower", ""};
const Target program{"program_scene", "", "", ""};

const Target glow{"filter_enabled", "", "Confetti", "Glow"};

UndoLedger::Named named_by(const Target &target)
{
    return {target == program, target == glow};
}

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
        for (const PutBack &back : ledger.release(id)) {
            if (value_of(back.target) == back.expected)
                value_of(back.target) = back.value;
        }
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
    EXPECT_TRUE(ledger.release(7).empty());
    act(1, confetti, "1");
    ledger.clear();
    EXPECT_TRUE(ledger.release(1).empty());
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
    EXPECT_FALSE(ledger.release(3).empty());
}

TEST_F(UndoLedgerTest, ARenamedSceneIsPutBackByItsNewName)
{
    act(1, program, "Raid");
    ledger.rename({"Main", "Main scene"}, named_by);
    ledger.rename({"Raid", "Big raid"}, named_by);
    const auto back = ledger.release(1);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].expected, "Big raid");
    EXPECT_EQ(back[0].value, "Main scene");
}

TEST_F(UndoLedgerTest, ARenamedSourceIsFoundByItsNewName)
{
    ledger.hold(1, confetti, "0", "1");
    ledger.rename({"Confetti", "Streamers"}, named_by);
    const auto back = ledger.release(1);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].target.source, "Streamers");
    EXPECT_EQ(back[0].target.scene, "Main");
}

TEST_F(UndoLedgerTest, ARenamedFilterIsFoundByItsNewNameOnItsSourceAlone)
{
    using astro::rules::Rename;
    ledger.hold(1, glow, "0", "1");
    ledger.hold(1, confetti, "0", "1");
    ledger.rename(Rename::of_filter("Label", "Glow", "Shine"), named_by);
    ledger.rename(Rename::of_filter("Confetti", "Confetti", "Streamers"), named_by);
    ledger.rename({"Glow", "Gloom"}, named_by);
    EXPECT_EQ(ledger.targets_of(1).at(0), glow);
    ledger.rename(Rename::of_filter("Confetti", "Glow", "Shine"), named_by);
    const auto targets = ledger.targets_of(1);
    ASSERT_EQ(targets.size(), 2U);
    EXPECT_EQ(targets[0].part, "Shine");
    EXPECT_EQ(targets[1].source, "Confetti");
}

} // namespace
