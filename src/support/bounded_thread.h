// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace astro {

/// A thread whose work may hang (a drive that is gone, somebody else's callback): at its end it is waited for only so
/// long, then left behind. One owner, who calls from one thread at a time.
class BoundedThread {
public:
    BoundedThread();
    /// Leaves behind what still runs.
    ~BoundedThread();
    BoundedThread(const BoundedThread &) = delete;
    BoundedThread &operator=(const BoundedThread &) = delete;

    /// @param work owns all that it uses, since it may outlive its owner, and this module's stay in OBS; an exception
    /// ends it.
    /// @return false when no thread can be had. What ran before has to be over.
    bool start(std::function<void()> work);
    /// @return false when the work was not over by then and is left behind.
    bool join_for(std::chrono::milliseconds bound);

private:
    struct Done;

    std::shared_ptr<Done> done_;
    std::thread thread_;
};

} // namespace astro
