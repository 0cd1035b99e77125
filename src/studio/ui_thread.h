// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace astro::studio {

/// The way to OBS's UI thread. Once closed, tasks that are still on their way do nothing, so they never find their
/// owner gone.
class UiThread {
public:
    /// UI thread.
    UiThread();
    ~UiThread() { close(); }
    UiThread(const UiThread &) = delete;
    UiThread &operator=(const UiThread &) = delete;

    /// UI thread, before anything is posted: what is to be done before each task.
    void before_each(std::function<void()> work);
    /// Any thread. The task runs in the order of OBS's own, so what OBS does next finds it done. On the UI thread
    /// itself OBS may run it at once, inside the call.
    void post(std::function<void()> task) const;
    /// Any thread but the UI thread; for what may come by the thousand. Such tasks run in their order, after some
    /// milliseconds of them the UI thread has a moment for OBS and its user, and what is posted otherwise goes ahead.
    void post_in_turns(std::function<void()> task) const;
    /// Any thread: runs the task in a later turn of the event loop, never inside the call, after a moment for OBS and
    /// its user. OBS's own queue offers no such turn to the UI thread, and its graphics thread forgets what is queued
    /// there when the video's size changes, so the task goes by way of a thread of ours.
    void post_later(std::function<void()> task) const;
    /// Does what post() does, for threads that may want it when this is gone.
    std::function<void(std::function<void()>)> door() const;
    /// How many tasks are on their way. Any thread.
    std::size_t waiting() const;
    /// UI thread only.
    void close();

private:
    class Queue;
    struct Task;
    static Task *make(const std::shared_ptr<Queue> &queue, std::function<void()> work);
    static void run(void *param);

    std::shared_ptr<Queue> queue_;
};

} // namespace astro::studio
