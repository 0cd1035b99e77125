// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/ui_thread.h"

#include "studio/guarded.h"
#include "support/system.h"

#include <obs.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace astro::studio {
namespace {

using Clock = std::chrono::steady_clock;

/// Without a pause the UI thread works so long for us, and for the one task more that it has begun.
constexpr std::chrono::milliseconds most_at_once{4};
/// OBS's event loop takes what is queued one after the other: less than this in between was no pause.
constexpr std::chrono::microseconds shortest_pause{500};
constexpr std::chrono::milliseconds pause{1};
/// As long as half a frame: what is told of events goes on like that for as long as they come.
constexpr std::chrono::milliseconds until_later{8};

} // namespace

struct UiThread::Task {
    std::shared_ptr<Queue> queue;
    std::function<void()> work;
};

/// What other threads post, handed to OBS in few turns of its event loop rather than one by one.
class UiThread::Queue : public std::enable_shared_from_this<Queue> {
public:
    void post(std::function<void()> task)
    {
        {
            const std::lock_guard hold(lock_);
            tasks_.push_back(std::move(task));
            ++waiting;
            if (called_ || resting_)
                return;
            called_ = true;
        }
        obs_queue_task(OBS_TASK_UI, on_call, new std::shared_ptr<Queue>(shared_from_this()), false);
    }

    void post_later(std::unique_ptr<Task> task)
    {
        {
            const std::lock_guard hold(lock_);
            if (closing_)
                return;
            later_.push_back({Clock::now() + until_later, std::move(task)});
        }
        asked_.notify_one();
    }

    /// UI thread.
    void begin()
    {
        caller_ = std::thread([this] {
            system::name_this_thread("astro turns");
            call_in_time();
        });
    }

    /// UI thread. Tasks that are still on their way do nothing.
    void close()
    {
        open = false;
        std::deque<Later> forgotten; // each holds this queue
        {
            const std::lock_guard hold(lock_);
            closing_ = true;
            forgotten.swap(later_);
        }
        asked_.notify_one();
        if (caller_.joinable())
            caller_.join();
    }

    /// UI thread.
    void run(const std::function<void()> &task) const
    {
        if (!open)
            return;
        guarded("what comes before a task", before_each);
        guarded("a task on the UI thread", task);
    }

    bool open = true; ///< read and written on the UI thread only
    std::function<void()> before_each = [] {};
    std::atomic<std::size_t> waiting{0};

private:
    using Owner = std::unique_ptr<std::shared_ptr<Queue>>;

    struct Later {
        Clock::time_point at;
        std::unique_ptr<Task> task;
    };

    static void on_call(void *param)
    {
        const Owner owner(static_cast<std::shared_ptr<Queue> *>(param));
        Queue &queue = **owner;
        {
            const std::lock_guard hold(queue.lock_);
            queue.called_ = false;
            if (queue.resting_)
                return;
        }
        queue.work();
    }

    static void on_pause_over(void *param)
    {
        const Owner owner(static_cast<std::shared_ptr<Queue> *>(param));
        Queue &queue = **owner;
        {
            const std::lock_guard hold(queue.lock_);
            queue.turn_wanted_ = queue.resting_ = false;
        }
        queue.work();
    }

    /// Calls a turn after each pause, and tasks that have time when theirs has come. A thread for that alone: whatever
    /// else could do it may itself be late, OBS's graphics thread by seconds where there is more to draw than it can.
    void call_in_time()
    {
        std::unique_lock hold(lock_);
        while (!closing_) {
            const auto next = next_call();
            if (!next) {
                asked_.wait(hold);
            } else if (*next > Clock::now()) {
                asked_.wait_until(hold, *next);
            } else if (next == turn_at_) {
                turn_at_.reset();
                call(hold, on_pause_over, new std::shared_ptr<Queue>(shared_from_this()));
            } else {
                Task *const due = later_.front().task.release();
                later_.pop_front();
                call(hold, UiThread::run, due);
            }
        }
    }

    std::optional<Clock::time_point> next_call() const
    {
        if (later_.empty() || (turn_at_ && *turn_at_ <= later_.front().at))
            return turn_at_;
        return later_.front().at;
    }

    /// OBS may take a lock of its own.
    static void call(std::unique_lock<std::mutex> &hold, obs_task_t task, void *param)
    {
        hold.unlock();
        obs_queue_task(OBS_TASK_UI, task, param, false);
        hold.lock();
    }

    void work()
    {
        auto now = Clock::now();
        if (now - busy_until_ > shortest_pause)
            busy_since_ = now;
        while (const auto task = next(now - busy_since_ >= most_at_once)) {
            --waiting;
            run(task);
            now = busy_until_ = Clock::now();
        }
    }

    /// @return nothing when there is none, or none that is to be done without a pause.
    std::function<void()> next(bool enough)
    {
        std::function<void()> task;
        const std::lock_guard hold(lock_);
        if (tasks_.empty())
            return nullptr;
        if (enough) {
            resting_ = true;
        } else {
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        // A task may open a window that is waited for: what comes after it is done all the same.
        if (!tasks_.empty() && !std::exchange(turn_wanted_, true)) {
            turn_at_ = Clock::now() + pause;
            asked_.notify_one();
        }
        return task;
    }

    std::mutex lock_;
    std::deque<std::function<void()>> tasks_;
    bool called_ = false;      ///< a turn is on its way
    bool turn_wanted_ = false; ///< one comes after a pause
    bool resting_ = false;     ///< and none before it
    bool closing_ = false;
    std::deque<Later> later_;
    std::optional<Clock::time_point> turn_at_; ///< when that one is to be called
    std::condition_variable asked_;
    std::thread caller_;

    // On the UI thread only.
    Clock::time_point busy_since_, busy_until_;
};

UiThread::UiThread() : queue_(std::make_shared<Queue>())
{
    queue_->begin();
}

UiThread::Task *UiThread::make(const std::shared_ptr<Queue> &queue, std::function<void()> work)
{
    ++queue->waiting;
    return new Task{queue, std::move(work)};
}

void UiThread::run(void *param)
{
    const std::unique_ptr<Task> task(static_cast<Task *>(param));
    --task->queue->waiting;
    task->queue->run(task->work);
}

void UiThread::before_each(std::function<void()> work)
{
    queue_->before_each = std::move(work);
}

void UiThread::post(std::function<void()> task) const
{
    obs_queue_task(OBS_TASK_UI, run, make(queue_, std::move(task)), false);
}

void UiThread::post_in_turns(std::function<void()> task) const
{
    queue_->post(std::move(task));
}

void UiThread::post_later(std::function<void()> task) const
{
    queue_->post_later(std::unique_ptr<Task>(make(queue_, std::move(task))));
}

std::function<void(std::function<void()>)> UiThread::door() const
{
    return [queue = queue_](std::function<void()> task) {
        obs_queue_task(OBS_TASK_UI, run, make(queue, std::move(task)), false);
    };
}

std::size_t UiThread::waiting() const
{
    return queue_->waiting;
}

void UiThread::close()
{
    queue_->close();
}

} // namespace astro::studio
