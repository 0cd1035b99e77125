// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace astro::studio {

/// Gathers what one thread tells another, in its order; what is more than `most` pushes out the oldest, so a thread
/// that hangs lets nothing pile up. Any thread.
template <typename Item>
class Inbox {
public:
    explicit Inbox(std::size_t most) : most_(most) {}

    /// @return true when it was empty: then somebody has to be told to take() it.
    bool put(Item item)
    {
        const std::lock_guard hold(lock_);
        const bool was_empty = items_.empty();
        items_.push_back(std::move(item));
        if (items_.size() > most_)
            items_.pop_front();
        return was_empty;
    }

    /// The oldest, `count` at the most; whoever gets that many takes again.
    std::vector<Item> take(std::size_t count)
    {
        const std::lock_guard hold(lock_);
        const auto end = items_.begin() + static_cast<std::ptrdiff_t>(std::min(count, items_.size()));
        std::vector<Item> some(std::make_move_iterator(items_.begin()), std::make_move_iterator(end));
        items_.erase(items_.begin(), end);
        return some;
    }

private:
    std::size_t most_;
    std::mutex lock_;
    std::deque<Item> items_;
};

} // namespace astro::studio
