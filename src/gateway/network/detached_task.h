// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/post.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace astro::gateway {

/// How many tasks of a kind may run at once, so that tasks which never end do not use up ever more threads. Lives for
/// as long as the program.
struct DetachedTaskLimit {
    explicit DetachedTaskLimit(int most_at_once) : most(most_at_once) {}
    const int most;
    std::atomic<int> running{0};
};

/// Runs `work`, which must not throw, on a detached thread. The thread may outlive the module, which stays loaded.
/// @return false when too many run already, or no thread can be had.
bool run_detached(DetachedTaskLimit &limit, std::function<void()> work);

/// Work that may block for minutes (the system's resolver, a file on a drive that is gone), on a detached thread whose
/// result comes back on the loop. Asio's own way of doing it would be waited for when the loop is destroyed; this is
/// left behind.
template <typename Result>
class DetachedTask : public std::enable_shared_from_this<DetachedTask<Result>> {
public:
    using Done = std::function<void(Result)>;

    DetachedTask(const asio::any_io_executor &loop, Done done) : loop_(loop), done_(std::move(done)) {}

    /// `done` comes on `loop`, never inside this call, unless this is cancelled first. It is given an empty Result when
    /// the work can't be begun or throws.
    static std::shared_ptr<DetachedTask> start(const asio::any_io_executor &loop, DetachedTaskLimit &limit,
                                               std::function<Result()> work, Done done)
    {
        auto task = std::make_shared<DetachedTask>(loop, std::move(done));
        if (!run_detached(limit, [task, work = std::move(work)] { task->finish(result_of(work)); }))
            task->finish({});
        return task;
    }
    /// As start(), with what is known without any work.
    static std::shared_ptr<DetachedTask> ready(const asio::any_io_executor &loop, Result result, Done done)
    {
        auto task = std::make_shared<DetachedTask>(loop, std::move(done));
        task->finish(std::move(result));
        return task;
    }

    /// An empty Result when it throws: an exception would take the whole program along with its thread.
    static Result result_of(const std::function<Result()> &work) noexcept
    {
        try {
            return work();
        } catch (const std::exception &) {
            return {};
        }
    }

    /// What came of it, where it is not started by start(). Any thread.
    void finish(Result result)
    {
        const std::lock_guard hold(lock_);
        if (!loop_)
            return;
        asio::post(*loop_, [self = this->shared_from_this(), result = std::move(result)]() mutable {
            Done done;
            {
                const std::lock_guard hold_again(self->lock_);
                done = std::exchange(self->done_, nullptr);
            }
            if (done)
                done(std::move(result));
        });
    }

    /// On the loop's thread. After this the loop may be destroyed.
    void cancel()
    {
        const std::lock_guard hold(lock_);
        loop_.reset();
        done_ = nullptr;
    }

private:
    std::mutex lock_;
    std::optional<asio::any_io_executor> loop_;
    Done done_;
};

} // namespace astro::gateway
