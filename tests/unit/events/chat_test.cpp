// SPDX-License-Identifier: GPL-2.0-or-later
// What a chat message says besides its words: commands to a bot, and what its writer is in the channel.
#include "events/reading.h"

#include "unit/events/frames.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace astro::events {
namespace {

using testing::IsEmpty;

Event read(const std::string &name, const Change &change = {})
{
    return read_notification(fixture(name, change), evening().wall).event;
}

Event said(const std::string &message)
{
    return read("chat-twitch", [&](Json::Value &frame) { frame["data"]["message"]["text"] = message; });
}

struct Said {
    const char *message;
    const char *command;
    const char *args;
};

TEST(ChatCommands, AreTheFirstWordAndTheRest)
{
    const Said table[] = {
        {"!hug", "!hug", ""},
        {"!Hug Ada", "!hug", "Ada"},
        {"!HUG   Ada  Lovelace  ", "!hug", "Ada  Lovelace"},
        {"  !hug Ada", "!hug", "Ada"},
        {"!hug\u3000Ada", "!hug", "Ada"},
        {"!hug Ada \U000E0000", "!hug", "Ada"}, // how some clients say the same thing twice
        {"!GRÜSSE an ÄNNE", "!grüsse", "an ÄNNE"},
        {"!ПРИВЕТ", "!привет", ""},
        {"!so !hug", "!so", "!hug"},
        {"!", "!", ""},
        {"! hug", "!", "hug"},
        {"!!!", "!!!", ""},
        {"hello !hug", "", ""},
        {"hello", "", ""},
        {"¡hola", "", ""},
        {"", "", ""},
        {"   ", "", ""},
    };
    for (const Said &row : table) {
        const Event event = said(row.message);
        EXPECT_EQ(event.command, row.command) << row.message;
        EXPECT_EQ(event.args, row.args) << row.message;
    }
}

TEST(ChatCommands, AreThereOrMissingAsAnyField)
{
    EXPECT_EQ(said("!hug").field("command"), "!hug");
    EXPECT_EQ(said("!hug").field("args"), std::nullopt);
    EXPECT_EQ(said("hello").field("command"), std::nullopt);
    EXPECT_EQ(said("!hug Ada").shown("args"), "Ada");
}

TEST(ChatCommands, AreOfChatAlone)
{
    const Event tip = read("activities-tip", [](Json::Value &frame) { frame["data"]["data"]["message"] = "!hug Ada"; });
    EXPECT_EQ(tip.message, "!hug Ada");
    EXPECT_EQ(tip.command, "");
    EXPECT_EQ(tip.args, "");
}

TEST(ChatCommands, AreReadOnEachPlatform)
{
    const std::vector<std::pair<const char *, const char *>> words = {
        {"chat-twitch", "data.message.text"},
        {"chat-youtube", "data.snippet.displayMessage"},
        {"chat-kick", "data.content"},
        {"chat-trovo", "data.data.text"},
    };
    for (const auto &[name, path] : words) {
        const Event event = read(name, [at = path](Json::Value &frame) {
            *const_cast<Json::Value *>(json::at_path(frame, at)) = "!Dice 6";
        });
        EXPECT_EQ(event.command, "!dice") << name;
        EXPECT_EQ(event.args, "6") << name;
    }
}

TEST(ChatRoles, OfTwitchAreItsBadges)
{
    const auto with = [](const std::vector<const char *> &badges) {
        return read("chat-twitch",
                    [&](Json::Value &frame) {
                        frame["data"]["badges"] = Json::Value(Json::arrayValue);
                        for (const char *badge : badges) {
                            Json::Value one(Json::objectValue);
                            one["set_id"] = badge;
                            frame["data"]["badges"].append(one);
                        }
                    })
            .roles;
    };
    EXPECT_EQ(with({}), "");
    EXPECT_EQ(with({"broadcaster"}), "broadcaster");
    EXPECT_EQ(with({"moderator"}), "moderator");
    EXPECT_EQ(with({"vip"}), "vip");
    EXPECT_EQ(with({"subscriber"}), "subscriber");
    EXPECT_EQ(with({"founder"}), "subscriber");
    EXPECT_EQ(with({"subscriber", "founder"}), "subscriber");
    EXPECT_EQ(with({"premium", "share-the-love", "Moderator"}), "");
    EXPECT_EQ(with({"subscriber", "vip", "premium", "moderator", "broadcaster"}),
              "broadcaster moderator vip subscriber");
}

TEST(ChatRoles, OfYouTubeAreItsFlags)
{
    const auto with = [](bool owner, bool moderator, bool sponsor) {
        return read("chat-youtube",
                    [&](Json::Value &frame) {
                        Json::Value &author = frame["data"]["authorDetails"];
                        author["isChatOwner"] = owner;
                        author["isChatModerator"] = moderator;
                        author["isChatSponsor"] = sponsor;
                    })
            .roles;
    };
    EXPECT_EQ(with(false, false, false), "");
    EXPECT_EQ(with(true, false, false), "broadcaster");
    EXPECT_EQ(with(false, true, false), "moderator");
    EXPECT_EQ(with(false, false, true), "subscriber");
    EXPECT_EQ(with(true, true, true), "broadcaster moderator subscriber");
}

TEST(ChatRoles, OfKickAreItsBadgesAndItsOwner)
{
    const auto with = [](Json::Value user, Json::Value owner, const std::vector<const char *> &badges) {
        return read("chat-kick-identity",
                    [&](Json::Value &frame) {
                        frame["data"]["sender"]["user_id"] = user;
                        frame["data"]["broadcaster"]["user_id"] = owner;
                        Json::Value &list = frame["data"]["sender"]["identity"]["badges"];
                        list = Json::Value(Json::arrayValue);
                        for (const char *badge : badges) {
                            Json::Value one(Json::objectValue);
                            one["type"] = badge;
                            list.append(one);
                        }
                    })
            .roles;
    };
    EXPECT_EQ(with(1, 2, {}), "");
    EXPECT_EQ(with(1, 1, {}), "broadcaster");
    EXPECT_EQ(with("1", "1", {}), "broadcaster");
    EXPECT_EQ(with(Json::Value(), Json::Value(), {}), "") << "neither is told";
    EXPECT_EQ(with(1, 2, {"broadcaster"}), "broadcaster");
    EXPECT_EQ(with(1, 2, {"sub_gifter", "subscriber", "moderator", "vip"}), "moderator vip subscriber");
    EXPECT_EQ(with(1, 1, {"subscriber"}), "broadcaster subscriber");
}

TEST(ChatRoles, OfTrovoAreItsRoles)
{
    const auto with = [](const std::vector<const char *> &roles) {
        return read("chat-trovo",
                    [&](Json::Value &frame) {
                        Json::Value &list = frame["data"]["data"]["roles"];
                        list = Json::Value(Json::arrayValue);
                        for (const char *role : roles)
                            list.append(role);
                    })
            .roles;
    };
    EXPECT_EQ(with({}), "");
    EXPECT_EQ(with({"streamer"}), "broadcaster");
    EXPECT_EQ(with({"follower", "subscriber", "mod"}), "moderator subscriber");
    EXPECT_EQ(with({"Friends of the house"}), "");
}

TEST(ChatRoles, OfAnOddShapeAreNone)
{
    for (const char *json : {"null", "7", "\"vip\"", "{}", "[[],{},null,7,true]"}) {
        const Json::Value odd = json_of(json);
        EXPECT_THAT(read("chat-twitch", [&](Json::Value &frame) { frame["data"]["badges"] = odd; }).roles, IsEmpty());
        EXPECT_THAT(read("chat-trovo", [&](Json::Value &frame) { frame["data"]["data"]["roles"] = odd; }).roles,
                    IsEmpty());
        EXPECT_THAT(
            read("chat-kick-identity", [&](Json::Value &frame) { frame["data"]["sender"]["identity"] = odd; }).roles,
            IsEmpty());
    }
}

struct Part {
    const char *fixture;
    const char *missing; ///< a path; what stands there is no longer there
    const char *provider;
    bool has_user, has_message;
};

TEST(Chat, OneMemberThatIsMissingLosesNoOther)
{
    const Part table[] = {
        {"chat-twitch", "data.message", "twitch", true, false},
        {"chat-twitch", "data.chatter_user_name", "twitch", true, true},
        {"chat-twitch", "data.chatter_user_login", "twitch", true, true},
        {"chat-youtube", "data.snippet", "youtube", true, false},
        {"chat-youtube", "data.authorDetails", "youtube", false, true},
        {"chat-kick", "data.sender", "kick", false, true},
        {"chat-kick", "data.content", "kick", true, false},
        {"chat-trovo", "data.data.display_name", "trovo", true, true},
        {"chat-trovo", "data.data.username", "trovo", true, true},
        {"chat-trovo", "data.data.text", "trovo", true, false},
    };
    for (const Part &part : table) {
        const std::string what = part.fixture + std::string(" without ") + part.missing;
        const std::string path = part.missing;
        const std::size_t dot = path.rfind('.');
        for (const char *instead : {"", "null", "7", "[]"}) {
            const Event event = read(part.fixture, [&](Json::Value &frame) {
                auto &in = const_cast<Json::Value &>(*json::at_path(frame, path.substr(0, dot)));
                in.removeMember(path.substr(dot + 1));
                if (*instead)
                    in[path.substr(dot + 1)] = json_of(instead);
            });
            EXPECT_EQ(event.provider, part.provider) << what << instead;
            EXPECT_EQ(!event.user.empty(), part.has_user) << what << instead;
            EXPECT_EQ(!event.message.empty(), part.has_message) << what << instead;
            EXPECT_NE(event.id, "") << what << instead;
        }
    }
}

TEST(Chat, TrovosWordsAloneAreKnown)
{
    const Event event = read("chat-trovo", [](Json::Value &frame) {
        frame["data"]["data"].removeMember("display_name");
        frame["data"]["data"].removeMember("username");
    });
    EXPECT_EQ(event.provider, "trovo");
    EXPECT_NE(event.message, "");
}

TEST(Chat, WhatIsOfNoPlatformIsOfNone)
{
    for (const char *data : {R"({"id":"1","text":"hello"})", R"({"message":{"text":"hello"}})", R"({"content":7})",
                             R"({"snippet":"hello"})", R"({"data":{"content":"hello"}})", R"({"data":{"text":7}})"}) {
        const Event event = read("chat-twitch", [&](Json::Value &frame) { frame["data"] = json_of(data); });
        EXPECT_EQ(event.provider, "") << data;
        EXPECT_EQ(event.kind, Kind::chat) << data;
    }
}

TEST(Chat, ItsFieldsAreOfferedWithTheOthers)
{
    for (const char *name : {"command", "args", "roles"})
        EXPECT_NE(std::find(field_names().begin(), field_names().end(), name), field_names().end()) << name;
}

} // namespace
} // namespace astro::events
