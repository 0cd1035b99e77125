// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/obs_faults.h"

#include <string_view>

namespace harness {

namespace {

constexpr std::string_view others = "Meanwhile in the thread"; // as crash_trace.c says

bool has(std::string_view log, std::string_view text)
{
    return log.find(text) != std::string_view::npos;
}

/// From `begin` up to `end`, or to the last letter; nothing where `begin` is not found.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end)
{
    const auto from = text.find(begin);
    return from == std::string_view::npos ? std::string_view() : text.substr(from, text.find(end, from) - from);
}

} // namespace

bool fell_at_sound(const std::string &log)
{
    return has(log, "audio settings reset") && !has(log, "Initializing OpenGL");
}

bool fell_over_renamed_scene(const std::string &log, const std::string &log_before)
{
    constexpr const char *renamed = "' renamed to '";
    return has(log, "info: OBS 32.") && has(log, "Not all sources were cleared when clearing scene data") &&
           (has(log, renamed) || has(log_before, renamed));
}

bool fell_at_closing_socket(const std::string &log)
{
    const std::string_view report =
        between(log, "[obs-websocket] [obs_module_unload] Shutting down...", "End of the crash");
    const std::string_view crashed = between(report, "Crashed in the thread", others);
    const std::string_view meanwhile = between(report, others, "End of the crash");
    return has(crashed, "WebSocketServer12ServerRunner") && !has(crashed, "obs-astro.so") &&
           has(meanwhile, "WebSocketServer4Stop");
}

} // namespace harness
