// SPDX-License-Identifier: GPL-2.0-or-later
#include "shorthand.h"

#include "ids.h"

#include "support/json.h"

#include <algorithm>
#include <array>

namespace astro_sim {
namespace {

using Words = std::vector<std::string>;
using Members = std::vector<std::pair<const char *, Json::Value>>;

constexpr const char *activities = "channel.activities";
constexpr std::chrono::milliseconds community_purchase_delay{500}; // about what the gateway takes

Json::Value object(const Members &members)
{
    Json::Value value(Json::objectValue);
    for (const auto &[name, member] : members)
        value[name] = member;
    return value;
}

/// Whoever did it, then what is special about it.
Json::Value person(const std::string &name, const Members &more = {})
{
    Json::Value data = object(more);
    data["username"] = name;
    data["displayName"] = name;
    data["providerId"] = "1000000";
    data["avatar"] = "https://avatars.example.com/" + random_hex(8) + ".png";
    return data;
}

/// An activity with ids of its own. Its channel is filled in for each receiver.
Json::Value activity(const char *type, const char *provider, const Json::Value &data)
{
    const std::string id = random_hex(24);
    const std::string now = timestamp_ms();
    return object({{"type", type},
                   {"provider", provider},
                   {"channel", ""},
                   {"flagged", false},
                   {"data", data},
                   {"_id", id},
                   {"activityId", id},
                   {"createdAt", now},
                   {"updatedAt", now},
                   {"sessionEventsCount", 1}});
}

Planned planned(const char *topic, Json::Value data)
{
    Planned plan;
    plan.publication.topic = topic;
    plan.publication.data = std::move(data);
    return plan;
}

std::vector<Planned> one_activity(const char *type, const char *provider, const Json::Value &data)
{
    return {planned(activities, activity(type, provider, data))};
}

/// The words after the verb. The grammar has seen to it that those which must be numbers are.
class Arguments {
public:
    explicit Arguments(const Words &words) : words_(words) {}

    bool has(std::size_t i) const { return i + 1 < words_.size(); }
    std::string text(std::size_t i, const char *otherwise = "") const { return has(i) ? words_[i + 1] : otherwise; }
    Json::Value number(std::size_t i, const char *otherwise = "0") const
    {
        std::string why;
        return astro::json::parse(text(i, otherwise), why).value_or(Json::Value());
    }
    /// Adds the member only when there is such a word.
    void add_text(Json::Value &data, const char *member, std::size_t i) const
    {
        if (has(i))
            data[member] = text(i);
    }

private:
    const Words &words_;
};

std::string tier(const std::string &word)
{
    return word == "1" || word == "2" || word == "3" ? word + "000" : word;
}

std::vector<Planned> follow(const Arguments &said)
{
    return one_activity("follow", "twitch", person(said.text(0)));
}

std::vector<Planned> tip(const Arguments &said)
{
    const std::string id = random_hex(24);
    const std::string currency = said.text(2, "EUR");
    const std::string now = timestamp_ms();
    const Json::Value as_activity = object({{"username", said.text(0)},
                                            {"amount", said.number(1)},
                                            {"currency", currency},
                                            {"message", said.text(3)},
                                            {"tipId", id},
                                            {"avatar", "https://avatars.example.com/default.png"}});
    // What a donor tells the payment service comes along; the address is not one that anybody has.
    const Json::Value user =
        object({{"username", said.text(0)}, {"geo", "ZZ"}, {"email", "donor.private@example.com"}, {"channel", ""}});
    const Json::Value donation = object({{"user", user},
                                         {"message", said.text(3)},
                                         {"amount", said.number(1)},
                                         {"currency", currency},
                                         {"paymentMethod", "card"}});
    return {planned(activities, activity("tip", "twitch", as_activity)),
            planned("channel.tips", object({{"donation", donation},
                                            {"_id", id},
                                            {"channel", ""},
                                            {"provider", "paypal"},
                                            {"approved", "allowed"},
                                            {"status", "success"},
                                            {"createdAt", now},
                                            {"updatedAt", now},
                                            {"transactionId", "TX" + random_hex(14)}}))};
}

std::vector<Planned> sub(const Arguments &said)
{
    return one_activity("subscriber", "twitch",
                        person(said.text(0), {{"amount", said.number(1, "1")}, {"tier", tier(said.text(2, "1000"))}}));
}

std::vector<Planned> resub(const Arguments &said)
{
    Json::Value data = person(said.text(0), {{"amount", said.number(1)}, {"tier", "1000"}});
    said.add_text(data, "message", 2);
    return one_activity("subscriber", "twitch", data);
}

Json::Value gifted(const std::string &receiver, const std::string &giver)
{
    return activity("subscriber", "twitch",
                    person(receiver, {{"amount", 1},
                                      {"tier", "1000"},
                                      {"gifted", true},
                                      {"sender", giver},
                                      {"message", giver + " gifted a Tier 1 sub to " + receiver + "!"}}));
}

std::vector<Planned> gift(const Arguments &said)
{
    return {planned(activities, gifted(said.text(0), said.text(1)))};
}

std::vector<Planned> community_gift(const Arguments &said)
{
    const std::string giver = said.text(0);
    const std::string group = random_hex(32);
    const int count = said.number(1).asInt();
    std::vector<Planned> plan;
    for (int i = 1; i <= count; ++i) {
        Json::Value one = gifted("viewer" + std::to_string(i), giver);
        one["activityGroup"] = group;
        plan.push_back(planned(activities, one));
    }
    Json::Value purchase = activity("communityGiftPurchase", "twitch",
                                    person(giver, {{"amount", count}, {"tier", "1000"}, {"sender", giver}}));
    purchase["activityGroup"] = group;
    plan.push_back(planned(activities, purchase));
    plan.back().delay = community_purchase_delay;
    return plan;
}

std::vector<Planned> cheer(const Arguments &said)
{
    const std::string cheermote = "Cheer" + said.text(1);
    const std::string message = said.has(2) ? cheermote + " " + said.text(2) : cheermote;
    return one_activity("cheer", "twitch", person(said.text(0), {{"amount", said.number(1)}, {"message", message}}));
}

std::vector<Planned> kicks(const Arguments &said)
{
    return one_activity("kicks", "kick", person(said.text(0), {{"amount", said.number(1)}}));
}

std::vector<Planned> raid(const Arguments &said)
{
    return one_activity("raid", "twitch", person(said.text(0), {{"amount", said.number(1)}}));
}

std::vector<Planned> host(const Arguments &said)
{
    return one_activity("host", "twitch", person(said.text(0), {{"amount", said.number(1)}}));
}

std::vector<Planned> superchat(const Arguments &said)
{
    Json::Value data = person(said.text(0), {{"amount", said.number(1)}, {"currency", said.text(2, "EUR")}});
    said.add_text(data, "message", 3);
    return one_activity("superchat", "youtube", data);
}

std::vector<Planned> member(const Arguments &said)
{
    return one_activity("sponsor", "youtube", person(said.text(0), {{"amount", 1}}));
}

std::vector<Planned> points(const Arguments &said)
{
    Json::Value data = person(said.text(0), {{"redemption", said.text(1)}, {"amount", said.number(2)}});
    said.add_text(data, "message", 3);
    return one_activity("channelPointsRedemption", "twitch", data);
}

std::vector<Planned> redemption(const Arguments &said)
{
    Json::Value data = person(said.text(0), {{"redemption", said.text(1)}});
    said.add_text(data, "message", 2);
    Json::Value whole = activity("redemption", "", data);
    whole.removeMember("provider"); // the loyalty store is no platform's
    return {planned(activities, whole)};
}

std::vector<Planned> merch(const Arguments &said)
{
    Json::Value data = person(said.text(0), {{"amount", said.number(2)}, {"currency", said.text(3, "EUR")}});
    data["items"].append(object({{"name", said.text(1)}, {"price", said.number(2)}, {"quantity", 1}}));
    return one_activity("merch", "twitch", data);
}

std::vector<Planned> charity(const Arguments &said)
{
    return one_activity("charityCampaignDonation", "twitch",
                        person(said.text(0), {{"amount", said.number(1)}, {"currency", said.text(2, "EUR")}}));
}

std::vector<Planned> hype_train(const Arguments &said)
{
    const Json::Value level = said.number(0, "1");
    return one_activity("hypetrainStart", "twitch", object({{"amount", level}, {"level", level}}));
}

/// What somebody is in the channel, as Twitch shows it.
Json::Value badges(const std::string &words)
{
    Json::Value list(Json::arrayValue);
    for (const std::string &word : split_words(words).value_or(Words()))
        list.append(object({{"set_id", word}, {"id", "1"}, {"info", ""}}));
    return list;
}

std::vector<Planned> chat(const Arguments &said)
{
    const std::string name = said.text(0);
    const std::string text = said.text(1);
    Json::Value fragment = object({{"type", "text"}, {"text", text}, {"cheermote", Json::Value()}});
    fragment["emote"] = fragment["mention"] = Json::Value();
    Json::Value message = object({{"text", text}});
    message["fragments"].append(fragment);
    const std::string id = random_hex(32);
    return {planned("channel.chat.message",
                    object({{"broadcaster_user_id", "28000000"},
                            {"broadcaster_user_login", "streamer"},
                            {"broadcaster_user_name", "Streamer"},
                            {"chatter_user_id", "28000001"},
                            {"chatter_user_login", name},
                            {"chatter_user_name", name},
                            {"message_id", id.substr(0, 8) + "-" + id.substr(8, 4) + "-" + id.substr(12, 4) + "-" +
                                               id.substr(16, 4) + "-" + id.substr(20)},
                            {"message", message},
                            {"message_type", "text"},
                            {"badges", badges(said.text(2))},
                            {"color", "#8AE020"},
                            {"cheer", Json::Value()},
                            {"reply", Json::Value()}}))};
}

std::vector<Planned> chat_youtube(const Arguments &said)
{
    const std::string author = "UC" + random_hex(22);
    return {planned("channel.chat.message",
                    object({{"kind", "youtube#liveChatMessage"},
                            {"id", "LCC." + random_hex(40)},
                            {"authorDetails", object({{"channelId", author},
                                                      {"channelUrl", "http://www.youtube.com/channel/" + author},
                                                      {"displayName", said.text(0)},
                                                      {"isChatModerator", false},
                                                      {"isChatOwner", false},
                                                      {"isChatSponsor", false},
                                                      {"isVerified", false}})},
                            {"snippet", object({{"authorChannelId", author},
                                                {"displayMessage", said.text(1)},
                                                {"hasDisplayContent", true},
                                                {"publishedAt", timestamp_ms()},
                                                {"textMessageDetails", object({{"messageText", said.text(1)}})},
                                                {"type", "textMessageEvent"}})}}))};
}

std::vector<Planned> online(const Arguments &)
{
    return {planned("channel.stream.status", object({{"isLive", true}}))};
}

std::vector<Planned> offline(const Arguments &)
{
    return {planned("channel.stream.status", object({{"isLive", false}}))};
}

std::vector<Planned> session(const Arguments &said)
{
    Json::Value data = object({{"name", said.text(1)}, {"activityId", random_hex(24)}});
    if (said.has(2))
        data["amount"] = said.number(2);
    return {planned(
        "channel.session.update",
        object(
            {{"key", said.text(0)}, {"name", said.text(0)}, {"data", data}, {"provider", "twitch"}, {"channel", ""}}))};
}

/// One word after the verb: N a number, C a count of 1 to 1000, W any words; in lower case when it may be missing.
struct Form {
    const char *verb;
    const char *arguments;
    const char *usage;
    std::vector<Planned> (*plan)(const Arguments &);
};

constexpr std::array<Form, 22> forms{{
    {"follow", "W", "follow Ada", follow},
    {"tip", "WNww", "tip Ada 5 [EUR [\"hi\"]]", tip},
    {"sub", "Wcw", "sub Ada [MONTHS [prime|1|2|3]]", sub},
    {"resub", "WCw", "resub Ada 12 [\"text\"]", resub},
    {"gift", "WW", "gift Ben Ada                      (Ada gives Ben a sub)", gift},
    {"community-gift", "WC", "community-gift Ada 5", community_gift},
    {"cheer", "WNw", "cheer Ada 100 [\"hi\"]", cheer},
    {"kicks", "WN", "kicks Ada 100", kicks},
    {"raid", "WN", "raid Ada 42", raid},
    {"host", "WN", "host Ada 42", host},
    {"superchat", "WNww", "superchat Ada 5 [EUR [\"hi\"]]", superchat},
    {"member", "W", "member Ada", member},
    {"points", "WWNw", "points Ada \"Drink water\" 500 [\"text\"]", points},
    {"redemption", "WWw", "redemption Ada \"Pick a song\" [\"text\"]", redemption},
    {"merch", "WWNw", "merch Ada \"Mug\" 25 [EUR]", merch},
    {"charity", "WNw", "charity Ada 10 [EUR]", charity},
    {"hype-train", "c", "hype-train [LEVEL]", hype_train},
    {"chat", "WWw", "chat Ada \"hello\" [\"moderator subscriber\"]", chat},
    {"chat-youtube", "WW", "chat-youtube Ada \"hello\"", chat_youtube},
    {"online", "", "online", online},
    {"offline", "", "offline", offline},
    {"session", "WWn", "session follower-latest Ada [AMOUNT]", session},
}};

bool fits(char kind, const std::string &word)
{
    std::string why;
    const auto value = astro::json::parse(word, why);
    switch (kind) {
    case 'N':
    case 'n':
        return value && value->isNumeric();
    case 'C':
    case 'c':
        return value && value->isInt() && value->asInt() >= 1 && value->asInt() <= 1000;
    default:
        return true;
    }
}

bool fits(const Form &form, const Words &words)
{
    const std::string_view arguments = form.arguments;
    const auto needed = static_cast<std::size_t>(
        std::count_if(arguments.begin(), arguments.end(), [](char kind) { return kind < 'a'; }));
    const std::size_t given = words.size() - 1;
    if (given < needed || given > arguments.size())
        return false;
    for (std::size_t i = 0; i < given; ++i)
        if (!fits(arguments[i], words[i + 1]))
            return false;
    return true;
}

/// Verbs may be written with an underscore as well.
const Form *find_form(std::string verb)
{
    std::replace(verb.begin(), verb.end(), '_', '-');
    const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form &form) { return verb == form.verb; });
    return found == forms.end() ? nullptr : &*found;
}

} // namespace

std::optional<Words> split_words(std::string_view line)
{
    Words words;
    bool in_word = false;
    bool in_quotes = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool escaped = in_quotes && line[i] == '\\' && i + 1 < line.size();
        if (escaped)
            ++i;
        const char c = line[i];
        const bool space = c == ' ' || c == '\t' || c == '\r';
        if (space && !in_quotes) {
            in_word = false;
            continue;
        }
        if (!in_word)
            words.emplace_back();
        in_word = true;
        if (c == '"' && !escaped)
            in_quotes = !in_quotes;
        else
            words.back() += c;
    }
    if (in_quotes)
        return std::nullopt;
    return words;
}

bool is_shorthand(const std::string &verb)
{
    return find_form(verb) != nullptr;
}

std::optional<std::vector<Planned>> read_shorthand(const Words &words, const std::string &line, std::string &why)
{
    const Form *form = words.empty() ? nullptr : find_form(words.front());
    if (!form || !fits(*form, words)) {
        why = form ? std::string("write it as: ") + form->usage : "no such event; see --help";
        return std::nullopt;
    }
    std::vector<Planned> plan = form->plan(Arguments(words));
    for (Planned &one : plan)
        one.publication.what = line;
    return plan;
}

std::string shorthand_help()
{
    std::string help;
    for (const Form &form : forms)
        help += std::string("  ") + form.usage + "\n";
    return help;
}

} // namespace astro_sim
