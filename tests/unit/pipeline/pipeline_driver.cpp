// SPDX-License-Identifier: GPL-2.0-or-later
#include "unit/pipeline/pipeline_driver.h"

#include "harness/waiting.h"

using namespace astro;

namespace {

constexpr std::chrono::seconds patience{20};

} // namespace

PipelineDriver::PipelineDriver(std::filesystem::path state_file, std::chrono::milliseconds write_after)
    : pipeline_(
          {[this](const rules::Batch &batch, Pipeline::Basis basis) { perform(batch, basis); },
           [this] { return busy.load(); },
           [this](std::vector<gateway::Status> statuses) {
               const std::lock_guard hold(lock_);
               for (const gateway::Status &status : statuses)
                   everything_told_ += status.detail + "\n";
               statuses_ = std::move(statuses);
               news_.notify_all();
           }},
          std::move(state_file),
          [this](LogLevel, const std::string &line) {
              const std::lock_guard hold(lock_);
              everything_told_ += line + "\n";
          },
          write_after)
{}

std::vector<std::string> PipelineDriver::story()
{
    const std::lock_guard hold(lock_);
    return story_;
}

std::vector<std::string> PipelineDriver::story_of(std::size_t batches)
{
    std::unique_lock hold(lock_);
    news_.wait_for(hold, patience, [&] { return story_.size() >= batches; });
    return story_;
}

bool PipelineDriver::wait_for(const std::function<bool(const std::vector<gateway::Status> &)> &fits)
{
    std::unique_lock hold(lock_);
    return news_.wait_for(hold, patience, [&] { return fits(statuses_); });
}

bool PipelineDriver::wait_for(const std::function<bool(const Pipeline::Summary &)> &fits)
{
    return harness::wait_until([&] { return fits(pipeline_.summary()); }, patience);
}

std::string PipelineDriver::everything_told()
{
    const std::lock_guard hold(lock_);
    return everything_told_;
}

void PipelineDriver::perform(const rules::Batch &batch, const Pipeline::Basis &basis)
{
    const std::lock_guard hold(lock_);
    std::string line = std::to_string(basis.generation) + "/" + std::to_string(basis.renames);
    for (const rules::Command &command : batch)
        line += " " + told(command);
    story_.push_back(line);
    news_.notify_all();
}

std::string PipelineDriver::told(const rules::Command &command)
{
    if (const auto *undo = std::get_if<rules::UndoAction>(&command)) {
        const auto found = texts_.find(undo->id);
        return "-" + (found == texts_.end() ? "?" : found->second);
    }
    const auto &todo = std::get<rules::DoAction>(command);
    texts_[todo.id] = todo.action.text("text");
    return todo.action.text("source") + ": " + todo.action.text("text");
}
