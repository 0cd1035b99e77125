// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace astro::events {

/// What happened. The words are those of a rule's `event` member.
enum class Kind {
    follow,
    tip,
    subscription,
    resubscription,
    gift,
    community_gift,
    cheer,
    kicks,
    raid,
    host,
    superchat,
    member,
    channel_points,
    redemption,
    merch,
    purchase,
    charity,
    hype_train,
    chat,
    stream_online,
    stream_offline,
    connection_lost, ///< of an account of ours: no notification tells of it
    connection_back, ///< likewise
    other,           ///< anything else: reached by `any` and `topic:NAME`
};

/// "follow", "community_gift", …; "other" for the last.
std::string_view to_word(Kind kind);
std::optional<Kind> kind_from(std::string_view word);
/// Every kind that a rule can name, in the order in which they are offered.
const std::vector<Kind> &nameable_kinds();

/// The topics that tell of it, the usual one first; none where no notification does, and for `other`.
std::vector<std::string_view> topics_of(Kind kind);

/// Code points of a text that conditions look at. They see 8 KiB of it, and so never the ellipsis where it is cut.
inline constexpr std::size_t longest_text = 8 * 1024 + 1;

/// A number as an event tells it: plain, since it is shown to people. Nothing for none, and beyond 10^15.
std::optional<std::string> told_number(std::optional<double> number);

/// Whether the field of this name is a number.
bool is_number_field(std::string_view name);

/// A field's names, in the order in which they are offered.
const std::vector<std::string> &field_names();

/// One thing that happened, once (but see for_its_topic_only). Texts are presentable (text::presentable), cut only to
/// what conditions look at (longest_text), and may be empty.
struct Event {
    Kind kind = Kind::other;
    std::string account; ///< the account's name it came over
    std::string topic;
    std::string type; ///< the gateway's own word, e.g. "communityGiftPurchase"
    std::string provider;
    std::string user; ///< display name, else user name
    std::string sender;
    std::string message;
    std::optional<std::string> amount; ///< a plain decimal number
    std::string currency;
    std::string tier;
    std::optional<std::string> months;
    std::string item;
    std::string command; ///< of chat: the first word in lower case where it begins with "!", with it: "!hug"
    std::string args;    ///< of chat: what follows the command
    std::string roles;   ///< of chat: what the user is in the channel, see Roles in chat.cpp: "moderator subscriber"
    std::string time;    ///< local time of day, "21:04"
    std::string id;    ///< tells it from all else of its topic, "" when nothing does; as it was sent: not for a screen
    std::string group; ///< activityGroup; as it was sent: not for a screen
    bool is_test = false;           ///< a test or a replay from StreamElements' dashboard
    bool of_community_gift = false; ///< one of a community gift's single gifts: only for rules that name `gift`
    /// No happening of its own, or none yet: a tip that was told over another topic already, or that is not approved.
    /// It is there because `topic:NAME` is for every notification of a topic, and for nothing else.
    bool for_its_topic_only = false;
    std::shared_ptr<const Json::Value> frame; ///< the notification whole, for paths into it; may be null
    std::size_t frame_bytes = 0;              ///< as it came

    /// A field by its name alone, without a copy; null when it is missing, or there is no such name.
    const std::string *named(std::string_view name) const;
    /// A field by its name, or by a path into the notification ("data.data.username"), for a condition to look at.
    /// @return nothing when it is missing. A named field with an empty text counts as missing; an empty text at a path
    /// is an empty string.
    std::optional<std::string> field(std::string_view name) const;
    /// The same to be shown: cut to what a screen has room for, "" when it is missing.
    std::string shown(std::string_view name) const;
    /// Gives a field another value, made presentable; with "", white space alone or, where it is to
    /// be a number, anything else it is missing. @return false when there is no such name.
    bool set(std::string_view name, std::string_view value);
    /// Whether the field, or what stands at the path, is there and not empty: also an object or a list with something
    /// in it.
    bool has(std::string_view name) const;
};

/// An event as a streamer would see it, to try a rule with: every field that the kind has is filled in.
/// `topic` names the topic for `other`.
Event sample(Kind kind, std::string_view topic = {});

} // namespace astro::events
