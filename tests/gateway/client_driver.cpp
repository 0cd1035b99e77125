// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/client_driver.h"

#include "support/json.h"

#include <algorithm>
#include <array>
#include <future>

using namespace astro::gateway;

namespace {

std::string name_in(const Notification &notification)
{
    const Json::Value *name = astro::json::at_path(*notification.frame, "data.data.username");
    return name && name->isString() ? name->asString() : notification.topic;
}

bool contains(const std::string &line, const std::string &text)
{
    return line.find(text) != std::string::npos;
}

} // namespace

ClientDriver::ClientDriver(const NameLookup &look_up)
    : client_({[this](const std::string &account, const Notification &notification) {
                   keep([&] { received_.push_back({account, notification}); });
               },
               [this](const Status &status) { keep([&] { told_[status.account].statuses.push_back(status); }); }},
              [this](astro::LogLevel, const std::string &line) { keep([&] { log_.push_back(line); }); },
              {look_up, [this] {
                   const auto now = astro::Instant::now();
                   return astro::Instant{now.steady + steady_ahead_.load(), now.wall + wall_ahead_.load()};
               }})
{
    client_.start();
}

void ClientDriver::set_accounts(const std::vector<Account> &accounts)
{
    {
        const std::lock_guard hold(lock_);
        for (const Account &account : accounts)
            tokens_.push_back(account.token);
    }
    client_.set_accounts(accounts);
}

void ClientDriver::set_clocks_on(std::chrono::milliseconds steady, std::chrono::milliseconds wall)
{
    steady_ahead_ = steady_ahead_.load() + steady;
    wall_ahead_ = wall_ahead_.load() + wall;
    client_.clock_jumped();
    std::promise<void> acted;
    client_.post([&] { acted.set_value(); });
    acted.get_future().wait();
}

std::optional<std::chrono::seconds> ClientDriver::skip_until(const std::string &account, State state)
{
    for (std::chrono::seconds skipped{0}; skipped <= std::chrono::minutes(10); ++skipped) {
        if (status(account).state == state)
            return skipped;
        skip(std::chrono::seconds(1));
    }
    return std::nullopt;
}

bool ClientDriver::wait_for(const std::string &account, const std::function<bool(const Status &)> &fits)
{
    return wait_until([&] {
        Told &told = told_[account];
        for (std::size_t i = told.found; i < told.statuses.size(); ++i) {
            if (fits(told.statuses[i])) {
                told.found = i;
                return true;
            }
        }
        return false;
    });
}

bool ClientDriver::wait_for(const std::string &account, State state)
{
    return wait_for(account, [state](const Status &status) { return status.state == state; });
}

void ClientDriver::turn_page(const std::string &account)
{
    const std::lock_guard hold(lock_);
    told_[account].found = told_[account].statuses.size();
}

bool ClientDriver::wait_for_notifications(std::size_t count)
{
    return wait_until([&] { return received_.size() >= count; });
}

bool ClientDriver::wait_for_log(const std::string &text)
{
    return wait_until([&] {
        return std::any_of(log_.begin(), log_.end(), [&](const std::string &line) { return contains(line, text); });
    });
}

Status ClientDriver::status(const std::string &account)
{
    const std::lock_guard hold(lock_);
    const Told &told = told_[account];
    return told.statuses.empty() ? Status() : told.statuses.back();
}

Status ClientDriver::found(const std::string &account)
{
    const std::lock_guard hold(lock_);
    const Told &told = told_[account];
    return told.found < told.statuses.size() ? told.statuses[told.found] : Status();
}

std::vector<State> ClientDriver::states(const std::string &account)
{
    const std::lock_guard hold(lock_);
    std::vector<State> all;
    for (const Status &status : told_[account].statuses)
        all.push_back(status.state);
    return all;
}

std::vector<ClientDriver::Received> ClientDriver::received()
{
    const std::lock_guard hold(lock_);
    return received_;
}

std::vector<std::string> ClientDriver::names()
{
    std::vector<std::string> all;
    for (const Received &one : received())
        all.push_back(name_in(one.notification));
    return all;
}

std::vector<std::string> ClientDriver::everything_told()
{
    const std::lock_guard hold(lock_);
    std::vector<std::string> all = log_;
    for (const auto &[account, told] : told_) {
        for (const Status &status : told.statuses) {
            all.push_back(account + ": " + status.detail);
            for (const TopicStatus &topic : status.topics)
                all.push_back(account + ": " + topic.topic + " " + topic.room + " " + topic.text);
        }
    }
    return all;
}

std::vector<std::string> ClientDriver::lines_with_a_token()
{
    std::vector<std::string> found;
    for (const std::string &line : everything_told()) {
        const bool told = std::any_of(tokens_.begin(), tokens_.end(), [&](const astro::Secret &token) {
            return !token.empty() && contains(line, token.reveal());
        });
        // The parameter, and a value as astro-sim makes it, plain and as a URL has it.
        const bool reconnect_token_told =
            contains(line, "reconnect_token") || contains(line, "rc+") || contains(line, "rc%2B");
        if (told || reconnect_token_told)
            found.push_back(line);
    }
    return found;
}

void astro::gateway::PrintTo(State state, std::ostream *out)
{
    static constexpr std::array words = {"disabled",          "connecting",    "waiting_answers", "subscribed",
                                         "partly_subscribed", "waiting_retry", "stopped"};
    *out << words[static_cast<std::size_t>(state)];
}

void astro::gateway::PrintTo(TopicState state, std::ostream *out)
{
    static constexpr std::array words = {"waiting", "subscribed", "refused", "retrying"};
    *out << words[static_cast<std::size_t>(state)];
}

void astro::gateway::PrintTo(Failure failure, std::ostream *out)
{
    *out << to_word(failure);
}
