// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

namespace astro::studio {

/// The way to OBS's UI thread. Tasks of one poster run in their order; once closed, tasks that are still on their way
/// do nothing, so they never find their owner gone.
class UiThread {
public:
    UiThread();
    ~UiThread() { close(); }
    UiThread(const UiThread &) = delete;
    UiThread &operator=(const UiThread &) = delete;

    /// Any thread. On the UI thread itself OBS may run the task at once, inside the call.
    void post(std::function<void()> task) const;
    /// UI thread: runs the task in a later turn of the event loop, never inside the call. OBS's own queue offers no
    /// such turn, so the task goes by way of libobs's graphics thread.
    void post_later(std::function<void()> task) const;
    /// How many tasks are on their way. Any thread.
    std::size_t waiting() const { return gate_->waiting; }
    /// UI thread only.
    void close();

private:
    struct Gate {
        bool open = true; ///< read and written on the UI thread only
        std::atomic<std::size_t> waiting{0};
    };
    struct Task;
    Task *make(std::function<void()> work) const;
    static void run(void *param);
    static void pass_on(void *param);

    std::shared_ptr<Gate> gate_;
};

} // namespace astro::studio
