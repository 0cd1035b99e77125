// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/process.h"
#include "studio/harness/display.h"
#include "studio/harness/obs_home.h"
#include "studio/harness/obs_websocket.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace harness {

/// How OBS ended.
struct ObsEnd {
    Exit exit;
    milliseconds took{0};      ///< from the wish to the end
    std::optional<long> leaks; ///< as the last line of its log says; nothing when it says something else
    bool clean() const { return exit.clean() && leaks == 0; }
    /// Clean, or not by a fault that is OBS's own.
    bool good() const { return clean() || fault_of_obs; }
    std::string last_words;    ///< where it crashed, or the end of its log; nothing when it was clean
    bool fault_of_obs = false; ///< see obs_faults.h
    std::string told() const;  ///< "exit code 0, 0 memory leaks, after 130 ms", and its last words
};

/// A real OBS on a home and a display of ours.
class ObsProcess {
public:
    struct Options {
        std::vector<std::string> arguments; ///< besides those that keep it from asking questions
        Environment environment;            ///< besides the home's and the display's
        milliseconds start_timeout{60000};
        bool websocket = true; ///< false where OBS has no obs-websocket: then it counts as ready once it is loaded
    };

    /// Starts it and waits until obs-websocket answers and frames are drawn. Its log of before is put aside. `home`
    /// must outlive it.
    /// @throws Error, with the end of OBS's log, when it does not get that far.
    ObsProcess(const ObsHome &home, const Display &display, Options options);
    ObsProcess(const ObsHome &home, const Display &display) : ObsProcess(home, display, Options{}) {}

    /// Until quit() or wait_for_end(), which let go of it.
    ObsWebSocket &websocket() { return *websocket_; }
    /// Until obs-websocket answered and the first frames were drawn.
    milliseconds start_time() const { return start_time_; }
    pid_t pid() const { return process_->pid(); }
    bool running() const { return process_->running(); }
    void kill() { process_->kill(); }
    void stop() { process_->stop(); }
    void go_on() { process_->go_on(); }

    /// Everything that OBS has logged until now.
    std::string log() const;
    /// Waits for a line that holds `text`. @throws Error
    void wait_for_log(const std::string &text, milliseconds timeout) const;

    /// Closes OBS's window and waits. On a virtual display.
    /// @throws Error when it still runs after `timeout`.
    ObsEnd quit(milliseconds timeout = milliseconds(30000));
    /// Waits until somebody closes it. @return nothing when nobody did so in time.
    std::optional<ObsEnd> wait_for_end(milliseconds timeout);

private:
    void start(const Options &options);
    void close_window();

    const ObsHome &home_;
    const Display &display_;
    milliseconds start_time_{0};
    std::unique_ptr<Process> process_;
    std::unique_ptr<ObsWebSocket> websocket_;
};

} // namespace harness
