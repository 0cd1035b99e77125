// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace astro_sim {

/// Something that goes wrong as often as was asked for.
class Countdown {
public:
    void set(int count) { left_ = count == 0 ? -1 : count; }
    void stop() { left_ = 0; }
    bool on() const { return left_ != 0; }
    void use()
    {
        if (left_ > 0)
            --left_;
    }

private:
    int left_ = 0; ///< -1: for ever
};

/// What the simulator was told to do wrong.
struct Faults {
    struct UpgradeRefusal {
        int status = 0;
        std::string retry_after;
        Countdown count;
    };
    struct SubscribeError {
        std::string code;
        std::string topic; ///< "": any
        Countdown count;
    };

    UpgradeRefusal upgrade;
    SubscribeError subscribe;
    bool mute = false;
    bool duplicate = false;

    /// @return the error to answer with, or "".
    std::string error_for(const std::string &topic)
    {
        if (!subscribe.count.on() || (!subscribe.topic.empty() && subscribe.topic != topic))
            return {};
        subscribe.count.use();
        return subscribe.code;
    }
};

} // namespace astro_sim
