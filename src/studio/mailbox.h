// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace astro::studio {

/// Holds the latest of something that one thread tells another: what was not fetched yet is overwritten, so nothing
/// piles up. Any thread.
template <typename Content>
class Mailbox {
public:
    /// @return true when it was empty: then somebody has to be told to take() it.
    bool put(Content content)
    {
        const std::lock_guard hold(lock_);
        const bool was_empty = !content_;
        content_ = std::move(content);
        return was_empty;
    }

    /// What was put last; an empty value when nothing was put since.
    Content take()
    {
        const std::lock_guard hold(lock_);
        return std::exchange(content_, std::nullopt).value_or(Content());
    }

private:
    std::mutex lock_;
    std::optional<Content> content_;
};

} // namespace astro::studio
