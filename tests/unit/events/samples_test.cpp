// SPDX-License-Identifier: GPL-2.0-or-later
// Sample frames that are kept outside of the project: passed over where there are none.
#include "events/maker.h"

#include "gateway/message.h"
#include "unit/events/frames.h"

#include <gmock/gmock.h>

#include <map>

namespace astro::events {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class SamplesTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::error_code missing;
        for (const auto &entry : std::filesystem::directory_iterator(ASTRO_SAMPLES, missing)) {
            if (entry.path().extension() == ".json")
                frames_[entry.path().stem().u8string()] = text_of(entry.path());
        }
        if (frames_.empty())
            GTEST_SKIP() << "there are no sample frames in " << ASTRO_SAMPLES;
    }

    /// Calls `check` with each sample whose name begins so.
    template <typename Check>
    void each(const std::string &beginning, Check check) const
    {
        for (const auto &[name, frame] : frames_) {
            if (name.compare(0, beginning.size(), beginning) != 0)
                continue;
            SCOPED_TRACE(name);
            check(name, frame);
        }
    }

private:
    std::map<std::string, std::string> frames_;
};

/// By the protocol's own words, not by our reading of them.
Kind expected_kind(const Json::Value &frame)
{
    static const std::map<std::string, Kind> of_topics = {{"channel.tips", Kind::tip},
                                                          {"channel.chat.message", Kind::chat}};
    static const std::map<std::string, Kind> of_activities = {
        {"follow", Kind::follow},
        {"tip", Kind::tip},
        {"communityGiftPurchase", Kind::community_gift},
        {"cheer", Kind::cheer},
        {"raid", Kind::raid},
        {"host", Kind::host},
        {"superchat", Kind::superchat},
        {"sponsor", Kind::member},
        {"channelPointsRedemption", Kind::channel_points},
        {"redemption", Kind::redemption},
        {"merch", Kind::merch},
        {"purchase", Kind::purchase},
        {"charityCampaignDonation", Kind::charity},
    };
    const std::string topic = frame["topic"].asString();
    if (topic == "channel.stream.status")
        return frame["data"]["isLive"].asBool() ? Kind::stream_online : Kind::stream_offline;
    if (topic != "channel.activities")
        return of_topics.count(topic) ? of_topics.at(topic) : Kind::other;
    const Json::Value &details = frame["data"]["data"];
    const std::string type = frame["data"]["type"].asString();
    if (type == "subscriber" && frame["data"]["provider"] == "youtube")
        return Kind::follow;
    if ((type == "subscriber" || type == "sponsor") && details["gifted"].asBool())
        return Kind::gift;
    if (type == "subscriber")
        return details["amount"].asInt() > 1 ? Kind::resubscription : Kind::subscription;
    return of_activities.count(type) ? of_activities.at(type) : Kind::other;
}

TEST_F(SamplesTest, NoneIsMalformed)
{
    each("", [](const std::string &, const std::string &frame) {
        const gateway::Message message = gateway::decode(frame);
        const auto *malformed = std::get_if<gateway::MalformedMessage>(&message);
        EXPECT_FALSE(malformed) << malformed->why;
    });
}

TEST_F(SamplesTest, EachNotificationIsAnEventOfItsKind)
{
    each("channel.", [](const std::string &name, const std::string &frame) {
        const gateway::Notification notification = notification_of(frame);
        EXPECT_THAT(name, StartsWith(notification.topic));
        const auto made = Maker().make("main", notification, evening());
        ASSERT_EQ(made.size(), 1U);
        EXPECT_EQ(made[0].kind, expected_kind(json_of(frame)));
        EXPECT_EQ(made[0].topic, notification.topic);
        EXPECT_NE(made[0].time, "");
    });
    each("proto-message", [](const std::string &, const std::string &frame) {
        const auto made = Maker().make("main", notification_of(frame), evening());
        ASSERT_EQ(made.size(), 1U);
        EXPECT_EQ(made[0].kind, expected_kind(json_of(frame)));
    });
}

TEST_F(SamplesTest, AllComeThroughOneMaker)
{
    Maker maker;
    each("channel.", [&](const std::string &, const std::string &frame) {
        EXPECT_FALSE(maker.make("main", notification_of(frame), evening()).empty());
    });
}

TEST_F(SamplesTest, ViewersAreNamed)
{
    for (const char *beginning : {"channel.activities", "channel.tips", "channel.chat.message"}) {
        each(beginning, [](const std::string &, const std::string &frame) {
            const auto made = Maker().make("main", notification_of(frame), evening());
            ASSERT_EQ(made.size(), 1U);
            EXPECT_NE(made[0].user, "");
            EXPECT_THAT(frame, HasSubstr('"' + made[0].user + '"'));
        });
    }
}

TEST_F(SamplesTest, WhatIsSaidInChatIsReadOnEachPlatform)
{
    each("channel.chat.message-", [](const std::string &name, const std::string &frame) {
        const auto made = Maker().make("main", notification_of(frame), evening());
        ASSERT_EQ(made.size(), 1U);
        EXPECT_EQ(made[0].provider, name.substr(name.rfind('-') + 1));
        EXPECT_NE(made[0].message, "");
        EXPECT_THAT(frame, HasSubstr('"' + made[0].message + '"'));
        EXPECT_NE(made[0].id, "");
        EXPECT_NE(made[0].roles, "") << "each of them is somebody in the channel";
    });
}

TEST_F(SamplesTest, NothingPrivateIsLeft)
{
    each("channel.", [](const std::string &, const std::string &frame) {
        const std::string left = json::write_compact(*notification_of(frame).frame);
        for (const char *member : {"\"email\"", "\"geo\"", "\"transactionId\"", "donor@"})
            EXPECT_THAT(left, Not(HasSubstr(member)));
    });
}

TEST_F(SamplesTest, ResponsesTellOfSuccessOrOfTheirError)
{
    each("proto-response", [](const std::string &name, const std::string &frame) {
        const gateway::Message message = gateway::decode(frame);
        const auto *response = std::get_if<gateway::Response>(&message);
        ASSERT_TRUE(response);
        const bool error = name.find("error") != std::string::npos;
        EXPECT_EQ(response->error != gateway::ErrorCode::none, error);
        EXPECT_NE(response->error, gateway::ErrorCode::unknown);
        EXPECT_EQ(response->nonce, json_of(frame)["nonce"].asString());
        EXPECT_NE(response->text, "");
    });
}

TEST_F(SamplesTest, WelcomeAndReconnectAreThemselves)
{
    each("proto-welcome", [](const std::string &, const std::string &frame) {
        const gateway::Message message = gateway::decode(frame);
        EXPECT_TRUE(std::holds_alternative<gateway::Welcome>(message));
    });
    each("proto-reconnect", [](const std::string &, const std::string &frame) {
        const gateway::Message message = gateway::decode(frame);
        ASSERT_TRUE(std::holds_alternative<gateway::Reconnect>(message));
        EXPECT_FALSE(std::get<gateway::Reconnect>(message).token.empty());
    });
}

TEST_F(SamplesTest, OurRequestsAreWrittenLikeThem)
{
    each("proto-request-subscribe", [](const std::string &, const std::string &frame) {
        const Json::Value asked = json_of(frame);
        const Json::Value &data = asked["data"];
        const gateway::SubscribeRequest request{asked["nonce"].asString(), data["topic"].asString(),
                                                data["room"].asString(), Secret(data["token"].asString()),
                                                gateway::token_type_from(data["token_type"].asString()).value()};
        EXPECT_EQ(json_of(gateway::encode(request).reveal()), asked);
    });
    each("proto-request-unsubscribe", [](const std::string &, const std::string &frame) {
        const Json::Value asked = json_of(frame);
        const gateway::UnsubscribeRequest request{asked["nonce"].asString(), asked["data"]["topic"].asString(),
                                                  asked["data"]["room"].asString()};
        EXPECT_EQ(json_of(gateway::encode(request).reveal()), asked);
    });
}

} // namespace
} // namespace astro::events
