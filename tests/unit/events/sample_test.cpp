// SPDX-License-Identifier: GPL-2.0-or-later
// The invented events that a rule is tried with.
#include "events/composed.h"
#include "events/event.h"

#include "gateway/account.h"
#include "harness/machine.h"
#include "unit/events/frames.h"

#include <gmock/gmock.h>

#include <map>

namespace astro::events {
namespace {

using testing::Contains;
using testing::Key;

using Names = std::vector<std::string>;

bool told_by_the_gateway(Kind kind)
{
    return kind != Kind::connection_lost && kind != Kind::connection_back;
}

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
        {Kind::kicks, {"user", "amount", "provider"}},
        {Kind::raid, {"user", "amount"}},
        {Kind::host, {"user", "amount"}},
        {Kind::superchat, {"user", "amount", "currency", "message"}},
        {Kind::member, {"user", "amount", "message"}},
        {Kind::channel_points, {"user", "amount", "item", "message"}},
        {Kind::redemption, {"user", "item", "message"}},
        {Kind::merch, {"user", "amount", "item"}},
        {Kind::purchase, {"user", "amount", "item"}},
        {Kind::charity, {"user", "amount", "currency"}},
        {Kind::hype_train, {"amount", "provider"}},
        {Kind::chat, {"user", "message", "provider", "command", "args", "roles"}},
        {Kind::stream_online, {}},
        {Kind::stream_offline, {}},
        {Kind::connection_lost, {"type"}},
        {Kind::connection_back, {"type"}},
    };
    return fields;
}

TEST(SampleTest, ComesOverTheTopicThatUsuallyTellsOfIt)
{
    for (const Kind kind : nameable_kinds()) {
        const auto topics = topics_of(kind);
        EXPECT_EQ(!topics.empty(), told_by_the_gateway(kind)) << to_word(kind);
        if (!topics.empty()) {
            EXPECT_EQ(sample(kind).topic, topics.front());
        }
    }
    EXPECT_EQ(sample(Kind::other, "channel.tips").kind, Kind::tip);
    EXPECT_THAT(topics_of(Kind::tip), Contains("channel.tips"));
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
        Names filled{"time"};
        if (told_by_the_gateway(kind))
            filled.emplace_back("topic");
        filled.insert(filled.end(), names.begin(), names.end());
        for (const std::string &name : filled)
            EXPECT_NE(event.field(name).value_or(""), "") << to_word(kind) << ": " << name;
    }
}

TEST(SampleTest, PathsFindTheirWayIntoItLikeIntoTheRealThing)
{
    for (const Kind kind : nameable_kinds()) {
        if (!told_by_the_gateway(kind))
            continue;
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

TEST(ComposedTest, FieldsTakeThePlaceOfTheSamplesOwn)
{
    std::map<std::string, std::string> fields;
    for (const std::string &name : field_names())
        fields[name] = is_number_field(name) ? "7.50" : "a " + name + "\x07";
    const Composed made = composed(sample(Kind::tip), fields);
    EXPECT_EQ(made.unknown_field, "");
    EXPECT_EQ(made.event.kind, Kind::tip);
    EXPECT_EQ(made.no_number, "");
    for (const std::string &name : field_names()) {
        const std::string text = name == "currency" ? "A CURRENCY" : "a " + name;
        EXPECT_EQ(made.event.field(name), is_number_field(name) ? "7.5" : text);
    }
}

TEST(ComposedTest, OneThatIsEmptyIsMissingAndOneThatNobodyKnowsIsNamed)
{
    EXPECT_EQ(composed(sample(Kind::tip), {{"amount", ""}, {"user", ""}}).event.field("amount"), std::nullopt);
    EXPECT_EQ(composed(sample(Kind::tip), {{"amount", ""}, {"user", ""}}).event.field("user"), std::nullopt);
    EXPECT_EQ(composed(sample(Kind::tip), {{"amuont", "5"}}).unknown_field, "amuont");
}

TEST(ComposedTest, OneOfWhiteSpaceAloneIsMissing)
{
    for (const char *blank : {" ", "\t\n", "\u00a0\u3000"}) {
        const Composed made = composed(sample(Kind::tip), {{"amount", blank}, {"user", blank}, {"message", blank}});
        for (const char *name : {"amount", "user", "message"}) {
            EXPECT_FALSE(made.event.has(name)) << name;
            EXPECT_EQ(made.event.field(name), std::nullopt) << name;
        }
        EXPECT_EQ(made.no_number, "");
    }
}

TEST(ComposedTest, AnAmountIsANumberOrMissingAndNamed)
{
    EXPECT_EQ(composed(sample(Kind::tip), {{"amount", " 4.20 "}}).event.amount, "4.2");
    for (const char *odd : {"abc", "5 EUR", "5,5", "true", "1e300", "nan", "1e16"}) {
        const Composed made = composed(sample(Kind::tip), {{"amount", odd}});
        EXPECT_EQ(made.event.amount, std::nullopt) << odd;
        EXPECT_EQ(made.no_number, "amount") << odd;
    }
    EXPECT_EQ(composed(sample(Kind::subscription), {{"months", "many"}}).no_number, "months");
}

TEST(ComposedTest, OfABareEventNothingThatAViewerWroteIsMadeUp)
{
    const Event tip = sample(Kind::tip), base = bare(tip);
    EXPECT_EQ(base.kind, Kind::tip);
    EXPECT_EQ(base.topic, tip.topic);
    EXPECT_EQ(base.type, tip.type);
    EXPECT_EQ(base.time, tip.time);
    for (const char *name : {"user", "amount", "currency", "message", "sender"})
        EXPECT_EQ(base.field(name), std::nullopt) << name;
    EXPECT_FALSE(base.frame) << "it would contradict what is told";
    const Event told = composed(base, {{"user", "Ben"}, {"amount", "3"}}).event;
    EXPECT_EQ(told.field("user"), "Ben");
    EXPECT_EQ(told.field("amount"), "3");
    EXPECT_EQ(told.field("message"), std::nullopt);
}

TEST(ComposedTest, AConnectionOfAnAccountIsAnEventToo)
{
    const harness::TimeZone zone("UTC0");
    for (const auto &[kind, word] :
         {std::pair(Kind::connection_lost, "connection_lost"), {Kind::connection_back, "connection_back"}}) {
        const Event event = connection_event(kind, "Twitch", evening());
        EXPECT_EQ(event.kind, kind);
        EXPECT_EQ(event.type, word);
        EXPECT_EQ(event.account, "Twitch");
        EXPECT_EQ(event.time, "20:15");
        EXPECT_EQ(event.user, "");
        EXPECT_EQ(event.topic, "");
        EXPECT_EQ(event.id, "");
        EXPECT_FALSE(event.frame);
        EXPECT_FALSE(event.is_test);
        EXPECT_EQ(event.field("data.type"), std::nullopt);
    }
}

TEST(ComposedTest, ACommandFollowsItsMessageUnlessItIsGiven)
{
    const Event followed = composed(sample(Kind::chat), {{"message", "!Hug Ada"}}).event;
    EXPECT_EQ(followed.command, "!hug");
    EXPECT_EQ(followed.args, "Ada");
    const Event given = composed(sample(Kind::chat), {{"message", "!Hug Ada"}, {"args", "Ben"}}).event;
    EXPECT_EQ(given.command, "!hug");
    EXPECT_EQ(given.args, "Ben");
    EXPECT_EQ(composed(sample(Kind::chat), {{"message", "hello"}}).event.command, "");
    EXPECT_EQ(composed(sample(Kind::tip), {{"message", "!hug"}}).event.command, "") << "of chat alone";
}

} // namespace
} // namespace astro::events
