// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/state_keeper.h"

#include "settings/atomic_file.h"

#include <optional>
#include <string>
#include <utility>

namespace astro {
namespace {

/// Not as a streamer's file is written: in OBS's portable mode the path is none from the root.
std::optional<Problem> write_to_disk(const FileText &text)
{
    const std::string why = settings::write_atomically(std::filesystem::u8path(text.file), text.text);
    return why.empty() ? std::nullopt : std::optional(Problem{"Problem.File.NotWritten", {text.file, why}});
}

} // namespace

StateKeeper::StateKeeper(std::filesystem::path file, Log log)
    : file_(std::move(file)),
      log_(std::move(log)),
      state_(settings::read_state(file_, log_)),
      writer_(log_, write_to_disk)
{}

void StateKeeper::note(const events::Event &event, std::chrono::system_clock::time_point at)
{
    state_.note(event, at);
    changed_ = true;
}

void StateKeeper::write(const rules::KeptValues &values)
{
    if (changed(values))
        writer_.write({file_.u8string(), settings::state_text(state_)});
}

void StateKeeper::end(const rules::KeptValues &values)
{
    // Where the drive does not answer there is no use in trying once more.
    if (!writer_.stop() || !changed(values))
        return;
    if (const std::string why = settings::write_state(file_, state_); !why.empty())
        log_(LogLevel::warning, "what happened last could not be kept in state.json: " + why);
}

/// Takes the values over. @return whether there is anything new since it was asked last.
bool StateKeeper::changed(const rules::KeptValues &values)
{
    if (values.counters != state_.counters || values.session != state_.session) {
        state_.counters = values.counters;
        state_.session = values.session;
        changed_ = true;
    }
    return std::exchange(changed_, false);
}

} // namespace astro
