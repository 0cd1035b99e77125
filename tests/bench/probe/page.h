// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

/// What the probe inside of OBS and the benchmark outside share: a file that both have in memory. Times are
/// nanoseconds.
struct ProbePage {
    /// The latest, and how many there have been; read once `count` stands still.
    struct Samples {
        static constexpr std::size_t most = 4096;
        std::atomic<std::uint64_t> count{0};
        std::array<std::atomic<std::int64_t>, most> times{};

        void add(std::int64_t time) { times[count.fetch_add(1) % most] = time; }
    };

    /// Set by the benchmark: empty tasks are queued at random moments.
    std::atomic<bool> empty_tasks_wanted{false};
    /// Set by the benchmark: the three maxima begin anew with the next turn of the event loop.
    std::atomic<bool> forget_busy{false};

    Samples empty_task;      ///< from obs_queue_task() to the task's run
    Samples frame_to_action; ///< from the plugin's read off its socket to an item shown or hidden on the UI thread

    std::atomic<std::uint64_t> items_set{0}; ///< by the plugin
    std::atomic<std::uint64_t> tasks{0};     ///< of the plugin, on the UI thread
    std::atomic<std::int64_t> longest_task{0};
    std::atomic<std::int64_t> longest_task_cpu{0};
    /// All of the plugin's tasks within one turn of the UI thread's event loop.
    std::atomic<std::int64_t> longest_turn{0};
    std::atomic<std::int64_t> longest_turn_cpu{0};
};

inline constexpr const char *probe_page_variable = "ASTRO_BENCH_PAGE";
