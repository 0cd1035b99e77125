// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>

/// Every wait of a session, in one place. "Documented": the gateway's own number; the others are our choice.
/// The growing delays between tries are in backoff.h.
namespace astro::gateway::timing {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Asking
constexpr milliseconds command_spacing{110}; ///< documented: one per 100 ms, and 100 per 10 s, which this keeps too
constexpr seconds answer_timeout{10};        ///< for an answer to a request
constexpr seconds rate_limit_pause{5};       ///< after rate_limit_exceeded
constexpr int requests_before_reconnect = 2; ///< without an answer

// Connecting
constexpr seconds connect_timeout{60}; ///< a net under the transport, which bounds its own waits: 55 s in all
constexpr seconds welcome_timeout{2};  ///< a gateway after the first documents sends no welcome
constexpr seconds closed_at_once{3};   ///< a connection that was subscribed for less is a try that failed
constexpr seconds stable_after{10};    ///< one that was subscribed for so long makes retry delays short again
constexpr int connects_at_once = 10;   ///< and then one for each refill: 30 in five minutes at the most
constexpr seconds connect_refill{15};
constexpr int connects_reserved = 2;        ///< of those at once: for moves and what a streamer asks for
constexpr seconds longest_retry_after{600}; ///< what a gateway may ask for
constexpr seconds quick_reconnect{10}; ///< asked to move so soon after opening, twice in a row: with growing delays
constexpr seconds drain_time{3};       ///< for what is still on its way over a connection that was taken over

// Living
constexpr seconds ping_after{40}; ///< without a sign of life; documented: the gateway pings every 30 s
constexpr seconds dead_after{80};
constexpr seconds sleep_threshold{30}; ///< the wall clock ran on without the steady one, or nobody looked for so long
constexpr seconds liveness_timeout{5}; ///< for a sign of life after a sleep
/// How often, at the least, a session at work looks whether the computer slept: on Linux and macOS a timer stands still
/// during sleep, and what was armed for 40 s would wait for the rest of them after it. One look costs next to nothing.
constexpr seconds sleep_check_interval{10};

// Telling
constexpr seconds dropped_frames_silence{60}; ///< between two log lines about frames that could not be used

} // namespace astro::gateway::timing
