// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace astro::events {

/// Remembers what was seen, up to a number, and forgets the oldest one by one. (Forgetting all of them at once, as
/// other clients do, lets repeats in.)
class Seen {
public:
    explicit Seen(std::size_t most) : most_(most) {}
    Seen(const Seen &) = delete;
    Seen &operator=(const Seen &) = delete;

    /// @return true when this is the first time.
    bool add(std::string key)
    {
        const auto [place, is_new] = known_.insert(std::move(key));
        if (!is_new)
            return false;
        order_.push_back(&*place);
        if (order_.size() > most_) {
            known_.erase(known_.find(*order_.front())); // not by the key, which goes with it
            order_.pop_front();
        }
        return true;
    }

    bool contains(const std::string &key) const { return known_.count(key) > 0; }
    std::size_t size() const { return known_.size(); }

private:
    std::size_t most_;
    std::unordered_set<std::string> known_;
    std::deque<const std::string *> order_; ///< what is known stays where it is
};

/// Remembers of so many things how they stood last, and forgets first what has not changed for longest.
class LastStates {
public:
    explicit LastStates(std::size_t most) : most_(most) {}
    LastStates(const LastStates &) = delete;
    LastStates &operator=(const LastStates &) = delete;

    /// @return true when this is new: the thing is, or it stood otherwise.
    bool change(std::string thing, std::size_t state)
    {
        const auto [known, is_new] = states_.try_emplace(std::move(thing));
        Last &last = known->second;
        if (!is_new && last.state == state)
            return false;
        last.state = state;
        if (!is_new) {
            order_.splice(order_.end(), order_, last.place);
            return true;
        }
        last.place = order_.insert(order_.end(), &known->first);
        if (order_.size() > most_) {
            states_.erase(states_.find(*order_.front()));
            order_.pop_front();
        }
        return true;
    }

    std::size_t size() const { return order_.size(); }

private:
    using Order = std::list<const std::string *>;
    struct Last {
        std::size_t state = 0;
        Order::iterator place;
    };

    std::size_t most_;
    Order order_; ///< the things, which stay where they are
    std::unordered_map<std::string, Last> states_;
};

} // namespace astro::events
