// SPDX-License-Identifier: GPL-2.0-or-later
// Each happening once, and a community gift as one.
#include "events/maker.h"

#include "rules/gates.h"
#include "unit/events/frames.h"

#include <gmock/gmock.h>

namespace astro::events {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

/// A maker and its clock.
class MakerTest : public testing::Test {
protected:
    std::vector<Event> make(const gateway::Notification &notification)
    {
        return maker_.make("Twitch", notification, now_);
    }
    std::vector<Kind> kinds(const gateway::Notification &notification)
    {
        std::vector<Kind> all;
        for (const Event &event : make(notification))
            all.push_back(event.kind);
        return all;
    }
    /// But for what is for its topic only.
    std::vector<Kind> happenings(const gateway::Notification &notification)
    {
        std::vector<Kind> all;
        for (const Event &event : make(notification)) {
            if (!event.for_its_topic_only)
                all.push_back(event.kind);
        }
        return all;
    }
    std::vector<Event> pass(milliseconds time)
    {
        now_ = now_.after(time);
        return maker_.on_time(now_);
    }

    Maker maker_;
    Instant now_ = evening();
};

/// Whether a rule for `word` takes it.
bool matches(const std::string &word, const Event &event)
{
    rules::Rule rule;
    rule.event = word;
    return rules::matches(rules::CompiledRule(rule), event);
}

/// Another delivery of the same event.
Change delivered_as(const std::string &envelope)
{
    return [envelope](Json::Value &frame) { frame["id"] = envelope; };
}

/// What StreamElements marks as a test or a replay, delivered under a new envelope each time.
gateway::Notification test_of(gateway::Notification notification)
{
    static int delivery = 0;
    Json::Value frame = *notification.frame;
    frame["id"] = "01K2FX7QVMJDD1HNGMC3" + std::to_string(++delivery);
    frame["data"]["isMock"] = true;
    return notification_of(json::write_compact(frame));
}

gateway::Notification single_gift(const std::string &id, const std::string &group, const std::string &user = "lucky")
{
    return activity("activities-subscriber-gift-of-community", id, [&](Json::Value &frame) {
        frame["data"]["activityGroup"] = group;
        frame["data"]["data"]["displayName"] = user;
    });
}

gateway::Notification purchase_of(int gifts, const std::string &id, const std::string &group)
{
    return activity("activities-community-gift", id, [&](Json::Value &frame) {
        frame["data"]["activityGroup"] = group;
        frame["data"]["data"]["amount"] = gifts;
    });
}

// Once-ness

TEST_F(MakerTest, AnEventCarriesTheAccountItCameOver)
{
    const auto made = make(fixture("activities-follow"));
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].account, "Twitch");
    EXPECT_THAT(made[0].field("account"), Optional(std::string("Twitch")));
    EXPECT_EQ(made[0].user, "Mossy_Fern");
}

TEST_F(MakerTest, ASecondDeliveryOfTheSameEventIsARepeat)
{
    EXPECT_THAT(make(fixture("activities-follow")), SizeIs(1));
    EXPECT_EQ(maker_.repeats(), 0U);
    EXPECT_THAT(make(fixture("activities-follow")), IsEmpty());
    EXPECT_THAT(make(fixture("activities-follow", delivered_as("another delivery"))), IsEmpty());
    EXPECT_THAT(maker_.make("Another account", fixture("activities-follow", delivered_as("a third")), now_), IsEmpty());
    EXPECT_EQ(maker_.repeats(), 3U);
}

TEST_F(MakerTest, TwoEventsInOneKindOfEnvelopeAreTwo)
{
    EXPECT_THAT(make(activity("activities-follow", "one")), SizeIs(1));
    EXPECT_THAT(make(activity("activities-follow", "two")), SizeIs(1));
    const auto same_envelope = [](Json::Value &frame) { frame["id"] = "delivery of one"; };
    EXPECT_THAT(make(activity("activities-follow", "three", same_envelope)), SizeIs(1));
    EXPECT_EQ(maker_.repeats(), 0U);
}

TEST_F(MakerTest, WhatHasNoIdentityIsToldApartByItsDelivery)
{
    EXPECT_THAT(make(fixture("stream-online", delivered_as("a"))), SizeIs(1));
    EXPECT_THAT(make(fixture("stream-online", delivered_as("a"))), IsEmpty());
    EXPECT_THAT(make(fixture("stream-online", delivered_as("b"))), SizeIs(1));
    EXPECT_EQ(maker_.repeats(), 1U);
}

TEST_F(MakerTest, DeliveriesOfTwoTopicsAreNeverTheSame)
{
    EXPECT_THAT(make(fixture("stream-online", delivered_as("a"))), SizeIs(1));
    EXPECT_THAT(make(fixture("chatbot-counters", delivered_as("a"))), SizeIs(1));
    EXPECT_THAT(make(fixture("overlay-update")), SizeIs(1));
    EXPECT_THAT(make(fixture("overlay-update", [](Json::Value &frame) { frame["topic"] = "another"; })), SizeIs(1));
    EXPECT_EQ(maker_.repeats(), 0U);
}

TEST_F(MakerTest, EveryFixtureComesThroughOneMaker)
{
    for (const std::string &name : fixture_names())
        EXPECT_FALSE(make(fixture(name)).empty()) << name;
}

TEST_F(MakerTest, DeliveriesOfOneIdThatSayDifferentThingsAreNeverTheSame)
{
    for (const std::string &id : {std::string("1"), fixture("stream-online").id}) {
        EXPECT_THAT(make(fixture("stream-online", delivered_as(id))), SizeIs(1));
        EXPECT_THAT(make(fixture("stream-offline", delivered_as(id))), SizeIs(1));
        EXPECT_THAT(make(fixture("stream-online", delivered_as(id))), IsEmpty());
    }
    EXPECT_EQ(maker_.repeats(), 2U);
}

TEST_F(MakerTest, DeliveriesOfOneIdInTwoRoomsAreNeverTheSame)
{
    const auto in = [&](const char *account, const char *room) {
        const auto change = [&](Json::Value &frame) { frame["room"] = room; };
        return maker_.make(account, fixture("stream-online", change), now_).size();
    };
    EXPECT_EQ(in("Twitch", "one"), 1U);
    EXPECT_EQ(in("Another", "two"), 1U);
    EXPECT_EQ(in("A third", "one"), 0U);
    EXPECT_EQ(in("Twitch", ""), 1U) << "it may be any";
    EXPECT_EQ(in("Another", ""), 1U);
}

TEST_F(MakerTest, ANumberThatEachConnectionBeginsAnewTellsNoRepeat)
{
    const auto over = [&](const std::string &id, std::uint64_t connection, std::uint64_t series) {
        auto notification = fixture("stream-online", delivered_as(id));
        notification.connection = connection;
        notification.series = series;
        notification.connection_begun = now_.steady;
        return maker_.make("Twitch", notification, now_).size();
    };
    const std::string ulid = fixture("stream-online").id;
    EXPECT_EQ(over("1", 1, 1), 1U);
    EXPECT_EQ(over(ulid, 1, 1), 1U);
    EXPECT_EQ(over("1", 1, 1), 0U);
    EXPECT_EQ(over("1", 2, 1), 0U) << "took over, and brings the old one's";
    EXPECT_THAT(pass(seconds(60)), IsEmpty());
    EXPECT_EQ(over("1", 3, 1), 1U) << "took over later";
    EXPECT_EQ(over("1", 4, 2), 1U) << "was made anew";
    EXPECT_EQ(over(ulid, 4, 2), 0U) << "there is one such id";
}

TEST_F(MakerTest, WhatHasNoIdAtAllIsNeverTakenForARepeat)
{
    const auto bare = [](Json::Value &frame) { frame.removeMember("id"); };
    for (int i = 0; i < 3; ++i)
        EXPECT_THAT(make(fixture("chatbot-counters", bare)), SizeIs(1));
    EXPECT_EQ(maker_.repeats(), 0U);
}

TEST_F(MakerTest, WhatHasNoIdentityAndComesOverBothOfTwoConnectionsIsOne)
{
    int delivery = 0;
    const auto over = [&](std::uint64_t connection, const std::string &name = "chatbot-counters",
                          const std::string &account = "Twitch") {
        auto notification = fixture(name, delivered_as("delivery " + std::to_string(++delivery)));
        notification.connection = connection;
        return maker_.make(account, notification, now_).size();
    };
    EXPECT_EQ(over(1), 1U);
    EXPECT_EQ(over(2), 0U);
    EXPECT_EQ(over(2), 1U);
    EXPECT_EQ(over(1), 0U);
    EXPECT_EQ(over(2), 1U); // two equal ones on each
    EXPECT_EQ(over(2), 1U);
    EXPECT_EQ(over(3), 0U);
    EXPECT_EQ(over(3), 0U);
    EXPECT_EQ(over(3), 1U);
    EXPECT_EQ(maker_.repeats(), 4U);

    EXPECT_EQ(over(4, "stream-online"), 1U);
    EXPECT_EQ(over(5, "stream-offline"), 1U);
    EXPECT_EQ(over(6, "stream-online", "Another account"), 0U) << "both are told of one room";
    EXPECT_EQ(over(0, "stream-online"), 1U) << "it is not told over which";
    EXPECT_THAT(pass(seconds(11)), IsEmpty());
    EXPECT_EQ(over(5, "stream-online"), 1U) << "so much later it is another";
}

TEST_F(MakerTest, WhatHasNoIdentityAndComesAgainAfterALostConnectionIsAnother)
{
    const auto over = [&](std::uint64_t connection, std::uint64_t series) {
        auto notification = fixture("stream-online", delivered_as("delivery " + std::to_string(connection)));
        notification.connection = connection;
        notification.series = series;
        return maker_.make("Twitch", notification, now_).size();
    };
    EXPECT_EQ(over(1, 1), 1U);
    EXPECT_EQ(over(2, 1), 0U) << "took over";
    EXPECT_EQ(over(3, 2), 1U) << "was made anew";
}

TEST_F(MakerTest, AChatMessageIsKnownByThePlatformsOwnId)
{
    for (const char *name : {"chat-twitch", "chat-youtube", "chat-kick", "chat-trovo"}) {
        EXPECT_THAT(make(fixture(name)), SizeIs(1)) << name;
        EXPECT_THAT(make(fixture(name, delivered_as("again"))), IsEmpty()) << name;
    }
}

TEST_F(MakerTest, ATipOverBothTopicsIsOneTip)
{
    EXPECT_THAT(happenings(fixture("activities-tip")), ElementsAre(Kind::tip));
    EXPECT_THAT(happenings(fixture("tips-allowed")), IsEmpty());
    EXPECT_EQ(maker_.repeats(), 1U);
}

TEST_F(MakerTest, ATipOverBothTopicsIsOneTipInTheOtherOrderToo)
{
    EXPECT_THAT(happenings(fixture("tips-allowed")), ElementsAre(Kind::tip));
    EXPECT_THAT(happenings(fixture("activities-tip")), IsEmpty());
    EXPECT_THAT(make(fixture("activities-tip", delivered_as("once more"))), IsEmpty());
    EXPECT_EQ(maker_.repeats(), 2U);
}

TEST_F(MakerTest, ATipOverItsSecondTopicIsForThatTopicAlone)
{
    for (const auto &[first, second] :
         {std::pair("activities-tip", "tips-allowed"), {"tips-allowed", "activities-tip"}}) {
        Maker maker;
        EXPECT_FALSE(maker.make("Twitch", fixture(first), now_).at(0).for_its_topic_only);
        const auto made = maker.make("Twitch", fixture(second), now_);
        ASSERT_THAT(made, SizeIs(1)) << second;
        EXPECT_TRUE(made[0].for_its_topic_only);
        EXPECT_TRUE(matches("topic:" + fixture(second).topic, made[0]));
        EXPECT_FALSE(matches("topic:" + fixture(first).topic, made[0]));
        EXPECT_FALSE(matches("tip", made[0]));
        EXPECT_FALSE(matches("any", made[0]));
        EXPECT_THAT(maker.make("Twitch", fixture(second, delivered_as("again")), now_), IsEmpty());
        EXPECT_THAT(maker.make("Another", fixture(second, delivered_as("a third")), now_), IsEmpty());
    }
}

TEST_F(MakerTest, ATipIsNoneUntilItIsAllowedAndPaid)
{
    const auto with = [](const char *member, const char *word) {
        return [=](Json::Value &frame) { frame["data"][member] = word; };
    };
    for (const auto &notification : {fixture("tips-pending"), fixture("tips-allowed", with("approved", "rejected")),
                                     fixture("tips-allowed", with("status", "pending"))}) {
        const auto made = make(notification);
        ASSERT_THAT(made, SizeIs(1));
        EXPECT_TRUE(matches("topic:channel.tips", made[0]));
        EXPECT_FALSE(matches("tip", made[0]));
        EXPECT_FALSE(matches("any", made[0]));
        EXPECT_THAT(make(notification), IsEmpty());
    }
    EXPECT_EQ(maker_.repeats(), 3U);
    EXPECT_THAT(happenings(fixture("tips-allowed")), ElementsAre(Kind::tip));
    EXPECT_THAT(make(fixture("tips-allowed")), IsEmpty());
}

TEST_F(MakerTest, WhetherATipIsApprovedIsReadInAnyCaseAndAsABoolean)
{
    const auto counts = [](const char *member, const Json::Value &word) {
        const auto made = Maker().make(
            "Twitch", fixture("tips-allowed", [&](Json::Value &frame) { frame["data"][member] = word; }), evening());
        return made.size() == 1 && !made[0].for_its_topic_only;
    };
    for (const Json::Value &approved : {Json::Value("Allowed"), Json::Value("ALLOWED"), Json::Value(true)})
        EXPECT_TRUE(counts("approved", approved)) << approved.asString();
    for (const Json::Value &approved : {Json::Value(false), Json::Value("false"), Json::Value("Rejected")})
        EXPECT_FALSE(counts("approved", approved)) << approved.asString();
    EXPECT_TRUE(counts("status", "Success"));
    EXPECT_FALSE(counts("status", "Pending"));
}

TEST_F(MakerTest, ATipThatIsApprovedLaterByABooleanIsOne)
{
    const auto approved = [](const Json::Value &word) {
        return fixture("tips-allowed", [&](Json::Value &frame) { frame["data"]["approved"] = word; });
    };
    EXPECT_THAT(happenings(approved(false)), IsEmpty());
    EXPECT_THAT(happenings(approved(true)), ElementsAre(Kind::tip));
    EXPECT_THAT(make(approved(true)), IsEmpty());
}

TEST_F(MakerTest, EachStepOfATipsModerationIsNewsOnceAndNeverTheTipItself)
{
    for (const char *name : {"tips-moderation-pending", "tips-moderation-allowed", "tips-moderation-rejected"}) {
        EXPECT_THAT(kinds(fixture(name)), ElementsAre(Kind::other)) << name;
        EXPECT_THAT(make(fixture(name, delivered_as("again"))), IsEmpty()) << name;
    }
    EXPECT_THAT(kinds(fixture("tips-allowed")), ElementsAre(Kind::tip));
}

TEST_F(MakerTest, AStateThatChangedIsNewsThoughItsIdIsTheSame)
{
    for (const char *name : {"overlay-update", "loyalty-items"}) {
        const auto changed = [](Json::Value &frame) {
            frame["id"] = "delivered later";
            frame["data"]["name"] = "Another name";
        };
        EXPECT_THAT(make(fixture(name)), SizeIs(1)) << name;
        EXPECT_THAT(make(fixture(name, delivered_as("over the other socket"))), IsEmpty()) << name;
        EXPECT_THAT(make(fixture(name, changed)), SizeIs(1)) << name;
    }
    EXPECT_EQ(maker_.repeats(), 2U);
}

TEST_F(MakerTest, AStateThatReturnsIsNews)
{
    const auto overlay = [](const char *name) {
        return fixture("overlay-update", [&](Json::Value &frame) {
            frame["id"] = std::string("delivery of ") + name;
            frame["data"]["name"] = name;
        });
    };
    for (const char *name : {"day", "night", "day", "night"}) {
        EXPECT_THAT(make(overlay(name)), SizeIs(1)) << name;
        EXPECT_THAT(make(overlay(name)), IsEmpty()) << name;
    }
}

TEST_F(MakerTest, AModerationThatReturnsIsNewsAndSoIsAnotherStatus)
{
    const auto step = [](const char *approved, const char *status) {
        return fixture("tips-moderation-allowed", [&](Json::Value &frame) {
            frame["id"] = std::string("delivery of ") + approved;
            frame["data"]["approved"] = approved;
            frame["data"]["status"] = status;
        });
    };
    EXPECT_THAT(make(step("allowed", "success")), SizeIs(1));
    EXPECT_THAT(make(step("rejected", "success")), SizeIs(1));
    EXPECT_THAT(make(step("allowed", "success")), SizeIs(1));
    EXPECT_THAT(make(step("allowed", "refunded")), SizeIs(1));
    EXPECT_THAT(make(step("allowed", "refunded")), IsEmpty());
    EXPECT_EQ(maker_.repeats(), 1U);
}

TEST_F(MakerTest, StatesThatComeOverBothOfTwoConnectionsAreEachToldOnce)
{
    const auto over = [&](std::uint64_t connection, const char *account, const char *name) {
        auto notification = fixture("overlay-update", [&](Json::Value &frame) { frame["data"]["name"] = name; });
        notification.connection = connection;
        return maker_.make(account, notification, now_).size();
    };
    EXPECT_EQ(over(1, "Twitch", "day"), 1U);
    EXPECT_EQ(over(1, "Twitch", "night"), 1U);
    EXPECT_EQ(over(2, "Twitch", "day"), 0U);
    EXPECT_EQ(over(2, "Twitch", "night"), 0U);
    EXPECT_EQ(over(2, "Twitch", "day"), 1U);
    EXPECT_EQ(over(2, "Twitch", "night"), 1U);
    EXPECT_EQ(over(2, "Another", "day"), 0U);
    EXPECT_EQ(over(2, "Another", "night"), 0U);
}

TEST_F(MakerTest, LongIdentitiesAreToldApartWhereverTheyDiffer)
{
    for (const std::size_t length : {150U, 10'000U}) {
        const std::string first(length, 'i');
        const std::string second = first.substr(1) + "j";
        for (const std::string &id : {first, second}) {
            const auto with_tip = [&](Json::Value &frame) { frame["data"]["data"]["tipId"] = id; };
            const auto with_id = [&](Json::Value &frame) { frame["data"]["_id"] = id; };
            EXPECT_THAT(happenings(activity("activities-follow", "f" + id)), SizeIs(1));
            EXPECT_THAT(happenings(activity("activities-tip", "t" + id, with_tip)), SizeIs(1));
            EXPECT_THAT(happenings(fixture("tips-allowed", with_id)), IsEmpty()) << "the same tip";
            EXPECT_THAT(make(fixture("overlay-update", with_id)), SizeIs(1));
            for (const auto &[name, member] : {std::pair("chat-twitch", "message_id"),
                                               {"chat-youtube", "id"},
                                               {"chat-kick", "message_id"},
                                               {"chat-trovo", "id"}}) {
                const auto chat = fixture(name, [&, in = member](Json::Value &frame) { frame["data"][in] = id; });
                EXPECT_THAT(make(chat), SizeIs(1)) << name;
                EXPECT_THAT(make(chat), IsEmpty()) << name;
            }
        }
    }
}

TEST_F(MakerTest, AnActivityWithoutAnIdIsKnownByItsActivityId)
{
    const auto without_id = [](const std::string &envelope) {
        return fixture("activities-follow", [&](Json::Value &frame) {
            frame["id"] = envelope;
            frame["data"].removeMember("_id");
        });
    };
    EXPECT_THAT(make(without_id("a")), SizeIs(1));
    EXPECT_THAT(make(without_id("b")), IsEmpty());
    EXPECT_THAT(make(activity("activities-follow", "another")), SizeIs(1));
}

TEST_F(MakerTest, AnIdentityMayBeANumber)
{
    const auto with = [](const char *name, const char *envelope, const Json::Value &id, const Json::Value &activity) {
        return fixture(name, [&](Json::Value &frame) {
            frame["id"] = envelope;
            frame["data"]["_id"] = id;
            frame["data"]["activityId"] = activity;
        });
    };
    EXPECT_THAT(make(with("activities-follow", "a", 7, Json::Value())), SizeIs(1));
    EXPECT_THAT(make(with("activities-follow", "b", 7, Json::Value())), IsEmpty());
    EXPECT_THAT(make(with("activities-follow", "c", 8, Json::Value())), SizeIs(1));
    EXPECT_THAT(make(with("activities-follow", "d", Json::Value(), 9)), SizeIs(1));
    EXPECT_THAT(make(with("activities-follow", "e", Json::Value(), 9)), IsEmpty());

    const auto with_tip = [](Json::Value &frame) { frame["data"]["data"]["tipId"] = 12345678901234567890U; };
    EXPECT_THAT(happenings(fixture("activities-tip", with_tip)), ElementsAre(Kind::tip));
    EXPECT_THAT(happenings(with("tips-allowed", "f", "12345678901234567890", Json::Value())), IsEmpty());
}

TEST_F(MakerTest, WhatTellsNothingApartIsNoIdentity)
{
    for (const Json::Value &id : {Json::Value(0), Json::Value(1.5), Json::Value(1e30), Json::Value(true)}) {
        for (const char *envelope : {"a", "b"}) {
            const auto follow = fixture("activities-follow", [&](Json::Value &frame) {
                frame["id"] = envelope + id.asString();
                frame["data"]["_id"] = frame["data"]["activityId"] = id;
            });
            EXPECT_THAT(make(follow), SizeIs(1)) << id.asString();
        }
    }
}

TEST_F(MakerTest, LongGroupsAreToldApart)
{
    const std::string group(150, 'g');
    make(single_gift("a", group + "a"));
    make(single_gift("b", group + "b"));
    EXPECT_THAT(pass(seconds(30)), SizeIs(2));
}

TEST_F(MakerTest, AFloodOfChatPushesNoTipOut)
{
    EXPECT_THAT(make(fixture("activities-tip")), SizeIs(1));
    const gateway::Notification said = fixture("chat-twitch");
    for (int i = 0; i < 10'010; ++i) {
        Json::Value frame = *said.frame;
        frame["data"]["message_id"] = std::to_string(i);
        gateway::Notification another = said;
        another.frame = std::make_shared<const Json::Value>(std::move(frame));
        ASSERT_THAT(make(another), SizeIs(1));
    }
    EXPECT_THAT(make(fixture("activities-tip", delivered_as("again"))), IsEmpty());
}

TEST_F(MakerTest, TheOldestIsForgottenOneByOne)
{
    // As many as are remembered, and ten more.
    constexpr int remembered = 10'000;
    const gateway::Notification follow = fixture("activities-follow");
    const auto numbered = [&](int number) {
        Json::Value frame = *follow.frame;
        frame["data"]["_id"] = "event " + std::to_string(number);
        gateway::Notification copy = follow;
        copy.frame = std::make_shared<const Json::Value>(std::move(frame));
        return copy;
    };
    for (int i = 0; i < remembered + 10; ++i)
        ASSERT_THAT(make(numbered(i)), SizeIs(1)) << i;
    EXPECT_THAT(make(numbered(10)), IsEmpty());
    EXPECT_THAT(make(numbered(remembered / 2)), IsEmpty());
    EXPECT_THAT(make(numbered(remembered + 9)), IsEmpty());
    EXPECT_THAT(make(numbered(9)), SizeIs(1)); // which pushes 10 out
    EXPECT_THAT(make(numbered(11)), IsEmpty());
    EXPECT_THAT(make(numbered(10)), SizeIs(1));
}

// Tests and replays from the dashboard

TEST_F(MakerTest, AReplayOfWhatRanRunsAgainAsOftenAsItIsAskedFor)
{
    EXPECT_THAT(kinds(fixture("activities-follow")), ElementsAre(Kind::follow));
    for (int i = 0; i < 3; ++i) {
        const auto replay = test_of(fixture("activities-follow"));
        EXPECT_THAT(kinds(replay), ElementsAre(Kind::follow)) << i;
        EXPECT_THAT(make(replay), IsEmpty()) << "the same delivery";
    }
    EXPECT_THAT(make(fixture("activities-follow", delivered_as("again"))), IsEmpty());
    EXPECT_EQ(maker_.repeats(), 4U);
}

TEST_F(MakerTest, WhatIsTestedFirstIsStillToldWhenItHappens)
{
    EXPECT_THAT(kinds(test_of(fixture("activities-follow"))), ElementsAre(Kind::follow));
    EXPECT_THAT(kinds(fixture("activities-follow")), ElementsAre(Kind::follow));
}

TEST_F(MakerTest, ATestTipWithTheSameIdEachTimeRunsEachTime)
{
    const auto test_tip = [](const std::string &id) {
        return test_of(activity("activities-tip-mock", id,
                                [](Json::Value &frame) { frame["data"]["data"]["tipId"] = "the same"; }));
    };
    for (const char *id : {"one", "two", "two"})
        EXPECT_THAT(happenings(test_tip(id)), ElementsAre(Kind::tip)) << id;
    EXPECT_EQ(maker_.repeats(), 0U);
}

TEST_F(MakerTest, ATestTipOverBothTopicsIsOneEachTime)
{
    const auto tip = fixture("activities-tip"), donation = fixture("tips-allowed");
    EXPECT_THAT(happenings(tip), ElementsAre(Kind::tip));
    EXPECT_THAT(happenings(donation), IsEmpty());
    for (int i = 0; i < 3; ++i) { // shown again, within seconds
        EXPECT_THAT(happenings(test_of(tip)), ElementsAre(Kind::tip));
        EXPECT_THAT(happenings(test_of(donation)), IsEmpty());
        EXPECT_THAT(happenings(test_of(donation)), ElementsAre(Kind::tip));
        EXPECT_THAT(happenings(test_of(tip)), IsEmpty());
    }
    EXPECT_THAT(happenings(test_of(tip)), ElementsAre(Kind::tip));
    EXPECT_THAT(happenings(test_of(tip)), ElementsAre(Kind::tip));
    EXPECT_THAT(happenings(test_of(donation)), IsEmpty());
    EXPECT_THAT(happenings(test_of(donation)), IsEmpty());

    EXPECT_THAT(happenings(test_of(tip)), ElementsAre(Kind::tip));
    EXPECT_THAT(pass(seconds(11)), IsEmpty());
    EXPECT_THAT(happenings(test_of(donation)), ElementsAre(Kind::tip)) << "so much later it is another";
}

TEST_F(MakerTest, ATestTipThatOnlyOneTopicCallsATestIsOne)
{
    const auto tip = fixture("activities-tip"), donation = fixture("tips-allowed");
    for (const auto &[first, second] :
         {std::pair(test_of(tip), donation), {donation, test_of(tip)}, {tip, test_of(donation)}}) {
        Maker maker;
        EXPECT_FALSE(maker.make("Twitch", first, now_).at(0).for_its_topic_only);
        EXPECT_TRUE(maker.make("Twitch", second, now_).at(0).for_its_topic_only);
    }
}

TEST_F(MakerTest, ATestOverTwoConnectionsOrTwoAccountsOfOneRoomIsOne)
{
    for (const char *room : {"a room", ""}) {
        const auto over = [&](const char *account, std::uint64_t connection, const std::string &name) {
            auto notification = test_of(fixture(name, [&](Json::Value &frame) { frame["room"] = room; }));
            notification.connection = connection;
            std::size_t told = 0;
            for (const Event &event : maker_.make(account, notification, now_))
                told += event.for_its_topic_only ? 0 : 1;
            return told;
        };
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(over("Twitch", 1, "activities-tip"), 1U);
            EXPECT_EQ(over("Twitch", 2, "activities-tip"), 0U);
            EXPECT_EQ(over("Twitch", 2, "tips-allowed"), 0U);
            EXPECT_EQ(over("Twitch", 1, "tips-allowed"), 0U);
            EXPECT_EQ(over("Twitch", 1, "activities-follow"), 1U);
            EXPECT_EQ(over("Another", 1, "activities-follow"), 0U);
        }
    }
}

TEST_F(MakerTest, ACommunityGiftIsShownAgainAsOne)
{
    EXPECT_THAT(kinds(single_gift("s1", "G")), ElementsAre(Kind::gift));
    EXPECT_THAT(kinds(purchase_of(1, "p", "G")), ElementsAre(Kind::community_gift));
    EXPECT_THAT(pass(seconds(60)), IsEmpty());
    for (int i = 0; i < 3; ++i) {
        EXPECT_THAT(kinds(test_of(single_gift("s1", "G"))), ElementsAre(Kind::gift));
        EXPECT_THAT(kinds(test_of(purchase_of(1, "p", "G"))), ElementsAre(Kind::community_gift));
        EXPECT_THAT(kinds(test_of(purchase_of(1, "p", "G"))), ElementsAre(Kind::community_gift)) << "by itself";
    }
    EXPECT_THAT(kinds(test_of(single_gift("s1", "G"))), ElementsAre(Kind::gift)) << "by itself";
    EXPECT_THAT(pass(seconds(60)), IsEmpty());
    EXPECT_THAT(kinds(test_of(single_gift("s1", "G"))), ElementsAre(Kind::gift)) << "by itself, and later";
    EXPECT_THAT(pass(seconds(60)), IsEmpty());
    EXPECT_THAT(make(purchase_of(1, "another id", "G")), IsEmpty()) << "the one that happened is told";
    EXPECT_EQ(maker_.repeats(), 1U);
}

TEST_F(MakerTest, ATestOfACommunityGiftWithTheSameGroupEachTimeIsOneEachTime)
{
    for (const bool comes : {true, false, true}) {
        EXPECT_THAT(kinds(test_of(single_gift("s1", "G"))), ElementsAre(Kind::gift));
        EXPECT_THAT(kinds(test_of(single_gift("s2", "G"))), ElementsAre(Kind::gift));
        if (comes) {
            EXPECT_THAT(kinds(test_of(purchase_of(2, "p", "G"))), ElementsAre(Kind::community_gift));
            EXPECT_THAT(kinds(test_of(single_gift("s3", "G"))), ElementsAre(Kind::gift)) << "late";
            EXPECT_THAT(pass(seconds(5)), IsEmpty());
        } else {
            const auto made = pass(seconds(5));
            ASSERT_THAT(made, SizeIs(1));
            EXPECT_EQ(made[0].kind, Kind::community_gift);
            EXPECT_EQ(made[0].amount, "2");
            EXPECT_TRUE(made[0].is_test);
            EXPECT_THAT(make(test_of(purchase_of(2, "p", "G"))), IsEmpty()) << "late";
            EXPECT_THAT(kinds(test_of(purchase_of(2, "p", "G"))), ElementsAre(Kind::community_gift)) << "again";
        }
        EXPECT_THAT(pass(seconds(60)), IsEmpty());
    }
    EXPECT_THAT(kinds(purchase_of(2, "p", "G")), ElementsAre(Kind::community_gift)) << "it happens";
}

TEST_F(MakerTest, MoreTestsThanAreKeptLoseNothing)
{
    for (int i = 0; i < 300; ++i) {
        const auto gift = test_of(purchase_of(1, "p", "G" + std::to_string(i)));
        ASSERT_THAT(kinds(gift), ElementsAre(Kind::community_gift));
    }
}

// Community gifts

TEST_F(MakerTest, ACommunityGiftIsToldOnceByItsOwnActivity)
{
    for (const char *id : {"s1", "s2", "s3"}) {
        const auto made = make(single_gift(id, "G"));
        ASSERT_THAT(made, SizeIs(1));
        EXPECT_EQ(made[0].kind, Kind::gift);
        EXPECT_TRUE(made[0].of_community_gift);
        EXPECT_EQ(made[0].group, "G");
    }
    EXPECT_THAT(pass(milliseconds(500)), IsEmpty());
    const auto made = make(purchase_of(3, "p", "G"));
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].kind, Kind::community_gift);
    EXPECT_FALSE(made[0].of_community_gift);
    EXPECT_EQ(made[0].amount, "3");
    EXPECT_EQ(made[0].user, "GenerousGail");
    EXPECT_EQ(made[0].sender, "generousgail");
    EXPECT_EQ(maker_.next_deadline(), std::nullopt);
    EXPECT_THAT(pass(seconds(60)), IsEmpty());
}

TEST_F(MakerTest, SingleGiftsAreOnlyForRulesThatAskForThem)
{
    const Event single = make(single_gift("s1", "G")).at(0);
    const Event alone = make(fixture("activities-subscriber-gift")).at(0);
    EXPECT_FALSE(alone.of_community_gift);
    EXPECT_TRUE(matches("gift", single));
    EXPECT_FALSE(matches("any", single));
    EXPECT_FALSE(matches("community_gift", single));
    EXPECT_TRUE(matches("gift", alone));
    EXPECT_TRUE(matches("any", alone));
}

TEST_F(MakerTest, ACommunityGiftWhoseOwnActivityNeverComesIsToldAfterAQuietTime)
{
    EXPECT_EQ(maker_.next_deadline(), std::nullopt);
    make(single_gift("s1", "G", "first"));
    ASSERT_NE(maker_.next_deadline(), std::nullopt);
    const Deadline first = *maker_.next_deadline();
    EXPECT_GT(first, now_.steady + milliseconds(500));
    EXPECT_LT(first, now_.steady + seconds(10));

    EXPECT_THAT(pass(seconds(1)), IsEmpty());
    make(single_gift("s2", "G", "second"));
    EXPECT_EQ(*maker_.next_deadline(), first + seconds(1)); // another gift begins the quiet time anew
    now_.steady = *maker_.next_deadline() - milliseconds(1);
    EXPECT_THAT(maker_.on_time(now_), IsEmpty());

    const auto made = pass(milliseconds(1));
    ASSERT_THAT(made, SizeIs(1));
    const Event &gift = made[0];
    EXPECT_EQ(gift.kind, Kind::community_gift);
    EXPECT_FALSE(gift.of_community_gift);
    EXPECT_EQ(gift.type, "communityGiftPurchase");
    EXPECT_EQ(gift.account, "Twitch");
    EXPECT_EQ(gift.topic, "channel.activities");
    EXPECT_EQ(gift.provider, "twitch");
    EXPECT_EQ(gift.user, "GenerousGail");
    EXPECT_EQ(gift.sender, "GenerousGail");
    EXPECT_EQ(gift.amount, "2");
    EXPECT_EQ(gift.months, std::nullopt);
    EXPECT_EQ(gift.message, "");
    EXPECT_EQ(gift.tier, "1000");
    EXPECT_EQ(maker_.next_deadline(), std::nullopt);
    EXPECT_THAT(pass(seconds(60)), IsEmpty());
}

TEST_F(MakerTest, TheOwnActivityThatComesAfterTheQuietTimeIsARepeat)
{
    make(single_gift("s1", "G"));
    EXPECT_THAT(pass(seconds(30)), SizeIs(1));
    EXPECT_THAT(make(purchase_of(1, "p", "G")), IsEmpty());
    EXPECT_EQ(maker_.repeats(), 1U);
}

TEST_F(MakerTest, SingleGiftsThatComeAfterTheirCommunityGiftTellNoSecondOne)
{
    EXPECT_THAT(kinds(purchase_of(2, "p", "G")), ElementsAre(Kind::community_gift));
    EXPECT_THAT(kinds(single_gift("s1", "G")), ElementsAre(Kind::gift));
    EXPECT_THAT(kinds(single_gift("s2", "G")), ElementsAre(Kind::gift));
    EXPECT_EQ(maker_.next_deadline(), std::nullopt);
    EXPECT_THAT(pass(seconds(60)), IsEmpty());
}

TEST_F(MakerTest, ARepeatedSingleGiftIsNotCountedTwice)
{
    make(single_gift("s1", "G"));
    EXPECT_THAT(make(single_gift("s1", "G")), IsEmpty());
    make(single_gift("s2", "G"));
    const auto made = pass(seconds(30));
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].amount, "2");
}

TEST_F(MakerTest, CommunityGiftsAtTheSameTimeAreKeptApart)
{
    make(single_gift("a1", "A"));
    EXPECT_THAT(pass(milliseconds(100)), IsEmpty());
    make(single_gift("b1", "B"));
    make(single_gift("b2", "B"));
    EXPECT_THAT(kinds(purchase_of(1, "p", "A")), ElementsAre(Kind::community_gift));
    const auto made = pass(seconds(30));
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].group, "B");
    EXPECT_EQ(made[0].amount, "2");
}

TEST_F(MakerTest, EachWaitEndsAtItsOwnTime)
{
    make(single_gift("a1", "A"));
    EXPECT_THAT(pass(seconds(1)), IsEmpty());
    make(single_gift("b1", "B"));
    const Deadline of_a = *maker_.next_deadline();
    now_.steady = of_a;
    auto made = maker_.on_time(now_);
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].group, "A");
    ASSERT_THAT(maker_.next_deadline(), Optional(of_a + seconds(1)));
    made = pass(seconds(1));
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].group, "B");
}

TEST_F(MakerTest, ACommunityGiftThatWaitsKeepsItsFrameUnlessThatIsLarge)
{
    for (const std::size_t size : {1'000U, 100'000U}) {
        auto gift = single_gift("g" + std::to_string(size), "G" + std::to_string(size));
        Json::Value large = *gift.frame;
        large["data"]["more"] = std::string(size, 'x');
        gift.frame = std::make_shared<const Json::Value>(std::move(large));
        gift.frame_bytes = size;
        make(gift);
        const auto made = pass(seconds(30));
        ASSERT_THAT(made, SizeIs(1));
        EXPECT_EQ(made[0].frame != nullptr, size == 1'000U);
    }
}

TEST_F(MakerTest, CommunityGiftsWithoutAGroupAreEachTheirOwn)
{
    const auto no_group = [](Json::Value &frame) { frame["data"].removeMember("activityGroup"); };
    EXPECT_THAT(make(activity("activities-community-gift", "p1", no_group)), SizeIs(1));
    EXPECT_THAT(make(activity("activities-community-gift", "p2", no_group)), SizeIs(1));
    EXPECT_EQ(maker_.repeats(), 0U);
}

TEST_F(MakerTest, MoreOpenCommunityGiftsThanAreKeptAreToldEarlierAndNotLost)
{
    constexpr int groups = 500;
    int told = 0;
    const auto count = [&](const std::vector<Event> &made) {
        for (const Event &event : made)
            told += event.kind == Kind::community_gift ? 1 : 0;
    };
    for (int i = 0; i < groups; ++i) {
        const std::string number = std::to_string(i);
        const auto made = make(single_gift("s" + number, "G" + number));
        ASSERT_FALSE(made.empty());
        EXPECT_EQ(made.front().kind, Kind::gift);
        count(made);
    }
    EXPECT_GT(told, 0); // the memory is bounded
    count(pass(seconds(60)));
    EXPECT_EQ(told, groups);
    EXPECT_THAT(make(purchase_of(1, "late", "G0")), IsEmpty());
}

} // namespace
} // namespace astro::events
