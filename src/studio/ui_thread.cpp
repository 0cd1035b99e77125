// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/ui_thread.h"

#include "studio/guarded.h"

#include <obs.h>

namespace astro::studio {

struct UiThread::Task {
    std::shared_ptr<Gate> gate;
    std::function<void()> work;
};

UiThread::UiThread() : gate_(std::make_shared<Gate>()) {}

UiThread::Task *UiThread::make(std::function<void()> work) const
{
    ++gate_->waiting;
    return new Task{gate_, std::move(work)};
}

void UiThread::run(void *param)
{
    const std::unique_ptr<Task> task(static_cast<Task *>(param));
    --task->gate->waiting;
    if (!task->gate->open)
        return;
    guarded("a task on the UI thread", task->work);
}

void UiThread::pass_on(void *param)
{
    obs_queue_task(OBS_TASK_UI, run, param, false);
}

void UiThread::post(std::function<void()> task) const
{
    obs_queue_task(OBS_TASK_UI, run, make(std::move(task)), false);
}

void UiThread::post_later(std::function<void()> task) const
{
    obs_queue_task(OBS_TASK_GRAPHICS, pass_on, make(std::move(task)), false);
}

void UiThread::close()
{
    gate_->open = false;
}

} // namespace astro::studio
