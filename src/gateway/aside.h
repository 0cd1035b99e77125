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

/// How many of a kind may run at once: what never ends gets not ever more threads, and one kind takes none of
/// another's. Lives for as long as the program.
struct AsideBudget {
    explicit AsideBudget(int most_at_once) : most(most_at_once) {}
    const int most;
    std::atomic<int> running{0};
};

/// Runs `work`, which must not throw, on a thread that nobody waits for; it may outlive the module, which stays loaded.
/// @return false when there are too many of them already, or no thread can be had.
bool run_aside(AsideBudget &budget, std::function<void()> work);

/// One thing that may block for minutes (the system's resolver, a file on a drive that is gone) and is done without
/// holding anybody up: Asio's own way of doing it would be waited for when the loop is destroyed. Here it is left
/// behind.
template <typename Result>
class Aside : public std::enable_shared_from_this<Aside<Result>> {
public:
    using Done = std::function<void(Result)>;

    Aside(const asio::any_io_executor &loop, Done done) : loop_(loop), done_(std::move(done)) {}

    /// `done` comes on `loop`, never inside this call, unless this is cancelled first. It is given an empty Result when
    /// the work can't be begun or throws.
    static std::shared_ptr<Aside> start(const asio::any_io_executor &loop, AsideBudget &budget,
                                        std::function<Result()> work, Done done)
    {
        auto aside = std::make_shared<Aside>(loop, std::move(done));
        if (!run_aside(budget, [aside, work = std::move(work)] { aside->finish(result_of(work)); }))
            aside->finish({});
        return aside;
    }
    /// As start(), with what is known without any work.
    static std::shared_ptr<Aside> ready(const asio::any_io_executor &loop, Result result, Done done)
    {
        auto aside = std::make_shared<Aside>(loop, std::move(done));
        aside->finish(std::move(result));
        return aside;
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
