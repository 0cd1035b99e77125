// SPDX-License-Identifier: GPL-2.0-or-later
// channel.activities: follows, subscriptions, tips, cheers, raids and the like.
#include "events/reading.h"

#include "support/json.h"
#include "support/number.h"
#include "support/text.h"

#include <map>
#include <string_view>

namespace astro::events {
namespace {

using Adjust = void (*)(const Json::Value &details, Reading &reading);

void read_subscriber(const Json::Value &details, Reading &reading)
{
    Event &event = reading.event;
    if (event.provider == "youtube") {
        event.kind = Kind::follow; // a free channel subscription, no money
        event.amount.reset();
        return;
    }
    event.months = event.amount; // never money
    if (is_true(details, "gifted")) {
        event.kind = Kind::gift;
        event.of_community_gift = !event.group.empty();
        return;
    }
    const double months = event.months ? number_from(*event.months).value_or(1) : 1;
    event.kind = months > 1 ? Kind::resubscription : Kind::subscription;
}

void read_sponsor(const Json::Value &details, Reading &reading)
{
    Event &event = reading.event;
    event.kind = is_true(details, "gifted") ? Kind::gift : Kind::member;
    event.of_community_gift = event.kind == Kind::gift && !event.group.empty();
}

void read_community_gift(const Json::Value &, Reading &reading)
{
    Event &event = reading.event;
    event.kind = Kind::community_gift;
    // Both are the giver.
    if (event.sender.empty())
        event.sender = event.user;
    if (event.user.empty())
        event.user = event.sender;
}

void read_tip_activity(const Json::Value &details, Reading &reading)
{
    reading.event.kind = Kind::tip;
    // The same tip may come over channel.tips, where this is its `_id`.
    if (const std::string tip = id_at(details, {"tipId"}); !tip.empty())
        reading.happening = tip;
}

void read_points(const Json::Value &details, Reading &reading)
{
    reading.event.kind = Kind::channel_points;
    reading.event.item = text_at(details, {"redemption"});
}

void read_redemption(const Json::Value &details, Reading &reading)
{
    reading.event.kind = Kind::redemption;
    reading.event.item = text_at(details, {"redemption", "item"});
}

void read_items(const Json::Value &details, Reading &reading)
{
    reading.event.kind = reading.event.type == "merch" ? Kind::merch : Kind::purchase;
    const Json::Value &items = member(details, "items");
    std::string names;
    for (Json::ArrayIndex i = 0; items.isArray() && i < items.size(); ++i) {
        if (const std::string name = text_at(items[i], {"name"}); !name.empty())
            names += (names.empty() ? "" : ", ") + name;
    }
    reading.event.item = text::presentable(names, longest_text);
}

template <Kind kind>
void read_plain(const Json::Value &, Reading &reading)
{
    reading.event.kind = kind;
}

const std::map<std::string_view, Adjust> &adjustments()
{
    static const std::map<std::string_view, Adjust> known = {
        {"follow", read_plain<Kind::follow>},
        {"subscriber", read_subscriber},
        {"communityGiftPurchase", read_community_gift},
        {"sponsor", read_sponsor},
        {"superchat", read_plain<Kind::superchat>},
        {"tip", read_tip_activity},
        {"cheer", read_plain<Kind::cheer>},
        {"kicks", read_plain<Kind::kicks>},
        {"raid", read_plain<Kind::raid>},
        {"host", read_plain<Kind::host>},
        {"channelPointsRedemption", read_points},
        {"redemption", read_redemption},
        {"merch", read_items},
        {"purchase", read_items},
        {"charityCampaignDonation", read_plain<Kind::charity>},
        {"hypetrainStart", read_plain<Kind::hype_train>},
    };
    return known;
}

} // namespace

void read_activity(const Json::Value &data, Reading &reading)
{
    Event &event = reading.event;
    const Json::Value &details = member(data, "data");
    if (event.id.empty())
        event.id = reading.happening = id_at(data, {"activityId"}); // the same, where both are there
    event.type = text_at(data, {"type"});
    event.group = id_at(data, {"activityGroup"});
    event.user = text_at(details, {"displayName", "username"});
    event.sender = text_at(details, {"sender"});
    event.message = text_at(details, {"message"});
    event.amount = number_at(details, "amount");
    event.currency = currency_at(details);
    event.tier = text_or_number_at(details, "tier");
    const auto known = adjustments().find(event.type);
    if (known != adjustments().end())
        known->second(details, reading);
}

} // namespace astro::events
