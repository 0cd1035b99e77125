// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/instant.h"
#include "support/log.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace astro {

/// Logs the first of many like lines at once, and the rest as a number once a minute.
class RareLine {
public:
    void log(const Log &log, const std::string &line, const Instant &now)
    {
        constexpr std::chrono::minutes interval{1};
        ++count_;
        if (logged_ && now.steady < *logged_ + interval)
            return;
        log(LogLevel::warning, count_ == 1 ? line : line + " (" + std::to_string(count_) + " times)");
        logged_ = now.steady;
        count_ = 0;
    }

private:
    std::optional<Deadline> logged_;
    std::uint64_t count_ = 0;
};

} // namespace astro
