// SPDX-License-Identifier: GPL-2.0-or-later
// Frames that no gateway should send: none throws, each is told of without quoting it.
#include "gateway/message.h"

#include "support/json.h"
#include "support/text.h"

#include <gmock/gmock.h>

namespace astro::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string repeated(const std::string &text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

struct BadFrame {
    const char *name;
    std::string frame;
    const char *why;
};

void PrintTo(const BadFrame &bad, std::ostream *out)
{
    *out << bad.name;
}

class BadFrameTest : public testing::TestWithParam<BadFrame> {};

TEST_P(BadFrameTest, IsMalformedAndNotQuoted)
{
    const Message message = decode(GetParam().frame);
    const auto *malformed = std::get_if<MalformedMessage>(&message);
    ASSERT_TRUE(malformed) << "alternative " << message.index();
    EXPECT_THAT(malformed->why, HasSubstr(GetParam().why));
    EXPECT_THAT(malformed->why, Not(HasSubstr("hunter2")));
    EXPECT_LT(malformed->why.size(), 100U);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFrameTest,
    testing::Values(
        BadFrame{"Nothing", "", "no valid JSON"}, BadFrame{"Words", "hunter2 hunter2", "no valid JSON"},
        BadFrame{"Html", "<html>hunter2</html>", "no valid JSON"},
        BadFrame{"CutShort", R"({"type":"message","topic":"t","data":{"token":"hunter2)", "no valid JSON"},
        BadFrame{"TwoFrames", R"({"type":"welcome"}{"type":"welcome","token":"hunter2"})", "no valid JSON"},
        BadFrame{"ZeroByte", std::string("{\"type\":\"welcome\"}\0hunter2", 26), "no valid JSON"},
        BadFrame{"Array", R"(["hunter2"])", "not a JSON object"}, BadFrame{"Text", R"("hunter2")", "not a JSON object"},
        BadFrame{"Number", "42", "not a JSON object"}, BadFrame{"Null", "null", "not a JSON object"},
        BadFrame{"True", "true", "not a JSON object"}, BadFrame{"NoType", R"({"token":"hunter2"})", "no type"},
        BadFrame{"NoMembers", "{}", "no type"}, BadFrame{"TypeIsNull", R"({"type":null})", "no type"},
        BadFrame{"TypeIsANumber", R"({"type":7})", "no type"},
        BadFrame{"TypeIsAnObject", R"({"type":{"hunter2":1}})", "no type"},
        BadFrame{"TypeIsAnArray", R"({"type":["message"]})", "no type"},
        BadFrame{"NotificationWithoutATopic", R"({"type":"message","data":{"a":"hunter2"}})", "without a topic"},
        BadFrame{"NotificationWithAnEmptyTopic", R"({"type":"message","topic":""})", "without a topic"},
        BadFrame{"NotificationWhoseTopicIsNull", R"({"type":"message","topic":null})", "without a topic"},
        BadFrame{"NotificationWhoseTopicIsANumber", R"({"type":"message","topic":7})", "without a topic"},
        BadFrame{"NotificationWhoseTopicIsAnArray", R"({"type":"message","topic":["hunter2"]})", "without a topic"},
        BadFrame{"ArraysTenThousandDeep", repeated("[", 10'000) + repeated("]", 10'000), "nested deeper"},
        BadFrame{"DataTenThousandDeep",
                 R"({"type":"message","topic":"t","data":)" + repeated("{\"a\":", 10'000) + "1" + repeated("}", 10'001),
                 "nested deeper"},
        BadFrame{"TwentyMegabytes",
                 R"({"type":"message","topic":"t","data":")" + std::string(20'000'000, 'x') + R"("})", "longer than"},
        BadFrame{"Latin1", "{\"type\":\"message\",\"topic\":\"t\",\"data\":\"hunter2\xE9\"}", "not valid UTF-8"},
        BadFrame{"Utf16", std::string("\xFF\xFE{\0}\0", 6), "not valid UTF-8"},
        BadFrame{"OverlongUtf8", "{\"type\":\"message\",\"topic\":\"\xC0\xAF\"}", "not valid UTF-8"}),
    [](const auto &test) { return test.param.name; });

// --- Members of wrong types

const std::vector<Json::Value> &values_of_every_type()
{
    static const std::vector<Json::Value> values = [] {
        std::string why;
        const auto list = json::parse(
            R"([null, true, -7, 1e300, 18446744073709551615, "", "hunter2", [], [{"a":1}], {}, {"a":{"b":[]}}])", why);
        return std::vector<Json::Value>(list->begin(), list->end());
    }();
    return values;
}

/// Which alternative comes out, and that what it would show is fit to be shown.
std::size_t kind_of(const Json::Value &frame)
{
    const Message message = decode(json::write_compact(frame));
    if (const auto *response = std::get_if<Response>(&message)) {
        EXPECT_TRUE(text::is_utf8(response->text + response->error_word + response->room));
    }
    if (const auto *notification = std::get_if<Notification>(&message)) {
        EXPECT_TRUE(notification->frame && notification->frame->isObject());
        EXPECT_FALSE(notification->topic.empty());
    }
    return message.index();
}

class WrongTypesTest : public testing::TestWithParam<const char *> {};

TEST_P(WrongTypesTest, NoMemberSpoilsItsFrame)
{
    std::string why;
    const Json::Value whole = *json::parse(GetParam(), why);
    const std::size_t kind = kind_of(whole);
    ASSERT_NE(kind, Message(MalformedMessage()).index());
    for (const std::string &name : whole.getMemberNames()) {
        if (name == "type" || name == "topic")
            continue; // without these it is another frame: see above
        for (const Json::Value &value : values_of_every_type()) {
            Json::Value frame = whole;
            frame[name] = value;
            EXPECT_EQ(kind_of(frame), kind) << json::write_compact(frame);
        }
        for (const std::string &inner :
             whole[name].isObject() ? whole[name].getMemberNames() : Json::Value::Members()) {
            for (const Json::Value &value : values_of_every_type()) {
                Json::Value frame = whole;
                frame[name][inner] = value;
                EXPECT_EQ(kind_of(frame), kind) << json::write_compact(frame);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongTypesTest,
    testing::Values(
        R"({"id":"1","ts":"2026-01-02T03:04:05Z","type":"welcome","data":{"message":"Hi","client_id":"c"}})",
        R"({"id":"1","ts":"2026-01-02T03:04:05Z","type":"response","nonce":"n","data":{"message":"ok","topic":"t","room":"r"}})",
        R"({"id":"1","ts":"x","type":"response","nonce":"n","error":"err_bad_request","data":{"message":"no","topic":"t"}})",
        R"({"id":"1","ts":"x","type":"message","topic":"channel.tips","room":"r","data":{"donation":{"user":{}},"_id":"1","approved":"allowed","transactionId":"1"}})",
        R"({"id":"1","ts":"x","type":"reconnect","data":{"message":"Bye","reconnect_token":"t"}})",
        R"({"id":"1","type":"later","data":{"a":1}})"),
    [](const auto &test) { return std::to_string(test.index); });

TEST(HalfASurrogateTest, LosesNothingElse)
{
    const Message message = decode(R"({"type":"message","topic":"t","id":"a","room":"\udfff","data":"cut \ud83d"})");
    const auto *notification = std::get_if<Notification>(&message);
    ASSERT_TRUE(notification);
    EXPECT_EQ(notification->room, "\xEF\xBF\xBD");
    EXPECT_EQ(notification->data(), "cut \xEF\xBF\xBD");
}

} // namespace
} // namespace astro::gateway
