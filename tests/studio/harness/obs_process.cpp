// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/obs_process.h"

#include "studio/harness/obs_faults.h"
#include "studio/harness/screen.h"

#include <algorithm>
#include <charconv>
#include <iostream>

namespace harness {

namespace {

milliseconds since(Clock::time_point begin)
{
    return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

std::string last_line(const std::string &log)
{
    const auto end = log.find_last_not_of('\n');
    if (end == std::string::npos)
        return {};
    const auto before = log.rfind('\n', end);
    const auto begin = before == std::string::npos ? 0 : before + 1;
    return log.substr(begin, end - begin + 1);
}

std::optional<long> leaks_in(const std::string &line)
{
    constexpr std::string_view words = "Number of memory leaks: ";
    const auto found = line.find(words);
    if (found == std::string::npos)
        return std::nullopt;
    long count = 0;
    const auto read = std::from_chars(line.data() + found + words.size(), line.data() + line.size(), count);
    return read.ec == std::errc() ? std::make_optional(count) : std::nullopt;
}

std::string tail(const std::string &log)
{
    constexpr std::size_t length = 3000;
    return log.size() > length ? "…" + log.substr(log.size() - length) : log;
}

/// What crash_trace.c printed, with what OBS had said last; else the end of the log.
std::string last_words(const std::string &log)
{
    constexpr std::size_t before = 1000;
    const auto crash = log.find("Crashed in the thread");
    return crash == std::string::npos ? tail(log) : "…" + log.substr(crash - std::min(crash, before));
}

Environment joined(Environment all, const Environment &more)
{
    for (const auto &[name, value] : more)
        all[name] = value;
    return all;
}

} // namespace

std::string ObsEnd::told() const
{
    return exit.told() + ", " + (leaks ? std::to_string(*leaks) : "unknown number of") + " memory leaks, after " +
           std::to_string(took.count()) + " ms" + (last_words.empty() ? "" : "\n" + last_words);
}

ObsProcess::ObsProcess(const ObsHome &home, const Display &display, Options options) : home_(home), display_(display)
{
    for (int tries = 1;; ++tries) {
        try {
            start(options);
            return;
        } catch (const Error &) {
            if (tries == 3 || running() || !fell_at_sound(log()))
                throw;
        }
    }
}

void ObsProcess::start(const Options &options)
{
    // OBS ignores an option that it does not know yet. (Not --disable-missing-files-check: with it, 29.0.2 leaks.)
    std::vector<std::string> command = {"obs", "--multi", "--disable-shutdown-check"};
    command.insert(command.end(), options.arguments.begin(), options.arguments.end());
    Environment environment = joined(home_.environment(), display_.environment());
    environment["QT_QPA_PLATFORM"] = "xcb";
    environment["NO_AT_BRIDGE"] = "1";
    environment = joined(std::move(environment), options.environment);
    std::string &preloaded = environment["LD_PRELOAD"];
    preloaded = preloaded.empty() ? CRASH_TRACE : CRASH_TRACE ":" + preloaded;

    home_.forget_crash();
    if (std::filesystem::exists(home_.log_file()))
        std::filesystem::rename(home_.log_file(), home_.log_before());
    const auto begin = Clock::now();
    process_ = std::make_unique<Process>(
        Process::Options{std::move(command), std::move(environment), home_.log_file(), false});
    if (!options.websocket) {
        wait_for_log("==== Startup complete ====", options.start_timeout);
        start_time_ = since(begin);
        return;
    }
    try {
        websocket_ = std::make_unique<ObsWebSocket>(home_.websocket_port(), options.start_timeout,
                                                    [this] { return process_->running(); });
        // It answers while its window is still being laid out; asked to close just then, 29.0.2 crashes or hangs.
        websocket_->wait_for_frames(10);
    } catch (const Error &error) {
        throw Error(std::string(error.what()) + "\nOBS's log:\n" + tail(log()));
    }
    start_time_ = since(begin);
}

std::string ObsProcess::log() const
{
    return read_file(home_.log_file());
}

void ObsProcess::wait_for_log(const std::string &text, milliseconds timeout) const
{
    const auto logged = [&] { return log().find(text) != std::string::npos; };
    if (!wait_until(logged, timeout))
        throw Error("OBS did not log \"" + text + "\"; its log:\n" + tail(log()));
}

ObsEnd ObsProcess::quit(milliseconds timeout)
{
    websocket_.reset(); // see wait_for_end
    if (running())
        close_window();
    const auto end = wait_for_end(timeout);
    if (!end)
        throw Error("OBS does not end; its log:\n" + tail(log()));
    return *end;
}

/// As a user does. At SIGINT, 29.0.2 closes its window within the signal's handler, which waits for ever when the
/// signal comes while Qt or Xlib holds a lock.
void ObsProcess::close_window()
{
    const Screen screen(display_, pid());
    const auto ending = [&] { return !running() || log().find("==== Shutting down ====") != std::string::npos; };
    // OBS may lose it while it shows a preview (see Preview). Asked again only when it came to nothing.
    for (int tries = 0; tries < 3 && !ending(); ++tries) {
        screen.close(screen.wait_for_window("^OBS "));
        wait_until(ending, milliseconds(5000));
    }
}

std::optional<ObsEnd> ObsProcess::wait_for_end(milliseconds timeout)
{
    // Its websocket server waits up to 5 s for a client's goodbye, of which it may read only half.
    websocket_.reset();
    const auto begin = Clock::now();
    const auto exit = process_->wait_for_exit(timeout);
    if (!exit)
        return std::nullopt;
    const auto took = since(begin);
    const std::string all = log();
    ObsEnd end{*exit, took, leaks_in(last_line(all)), {}, false};
    if (!end.clean()) {
        end.last_words = last_words(all);
        const bool before = std::filesystem::exists(home_.log_before());
        end.fault_of_obs = fell_over_renamed_scene(all, before ? read_file(home_.log_before()) : std::string()) ||
                           fell_at_closing_socket(all);
    }
    if (end.fault_of_obs)
        std::cerr << "OBS fell over a fault of its own: " << end.told() << "\n";
    return end;
}

} // namespace harness
