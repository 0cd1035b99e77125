// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/session/session.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace astro::gateway {

/// Knows what a session has to deliver, from nothing but what is given to it and what it opens and closes: each
/// notification once, at once, over the connection that it came over; nothing of a connection that was let go of.
class DeliveryOracle {
public:
    explicit DeliveryOracle(std::function<void(const char *)> complain) : complain_(std::move(complain)) {}

    /// Before the frame is given to the session.
    void on_frame(ConnectionId connection, std::string_view frame)
    {
        auto message = decode(frame);
        auto *notification = std::get_if<Notification>(&message);
        const auto lives = series_of_.find(connection);
        if (!notification || lives == series_of_.end())
            return;
        notification->connection = connection;
        notification->series = lives->second;
        due_ = std::move(*notification);
    }
    /// Before the end is told to the session.
    void on_closed(ConnectionId connection) { series_of_.erase(connection); }
    /// What came of one call to the session. @return how many notifications.
    std::size_t take(const std::vector<SessionOutput> &outputs)
    {
        std::size_t delivered = 0;
        for (const SessionOutput &output : outputs) {
            if (const auto *open = std::get_if<OpenConnection>(&output)) {
                series_of_.emplace(open->connection, series_of_.empty() ? ++last_series_ : last_series_);
            } else if (const auto *close = std::get_if<CloseConnection>(&output)) {
                series_of_.erase(close->connection);
            } else if (const auto *deliver = std::get_if<Deliver>(&output)) {
                ++delivered;
                came_out(deliver->notification);
            }
        }
        expect(!std::exchange(due_, std::nullopt), "a notification was lost");
        return delivered;
    }

private:
    void came_out(const Notification &notification)
    {
        const auto due = std::exchange(due_, std::nullopt);
        expect(due.has_value(), "a notification comes out that is not due");
        if (!due)
            return;
        expect(series_of_.count(notification.connection) == 1, "it is delivered of a connection that was let go of");
        expect(notification.connection == due->connection, "it names the connection that it came over");
        expect(notification.series == due->series, "connections that lived together are a series, and no others");
        expect(due->room.empty() || notification.room == due->room, "its room stays the one that it tells");
        expect(notification.frame && *notification.frame == *due->frame, "it is the one that came");
    }

    void expect(bool holds, const char *what) const
    {
        if (!holds)
            complain_(what);
    }

    std::function<void(const char *)> complain_;
    std::map<ConnectionId, std::uint64_t> series_of_; ///< of those that live
    std::uint64_t last_series_ = 0;
    std::optional<Notification> due_;
};

} // namespace astro::gateway
