// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "pipeline/file_writer.h"
#include "rules/kept_values.h"
#include "settings/state_file.h"
#include "support/log.h"

#include <chrono>
#include <filesystem>
#include <vector>

namespace astro {

/// Keeps state.json: what happened last, counters and session values. Written some seconds after a change, off the
/// caller's thread, so that a crash of OBS costs no more than those seconds; and at the end. Not for several threads.
class StateKeeper {
public:
    /// So long after a change it is to be written, so that events in a row make one writing.
    static constexpr std::chrono::seconds usual_delay{10};

    /// Reads the file. @param log from any thread, until end() returns
    StateKeeper(std::filesystem::path file, Log log);

    /// What the file had.
    rules::KeptValues values() const { return {state_.counters, state_.session}; }

    void note(const events::Event &event, std::chrono::system_clock::time_point at);
    /// Writes what is new in another thread.
    void write(const rules::KeptValues &values);
    /// Writes what is new before it returns; nothing after it.
    void end(const rules::KeptValues &values);

    /// As of FileWriter; any thread.
    std::vector<Problem> problems() const { return writer_.problems(); }

private:
    bool changed(const rules::KeptValues &values);

    const std::filesystem::path file_;
    const Log log_;
    settings::State state_;
    bool changed_ = false;
    FileWriter writer_;
};

} // namespace astro
