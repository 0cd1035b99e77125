// SPDX-License-Identifier: GPL-2.0-or-later
#include "events/maker.h"

#include "events/reading.h"
#include "events/seen.h"
#include "events/twins.h"
#include "support/json.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>

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
        if (!reading.event.for_its_topic_only && has_happened(reading, now)) {
            ++repeats_;
            reading.event.for_its_topic_only = true;
        }
        const bool for_its_topic_only = reading.event.for_its_topic_only;
        if (!for_its_topic_only && reading.event.kind == Kind::community_gift && !close_group(reading.event, now)) {
            ++repeats_;
            return {};
        }
        if (!for_its_topic_only && reading.event.of_community_gift)
            note_gift(reading.event, now);
        std::vector<Event> made;
        made.push_back(std::move(reading.event)); // a list in braces would copy it
        while (groups_.size() > open_groups)
            made.push_back(tell_oldest_group(now));
        return made;
    }

    std::vector<Event> on_time(const Instant &now)
    {
        std::vector<Event> made;
        while (!groups_.empty() && groups_.front().over <= now.steady)
            made.push_back(tell_oldest_group(now));
        return made;
    }

    std::optional<Deadline> next_deadline() const
    {
        return groups_.empty() ? std::nullopt : std::optional(groups_.front().over);
    }

    std::uint64_t repeats() const { return repeats_; }

private:
    // A test or a replay from the dashboard has the `_id`, tipId or activityGroup of what it shows, or the same each
    // time: it is to run again, as often as it is asked for. So these tell nothing of it, and nothing of it is
    // remembered beyond the moment. A repeat is what one connection delivers twice under one envelope, or two of them
    // at the same time; and what belongs together (a tip over its two topics, the parts of a community gift) is told
    // at the same time, too, each part of it once.

    /// Told before, over the same topic.
    bool is_repeat(const std::string &account, const gateway::Notification &notification, const Reading &reading,
                   const Instant &now)
    {
        if (!reading.event.id.empty() && !reading.event.is_test)
            return is_repeat_of_its_id(account, notification, reading, now);
        return is_repeat_of_its_delivery(account, notification, reading, now);
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
                                   const Reading &reading, const Instant &now)
    {
        // Two accounts of one room are told the same; where no room is told, nobody knows whether they are, unless an
        // identity says so.
        std::string whose = "room " + notification.room;
        if (notification.room.empty() && reading.event.id.empty())
            whose = "account " + account;
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

    /// Told before, over another topic.
    bool has_happened(const Reading &reading, const Instant &now)
    {
        if (reading.happening.empty())
            return false;
        // Of a test both topics tell, as two accounts do. Only one of them may call it a test: so all are noted here.
        const bool told_now = told_over_topics_.take(std::hash<std::string>()(reading.happening),
                                                     {reading.event.topic, 0, 0, {}}, now.steady);
        const bool told_ever = !reading.event.is_test && !happened_.add(reading.happening);
        return told_now || told_ever;
    }

    void note_gift(const Event &gift, const Instant &now)
    {
        // Its community gift was told: the gift is late, or is shown again by itself.
        if (told_groups_.contains(gift.group) || find_told_test(gift.group, now) != told_tests_.end())
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

    Event tell_oldest_group(const Instant &now)
    {
        Event made = community_gift_of(groups_.front());
        if (made.is_test)
            note_told_test(made.group, true, now);
        else
            told_groups_.add(made.group);
        groups_.pop_front();
        return made;
    }

    /// A community gift's own activity came. @return false when it was told already.
    bool close_group(const Event &gift, const Instant &now)
    {
        const std::string &name = gift.group;
        if (name.empty())
            return true;
        groups_.erase(
            std::remove_if(groups_.begin(), groups_.end(), [&](const Group &group) { return group.name == name; }),
            groups_.end());
        const auto told = find_told_test(name, now);
        const bool is_late = told != told_tests_.end() && std::exchange(told->owes, false);
        if (!gift.is_test)
            return told_groups_.add(name) && !is_late;
        if (!is_late)
            note_told_test(name, false, now);
        return !is_late;
    }

    /// A community gift of the last few seconds that was a test.
    struct ToldTest {
        std::string group;
        Deadline when;
        bool owes; ///< its own activity is still to come, and tells nothing new then
    };
    using ToldTests = std::deque<ToldTest>;

    ToldTests::iterator find_told_test(const std::string &group, const Instant &now)
    {
        while (!told_tests_.empty() && told_tests_.front().when + twins_apart < now.steady)
            told_tests_.pop_front();
        return std::find_if(told_tests_.begin(), told_tests_.end(),
                            [&](const ToldTest &told) { return told.group == group; });
    }

    void note_told_test(const std::string &group, bool owes, const Instant &now)
    {
        if (const auto before = find_told_test(group, now); before != told_tests_.end())
            told_tests_.erase(before);
        told_tests_.push_back({group, now.steady, owes});
        if (told_tests_.size() > open_groups)
            told_tests_.pop_front();
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
    Seen happened_{remembered_events};                      ///< by whatever topic
    Twins told_over_topics_{remembered_twins, twins_apart}; ///< by what happened
    Seen told_groups_{remembered_groups};
    ToldTests told_tests_; ///< oldest first
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
