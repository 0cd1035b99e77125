// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/connections.h"

#include <gtest/gtest.h>

namespace astro {
namespace {

using events::Kind;
using gateway::State;

class ConnectionsTest : public testing::Test {
protected:
    std::optional<Kind> told(bool delivering, bool lost, const std::string &account = "Twitch",
                             State state = State::subscribed)
    {
        gateway::Status status;
        status.account = account;
        status.state = state;
        status.delivering = delivering;
        status.lost = lost;
        return connections_.take(status);
    }

    Connections connections_;
};

TEST_F(ConnectionsTest, OneThatDeliveredIsLostOnceAndBackOnce)
{
    EXPECT_EQ(told(false, false), std::nullopt);
    EXPECT_EQ(told(true, false), std::nullopt);
    EXPECT_EQ(told(false, true), Kind::connection_lost);
    EXPECT_EQ(told(false, true), std::nullopt);
    EXPECT_EQ(told(true, false), Kind::connection_back);
    EXPECT_EQ(told(true, false), std::nullopt);
}

TEST_F(ConnectionsTest, OneThatIsSwitchedOffWhileItIsLostIsNotBackLater)
{
    told(false, true);
    EXPECT_EQ(told(false, false, "Twitch", State::disabled), std::nullopt);
    EXPECT_EQ(told(true, false), std::nullopt);
}

TEST_F(ConnectionsTest, EachAccountIsItsOwn)
{
    EXPECT_EQ(told(false, true), Kind::connection_lost);
    EXPECT_EQ(told(true, false, "YouTube"), std::nullopt);
    EXPECT_EQ(told(false, true, "YouTube"), Kind::connection_lost);
    EXPECT_EQ(told(true, false), Kind::connection_back);
}

TEST_F(ConnectionsTest, OneThatIsRenamedWhileItIsLostIsLostOnceAndBackUnderItsNewName)
{
    told(false, true, "A");
    connections_.rename("A", "B");
    EXPECT_EQ(told(false, true, "B"), std::nullopt);
    EXPECT_EQ(told(true, false, "A"), std::nullopt) << "another one that has its name of before";
    EXPECT_EQ(told(true, false, "B"), Kind::connection_back);
}

TEST_F(ConnectionsTest, ANameIsTakenOverWithNothingOfWhoHadItBefore)
{
    told(false, true, "B");
    connections_.rename("A", "B");
    EXPECT_EQ(told(true, false, "B"), std::nullopt);
}

TEST_F(ConnectionsTest, OneThatIsTakenAwayWhileItIsLostIsForgotten)
{
    told(false, true);
    told(false, false, "Twitch", State::disabled); // the last that is told of it
    EXPECT_EQ(told(true, false), std::nullopt);
    told(false, true);
    told(false, false, "");
    EXPECT_EQ(told(true, false), std::nullopt);
}

} // namespace
} // namespace astro
