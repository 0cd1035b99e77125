// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/astro_sim_process.h"
#include "probe/page.h"
#include "studio/contenders.h"
#include "studio/harness/display.h"
#include "studio/harness/obs_process.h"

#include <cstdint>
#include <memory>
#include <string>

namespace bench {

using Micros = std::int64_t; ///< of the monotonic clock, or between two moments of it

/// A real OBS at 60 frames a second with one contender, a gateway that it is connected to, and an observer: the same
/// obs-websocket client for all. Everything reports failure by throwing harness::Error.
class Stage {
public:
    /// What the observer listens to of obs-websocket: scenes (1 << 2) and scene items (1 << 7).
    static constexpr unsigned observed = 1U << 2 | 1U << 7;

    Stage(const harness::Display &display, const Contender &contender, const Options &options);
    ~Stage();
    Stage(const Stage &) = delete;
    Stage &operator=(const Stage &) = delete;

    const Contender &contender() const { return contender_; }
    harness::ObsProcess &obs() { return *obs_; }
    harness::ObsWebSocket &observer() { return obs_->websocket(); }
    ProbePage &probe() { return *page_; }
    int item() const { return item_; } ///< obs-websocket's number of "Confetti" in "Main"

    /// Hands the gateway one event; "{n}" in it becomes a number that no other one has. @return when its frame was sent
    Micros publish(std::string event);
    /// Many at once, each with a number of its own. @return when the first was sent
    Micros burst(int count, const std::string &event);

    harness::ObsEnd quit();

private:
    void install(const Options &options);
    void connect(const Options &options);
    void open_page();

    const Contender &contender_;
    AstroSimProcess gateway_{AstroSimProcess::Options{}};
    std::unique_ptr<harness::ObsHome> home_;
    ProbePage *page_ = nullptr;
    std::unique_ptr<harness::ObsProcess> obs_;
    std::unique_ptr<harness::Process> bridge_;
    int item_ = 0;
    int published_ = 0;
};

} // namespace bench
