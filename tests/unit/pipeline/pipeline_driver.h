// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "pipeline/pipeline.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

/// A real pipeline; what it tells is kept, to be waited for.
class PipelineDriver {
public:
    explicit PipelineDriver(std::filesystem::path state_file = {},
                            std::chrono::milliseconds write_after = astro::StateKeeper::usual_delay);
    ~PipelineDriver() { pipeline_.stop(); }

    astro::Pipeline &pipeline() { return pipeline_; }

    /// What was to be done so far, a line a batch: the basis as "generation/renames", then for each command "source:
    /// text" or, for its undo, "-text".
    std::vector<std::string> story();
    /// Waits for so many batches. @return the story by then, which is shorter when they did not come in time.
    std::vector<std::string> story_of(std::size_t batches);
    bool wait_for(const std::function<bool(const std::vector<astro::gateway::Status> &)> &fits);
    bool wait_for(const std::function<bool(const astro::Pipeline::Summary &)> &fits);

    /// All that was logged and told of: to look for what must not be there.
    std::string everything_told();

    std::atomic<bool> busy{false}; ///< as if the UI thread did not keep up

private:
    void perform(const astro::rules::Batch &batch, const astro::Pipeline::Basis &basis);
    std::string told(const astro::rules::Command &command);

    std::mutex lock_;
    std::condition_variable news_;
    std::vector<std::string> story_;
    std::map<astro::rules::ActionId, std::string> texts_;
    std::vector<astro::gateway::Status> statuses_;
    std::string everything_told_;
    astro::Pipeline pipeline_; ///< last: its thread ends before what it uses
};
