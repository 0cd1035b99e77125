// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/astro_sim_process.h"

#include "harness/waiting.h"
#include "support/json.h"

namespace {

harness::Process::Options command_for(const AstroSimProcess::Options &options, const std::filesystem::path &ca_file)
{
    harness::Process::Options process;
    process.command = {ASTRO_SIM};
    if (options.tls)
        process.command.insert(process.command.end(), {"--tls", "--ca-out", ca_file.u8string()});
    process.command.insert(process.command.end(), options.arguments.begin(), options.arguments.end());
    process.read_output = true;
    process.feed_input = true;
    return process;
}

} // namespace

AstroSimProcess::AstroSimProcess(const Options &options)
    : ca_file_(options.tls ? folder_.path() / "ca.pem" : std::filesystem::path()),
      process_(command_for(options, ca_file_))
{
    const Json::Value listening = wait_for("listening");
    url_ = listening["url"].asString();
    port_ = listening["port"].asInt();
}

Json::Value AstroSimProcess::wait_for(const std::string &event, const std::function<bool(const Json::Value &)> &fits,
                                      harness::milliseconds timeout)
{
    const auto named = [&](const Json::Value &printed) { return printed["event"] == event && fits(printed); };
    return wait_for_any(event, named, timeout);
}

Json::Value AstroSimProcess::wait_for_any(const std::string &awaited,
                                          const std::function<bool(const Json::Value &)> &fits,
                                          harness::milliseconds timeout)
{
    std::string seen;
    const auto deadline = harness::Clock::now() + timeout;
    const auto left = [&] {
        return std::chrono::duration_cast<harness::milliseconds>(deadline - harness::Clock::now());
    };
    while (const auto line = process_.read_line(left())) {
        std::string why;
        const auto printed = astro::json::parse(*line, why);
        if (printed && printed->isObject() && fits(*printed))
            return *printed;
        seen += *line + "\n";
    }
    throw harness::Error("astro-sim did not tell of \"" + awaited + "\", but:\n" + seen);
}
