// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "gateway/status.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace astro {

/// Makes events of what the accounts' statuses say: that one which delivered is lost, and that it is back.
class Connections {
public:
    /// @return connection_lost, connection_back, or nothing.
    std::optional<events::Kind> take(const gateway::Status &status)
    {
        if (status.account.empty()) { // none is left
            lost_.clear();
            return std::nullopt;
        }
        if (status.state == gateway::State::disabled) { // or taken away
            lost_.erase(status.account);
            return std::nullopt;
        }
        bool &lost = lost_[status.account];
        if (status.lost && !lost) {
            lost = true;
            return events::Kind::connection_lost;
        }
        if (status.delivering && lost) {
            lost = false;
            return events::Kind::connection_back;
        }
        return std::nullopt;
    }

    /// One that is lost is the same outage under its new name.
    void rename(const std::string &before, const std::string &now)
    {
        auto known = lost_.extract(before);
        lost_.erase(now);
        if (known.empty())
            return;
        known.key() = now;
        lost_.insert(std::move(known));
    }

private:
    std::map<std::string, bool> lost_; ///< by account
};

} // namespace astro
