// SPDX-License-Identifier: GPL-2.0-or-later
// The codec: frames of the gateway read, requests written. What may not come in is in bad_frame_test.cpp.
#include "gateway/message.h"

#include "support/json.h"

#include <gmock/gmock.h>

#include <map>

namespace astro::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

Json::Value value_of(const std::string &document)
{
    std::string why;
    const auto value = json::parse(document, why);
    EXPECT_TRUE(value) << why << ": " << document;
    return value.value_or(Json::Value());
}

/// The frame decoded; the test fails, and a default is given, when it is another message.
template <typename Wanted>
Wanted decoded(const std::string &frame)
{
    const Message message = decode(frame);
    const auto *wanted = std::get_if<Wanted>(&message);
    EXPECT_TRUE(wanted) << "alternative " << message.index() << " of " << frame;
    return wanted ? *wanted : Wanted();
}

// --- welcome

TEST(DecodeTest, Welcome)
{
    decoded<Welcome>(R"({"id":"01H","ts":"2026-01-02T03:04:05Z","type":"welcome",)"
                     R"("data":{"message":"Hello.","client_id":"01HCLIENT"}})");
    decoded<Welcome>(R"({"type":"welcome"})");
    decoded<Welcome>(R"({"type":"WELCOME","data":"Hello."})");
}

// --- response

TEST(DecodeTest, ResponseOfSuccess)
{
    const auto response = decoded<Response>(
        R"({"id":"01H","ts":"2026-01-02T03:04:05Z","type":"response","nonce":"n-1","data":)"
        R"({"message":"successfully subscribed to topic","topic":"channel.tips","room":"64aa000000000000000000ff"}})");
    EXPECT_EQ(response.nonce, "n-1");
    EXPECT_EQ(response.error, ErrorCode::none);
    EXPECT_EQ(response.error_word, "");
    EXPECT_EQ(response.text, "successfully subscribed to topic");
    EXPECT_EQ(response.topic, "channel.tips");
    EXPECT_EQ(response.room, "64aa000000000000000000ff");
    EXPECT_FALSE(response.already_subscribed);
}

TEST(DecodeTest, ResponseInTheCapitalsOfTheFirstDocuments)
{
    EXPECT_EQ(decoded<Response>(R"({"type":"RESPONSE","nonce":"n-1"})").nonce, "n-1");
}

TEST(DecodeTest, ResponseWhoseDataIsAText)
{
    const auto response = decoded<Response>(R"({"type":"response","nonce":"n-1","data":"subscribed\n"})");
    EXPECT_EQ(response.text, "subscribed ");
    EXPECT_EQ(response.topic, "");
}

TEST(DecodeTest, ANonceMayBeMissingOrANumber)
{
    EXPECT_EQ(decoded<Response>(R"({"type":"response"})").nonce, "");
    EXPECT_EQ(decoded<Response>(R"({"type":"response","nonce":null})").nonce, "");
    EXPECT_EQ(decoded<Response>(R"({"type":"response","nonce":42})").nonce, "42");
}

struct ErrorRow {
    const char *word;
    ErrorCode code;
};

TEST(DecodeTest, ResponseWithEachError)
{
    for (const ErrorRow &row : std::vector<ErrorRow>{{"err_internal_error", ErrorCode::internal_error},
                                                     {"err_bad_request", ErrorCode::bad_request},
                                                     {"err_unauthorized", ErrorCode::unauthorized},
                                                     {"err_deadline_exceeded", ErrorCode::deadline_exceeded},
                                                     {"rate_limit_exceeded", ErrorCode::rate_limit_exceeded},
                                                     {"invalid_message", ErrorCode::invalid_message},
                                                     {"invalid_message_type", ErrorCode::invalid_message},
                                                     {"err_of_next_year", ErrorCode::unknown},
                                                     {"ERR_UNAUTHORIZED", ErrorCode::unknown}}) {
        const auto response = decoded<Response>(std::string(R"({"type":"response","nonce":"n","error":")") + row.word +
                                                R"(","data":{"message":"No."}})");
        EXPECT_EQ(response.error, row.code) << row.word;
        EXPECT_EQ(response.error_word, row.word);
        EXPECT_EQ(response.text, "No.") << row.word;
        EXPECT_FALSE(response.already_subscribed) << row.word;
    }
}

TEST(DecodeTest, AnErrorThatIsNoWordIsAnErrorAllTheSame)
{
    for (const char *error : {"42", "true", "{}", R"({"code":"err_unauthorized"})", "[]", R"(["x"])"}) {
        const auto response = decoded<Response>(std::string(R"({"type":"response","error":)") + error + "}");
        EXPECT_EQ(response.error, ErrorCode::unknown) << error;
    }
    for (const char *no_error : {"null", R"("")"}) {
        const auto response = decoded<Response>(std::string(R"({"type":"response","error":)") + no_error + "}");
        EXPECT_EQ(response.error, ErrorCode::none) << no_error;
    }
}

TEST(DecodeTest, AlreadySubscribedIsToldFromOtherRefusals)
{
    const auto already = [](const std::string &rest) {
        return decoded<Response>(R"({"type":"response","nonce":"n")" + rest + "}").already_subscribed;
    };
    EXPECT_TRUE(already(R"(,"error":"err_bad_request","data":{"message":"already subscribed to topic"})"));
    EXPECT_TRUE(already(R"(,"error":"err_bad_request","data":{"message":"Already Subscribed to topic x"})"));
    EXPECT_TRUE(already(R"(,"error":"err_bad_request","data":"already subscribed")"));
    EXPECT_FALSE(already(R"(,"error":"err_bad_request","data":{"message":"invalid topic"})"));
    EXPECT_FALSE(already(R"(,"data":{"message":"you were already subscribed"})")); // no refusal at all
}

TEST(DecodeTest, WordsOfErrorsForTheLog)
{
    EXPECT_EQ(to_word(ErrorCode::internal_error), "err_internal_error");
    EXPECT_EQ(to_word(ErrorCode::bad_request), "err_bad_request");
    EXPECT_EQ(to_word(ErrorCode::unauthorized), "err_unauthorized");
    EXPECT_EQ(to_word(ErrorCode::deadline_exceeded), "err_deadline_exceeded");
    EXPECT_EQ(to_word(ErrorCode::rate_limit_exceeded), "rate_limit_exceeded");
    EXPECT_EQ(to_word(ErrorCode::invalid_message), "invalid_message");
    EXPECT_EQ(to_word(ErrorCode::none), "");
    EXPECT_EQ(to_word(ErrorCode::unknown), "");
}

TEST(DecodeTest, TheGatewaysWordsAreMadePresentable)
{
    const std::string long_text(2000, 'x');
    const auto response =
        decoded<Response>(R"({"type":"response","error":"err\u202e_)" + long_text +
                          R"(","data":{"message":"a\u0007\n)" + long_text + R"(","room":"64aa\u202e"}})");
    EXPECT_LE(response.error_word.size(), 70U);
    EXPECT_THAT(response.error_word, Not(HasSubstr("\u202E")));
    EXPECT_EQ(response.text.substr(0, 3), "a x");
    EXPECT_LE(response.text.size(), 310U);
    EXPECT_EQ(response.room, "64aa");
}

// --- notification

TEST(DecodeTest, Notification)
{
    const std::string frame = R"({"id":"01HDELIVERY","ts":"2026-01-02T03:04:05Z","type":"message",)"
                              R"("topic":"channel.activities","room":"64aa000000000000000000ff",)"
                              R"("data":{"type":"follow","data":{"displayName":"Ada"},"_id":"e1"},"later":[1]})";
    const auto notification = decoded<Notification>(frame);
    EXPECT_EQ(notification.id, "01HDELIVERY");
    EXPECT_EQ(notification.ts, "2026-01-02T03:04:05Z");
    EXPECT_EQ(notification.topic, "channel.activities");
    EXPECT_EQ(notification.room, "64aa000000000000000000ff");
    ASSERT_TRUE(notification.frame);
    EXPECT_EQ(*notification.frame, value_of(frame));
    EXPECT_EQ(notification.data()["data"]["displayName"], "Ada");
}

TEST(DecodeTest, ANotificationsTopicIsAnyNonEmptyText)
{
    for (const char *topic : {"channel.follow", "astro", "a b", "каналы", "*"})
        EXPECT_EQ(decoded<Notification>(std::string(R"({"type":"message","topic":")") + topic + R"("})").topic, topic);
}

TEST(DecodeTest, ANotificationWithoutDataHasNullData)
{
    EXPECT_TRUE(decoded<Notification>(R"({"type":"message","topic":"t"})").data().isNull());
    EXPECT_TRUE(Notification().data().isNull());
}

TEST(DecodeTest, ADonorsPrivateMembersAreRemoved)
{
    const auto notification = decoded<Notification>(
        R"({"id":"d","type":"message","topic":"channel.tips","data":{"donation":{"user":{"username":"Ada","geo":"ZZ",)"
        R"("email":"donor@example.com","channel":"c"},"amount":4.2,"currency":"EUR"},"_id":"t1","provider":"paypal",)"
        R"("transactionId":"2YH799"}})");
    EXPECT_EQ(notification.data(),
              value_of(R"({"donation":{"user":{"username":"Ada","channel":"c"},"amount":4.2,"currency":"EUR"},)"
                       R"("_id":"t1","provider":"paypal"})"));
}

TEST(DecodeTest, PrivateMembersAreRemovedWhereverTheyStand)
{
    for (const char *topic :
         {"channel.tips", "channel.tips.moderation", "channel.activities", "channel.kvstore.update"}) {
        const auto notification = decoded<Notification>(
            std::string(R"({"type":"message","topic":")") + topic +
            R"(","email":"donor@example.com","data":[{"geo":{"city":"ZZ"},"a":[[{"email":["donor@example.com"]}]],)"
            R"("transactionId":42,"kept":true}]})");
        EXPECT_EQ(*notification.frame, value_of(std::string(R"({"type":"message","topic":")") + topic +
                                                R"(","data":[{"a":[[{}]],"kept":true}]})"));
    }
}

// --- reconnect

TEST(DecodeTest, Reconnect)
{
    const auto reconnect =
        decoded<Reconnect>(R"({"type":"reconnect","data":{"message":"Bye.","reconnect_token":"once-only"}})");
    EXPECT_EQ(reconnect.token, Secret("once-only"));
    EXPECT_EQ(testing::PrintToString(reconnect.token), "(secret)");
}

TEST(DecodeTest, AReconnectWithoutATokenIsOneAllTheSame)
{
    for (const char *rest :
         {"", R"(,"data":null)", R"(,"data":{})", R"(,"data":{"message":"Bye."})", R"(,"data":"Bye.")",
          R"(,"data":{"reconnect_token":null})", R"(,"data":{"reconnect_token":{"a":1}})"})
        EXPECT_TRUE(decoded<Reconnect>(std::string(R"({"type":"reconnect")") + rest + "}").token.empty()) << rest;
}

// --- other types

TEST(DecodeTest, UnknownTypesAreTolerated)
{
    EXPECT_EQ(decoded<UnknownMessage>(R"({"type":"Hello","data":{"a":[1,2]}})").type, "Hello");
    EXPECT_EQ(decoded<UnknownMessage>(R"({"type":"subscribe","nonce":"n"})").type, "subscribe");
    EXPECT_EQ(decoded<UnknownMessage>(R"({"type":""})").type, "");
    EXPECT_EQ(decoded<UnknownMessage>(R"({"type":" message"})").type, " message");
}

TEST(DecodeTest, AnUnknownTypeIsShownShortAndPresentable)
{
    const std::string type =
        decoded<UnknownMessage>(R"({"type":"\u202eevil\u0000\n)" + std::string(5000, 'x') + R"("})").type;
    EXPECT_EQ(type, "evil " + std::string(34, 'x') + "…");
}

// --- requests

const std::string token = "tok3n-that-must-not-leak";

SubscribeRequest subscribe_request()
{
    SubscribeRequest request;
    request.nonce = "n-1";
    request.topic = "channel.activities";
    request.room = "64aa000000000000000000ff";
    request.token = Secret(token);
    return request;
}

TEST(EncodeTest, Subscribe)
{
    const Secret frame = encode(subscribe_request());
    EXPECT_EQ(value_of(frame.reveal()),
              value_of(R"({"type":"subscribe","nonce":"n-1","data":{"topic":"channel.activities",)"
                       R"("room":"64aa000000000000000000ff","token":"tok3n-that-must-not-leak","token_type":"jwt"}})"));
    EXPECT_EQ(testing::PrintToString(frame), "(secret)");
}

TEST(EncodeTest, SubscribeWithEachTypeOfToken)
{
    for (const auto &[type, word] : std::map<TokenType, std::string>{
             {TokenType::jwt, "jwt"}, {TokenType::apikey, "apikey"}, {TokenType::oauth2, "oauth2"}}) {
        SubscribeRequest request = subscribe_request();
        request.token_type = type;
        EXPECT_EQ(value_of(encode(request).reveal())["data"]["token_type"], word);
    }
}

TEST(EncodeTest, SubscribeWithoutARoom)
{
    SubscribeRequest request = subscribe_request();
    request.room.clear();
    EXPECT_EQ(value_of(encode(request).reveal())["data"].getMemberNames(),
              (std::vector<std::string>{"token", "token_type", "topic"}));
}

TEST(EncodeTest, Unsubscribe)
{
    EXPECT_EQ(value_of(encode(UnsubscribeRequest{"n-2", "channel.tips", "64aa"}).reveal()),
              value_of(R"({"type":"unsubscribe","nonce":"n-2","data":{"topic":"channel.tips","room":"64aa"}})"));
    EXPECT_EQ(value_of(encode(UnsubscribeRequest{"n-3", "channel.tips", ""}).reveal()),
              value_of(R"({"type":"unsubscribe","nonce":"n-3","data":{"topic":"channel.tips"}})"));
}

TEST(EncodeTest, WhateverIsTypedStaysInItsMember)
{
    SubscribeRequest request = subscribe_request();
    request.topic = "a\",\"token\":\"x\\";
    request.room = "{}\n\t\x01é🐢";
    request.token = Secret("\"}}\r\n");
    const Secret frame = encode(request);
    const Json::Value data = value_of(frame.reveal())["data"];
    EXPECT_EQ(data["topic"], request.topic);
    EXPECT_EQ(data["room"], request.room);
    EXPECT_EQ(data["token"], request.token.reveal());
    EXPECT_EQ(frame.reveal().find('\n'), std::string::npos);
}

} // namespace
} // namespace astro::gateway
