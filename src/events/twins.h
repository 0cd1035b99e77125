// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace astro::events {

/// Finds what came twice over two connections, where nothing but its content tells. Each has one twin at most: of two
/// that are equal on either connection, two are left.
class Twins {
public:
    /// Over which connection it came.
    struct Source {
        std::string account;
        std::uint64_t connection = 0, series = 0; ///< as in a Notification
        Deadline begun;                           ///< likewise

        /// Both may have delivered the same: they are of two accounts, or one took over from the other.
        bool may_repeat(const Source &other) const
        {
            return account != other.account || (series == other.series && connection != other.connection);
        }
    };

    Twins(std::size_t most, std::chrono::seconds apart) : most_(most), apart_(apart) {}

    /// @param content a hash of it
    /// @return true when it is the twin of one that came shortly before over a connection that this one may repeat.
    bool take(std::size_t content, const Source &source, Deadline now)
    {
        while (!single_.empty() && single_.front().came + apart_ < now)
            single_.pop_front();
        const auto twin = std::find_if(single_.begin(), single_.end(), [&](const Single &other) {
            return other.content == content && source.may_repeat(other.source) && source.begun <= other.came + replay;
        });
        if (twin != single_.end()) {
            single_.erase(twin);
            return true;
        }
        single_.push_back({content, source, now});
        if (single_.size() > most_)
            single_.pop_front();
        return false;
    }

private:
    /// What a connection may bring again of the time before it was asked for: a gateway may hand on a little late.
    static constexpr std::chrono::seconds replay{2};

    struct Single {
        std::size_t content;
        Source source;
        Deadline came;
    };

    std::size_t most_;
    std::chrono::seconds apart_;
    std::deque<Single> single_; ///< oldest first
};

} // namespace astro::events
