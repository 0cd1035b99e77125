// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/account.h"
#include "gateway/message.h"
#include "gateway/network/name_lookup.h"
#include "gateway/status.h"
#include "support/instant.h"
#include "support/log.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace astro::gateway {

/// What a client finds outside of itself. Tests give their own.
struct Environment {
    NameLookup look_up;                           ///< empty: the system's own
    std::function<Instant()> now = &Instant::now; ///< from any thread
};

/// One thread ("astro client") with one Asio loop for all accounts: joins each account's session to its transports.
class Client {
public:
    struct Callbacks {
        /// On the client's thread, in the order of arrival on each account.
        std::function<void(const std::string &account, const Notification &)> on_notification;
        /// On the client's thread, when an account's status changed in more than its counters, and whenever
        /// accounts were set: an empty status when none is left.
        std::function<void(const Status &)> on_status;
        /// On the client's thread, before its next status: an account goes on as it is under another name.
        std::function<void(const std::string &before, const std::string &now)> on_renamed = nullptr;
    };

    Client(Callbacks callbacks, Log log, Environment environment = {});
    /// Stops as stop() does.
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    /// Begins the thread. Call once.
    void start();
    /// Takes no more events, says goodbye on every socket for at most `patience`, then ends the thread and joins it.
    /// A name resolution that blocks is left behind, not waited for. Any thread but the client's; idempotent.
    void stop(std::chrono::milliseconds patience = std::chrono::milliseconds(500));

    // Any thread. Each takes effect on the client's thread, in order.
    /// Accounts are told apart by name: new ones are connected, missing ones let go, changed ones reconfigured.
    /// @param first done right before, in the same turn, so that nothing comes in between
    void set_accounts(std::vector<Account> accounts, std::function<void()> first = nullptr);
    void retry_now();
    /// For who set the clock of the environment forward: alarms wait for as long as it seemed when they were set.
    void clock_jumped();
    /// Runs `task` on the client's thread; dropped when the client has stopped.
    void post(std::function<void()> task);

    // On the client's thread only.
    /// Runs `task` after `delay`, unless the client stops first.
    void after(std::chrono::milliseconds delay, std::function<void()> task);
    std::vector<Status> statuses() const;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

} // namespace astro::gateway
