// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <json/value.h>

#include <sys/types.h>

namespace bench {

/// What /proc tells of a process or of the whole computer.
struct Usage {
    double process_cpu_ms = 0; ///< all threads, those that ended included
    double thread_cpu_ms = 0;  ///< the plugin's client thread; 0 where there is none
    double thread_wakeups = 0; ///< how often it went to sleep
};
Usage usage_of(pid_t process);

/// Resident, in KiB.
long memory_of(pid_t process);

/// Processor, cores, memory, system.
Json::Value machine();

/// How much of the computer others use: of all its processors, from one reading to the next.
class OtherLoad {
public:
    OtherLoad();
    /// @return the share since the last call, 0 to 1: all that was busy, less this process and its children that ended.
    double take();

private:
    struct Reading {
        double busy = 0, ours = 0, all = 0; ///< seconds
    };
    static Reading read();
    Reading last_;
};

} // namespace bench
