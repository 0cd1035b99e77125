// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/client.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

/// A real client whose callbacks are kept, to be waited for.
class ClientDriver {
public:
    using Statuses = std::map<std::string, astro::gateway::Status>; ///< by account

    ClientDriver();
    ~ClientDriver() { client_.stop(); }

    astro::gateway::Client &client() { return client_; }

    /// Waits for a status of `account` that `fits`. @return false when none came in time.
    bool wait_for(const std::string &account, const std::function<bool(const astro::gateway::Status &)> &fits);
    bool wait_for(const std::string &account, astro::gateway::State state);
    /// Waits until so many notifications came.
    bool wait_for_notifications(std::size_t count);
    bool wait_for_log(const std::string &text);

    astro::gateway::Status status(const std::string &account);
    /// The user names (or the topics, of frames without one) of all notifications so far, in order.
    std::vector<std::string> names();
    std::vector<std::string> log();
    /// All that was logged and told of: to look for what must not be there.
    std::string everything_told();
    /// What went over each status so far, as words: to see what came between.
    std::vector<astro::gateway::State> states(const std::string &account);

private:
    template <typename Condition>
    bool wait_until(Condition condition)
    {
        std::unique_lock hold(lock_);
        return news_.wait_for(hold, std::chrono::seconds(20), condition);
    }

    std::mutex lock_;
    std::condition_variable news_;
    Statuses statuses_;
    std::map<std::string, std::vector<astro::gateway::State>> states_;
    std::vector<std::string> names_, log_;
    std::string details_;
    astro::gateway::Client client_;
};

/// Names the state in test output.
namespace astro::gateway {
void PrintTo(State state, std::ostream *out);
} // namespace astro::gateway
