// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"
#include "support/log.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace astro {

/// A log that passes on so many lines a minute, and of the others their number: whatever goes wrong again and again,
/// OBS's log stays readable and the disk free.
/// @param clock tells the time. @return a log for one thread; copies of it share what they may say.
inline Log with_budget(Log log, std::size_t most_a_minute, std::function<Deadline()> clock)
{
    struct Budget {
        Deadline begun;
        std::size_t said = 0, left_out = 0;
    };
    return [log = std::move(log), most_a_minute, clock = std::move(clock),
            budget = std::make_shared<Budget>()](LogLevel level, const std::string &line) {
        const Deadline now = clock();
        if (budget->said == 0 || now - budget->begun >= std::chrono::minutes(1)) {
            if (budget->left_out > 0)
                log(LogLevel::warning, "lines left out of the log: " + std::to_string(budget->left_out));
            *budget = {now, 0, 0};
        }
        if (budget->said == most_a_minute) {
            ++budget->left_out;
            return;
        }
        ++budget->said;
        log(level, line);
    };
}

} // namespace astro
