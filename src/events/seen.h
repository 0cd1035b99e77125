// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/hash.h"

#include <cstddef>
#include <deque>
#include <list>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace astro::events {

/// Remembers what was seen, up to a number, and forgets the oldest one by one. (Forgetting all of them at once, as
/// other clients do, lets repeats in.) It keeps fingerprints: ten thousand ids themselves would take some MiB.
class Seen {
public:
    explicit Seen(std::size_t most) : most_(most) {}

    /// @return true when this is the first time.
    bool add(std::string_view key)
    {
        const Fingerprint print = fingerprint(key);
        if (!known_.insert(print).second)
            return false;
        order_.push_back(print);
        if (order_.size() > most_) {
            known_.erase(order_.front());
            order_.pop_front();
        }
        return true;
    }

    bool contains(std::string_view key) const { return known_.count(fingerprint(key)) > 0; }
    std::size_t size() const { return known_.size(); }

private:
    std::size_t most_;
    std::unordered_set<Fingerprint, HashOfFingerprint> known_;
    std::deque<Fingerprint> order_;
};

/// Remembers of so many things how they stood last, and forgets first what has not changed for longest.
class LastStates {
public:
    explicit LastStates(std::size_t most) : most_(most) {}
    LastStates(const LastStates &) = delete;
    LastStates &operator=(const LastStates &) = delete;

    /// @return true when this is new: the thing is, or it stood otherwise.
    bool change(std::string_view thing, std::size_t state)
    {
        const Fingerprint print = fingerprint(thing);
        const auto [known, is_new] = states_.try_emplace(print);
        Last &last = known->second;
        if (!is_new && last.state == state)
            return false;
        last.state = state;
        if (!is_new) {
            order_.splice(order_.end(), order_, last.place);
            return true;
        }
        last.place = order_.insert(order_.end(), print);
        if (order_.size() > most_) {
            states_.erase(order_.front());
            order_.pop_front();
        }
        return true;
    }

    std::size_t size() const { return order_.size(); }

private:
    using Order = std::list<Fingerprint>;
    struct Last {
        std::size_t state = 0;
        Order::iterator place;
    };

    std::size_t most_;
    Order order_;
    std::unordered_map<Fingerprint, Last, HashOfFingerprint> states_;
};

} // namespace astro::events
