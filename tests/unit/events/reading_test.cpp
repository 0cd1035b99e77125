// SPDX-License-Identifier: GPL-2.0-or-later
// Which event each notification of the protocol becomes.
#include "events/reading.h"

#include "harness/machine.h"
#include "unit/events/frames.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

namespace astro::events {
namespace {

using Fields = std::map<std::string, std::string>;

struct Expected {
    const char *fixture;
    Kind kind;
    /// Every field that is there but topic and time, which all have; a field that is not named here must be missing.
    Fields fields;
};

void PrintTo(const Expected &expected, std::ostream *out)
{
    *out << expected.fixture;
}

const std::vector<Expected> &table()
{
    static const std::vector<Expected> rows = {
        // channel.activities
        {"activities-follow", Kind::follow, {{"type", "follow"}, {"provider", "twitch"}, {"user", "Mossy_Fern"}}},
        {"activities-follow-kick", Kind::follow, {{"type", "follow"}, {"provider", "kick"}, {"user", "QuietOwl"}}},
        {"activities-follow-flagged", // an event as any other
         Kind::follow,
         {{"type", "follow"}, {"provider", "twitch"}, {"user", "Gravel_Gus"}}},
        {"activities-subscriber-new",
         Kind::subscription,
         {{"type", "subscriber"},
          {"provider", "twitch"},
          {"user", "CopperKite"},
          {"amount", "1"},
          {"months", "1"},
          {"tier", "prime"}}},
        {"activities-subscriber-resub",
         Kind::resubscription,
         {{"type", "subscriber"},
          {"provider", "twitch"},
          {"user", "LanternJoe"},
          {"amount", "27"},
          {"months", "27"},
          {"tier", "2000"},
          {"message", "Two years and counting"}}},
        {"activities-subscriber-gift",
         Kind::gift,
         {{"type", "subscriber"},
          {"provider", "twitch"},
          {"user", "tinfoil_tim"},
          {"sender", "GenerousGail"},
          {"amount", "1"},
          {"months", "1"},
          {"tier", "1000"},
          {"message", "GenerousGail gifted a Tier 1 sub to tinfoil_tim!"}}},
        {"activities-subscriber-gift-of-community",
         Kind::gift,
         {{"type", "subscriber"},
          {"provider", "twitch"},
          {"user", "pebble_one"},
          {"sender", "GenerousGail"},
          {"amount", "1"},
          {"months", "1"},
          {"tier", "1000"},
          {"message", "GenerousGail gifted a Tier 1 sub to pebble_one!"}}},
        {"activities-community-gift",
         Kind::community_gift,
         {{"type", "communityGiftPurchase"},
          {"provider", "twitch"},
          {"user", "GenerousGail"},
          {"sender", "generousgail"},
          {"amount", "3"},
          {"tier", "1000"}}},
        {"activities-subscriber-youtube",
         Kind::follow, // a free channel subscription: no money, no months
         {{"type", "subscriber"}, {"provider", "youtube"}, {"user", "Nimbus 77"}}},
        {"activities-sponsor",
         Kind::member,
         {{"type", "sponsor"},
          {"provider", "youtube"},
          {"user", "Velvet Badger"},
          {"amount", "6"},
          {"message", "Half a year!"}}},
        {"activities-sponsor-gift",
         Kind::gift,
         {{"type", "sponsor"},
          {"provider", "youtube"},
          {"user", "Pine Marten"},
          {"sender", "Velvet Badger"},
          {"amount", "1"}}},
        {"activities-superchat",
         Kind::superchat,
         {{"type", "superchat"},
          {"provider", "youtube"},
          {"user", "Orbit Fox"},
          {"amount", "7.5"},
          {"currency", "GBP"},
          {"message", "Love the new map"}}},
        {"activities-tip",
         Kind::tip,
         {{"type", "tip"},
          {"provider", "twitch"},
          {"user", "Harbour Lights"},
          {"amount", "12.5"},
          {"currency", "SEK"},
          {"message", "For the new microphone"}}},
        {"activities-tip-mock",
         Kind::tip,
         {{"type", "tip"}, {"provider", "twitch"}, {"user", "Styler"}, {"amount", "3"}}},
        {"activities-cheer",
         Kind::cheer,
         {{"type", "cheer"},
          {"provider", "twitch"},
          {"user", "SparrowByte"},
          {"amount", "350"},
          {"message", "Cheer350 what a save"}}},
        {"activities-raid",
         Kind::raid,
         {{"type", "raid"}, {"provider", "twitch"}, {"user", "Northern_Cat"}, {"amount", "88"}}},
        {"activities-raid-amount-as-text",
         Kind::raid,
         {{"type", "raid"}, {"provider", "twitch"}, {"user", "Southern_Dog"}, {"amount", "17"}}},
        {"activities-host",
         Kind::host,
         {{"type", "host"}, {"provider", "twitch"}, {"user", "Friendly_Host"}, {"amount", "9"}}},
        {"activities-channel-points",
         Kind::channel_points,
         {{"type", "channelPointsRedemption"},
          {"provider", "twitch"},
          {"user", "WaveLength"},
          {"amount", "1500"},
          {"item", "Hydrate!"},
          {"message", "with lemon"}}},
        {"activities-redemption",
         Kind::redemption,
         {{"type", "redemption"},
          {"user", "marble_run"},
          {"item", "Choose the next level"},
          {"message", "the icy one"}}},
        {"activities-merch",
         Kind::merch,
         {{"type", "merch"},
          {"provider", "twitch"},
          {"user", "Sunny Side"},
          {"amount", "41.9"},
          {"currency", "EUR"},
          {"item", "Hoodie, Sticker set"}}},
        {"activities-purchase",
         Kind::purchase,
         {{"type", "purchase"}, {"user", "Cloudberry"}, {"item", "Wallpaper pack"}}},
        {"activities-charity",
         Kind::charity,
         {{"type", "charityCampaignDonation"},
          {"provider", "twitch"},
          {"user", "Kindly Ken"},
          {"amount", "20"},
          {"currency", "USD"}}},
        {"activities-hypetrain-start",
         Kind::hype_train,
         {{"type", "hypetrainStart"}, {"provider", "twitch"}, {"amount", "1"}}},
        {"activities-kicks",
         Kind::kicks,
         {{"type", "kicks"}, {"provider", "kick"}, {"user", "GreenHouse"}, {"amount", "500"}}},
        {"activities-stars",
         Kind::other,
         {{"type", "stars"}, {"provider", "facebook"}, {"user", "Dune Walker"}, {"amount", "50"}}},
        {"activities-unknown-type",
         Kind::other,
         {{"type", "lighthouseBlink"},
          {"provider", "semaphore"},
          {"user", "keeper"},
          {"amount", "2"},
          {"message", "blink"}}},
        // the other topics
        {"tips-allowed",
         Kind::tip,
         {{"type", "tip"},
          {"provider", "paypal"},
          {"user", "Harbour Lights"},
          {"amount", "12.5"},
          {"currency", "SEK"},
          {"message", "For the new microphone"}}},
        {"tips-pending", // only for its topic
         Kind::tip,
         {{"type", "tip"},
          {"provider", "paypal"},
          {"user", "Harbour Lights"},
          {"amount", "12.5"},
          {"currency", "SEK"},
          {"message", "For the new microphone"}}},
        {"tips-moderation-pending",
         Kind::other,
         {{"type", "tip"},
          {"provider", "paypal"},
          {"user", "Harbour Lights"},
          {"amount", "12.5"},
          {"currency", "SEK"},
          {"item", "pending"},
          {"message", "For the new microphone"}}},
        {"tips-moderation-allowed",
         Kind::other,
         {{"type", "tip"},
          {"provider", "paypal"},
          {"user", "Harbour Lights"},
          {"amount", "12.5"},
          {"currency", "SEK"},
          {"item", "allowed"},
          {"message", "For the new microphone"}}},
        {"tips-moderation-rejected",
         Kind::other,
         {{"type", "tip"},
          {"provider", "paypal"},
          {"user", "Harbour Lights"},
          {"amount", "12.5"},
          {"currency", "SEK"},
          {"item", "rejected"},
          {"message", "For the new microphone"}}},
        {"stream-online", Kind::stream_online, {}},
        {"stream-offline", Kind::stream_offline, {}},
        {"session-update-follower-latest",
         Kind::other,
         {{"type", "follower-latest"}, {"provider", "twitch"}, {"item", "follower-latest"}, {"user", "Mossy_Fern"}}},
        {"session-update-tip-session",
         Kind::other,
         {{"type", "tip-session"}, {"provider", "twitch"}, {"item", "tip-session"}, {"amount", "112.75"}}},
        {"session-update-cheer-count",
         Kind::other,
         {{"type", "cheer-count"}, {"provider", "twitch"}, {"item", "cheer-count"}, {"amount", "14"}}},
        {"chat-twitch",
         Kind::chat,
         {{"type", "message"},
          {"provider", "twitch"},
          {"user", "InkWell"},
          {"message", "Good evening Kappa"},
          {"roles", "vip subscriber"}}},
        {"chat-youtube",
         Kind::chat,
         {{"type", "message"},
          {"provider", "youtube"},
          {"user", "Ink Well"},
          {"message", "Good evening :wave:"},
          {"roles", "subscriber"}}},
        {"chat-kick",
         Kind::chat,
         {{"type", "message"},
          {"provider", "kick"},
          {"user", "TheStreamer"},
          {"message", "Good evening from the green side [emote:1000001:wave]"},
          {"roles", "broadcaster"}}},
        {"chat-kick-identity",
         Kind::chat,
         {{"type", "message"},
          {"provider", "kick"},
          {"user", "InkWellKick"},
          {"message", "!hug  Ada Lovelace "},
          {"command", "!hug"},
          {"args", "Ada Lovelace"},
          {"roles", "moderator subscriber"}}},
        {"chat-trovo",
         Kind::chat,
         {{"type", "message"},
          {"provider", "trovo"},
          {"user", "Ink_Trovo"},
          {"message", "Good evening from Trovo :wave! "},
          {"roles", "broadcaster"}}},
        {"session-reset", Kind::other, {}},
        {"chatbot-counters", Kind::other, {}},
        {"overlay-action", Kind::other, {}},
        {"overlay-update", Kind::other, {}},
        {"overlay-broadcast", Kind::other, {}},
        {"contests", Kind::other, {}},
        {"giveaways", Kind::other, {}},
        {"songrequest", Kind::other, {}},
        {"kvstore-update", Kind::other, {}},
        {"chatbot-status", Kind::other, {}},
        {"chatbot-pyramid", Kind::other, {}},
        {"chatbot-emotecombo", Kind::other, {}},
        {"chatbot-audiencequeue", Kind::other, {}},
        {"announcements", Kind::other, {}},
        {"chatstats", Kind::other, {}},
        {"loyalty-redemptions", Kind::other, {}},
        {"loyalty-items", Kind::other, {}},
        {"brief-follow", Kind::other, {}},
        {"brief-astro", Kind::other, {}},
    };
    return rows;
}

class EachFixture : public testing::TestWithParam<Expected> {};

TEST_P(EachFixture, BecomesItsKindWithExactlyItsFields)
{
    const harness::TimeZone zone("UTC0");
    const gateway::Notification notification = fixture(GetParam().fixture);
    const Reading reading = read_notification(notification, evening().wall);
    EXPECT_EQ(reading.event.for_its_topic_only, GetParam().fixture == std::string("tips-pending"));
    EXPECT_EQ(reading.event.kind, GetParam().kind);
    Fields found;
    for (const std::string &name : field_names()) {
        if (const auto value = reading.event.field(name))
            found[name] = *value;
    }
    Fields expected = GetParam().fields;
    expected["topic"] = notification.topic;
    // The tips were given in the minute before.
    expected["time"] = std::string(GetParam().fixture).rfind("tips-", 0) == 0 ? "18:29" : "18:30";
    EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(Reading, EachFixture, testing::ValuesIn(table()), [](const auto &row) {
    std::string name = row.param.fixture;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(Reading, EveryFixtureOfTheFolderIsInTheTable)
{
    std::set<std::string> listed;
    for (const Expected &row : table())
        listed.insert(row.fixture);
    EXPECT_EQ(fixture_names(), listed);
}

TEST(Reading, EveryFixtureSaysWhereItsShapeComesFrom)
{
    const std::string told = text_of(std::filesystem::path(ASTRO_FIXTURES) / "README.md");
    for (const std::string &name : fixture_names())
        EXPECT_THAT(told, testing::HasSubstr('`' + name + '`'));
}

TEST(Reading, EveryKindThatARuleCanNameHasAFixture)
{
    std::set<std::string> words;
    for (const Expected &row : table())
        words.insert(std::string(to_word(row.kind)));
    words.erase("other");
    const std::set<std::string> of_the_format = {
        "follow",     "tip",        "subscription", "resubscription", "gift",      "community_gift", "cheer",
        "kicks",      "hype_train", "raid",         "host",           "superchat", "member",         "channel_points",
        "redemption", "merch",      "purchase",     "charity",        "chat",      "stream_online",  "stream_offline"};
    EXPECT_EQ(words, of_the_format);
    const std::set<Kind> of_our_own = {Kind::connection_lost, Kind::connection_back};
    std::set<std::string> nameable;
    for (const Kind kind : nameable_kinds()) {
        EXPECT_EQ(kind_from(to_word(kind)), kind);
        if (of_our_own.count(kind) == 0)
            nameable.insert(std::string(to_word(kind)));
    }
    EXPECT_EQ(nameable, of_the_format);
}

} // namespace
} // namespace astro::events
