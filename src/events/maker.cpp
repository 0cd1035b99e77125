// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/maker.h"

#include "events/reading.h"
#include "events/seen.h"
#include "events/twins.h"
#include "support/json.h"

#include <algorithm>
#include <deque>
#include <functional>

namespace astro::events {
namespace {

constexpr std::size_t remembered_events = 10000;
constexpr std::size_t remembered_twins = 1000;
constexpr std::chrono::seconds twins_apart{10};
constexpr std::size_t shortest_unique_id = 20; // a ULID has 26 letters, a UUID 32 and an object's id 24
constexpr std::size_t open_groups = 200;
constexpr std::size_t remembered_groups = 1000;
constexpr std::size_t longest_kept_frame = 8 * 1024;
/// Since the last single gift of a community gift, before its own activity is taken for lost. It normally comes about
/// half a second after them.
constexpr std::chrono::seconds group_quiet{3};

/// A community gift whose single gifts came, and whose own activity has not.
struct Group {
    std::string name;
    Event last;
    std::size_t gifts = 0;
    Deadline over;
};

} // namespace

class Maker::Impl {
public:
    std::vector<Event> make(const std::string &account, const gateway::Notification &notification, const Instant &now)
    {
        Reading reading = read_notification(notification, now.wall);
        reading.event.account = account;
        if (is_repeat(account, notification, reading, now)) {
            ++repeats_;
            return {};
        }
        if (!reading.event.for_its_topic_only && !reading.happening.empty() && !happened_.add(reading.happening)) {
            ++repeats_;
            reading.event.for_its_topic_only = true;
        }
        const bool for_its_topic_only = reading.event.for_its_topic_only;
        if (!for_its_topic_only && reading.event.kind == Kind::community_gift && !close_group(reading.event.group))
            return {};
        if (!for_its_topic_only && reading.event.of_community_gift)
            note_gift(reading.event, now);
        std::vector<Event> made;
        made.push_back(std::move(reading.event)); // a list in braces would copy it
        while (groups_.size() > open_groups)
            made.push_back(tell_oldest_group());
        return made;
    }

    std::vector<Event> on_time(const Instant &now)
    {
        std::vector<Event> made;
        while (!groups_.empty() && groups_.front().over <= now.steady)
            made.push_back(tell_oldest_group());
        return made;
    }

    std::optional<Deadline> next_deadline() const
    {
        return groups_.empty() ? std::nullopt : std::optional(groups_.front().over);
    }

    std::uint64_t repeats() const { return repeats_; }

private:
    /// Told before, over the same topic.
    bool is_repeat(const std::string &account, const gateway::Notification &notification, const Reading &reading,
                   const Instant &now)
    {
        if (!reading.event.id.empty())
            return is_repeat_of_its_id(account, notification, reading, now);
        return is_repeat_of_its_delivery(account, notification, now);
    }

    bool is_repeat_of_its_id(const std::string &account, const gateway::Notification &notification,
                             const Reading &reading, const Instant &now)
    {
        const std::string thing = kept_id(notification.topic) + ' ' + reading.event.id;
        // Of two connections the second tells each change after the first has told the next: no change back.
        if (reading.state != 0 && is_twin(thing + ' ' + std::to_string(reading.state), account, notification, now))
            return true;
        // A flood of chat must not push out what a tip is known by.
        return !(reading.event.kind == Kind::chat ? chats_ : told_).change(thing, reading.state);
    }

    /// What has no identity is known by all that it says: while one connection takes over from another, each delivers
    /// it on its own. The id of its delivery alone would make one of what two rooms, or two connections that both
    /// number from 1, bring under the same.
    bool is_repeat_of_its_delivery(const std::string &account, const gateway::Notification &notification,
                                   const Instant &now)
    {
        // Two accounts of one room are told the same; where no room is told, nobody knows whether they are.
        const std::string whose = notification.room.empty() ? "account " + account : "room " + notification.room;
        const std::string content = whose + '\n' + notification.topic + '\n' + json::write_compact(notification.data());
        const bool twin = notification.connection != 0 && is_twin(content, account, notification, now);
        if (notification.id.empty())
            return twin;
        // One that is as long as a ULID is unique: it tells a repeat over whatever connection, however late it comes.
        const bool is_unique = notification.id.size() >= shortest_unique_id;
        const std::string giver = is_unique ? "" : account + '\n' + std::to_string(notification.connection);
        return !deliveries_.add(notification.id + '\n' + giver + '\n' + content) || twin;
    }

    bool is_twin(const std::string &content, const std::string &account, const gateway::Notification &notification,
                 const Instant &now)
    {
        return twins_.take(std::hash<std::string>()(content),
                           {account, notification.connection, notification.series, notification.connection_begun},
                           now.steady);
    }

    void note_gift(const Event &gift, const Instant &now)
    {
        if (told_groups_.contains(gift.group))
            return;
        Group group{gift.group, gift, 1, now.steady + group_quiet};
        const auto known =
            std::find_if(groups_.begin(), groups_.end(), [&](const Group &other) { return other.name == gift.group; });
        if (known != groups_.end()) {
            group.gifts += known->gifts;
            groups_.erase(known);
        }
        // It is there for paths in a rule's text; two hundred of the largest would take more memory than OBS has.
        if (group.last.frame_bytes > longest_kept_frame)
            group.last.frame.reset();
        groups_.push_back(std::move(group)); // so they stay in the order in which their waits end
    }

    Event tell_oldest_group()
    {
        Event made = community_gift_of(groups_.front());
        told_groups_.add(groups_.front().name);
        groups_.pop_front();
        return made;
    }

    /// A community gift's own activity came. @return false when it was told already.
    bool close_group(const std::string &name)
    {
        if (name.empty())
            return true;
        groups_.erase(
            std::remove_if(groups_.begin(), groups_.end(), [&](const Group &group) { return group.name == name; }),
            groups_.end());
        const bool first = told_groups_.add(name);
        repeats_ += first ? 0 : 1;
        return first;
    }

    static Event community_gift_of(const Group &group)
    {
        Event event = group.last;
        event.kind = Kind::community_gift;
        event.type = "communityGiftPurchase";
        event.of_community_gift = false;
        event.user = event.sender;
        event.amount = std::to_string(group.gifts);
        event.months.reset();
        event.message.clear();
        event.id.clear();
        return event;
    }

    LastStates told_{remembered_events}; ///< by topic
    LastStates chats_{remembered_events};
    Seen deliveries_{remembered_events}; ///< of what has no identity
    Twins twins_{remembered_twins, twins_apart};
    Seen happened_{remembered_events}; ///< by whatever topic
    Seen told_groups_{remembered_groups};
    std::deque<Group> groups_;
    std::uint64_t repeats_ = 0;
};

Maker::Maker() : impl_(std::make_unique<Impl>()) {}
Maker::~Maker() = default;

std::vector<Event> Maker::make(const std::string &account, const gateway::Notification &notification,
                               const Instant &now)
{
    return impl_->make(account, notification, now);
}

std::vector<Event> Maker::on_time(const Instant &now)
{
    return impl_->on_time(now);
}
std::optional<Deadline> Maker::next_deadline() const
{
    return impl_->next_deadline();
}
std::uint64_t Maker::repeats() const
{
    return impl_->repeats();
}

} // namespace astro::events
