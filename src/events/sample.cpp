// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/composed.h"
#include "events/maker.h"

#include "gateway/message.h"
#include "support/json.h"

#include <map>
#include <string_view>

namespace astro::events {
namespace {

/// What the gateway would send: so a sample goes the same way as the real thing, paths into its JSON included.
struct Source {
    std::string_view topic;
    const char *data;
};

const std::map<Kind, Source> &sources()
{
    static const std::map<Kind, Source> all = {
        {Kind::follow, {"channel.activities", R"({"type":"follow","provider":"twitch","data":{"displayName":"Ada"}})"}},
        {Kind::tip,
         {"channel.activities",
          R"({"type":"tip","provider":"twitch","data":{"username":"Ada","amount":5,"currency":"EUR","message":"Great stream!"}})"}},
        {Kind::subscription,
         {"channel.activities",
          R"({"type":"subscriber","provider":"twitch","data":{"displayName":"Ada","amount":1,"tier":"1000"}})"}},
        {Kind::resubscription,
         {"channel.activities",
          R"({"type":"subscriber","provider":"twitch","data":{"displayName":"Ada","amount":12,"tier":"1000","message":"A whole year!"}})"}},
        {Kind::gift,
         {"channel.activities",
          R"({"type":"subscriber","provider":"twitch","data":{"displayName":"Ben","sender":"Ada","gifted":true,"amount":1,"tier":"1000"}})"}},
        {Kind::community_gift,
         {"channel.activities",
          R"({"type":"communityGiftPurchase","provider":"twitch","data":{"displayName":"Ada","sender":"Ada","amount":5,"tier":"1000"}})"}},
        {Kind::cheer,
         {"channel.activities",
          R"({"type":"cheer","provider":"twitch","data":{"displayName":"Ada","amount":100,"message":"Cheer100 well played"}})"}},
        {Kind::kicks,
         {"channel.activities", R"({"type":"kicks","provider":"kick","data":{"displayName":"Ada","amount":100}})"}},
        {Kind::raid,
         {"channel.activities", R"({"type":"raid","provider":"twitch","data":{"displayName":"Ada","amount":42}})"}},
        {Kind::host,
         {"channel.activities", R"({"type":"host","provider":"twitch","data":{"displayName":"Ada","amount":42}})"}},
        {Kind::superchat,
         {"channel.activities",
          R"({"type":"superchat","provider":"youtube","data":{"displayName":"Ada","amount":5,"currency":"EUR","message":"Great stream!"}})"}},
        {Kind::member,
         {"channel.activities",
          R"({"type":"sponsor","provider":"youtube","data":{"displayName":"Ada","amount":1,"message":"Glad to be here"}})"}},
        {Kind::channel_points,
         {"channel.activities",
          R"({"type":"channelPointsRedemption","provider":"twitch","data":{"displayName":"Ada","amount":500,"redemption":"Drink water","message":"Cheers"}})"}},
        {Kind::redemption,
         {"channel.activities",
          R"({"type":"redemption","provider":"twitch","data":{"username":"Ada","redemption":"Pick the next song","message":"Something slow"}})"}},
        {Kind::merch,
         {"channel.activities",
          R"({"type":"merch","data":{"username":"Ada","amount":25,"currency":"EUR","items":[{"name":"Mug","price":25,"quantity":1}]}})"}},
        {Kind::purchase,
         {"channel.activities",
          R"({"type":"purchase","data":{"username":"Ada","amount":25,"currency":"EUR","items":[{"name":"Mug","price":25,"quantity":1}]}})"}},
        {Kind::charity,
         {"channel.activities",
          R"({"type":"charityCampaignDonation","provider":"twitch","data":{"displayName":"Ada","amount":10,"currency":"EUR"}})"}},
        {Kind::hype_train,
         {"channel.activities", R"({"type":"hypetrainStart","provider":"twitch","data":{"amount":1,"level":1}})"}},
        {Kind::chat,
         {"channel.chat.message",
          R"({"chatter_user_login":"ada","chatter_user_name":"Ada","message":{"text":"!hug Ben"},"badges":[{"set_id":"subscriber"}]})"}},
        {Kind::stream_online, {"channel.stream.status", R"({"isLive":true})"}},
        {Kind::stream_offline, {"channel.stream.status", R"({"isLive":false})"}},
    };
    return all;
}

/// For a rule that names a topic: what comes over it most often.
Source source_of(std::string_view topic)
{
    if (topic == "channel.tips")
        return {
            "channel.tips",
            R"({"provider":"paypal","approved":"allowed","status":"success","donation":{"user":{"username":"Ada"},"amount":5,"currency":"EUR","message":"Great stream!"}})"};
    for (const auto &[kind, source] : sources()) {
        if (source.topic == topic)
            return source;
    }
    return {topic, R"({"data":{"name":"Ada","value":1}})"};
}

} // namespace

Event sample(Kind kind, std::string_view topic)
{
    if (kind == Kind::connection_lost || kind == Kind::connection_back)
        return connection_event(kind, "", Instant::now());
    const auto found = sources().find(kind);
    const Source source = found == sources().end() ? source_of(topic) : found->second;
    std::string why;
    Json::Value frame(Json::objectValue);
    frame["type"] = "message";
    frame["topic"] = std::string(source.topic);
    frame["data"] = json::parse(source.data, why).value_or(Json::Value(Json::objectValue));
    const gateway::Message message = gateway::decode(json::write_compact(frame));
    const auto *notification = std::get_if<gateway::Notification>(&message);
    if (!notification)
        return {}; // only without a topic
    auto made = Maker().make("", *notification, Instant::now());
    return made.empty() ? Event() : made.front();
}

} // namespace astro::events
