// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>

namespace astro::events {

/// Finds what came twice over two connections that overlapped, where nothing but its content tells. Each has one twin
/// at most: of two that are equal on either connection, two are left.
class Twins {
public:
    Twins(std::size_t most, std::chrono::seconds apart) : most_(most), apart_(apart) {}

    /// @param content a hash of it
    /// @param source the connection it came over
    /// @return true when it is the twin of one that came over another connection shortly before.
    bool take(std::size_t content, const std::string &source, Deadline now)
    {
        while (!single_.empty() && single_.front().came + apart_ < now)
            single_.pop_front();
        const auto twin = std::find_if(single_.begin(), single_.end(), [&](const Single &other) {
            return other.content == content && other.source != source;
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
    struct Single {
        std::size_t content;
        std::string source;
        Deadline came;
    };

    std::size_t most_;
    std::chrono::seconds apart_;
    std::deque<Single> single_; ///< oldest first
};

} // namespace astro::events
