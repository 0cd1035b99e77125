// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>
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

} // namespace astro::events
