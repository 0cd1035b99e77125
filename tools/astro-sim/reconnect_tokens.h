// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ids.h"
#include "subscription.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace astro_sim {

/// Tokens with which a new connection takes over an old one's subscriptions: good once, and for a while.
class ReconnectTokens {
public:
    using Clock = std::chrono::steady_clock;

    explicit ReconnectTokens(std::chrono::milliseconds lifetime) : lifetime_(lifetime) {}

    std::string issue(Subscriptions subscriptions)
    {
        // The characters of base64 that a URL must escape are in it, so that a client which does not is found out.
        const std::string token = "rc+" + random_hex(32) + "/=";
        issued_[token] = {std::move(subscriptions), Clock::now() + lifetime_};
        return token;
    }

    /// @return nothing for a token that is unknown, used or expired.
    std::optional<Subscriptions> redeem(const std::string &token)
    {
        const auto found = issued_.find(token);
        if (found == issued_.end())
            return std::nullopt;
        Issued issued = std::move(found->second);
        issued_.erase(found);
        if (Clock::now() > issued.expires)
            return std::nullopt;
        return std::move(issued.subscriptions);
    }

private:
    struct Issued {
        Subscriptions subscriptions;
        Clock::time_point expires;
    };

    std::chrono::milliseconds lifetime_;
    std::map<std::string, Issued> issued_;
};

} // namespace astro_sim
