// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/session/topics.h"

#include <gmock/gmock.h>

namespace astro::gateway {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

class TopicsTest : public testing::Test {
protected:
    static std::vector<std::string> names(const std::vector<TopicStatus> &statuses)
    {
        std::vector<std::string> all;
        for (const TopicStatus &status : statuses)
            all.push_back(status.topic);
        return all;
    }
    std::vector<std::string> names() const { return names(topics.statuses()); }
    TopicState state_of(const std::string &name) const
    {
        for (const TopicStatus &status : topics.statuses()) {
            if (status.topic == name)
                return status.state;
        }
        ADD_FAILURE() << "no topic " << name;
        return TopicState::waiting;
    }

    Deadline at(int second) const { return start + seconds(second); }

    /// What a session does with what is due: asks, and waits 10 s for the answer.
    std::vector<std::string> ask_due(int second)
    {
        std::vector<std::string> asked;
        while (Topic *topic = topics.due(at(second))) {
            topic->ask_at.reset();
            topic->answer_by = at(second + 10);
            topic->nonces.push_back("n" + std::to_string(++nonces));
            asked.push_back(topic->status.topic);
        }
        return asked;
    }

    /// The name of the topic that this answers, "" for none.
    std::string answered(const std::string &nonce, const std::string &topic = {})
    {
        Response response;
        response.nonce = nonce;
        response.topic = topic;
        const Topic *found = topics.answered_by(response);
        return found ? found->status.topic : "";
    }

    void settle(const std::string &nonce, TopicState state, ErrorCode error = ErrorCode::none)
    {
        Response response;
        response.nonce = nonce;
        Topic *topic = topics.answered_by(response);
        ASSERT_TRUE(topic) << nonce;
        topic->settle(state);
        topic->status.error = error;
    }

    const Deadline start{std::chrono::hours(5)};
    Topics topics;
    int nonces = 0;
};

TEST_F(TopicsTest, WhatIsWantedIsDueAtOnceAndInOrder)
{
    EXPECT_TRUE(topics.empty());
    EXPECT_EQ(topics.due(at(0)), nullptr);
    EXPECT_EQ(topics.next_due(), std::nullopt);

    EXPECT_THAT(topics.set_wanted({"b", "a"}, at(0)), IsEmpty());
    EXPECT_FALSE(topics.empty());
    EXPECT_EQ(topics.next_due(), at(0));
    EXPECT_THAT(ask_due(0), ElementsAre("b", "a"));
    EXPECT_EQ(topics.next_due(), std::nullopt);
    EXPECT_TRUE(topics.all(TopicState::waiting));
}

TEST_F(TopicsTest, EmptyAndDoubleNamesAreLeftOut)
{
    topics.set_wanted({"a", "", "b", "a"}, at(0));
    EXPECT_THAT(names(), ElementsAre("a", "b"));
}

TEST_F(TopicsTest, SoManyAreWantedAtTheMost)
{
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < most_topics + 3; ++i)
        wanted.push_back("topic " + std::to_string(i));
    wanted.insert(wanted.end(), {"", "topic 7"}); // count for nothing
    topics.set_wanted(wanted, at(0));
    EXPECT_THAT(names(), ElementsAreArray(wanted.begin(), wanted.begin() + most_topics));
    EXPECT_EQ(topics.left_out(), 3U);
    ask_due(0);
    // Those that come into the list push others out of it.
    wanted.insert(wanted.begin(), "first");
    EXPECT_THAT(names(topics.set_wanted(wanted, at(1))), ElementsAre("topic " + std::to_string(most_topics - 1)));
    EXPECT_EQ(topics.left_out(), 4U);
    topics.set_wanted({"first"}, at(2));
    EXPECT_EQ(topics.left_out(), 0U);
}

TEST_F(TopicsTest, OnlyWhatChangedIsAskedAndDropped)
{
    topics.set_wanted({"a", "b", "c"}, at(0));
    ask_due(0);
    settle("n1", TopicState::subscribed);
    settle("n2", TopicState::refused, ErrorCode::bad_request);

    // a was subscribed, c may yet be; b never was.
    EXPECT_THAT(names(topics.set_wanted({"d"}, at(1))), ElementsAre("a", "c"));
    EXPECT_THAT(names(), ElementsAre("d"));
    EXPECT_THAT(ask_due(1), ElementsAre("d"));
}

TEST_F(TopicsTest, WhatIsKeptStaysAsItWas)
{
    topics.set_wanted({"a", "b"}, at(0));
    ask_due(0);
    settle("n1", TopicState::subscribed);
    EXPECT_THAT(topics.set_wanted({"c", "b", "a"}, at(1)), IsEmpty());
    EXPECT_THAT(names(), ElementsAre("c", "b", "a"));
    EXPECT_EQ(state_of("a"), TopicState::subscribed);
    EXPECT_EQ(answered("n2"), "b");
    EXPECT_THAT(ask_due(1), ElementsAre("c"));
}

TEST_F(TopicsTest, WhatWasNeverAskedForIsDroppedWithoutAWord)
{
    topics.set_wanted({"a"}, at(0));
    EXPECT_THAT(topics.set_wanted({}, at(0)), IsEmpty());
    EXPECT_TRUE(topics.empty());
}

// --- In time

TEST_F(TopicsTest, WhatIsToBeAskedLaterIsDueThen)
{
    topics.set_wanted({"a", "b"}, at(0));
    topics.due(at(0))->ask(at(7));
    topics.due(at(0))->ask(at(5));
    EXPECT_EQ(topics.next_due(), at(5));
    EXPECT_THAT(ask_due(4), IsEmpty());
    EXPECT_THAT(ask_due(5), ElementsAre("b"));
    EXPECT_THAT(ask_due(7), ElementsAre("a"));
}

TEST_F(TopicsTest, AnAnswerThatDoesNotComeIsOverdue)
{
    topics.set_wanted({"a", "b"}, at(0));
    ask_due(0);
    settle("n1", TopicState::subscribed);
    EXPECT_EQ(topics.next_overdue(), at(10));
    EXPECT_EQ(topics.overdue(at(9)), nullptr);
    ASSERT_NE(topics.overdue(at(10)), nullptr);
    EXPECT_EQ(topics.overdue(at(10))->status.topic, "b");

    topics.overdue(at(10))->ask(at(10));
    EXPECT_EQ(topics.overdue(at(10)), nullptr);
    EXPECT_THAT(ask_due(10), ElementsAre("b"));
    EXPECT_EQ(topics.next_overdue(), at(20));

    topics.overdue(at(20))->postpone(at(25));
    EXPECT_EQ(topics.next_overdue(), std::nullopt);
    EXPECT_EQ(state_of("b"), TopicState::retrying);
    EXPECT_EQ(answered("n3"), "b"); // late
    EXPECT_THAT(ask_due(25), ElementsAre("b"));
}

TEST_F(TopicsTest, OnlyWhatIsUnansweredIsAskedAgain)
{
    topics.set_wanted({"a", "b", "c"}, at(0));
    topics.due(at(0))->ask(at(60)); // a: later
    ask_due(0);                     // b, c
    settle("n1", TopicState::subscribed);
    topics.ask_unanswered(at(5));
    EXPECT_EQ(topics.next_overdue(), std::nullopt);
    EXPECT_THAT(ask_due(5), ElementsAre("c"));
}

// --- Answers

TEST_F(TopicsTest, AnAnswerBelongsToWhoseNonceItBears)
{
    topics.set_wanted({"a", "b"}, at(0));
    ask_due(0);
    EXPECT_EQ(answered("n2"), "b");
    EXPECT_EQ(answered("n2", "a"), "b"); // the nonce goes before the topic
    EXPECT_EQ(answered("n3"), "");
    EXPECT_EQ(answered("n3", "a"), ""); // somebody else's
}

TEST_F(TopicsTest, AnEarlierAskingMayStillBeAnswered)
{
    topics.set_wanted({"a"}, at(0));
    ask_due(0);
    topics.ask_unanswered(at(10));
    ask_due(10);
    EXPECT_EQ(answered("n1"), "a");
    EXPECT_EQ(answered("n2"), "a");
    settle("n1", TopicState::subscribed);
    EXPECT_EQ(answered("n2"), ""); // settled
}

TEST_F(TopicsTest, WithoutANonceTheTopicTellsOrThatThereIsOnlyOne)
{
    topics.set_wanted({"a", "b"}, at(0));
    ask_due(0);
    EXPECT_EQ(answered("", "b"), "b");
    EXPECT_EQ(answered("", "c"), "");
    EXPECT_EQ(answered(""), ""); // either may be meant
    settle("n1", TopicState::subscribed);
    EXPECT_EQ(answered(""), "b");
    EXPECT_EQ(answered("", "a"), ""); // has its answer
    settle("n2", TopicState::subscribed);
    EXPECT_EQ(answered(""), "");
}

TEST_F(TopicsTest, ASettledTopicWaitsForNothing)
{
    topics.set_wanted({"a"}, at(0));
    ask_due(0);
    Topic *topic = topics.overdue(at(10));
    ASSERT_TRUE(topic);
    topic->unanswered = 2;
    topic->settle(TopicState::subscribed);
    EXPECT_EQ(topic->unanswered, 0);
    EXPECT_THAT(topic->nonces, IsEmpty());
    EXPECT_EQ(topics.next_due(), std::nullopt);
    EXPECT_EQ(topics.next_overdue(), std::nullopt);
    EXPECT_TRUE(topics.all(TopicState::subscribed));
}

TEST_F(TopicsTest, TheGatewayMayHaveWhatWasAskedAndNotRefused)
{
    topics.set_wanted({"subscribed", "refused", "open", "later"}, at(0));
    ask_due(0);
    settle("n1", TopicState::subscribed);
    settle("n2", TopicState::refused, ErrorCode::bad_request);
    settle("n4", TopicState::retrying, ErrorCode::internal_error);
    EXPECT_THAT(names(topics.asked()), ElementsAre("subscribed", "open"));
}

// --- A new connection

class TopicsOfEachStateTest : public TopicsTest {
protected:
    TopicsOfEachStateTest()
    {
        topics.set_wanted({"subscribed", "refused", "retrying", "waiting"}, at(0));
        ask_due(0);
        settle("n1", TopicState::subscribed);
        settle("n2", TopicState::refused, ErrorCode::unauthorized);
        settle("n3", TopicState::retrying, ErrorCode::internal_error);
    }
};

TEST_F(TopicsOfEachStateTest, AreCounted)
{
    for (const auto state : {TopicState::subscribed, TopicState::refused, TopicState::retrying, TopicState::waiting}) {
        EXPECT_EQ(topics.count(state), 1U);
        EXPECT_FALSE(topics.all(state));
    }
    EXPECT_FALSE(topics.all_unauthorized());
}

TEST_F(TopicsOfEachStateTest, AllButRefusedAreAskedOnANewConnection)
{
    topics.ask_all(at(20));
    EXPECT_EQ(state_of("subscribed"), TopicState::waiting);
    EXPECT_EQ(state_of("refused"), TopicState::refused);
    EXPECT_EQ(state_of("retrying"), TopicState::retrying);
    EXPECT_EQ(answered("n4"), ""); // asked on the old one
    EXPECT_EQ(topics.next_overdue(), std::nullopt);
    EXPECT_THAT(ask_due(20), ElementsAre("subscribed", "retrying", "waiting"));
}

TEST_F(TopicsOfEachStateTest, ForgivingAsksWhatWasRefusedOrPutOff)
{
    topics.clear_refusals(at(20));
    EXPECT_THAT(ask_due(20), ElementsAre("refused", "retrying"));
    EXPECT_EQ(state_of("subscribed"), TopicState::subscribed);
    for (const TopicStatus &status : topics.statuses())
        EXPECT_EQ(status.error, ErrorCode::none) << status.topic;
}

TEST_F(TopicsTest, AllAreUnauthorizedWhenEachIs)
{
    topics.set_wanted({"a", "b"}, at(0));
    ask_due(0);
    settle("n1", TopicState::refused, ErrorCode::unauthorized);
    EXPECT_FALSE(topics.all_unauthorized());
    settle("n2", TopicState::refused, ErrorCode::unauthorized);
    EXPECT_TRUE(topics.all_unauthorized());
}

} // namespace
} // namespace astro::gateway
