// SPDX-License-Identifier: GPL-2.0-or-later
// What is private, harmful, too long, missing or of a wrong type in a notification.
#include "events/reading.h"

#include "harness/machine.h"
#include "support/text.h"
#include "unit/events/frames.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace astro::events {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::Optional;

Event read(const gateway::Notification &notification)
{
    return read_notification(notification, evening().wall).event;
}

std::size_t code_points(const std::string &text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string repeated(std::size_t times, const std::string &text)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

class EachTipFixture : public testing::TestWithParam<const char *> {};

TEST_P(EachTipFixture, KeepsNothingPrivateOfTheDonor)
{
    const gateway::Notification notification = fixture(GetParam());
    const Event event = read(notification);
    std::string all = event.id;
    for (const std::string &name : field_names())
        all += " " + event.field(name).value_or("");
    ASSERT_NE(event.frame, nullptr);
    all += json::write_compact(*event.frame);
    EXPECT_THAT(all, HasSubstr("Harbour Lights"));
    for (const char *secret : {"mail.example", "XQ", "9XK00000PRIVATE00", "email", "geo", "transactionId"})
        EXPECT_THAT(all, Not(HasSubstr(secret)));
    for (const char *path : {"data.donation.user.email", "data.donation.user.geo", "data.transactionId"})
        EXPECT_EQ(event.field(path), std::nullopt) << path;
    EXPECT_THAT(event.field("data.donation.user.username"), Optional(std::string("Harbour Lights")));
}

INSTANTIATE_TEST_SUITE_P(RoughInput, EachTipFixture,
                         testing::Values("tips-allowed", "tips-pending", "tips-moderation-pending",
                                         "tips-moderation-allowed", "tips-moderation-rejected"));

TEST(RoughInput, ControlCharactersAndTurnedTextAreStrippedEverywhere)
{
    const std::string rough = "a\x01\x7F\u202Eb\u2066\u200F\n\tc\u0085\uFEFF";
    const auto notification = fixture("activities-channel-points", [&](Json::Value &frame) {
        for (const char *name : {"username", "displayName", "sender", "message", "redemption", "currency", "tier"})
            frame["data"]["data"][name] = rough;
        frame["data"]["_id"] = rough;
        frame["data"]["activityGroup"] = rough;
        frame["data"]["provider"] = rough;
        frame["room"] = rough;
    });
    const Event event = read(notification);
    for (const char *name :
         {"user", "sender", "message", "item", "tier", "provider", "room", "data.data.displayName", "data._id"})
        EXPECT_THAT(event.field(name), Optional(std::string("ab  c"))) << name;
    EXPECT_EQ(event.currency, "AB  C");
    EXPECT_EQ(event.id, rough) << "to be compared, not shown";
    EXPECT_EQ(event.group, rough);
}

TEST(RoughInput, TypeAndTopicAreFitForAScreen)
{
    const auto notification = fixture("activities-follow", [](Json::Value &frame) {
        frame["data"]["type"] = "new\x07thing\u202E";
        frame["topic"] = "channel.activities";
    });
    EXPECT_EQ(read(notification).type, "newthing");
    EXPECT_EQ(read(notification_of("{\"type\":\"message\",\"topic\":\"to\\u202Epic\\n\",\"data\":{}}")).topic,
              "topic ");
}

TEST(RoughInput, LongTextsAreCutWhereTheyAreShown)
{
    const std::string long_one = repeated(3000, "ü");
    const auto notification = fixture("activities-channel-points", [&](Json::Value &frame) {
        for (const char *name : {"username", "displayName", "sender", "message", "redemption"})
            frame["data"]["data"][name] = long_one;
    });
    const Event event = read(notification);
    for (const char *name : {"user", "sender"})
        EXPECT_EQ(event.shown(name), repeated(99, "ü") + "…") << name;
    EXPECT_EQ(event.shown("item"), repeated(199, "ü") + "…");
    for (const char *name : {"message", "data.data.message"})
        EXPECT_EQ(event.shown(name), repeated(499, "ü") + "…") << name;
    for (const char *name : {"user", "sender", "item", "message", "data.data.message"})
        EXPECT_THAT(event.field(name), Optional(long_one)) << name;
    EXPECT_EQ(event.shown("nothing"), "");
}

TEST(RoughInput, OfATextSoMuchIsKeptAndNoMore)
{
    const auto notification = fixture("activities-cheer", [&](Json::Value &frame) {
        for (const char *name : {"displayName", "message"})
            frame["data"]["data"][name] = repeated(20'000, "ü");
    });
    const Event event = read(notification);
    for (const std::string &kept : {event.user, event.message, event.field("data.data.message").value_or("")})
        EXPECT_EQ(kept, repeated(8192, "ü") + "…");
}

TEST(RoughInput, AnIdentityIsKeptWholeUnlessItIsVeryLong)
{
    EXPECT_EQ(kept_id(std::string(200, 'i')), std::string(200, 'i'));
    const std::string very_long(100'000, 'i');
    EXPECT_LT(kept_id(very_long).size(), 200U);
    EXPECT_EQ(kept_id(very_long), kept_id(very_long));
    EXPECT_NE(kept_id(very_long), kept_id(very_long + "i"));
    EXPECT_NE(kept_id(very_long + "a"), kept_id(very_long + "b"));
}

TEST(RoughInput, ALongListOfItemsIsCut)
{
    const auto notification = fixture("activities-merch", [](Json::Value &frame) {
        frame["data"]["data"]["items"] = Json::Value(Json::arrayValue);
        for (int i = 0; i < 5000; ++i)
            frame["data"]["data"]["items"][i]["name"] = "Sticker";
    });
    EXPECT_EQ(code_points(read(notification).item), longest_text);
    EXPECT_EQ(code_points(read(notification).shown("item")), 200U);
}

TEST(RoughInput, TextThatIsNotUtf8DoesNotReachAnEvent)
{
    std::string frame = fixture_text("activities-cheer");
    frame.replace(frame.find("what a save"), 4, "\xFF\xC3(\xED");
    const gateway::Message message = gateway::decode(frame);
    if (const auto *notification = std::get_if<gateway::Notification>(&message)) {
        EXPECT_TRUE(text::is_utf8(read(*notification).message));
    } else {
        EXPECT_TRUE(std::holds_alternative<gateway::MalformedMessage>(message));
    }
}

struct Wrong {
    const char *name;
    const char *json;
};

class EachWrongType : public testing::TestWithParam<Wrong> {};

// Every member of every fixture in turn is replaced with something of another type, or taken away: it is still an
// event of its topic that paths reach.
TEST_P(EachWrongType, LosesNothing)
{
    const Json::Value wrong = std::string(GetParam().json).empty() ? Json::Value() : json_of(GetParam().json);
    const auto spoil = [&](Json::Value &object, const std::string &name) {
        if (std::string(GetParam().json).empty())
            object.removeMember(name);
        else
            object[name] = wrong;
    };
    std::size_t tried = 0;
    for (const std::string &fixture_name : fixture_names()) {
        const Json::Value whole = json_of(fixture_text(fixture_name));
        for (const char *at : {"", "data", "data.data", "data.donation", "data.donation.user", "data.message",
                               "data.sender", "data.snippet", "data.authorDetails"}) {
            const Json::Value *object = std::string(at).empty() ? &whole : json::at_path(whole, at);
            if (!object || !object->isObject())
                continue;
            for (const std::string &name : object->getMemberNames()) {
                if (object == &whole && (name == "type" || name == "topic"))
                    continue;
                Json::Value spoiled = whole;
                spoil(std::string(at).empty() ? spoiled : *const_cast<Json::Value *>(json::at_path(spoiled, at)), name);
                const std::string what = fixture_name + ": " + at + "." + name;
                const auto notification = notification_of(json::write_compact(spoiled));
                const Reading reading = read_notification(notification, evening().wall);
                const Event &event = reading.event;
                if (name != "approved" && name != "status" && fixture_name != "tips-pending") {
                    EXPECT_FALSE(event.for_its_topic_only) << what;
                }
                EXPECT_EQ(event.topic, whole["topic"].asString()) << what;
                ASSERT_NE(event.frame, nullptr) << what;
                EXPECT_EQ(event.field("topic"), whole["topic"].asString()) << what;
                ++tried;
            }
        }
    }
    EXPECT_GT(tried, 500U);
}

INSTANTIATE_TEST_SUITE_P(RoughInput, EachWrongType,
                         testing::Values(Wrong{"missing", ""}, Wrong{"null", "null"}, Wrong{"number", "-7.25"},
                                         Wrong{"huge", "1e308"}, Wrong{"text", "\"text\""}, Wrong{"truth", "true"},
                                         Wrong{"array", R"(["a",{"b":1}])"}, Wrong{"object", R"({"a":{"b":1}})"}),
                         [](const auto &row) { return std::string(row.param.name); });

TEST(RoughInput, WhatIsLeftOfASpoiledActivityIsStillRead)
{
    const auto notification = fixture("activities-tip", [](Json::Value &frame) {
        frame["data"]["data"]["amount"] = Json::Value(Json::arrayValue);
        frame["data"]["data"]["message"] = 5;
        frame["data"]["provider"] = Json::Value();
        frame["data"]["flagged"] = "perhaps";
    });
    const Event event = read(notification);
    EXPECT_EQ(event.kind, Kind::tip);
    EXPECT_EQ(event.user, "Harbour Lights");
    EXPECT_EQ(event.currency, "SEK");
    EXPECT_EQ(event.amount, std::nullopt);
    EXPECT_EQ(event.field("message"), std::nullopt);
    EXPECT_EQ(event.field("provider"), std::nullopt);
    EXPECT_THAT(event.field("data.flagged"), Optional(std::string("perhaps")));
    EXPECT_THAT(event.field("data.data.message"), Optional(std::string("5")));
}

TEST(RoughInput, AnActivityWithoutAnythingIsReachedByItsTopic)
{
    const Event event = read(notification_of(R"({"type":"message","topic":"channel.activities"})"));
    EXPECT_EQ(event.kind, Kind::other);
    EXPECT_EQ(event.topic, "channel.activities");
}

TEST(RoughInput, APlainTextAsDataIsReachedByItsPath)
{
    const Event event = read(notification_of(R"({"type":"message","topic":"astro","data":"hello"})"));
    EXPECT_EQ(event.topic, "astro");
    EXPECT_THAT(event.field("data"), Optional(std::string("hello")));
}

struct Amount {
    const char *json;
    std::optional<std::string> read;
};

TEST(RoughInput, AmountsArePlainDecimalNumbersOrNothing)
{
    const Amount amounts[] = {
        {"5", "5"},
        {"5.0", "5"},
        {"4.20", "4.2"},
        {"0", "0"},
        {"-0.0", "0"},
        {"-3.5", "-3.5"},
        {"0.0000001", "0"},
        {"1000000", "1000000"},
        {"1e6", "1000000"},
        {"123456789.25", "123456789.25"},
        {"0.1", "0.1"},
        {"\"12.50\"", "12.5"},
        {"\" 8 \"", "8"},
        {"1e300", std::nullopt},
        {"\"1e999\"", std::nullopt},
        {"\"5,5\"", std::nullopt},
        {"\"five\"", std::nullopt},
        {"\"0x10\"", std::nullopt},
        {"\"inf\"", std::nullopt},
        {"\"\"", std::nullopt},
        {"true", std::nullopt},
        {"null", std::nullopt},
        {"[5]", std::nullopt},
        {"{\"amount\":5}", std::nullopt},
    };
    for (const Amount &amount : amounts) {
        const auto notification = fixture(
            "activities-tip", [&](Json::Value &frame) { frame["data"]["data"]["amount"] = json_of(amount.json); });
        EXPECT_EQ(read(notification).amount, amount.read) << amount.json;
    }
}

TEST(RoughInput, ATierMayBeANumber)
{
    const auto tier = [](const char *json) {
        return read(fixture("activities-subscriber-resub",
                            [&](Json::Value &frame) { frame["data"]["data"]["tier"] = json_of(json); }))
            .tier;
    };
    EXPECT_EQ(tier("1000"), "1000");
    EXPECT_EQ(tier("2000.0"), "2000");
    EXPECT_EQ(tier("\"prime\""), "prime");
    for (const char *none : {"null", "true", "[1000]", "{}", "\" \""})
        EXPECT_EQ(tier(none), "") << none;
}

TEST(RoughInput, TheGiverOfACommunityGiftIsItsUserAndItsSender)
{
    for (const char *left : {"sender", "username", "displayName"}) {
        const Event event = read(fixture("activities-community-gift", [&](Json::Value &frame) {
            Json::Value &details = frame["data"]["data"];
            for (const char *name : {"sender", "username", "displayName"})
                details.removeMember(name);
            details[left] = "GenerousGail";
        }));
        EXPECT_EQ(event.user, "GenerousGail") << left;
        EXPECT_EQ(event.sender, "GenerousGail") << left;
    }
}

struct Name {
    const char *user;
    const char *display;
    const char *shown;
};

TEST(RoughInput, TheDisplayNameIsShownUnlessItIsBlank)
{
    const Name names[] = {{"plain", "Pretty", "Pretty"}, {"plain", "", "plain"},   {"plain", "   ", "plain"},
                          {"plain", "\u202E", "plain"},  {"", "Pretty", "Pretty"}, {"", "", ""}};
    for (const Name &name : names) {
        const auto notification = fixture("activities-follow", [&](Json::Value &frame) {
            frame["data"]["data"]["username"] = name.user;
            frame["data"]["data"]["displayName"] = name.display;
        });
        EXPECT_EQ(read(notification).user, name.shown) << name.user << ", " << name.display;
    }
}

struct Created {
    const char *at;
    const char *shown; ///< in a zone five and a half hours east of Greenwich
};

TEST(RoughInput, TheTimeIsWhenItHappenedOnTheStreamersClock)
{
    const harness::TimeZone zone("XYZ-5:30");
    const Created times[] = {
        {"2026-03-14T18:30:01.250Z", "00:00"},       {"2026-03-14T18:30:01Z", "00:00"},
        {"2026-03-14T18:30:01.999999999Z", "00:00"}, {"2026-03-14T20:30:01+02:00", "00:00"},
        {"2026-03-14T12:30:01.5-06:00", "00:00"},    {"2024-02-29T23:59:59Z", "05:29"},
        {"1999-12-31T00:00:00Z", "05:30"},
    };
    for (const Created &time : times) {
        const auto notification =
            fixture("activities-follow", [&](Json::Value &frame) { frame["data"]["createdAt"] = time.at; });
        EXPECT_EQ(read(notification).time, time.shown) << time.at;
    }
}

TEST(RoughInput, ATimeThatCannotBeReadIsTheTimeOfTheDelivery)
{
    const harness::TimeZone zone("UTC0");
    for (const char *at :
         {"", "yesterday", "2026-13-01T00:00:00Z", "2026-03-14", "2026-03-14T25:00:00Z", "2026-03-14T10:61:00Z",
          "2026-03-14T10:00:99Z", "2200-01-01T00:00:-1Z", "2200-01-01T00:00:00+-1:00", "2026-03-14T10:00:00+99:99",
          "9999-12-31T23:59:59Z", "-001-01-01T00:00:00Z", "2026-03-14T18:30:&01.250Z"}) {
        const auto notification =
            fixture("activities-follow", [&](Json::Value &frame) { frame["data"]["createdAt"] = at; });
        EXPECT_EQ(read(notification).time, "18:30") << at;
    }
}

TEST(RoughInput, WithoutAnyTimeItIsNow)
{
    const harness::TimeZone zone("UTC0");
    const auto notification = fixture("activities-follow", [](Json::Value &frame) {
        frame["data"].removeMember("createdAt");
        frame["ts"] = 5;
    });
    EXPECT_EQ(read(notification).time, "20:15");
}

TEST(RoughInput, ProvidersAreComparedWithoutCase)
{
    const auto youtube = [](const char *name) {
        return [name](Json::Value &frame) { frame["data"]["provider"] = name; };
    };
    for (const char *name : {"YouTube", "YOUTUBE", "youtube"})
        EXPECT_EQ(read(fixture("activities-subscriber-new", youtube(name))).kind, Kind::follow) << name;
    EXPECT_EQ(read(fixture("activities-subscriber-new", youtube("Twitch"))).provider, "twitch");
}

TEST(RoughInput, MoneyIsNeverMultipliedByMonths)
{
    const Event event = read(fixture("activities-subscriber-resub"));
    EXPECT_EQ(event.amount, "27");
    EXPECT_EQ(event.months, "27");
    EXPECT_EQ(event.currency, "");
}

TEST(RoughInput, OtherTypesOfActivitiesAreReachedByTopicAndPath)
{
    for (const char *type : {"event", "cheerPurchase", "fan", "supporter", "stars", "share", "videolike", "elixir",
                             "hypetrainProgress", "hypetrainEnd", "giveaway", "sponsorship", "FOLLOW", "follow ", ""}) {
        const auto notification =
            fixture("activities-cheer", [&](Json::Value &frame) { frame["data"]["type"] = type; });
        const Event event = read(notification);
        EXPECT_EQ(event.kind, Kind::other) << type;
        EXPECT_EQ(event.topic, "channel.activities");
        EXPECT_EQ(event.user, "SparrowByte") << type;
        EXPECT_THAT(event.field("data.data.amount"), Optional(std::string("350"))) << type;
    }
}

TEST(RoughInput, AMockedEventIsAnEventThatSaysSo)
{
    const Event event = read(fixture("activities-tip-mock"));
    EXPECT_EQ(event.kind, Kind::tip);
    EXPECT_TRUE(event.is_test);
    EXPECT_FALSE(read(fixture("activities-tip")).is_test);
    for (const char *odd : {"false", "null", "1", "\"true\"", "{}"}) {
        const Json::Value value = json_of(odd);
        EXPECT_FALSE(read(fixture("activities-tip", [&](Json::Value &f) { f["data"]["isMock"] = value; })).is_test)
            << odd;
    }
    EXPECT_THAT(event.field("data.isMock"), Optional(std::string("true")));
}

TEST(RoughInput, CurrenciesAreInUpperCase)
{
    const auto with = [](const char *name, const char *currency) {
        return read(fixture(name,
                            [&](Json::Value &frame) {
                                Json::Value &data = frame["data"];
                                (data.isMember("donation") ? data["donation"] : data["data"])["currency"] = currency;
                            }))
            .field("currency");
    };
    for (const char *name : {"activities-tip", "activities-superchat", "activities-merch", "activities-purchase",
                             "activities-charity", "tips-allowed", "tips-moderation-allowed"}) {
        EXPECT_THAT(with(name, "eur"), Optional(std::string("EUR"))) << name;
        EXPECT_THAT(with(name, "Usd"), Optional(std::string("USD"))) << name;
        EXPECT_THAT(with(name, "JPY"), Optional(std::string("JPY"))) << name;
        EXPECT_EQ(with(name, " "), std::nullopt) << name;
    }
}

TEST(RoughInput, ATextThatShowsNothingIsMissing)
{
    struct Row {
        const char *fixture;
        const char *member;
        const char *field;
    };
    const Row rows[] = {
        {"activities-subscriber-gift", "sender", "sender"},
        {"activities-tip", "username", "user"},
        {"activities-tip", "message", "message"},
        {"activities-tip", "currency", "currency"},
        {"activities-subscriber-new", "tier", "tier"},
        {"activities-channel-points", "redemption", "item"},
        {"activities-tip", "amount", "amount"},
    };
    for (const Row &row : rows) {
        EXPECT_NE(read(fixture(row.fixture)).field(row.field), std::nullopt) << row.fixture << " " << row.field;
        for (const char *json : {"null", R"("")", R"(" ")", R"("\t\n ")", R"("\u00A0\u3000")", R"("\u0007\u202E")"}) {
            const Json::Value nothing = json_of(json);
            const Event event =
                read(fixture(row.fixture, [&](Json::Value &frame) { frame["data"]["data"][row.member] = nothing; }));
            EXPECT_EQ(event.field(row.field), std::nullopt) << row.fixture << " " << row.field << " " << json;
            EXPECT_EQ(event.shown(row.field), "") << row.fixture << " " << row.field << " " << json;
            EXPECT_FALSE(event.has(row.field)) << row.fixture << " " << row.field << " " << json;
        }
    }
}

TEST(RoughInput, EveryActionOfTheOverlayIsReachedByItsPath)
{
    for (const char *action : {"pause", "unpause", "mute", "unmute", "skip", "playNext", "emptyHypeCup", "reload"}) {
        const Event event =
            read(fixture("overlay-action", [&](Json::Value &frame) { frame["data"]["action"] = action; }));
        EXPECT_EQ(event.topic, "channel.overlay.action");
        EXPECT_THAT(event.field("data.action"), Optional(std::string(action)));
    }
}

struct Path {
    const char *fixture;
    const char *path;
    const char *value;
};

TEST(RoughInput, PathsReachWhatHasNoFieldOfItsOwn)
{
    const Path paths[] = {
        {"activities-merch", "data.data.items.1.name", "Sticker set"},
        {"activities-merch", "data.data.items.1.quantity", "2"},
        {"activities-merch", "data.data.items.0.price", "29.9"},
        {"activities-subscriber-resub", "data.data.streak", "4"},
        {"session-update-follower-latest", "data.data.name", "Mossy_Fern"},
        {"session-reset", "data.follower-latest.name", "Mossy_Fern"},
        {"session-reset", "data.follower-session.count", "0"},
        {"chatbot-counters", "data.counter", "falls"},
        {"chatbot-counters", "data.value", "7"},
        {"overlay-broadcast", "data.data.colour", "teal"},
        {"overlay-update", "data.widgets.0.type", "se-widget-alert-box"},
        {"stream-online", "data.isLive", "true"},
        {"kvstore-update", "data.value", "true"},
        {"loyalty-redemptions", "data.item.name", "Choose the next level"},
        {"contests", "data.payload.state", "running"},
        {"giveaways", "data.data.entry.username", "inkwell"},
        {"songrequest", "data.payload.nextSong.title", "Slow Tide"},
        {"tips-moderation-allowed", "data.approvedBy", "modmarie"},
        {"chat-twitch", "data.badges.1.set_id", "vip"},
        {"chat-youtube", "data.authorDetails.isChatSponsor", "true"},
        {"brief-follow", "data.displayName", "Mossy_Fern"},
    };
    for (const Path &path : paths)
        EXPECT_THAT(read(fixture(path.fixture)).field(path.path), Optional(std::string(path.value)))
            << path.fixture << " " << path.path;
}

TEST(RoughInput, AFieldThatIsNotThereIsNothing)
{
    const Event event = read(fixture("activities-merch"));
    for (const char *path : {"", ".", "data", "data.data.items", "data.data.items.2.name", "data.data.items.-1.name",
                             "data.nothing", "nothing", "data..data", "User"})
        EXPECT_EQ(event.field(path), std::nullopt) << path;
}

} // namespace
} // namespace astro::events
