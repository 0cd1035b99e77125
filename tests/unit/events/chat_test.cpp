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

TEST(Chat, ItsFieldsAreOfferedWithTheOthers)
{
    for (const char *name : {"command", "args", "roles"})
        EXPECT_NE(std::find(field_names().begin(), field_names().end(), name), field_names().end()) << name;
}

} // namespace
} // namespace astro::events
