// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/steps.h"

#include <gmock/gmock.h>

#include <QCoreApplication>
#include <QEventLoop>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace astro::studio::dock {
namespace {

using testing::ElementsAre;

class StepsTest : public testing::Test {
protected:
    /// As many turns of the event loop as it takes until that many steps are done.
    void run(std::size_t steps)
    {
        while (done_.size() < steps) {
            ++turn_;
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
    }
    void note(const std::string &step) { done_.push_back(step); }
    static void take_long() { std::this_thread::sleep_for(2 * Steps::most_at_once); }

    int argc_ = 1;
    char name_[5] = "test";
    char *argv_[2] = {name_, nullptr};
    QCoreApplication application_{argc_, argv_};
    Steps steps_{nullptr};
    std::vector<std::string> done_;
    int turn_ = 0;
};

TEST_F(StepsTest, NothingIsDoneAtOnce)
{
    steps_.then([this] { note("a"); });
    EXPECT_THAT(done_, ElementsAre());
    run(1);
    EXPECT_THAT(done_, ElementsAre("a"));
}

TEST_F(StepsTest, WhatComesUpInAStepIsDoneBeforeTheNextOne)
{
    steps_.then([this] {
        note("a");
        steps_.then([this] {
            note("a1");
            steps_.then([this] { note("a1x"); });
        });
        steps_.then([this] { note("a2"); });
    });
    steps_.then([this] { note("b"); });
    run(5);
    EXPECT_THAT(done_, ElementsAre("a", "a1", "a1x", "a2", "b"));
}

TEST_F(StepsTest, EachThatTakesLongHasATurnOfItsOwn)
{
    std::vector<int> turns;
    for (int i = 0; i < 4; ++i)
        steps_.then([this, &turns] {
            take_long();
            turns.push_back(turn_);
            note("");
        });
    run(4);
    EXPECT_LT(turns[0], turns[1]);
    EXPECT_LT(turns[1], turns[2]);
    EXPECT_LT(turns[2], turns[3]);
}

TEST_F(StepsTest, WhatIsShownIsPaintedBeforeTheNextStep)
{
    std::vector<int> turns;
    for (int i = 0; i < 2; ++i)
        steps_.then([this, &turns] {
            turns.push_back(turn_);
            steps_.rest();
            note("");
        });
    run(2);
    EXPECT_LT(turns[0], turns[1]);
}

TEST_F(StepsTest, AFaultInAStepHoldsUpNoOther)
{
    steps_.then([this] {
        steps_.then([this] { note("a1"); });
        throw std::runtime_error("on purpose");
    });
    steps_.then([this] { note("b"); });
    run(2);
    EXPECT_THAT(done_, ElementsAre("a1", "b"));
}

TEST_F(StepsTest, ItGoesOnWithWhatComesUpAfterTheLastOne)
{
    steps_.then([this] { note("a"); });
    run(1);
    for (int i = 0; i < 3; ++i)
        QCoreApplication::processEvents();
    steps_.then([this] { note("b"); });
    run(2);
    EXPECT_THAT(done_, ElementsAre("a", "b"));
}

} // namespace
} // namespace astro::studio::dock
