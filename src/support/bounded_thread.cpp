// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/bounded_thread.h"

#include "support/system.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <utility>

namespace astro {

struct BoundedThread::Done {
    std::mutex lock;
    std::condition_variable changed;
    bool done = false;
};

BoundedThread::BoundedThread() = default;

BoundedThread::~BoundedThread()
{
    join_for(std::chrono::milliseconds(0));
}

bool BoundedThread::start(std::function<void()> work)
{
    join_for(std::chrono::milliseconds(0));
    done_ = std::make_shared<Done>();
    try {
        thread_ = std::thread([done = done_, work = std::move(work)]() mutable {
            try {
                work();
            } catch (const std::exception &) {
                // It would take the whole program along.
            }
            work = nullptr; // what it owns is gone when it is over
            const std::lock_guard hold(done->lock);
            done->done = true;
            done->changed.notify_all();
        });
    } catch (const std::system_error &) {
        return false;
    }
    return true;
}

bool BoundedThread::join_for(std::chrono::milliseconds bound)
{
    if (!thread_.joinable())
        return true;
    std::unique_lock hold(done_->lock);
    const bool over = done_->changed.wait_for(hold, bound, [this] { return done_->done; });
    hold.unlock();
    if (over) {
        thread_.join();
    } else {
        system::keep_this_module_loaded();
        thread_.detach();
    }
    return over;
}

} // namespace astro
