// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/client.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

/// A real client, all of whose callbacks are kept, to be waited for and looked through. Any one thread.
class ClientDriver {
public:
    using Status = astro::gateway::Status;
    using State = astro::gateway::State;
    struct Received {
        std::string account;
        astro::gateway::Notification notification;
    };

    explicit ClientDriver(const astro::gateway::NameLookup &look_up = {});
    ~ClientDriver() { client_.stop(); }

    astro::gateway::Client &client() { return client_; }
    /// The client's set_accounts(), with the tokens remembered for lines_with_a_token().
    void set_accounts(const std::vector<astro::gateway::Account> &accounts);

    /// Lets this time go by for the client, at once. @return when its sessions have acted on it.
    void skip(std::chrono::milliseconds time) { set_clocks_on(time, time); }
    /// Lets it go by a second at a time until the account stands so. @return how many that were; nothing when it does
    /// not come to that in ten minutes.
    std::optional<std::chrono::seconds> skip_until(const std::string &account, State state);
    /// The computer sleeps for so long: one of its clocks stands still.
    void sleep(std::chrono::milliseconds time) { set_clocks_on(std::chrono::milliseconds(0), time); }

    /// Waits for a status of `account` that `fits`, from the one on that was found last: what was told but for a
    /// moment is not missed. @return false when none came in time.
    bool wait_for(const std::string &account, const std::function<bool(const Status &)> &fits);
    bool wait_for(const std::string &account, State state);
    /// The next wait_for() looks only at what is told from now on.
    void turn_page(const std::string &account);
    bool wait_for_notifications(std::size_t count);
    bool wait_for_log(const std::string &text);

    /// The last one told.
    Status status(const std::string &account);
    /// The one that wait_for() found last.
    Status found(const std::string &account);
    std::vector<State> states(const std::string &account);
    std::vector<Received> received();
    /// The user names (or the topics, of frames without one) of all notifications so far, in order.
    std::vector<std::string> names();
    /// Every word that was logged or told of in a status, a line each.
    std::vector<std::string> everything_told();
    /// Those of them that give away a token. There must never be one.
    std::vector<std::string> lines_with_a_token();

private:
    struct Told {
        std::vector<Status> statuses;
        std::size_t found = 0;
    };

    void set_clocks_on(std::chrono::milliseconds steady, std::chrono::milliseconds wall);

    template <typename Condition>
    bool wait_until(Condition condition)
    {
        std::unique_lock hold(lock_);
        return news_.wait_for(hold, std::chrono::seconds(20), condition);
    }
    template <typename Keep>
    void keep(Keep what)
    {
        const std::lock_guard hold(lock_);
        what();
        news_.notify_all();
    }

    std::mutex lock_;
    std::condition_variable news_;
    std::map<std::string, Told> told_; ///< by account
    std::vector<Received> received_;
    std::vector<std::string> log_;
    std::vector<astro::Secret> tokens_;
    std::atomic<std::chrono::milliseconds> steady_ahead_{}, wall_ahead_{}; ///< of the real clocks
    astro::gateway::Client client_;
};

/// Words in the place of numbers in test output.
namespace astro::gateway {
void PrintTo(State state, std::ostream *out);
void PrintTo(TopicState state, std::ostream *out);
void PrintTo(Failure failure, std::ostream *out);
} // namespace astro::gateway
