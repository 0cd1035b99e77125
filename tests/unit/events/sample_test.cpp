// SPDX-License-Identifier: GPL-2.0-or-later
// The invented events that a rule is tried with.
#include "events/event.h"

#include "gateway/account.h"
#include "unit/events/frames.h"

#include <gmock/gmock.h>

#include <map>

namespace astro::events {
namespace {

using testing::Contains;
using testing::Key;

using Names = std::vector<std::string>;

/// What a viewer's texts can be made of, by kind, besides topic, type and time, which all have.
const std::map<Kind, Names> &fields_of_kinds()
{
    static const std::map<Kind, Names> fields = {
        {Kind::follow, {"user", "provider"}},
        {Kind::tip, {"user", "amount", "currency", "message"}},
        {Kind::subscription, {"user", "amount", "months", "tier"}},
        {Kind::resubscription, {"user", "amount", "months", "tier", "message"}},
        {Kind::gift, {"user", "sender", "months", "tier"}},
        {Kind::community_gift, {"user", "sender", "amount", "tier"}},
        {Kind::cheer, {"user", "amount", "message"}},
        {Kind::raid, {"user", "amount"}},
        {Kind::host, {"user", "amount"}},
        {Kind::superchat, {"user", "amount", "currency", "message"}},
        {Kind::member, {"user", "amount", "message"}},
        {Kind::channel_points, {"user", "amount", "item", "message"}},
        {Kind::redemption, {"user", "item", "message"}},
        {Kind::merch, {"user", "amount", "item"}},
        {Kind::purchase, {"user", "amount", "item"}},
        {Kind::charity, {"user", "amount", "currency"}},
        {Kind::chat, {"user", "message", "provider"}},
        {Kind::stream_online, {}},
        {Kind::stream_offline, {}},
    };
    return fields;
}

TEST(SampleTest, EveryKindThatARuleCanNameHasOne)
{
    for (const Kind kind : nameable_kinds()) {
        EXPECT_EQ(sample(kind).kind, kind);
        EXPECT_THAT(fields_of_kinds(), Contains(Key(kind)));
    }
}

TEST(SampleTest, EveryFieldOfItsKindIsFilled)
{
    for (const auto &[kind, names] : fields_of_kinds()) {
        const Event event = sample(kind);
        Names filled{"topic", "time"};
        filled.insert(filled.end(), names.begin(), names.end());
        for (const std::string &name : filled)
            EXPECT_NE(event.field(name).value_or(""), "") << to_word(kind) << ": " << name;
    }
}

TEST(SampleTest, PathsFindTheirWayIntoItLikeIntoTheRealThing)
{
    for (const Kind kind : nameable_kinds()) {
        const Event event = sample(kind);
        EXPECT_FALSE(event.of_community_gift) << to_word(kind);
        ASSERT_TRUE(event.frame) << to_word(kind);
        EXPECT_EQ(event.field("topic"), event.topic) << to_word(kind);
        EXPECT_THAT(gateway::known_topics(), Contains(event.topic)) << to_word(kind);
    }
    EXPECT_EQ(sample(Kind::follow).field("data.data.displayName"), "Ada");
}

TEST(SampleTest, ASampleIsNeverARepeat)
{
    EXPECT_EQ(sample(Kind::tip).kind, Kind::tip);
    EXPECT_EQ(sample(Kind::tip).kind, Kind::tip);
}

TEST(SampleTest, OfAnyTopic)
{
    Names topics = gateway::known_topics();
    topics.emplace_back("channel.of.next.year");
    for (const std::string &topic : topics) {
        const Event event = sample(Kind::other, topic);
        EXPECT_EQ(event.topic, topic);
        EXPECT_NE(event.time, "") << topic;
        ASSERT_TRUE(event.frame) << topic;
        EXPECT_FALSE((*event.frame)["data"].empty()) << topic;
    }
}

TEST(SampleTest, OfTheTopicOfAKindItIsOfThatKind)
{
    EXPECT_EQ(sample(Kind::other, "channel.activities").kind, Kind::follow);
    EXPECT_EQ(sample(Kind::other, "channel.tips").kind, Kind::tip);
    EXPECT_EQ(sample(Kind::other, "channel.chat.message").kind, Kind::chat);
    EXPECT_EQ(sample(Kind::other, "channel.stream.status").kind, Kind::stream_online);
    EXPECT_EQ(sample(Kind::other, "channel.overlay.action").kind, Kind::other);
}

TEST(SampleTest, WithoutATopicThereIsNothingToTell)
{
    const Event event = sample(Kind::other);
    EXPECT_EQ(event.kind, Kind::other);
    EXPECT_EQ(event.topic, "");
    EXPECT_FALSE(event.frame);
}

} // namespace
} // namespace astro::events
