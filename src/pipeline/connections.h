// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "gateway/status.h"

#include <map>
#include <optional>
#include <string>

namespace astro {

/// Makes events of what the accounts' statuses say: that one which delivered is lost, and that it is back.
class Connections {
public:
    /// @return connection_lost, connection_back, or nothing.
    std::optional<events::Kind> take(const gateway::Status &status)
    {
        if (status.account.empty() || status.state == gateway::State::disabled) {
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

private:
    std::map<std::string, bool> lost_; ///< by account
};

} // namespace astro
