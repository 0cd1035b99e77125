// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <iterator>
#include <list>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace astro::events {

/// Remembers what was seen, up to a number, and forgets the oldest one by one. (Forgetting all of them at once, as
/// other clients do, lets repeats in.)
class Seen {
public:
    explicit Seen(std::size_t most) : most_(most) {}

    /// @return true when this is the first time.
    bool add(const std::string &key)
    {
        if (!known_.insert(key).second)
            return false;
        order_.push_back(key);
        if (order_.size() > most_) {
            known_.erase(order_.front());
            order_.pop_front();
        }
        return true;
    }

    bool contains(const std::string &key) const { return known_.count(key) > 0; }
    std::size_t size() const { return known_.size(); }

private:
    std::size_t most_;
    std::unordered_set<std::string> known_;
    std::deque<std::string> order_;
};

/// Remembers of so many things how they stood last, and forgets first what has not changed for longest.
class LastStates {
public:
    explicit LastStates(std::size_t most) : most_(most) {}

    /// @return true when this is new: the thing is, or it stood otherwise.
    bool change(const std::string &thing, std::size_t state)
    {
        const auto known = places_.find(thing);
        if (known == places_.end()) {
            order_.push_back({thing, state});
            places_.emplace(thing, std::prev(order_.end()));
            if (order_.size() > most_) {
                places_.erase(order_.front().thing);
                order_.pop_front();
            }
            return true;
        }
        if (known->second->state == state)
            return false;
        known->second->state = state;
        order_.splice(order_.end(), order_, known->second);
        return true;
    }

    std::size_t size() const { return order_.size(); }

private:
    struct Last {
        std::string thing;
        std::size_t state;
    };

    std::size_t most_;
    std::list<Last> order_;
    std::unordered_map<std::string, std::list<Last>::iterator> places_;
};

} // namespace astro::events
