// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/client_driver.h"

#include "support/json.h"

#include <array>
#include <ostream>

using astro::gateway::State;
using astro::gateway::Status;

namespace {

std::string name_in(const astro::gateway::Notification &notification)
{
    const Json::Value *name = astro::json::at_path(*notification.frame, "data.data.username");
    return name && name->isString() ? name->asString() : notification.topic;
}

} // namespace

ClientDriver::ClientDriver()
    : client_({[this](const std::string &, const astro::gateway::Notification &notification) {
                   const std::lock_guard hold(lock_);
                   names_.push_back(name_in(notification));
                   news_.notify_all();
               },
               [this](const Status &status) {
                   const std::lock_guard hold(lock_);
                   statuses_[status.account] = status;
                   states_[status.account].push_back(status.state);
                   details_ += status.detail + "\n";
                   for (const auto &topic : status.topics)
                       details_ += topic.text + "\n";
                   news_.notify_all();
               }},
              [this](astro::LogLevel, const std::string &line) {
                  const std::lock_guard hold(lock_);
                  log_.push_back(line);
                  news_.notify_all();
              })
{
    client_.start();
}

bool ClientDriver::wait_for(const std::string &account, const std::function<bool(const Status &)> &fits)
{
    return wait_until([&] {
        const auto found = statuses_.find(account);
        return found != statuses_.end() && fits(found->second);
    });
}

bool ClientDriver::wait_for(const std::string &account, State state)
{
    return wait_for(account, [state](const Status &status) { return status.state == state; });
}

bool ClientDriver::wait_for_notifications(std::size_t count)
{
    return wait_until([&] { return names_.size() >= count; });
}

bool ClientDriver::wait_for_log(const std::string &text)
{
    return wait_until([&] {
        for (const std::string &line : log_) {
            if (line.find(text) != std::string::npos)
                return true;
        }
        return false;
    });
}

Status ClientDriver::status(const std::string &account)
{
    const std::lock_guard hold(lock_);
    return statuses_[account];
}

std::vector<std::string> ClientDriver::names()
{
    const std::lock_guard hold(lock_);
    return names_;
}

std::vector<std::string> ClientDriver::log()
{
    const std::lock_guard hold(lock_);
    return log_;
}

std::string ClientDriver::everything_told()
{
    const std::lock_guard hold(lock_);
    std::string all = details_;
    for (const std::string &line : log_)
        all += line + "\n";
    return all;
}

std::vector<State> ClientDriver::states(const std::string &account)
{
    const std::lock_guard hold(lock_);
    return states_[account];
}

void astro::gateway::PrintTo(State state, std::ostream *out)
{
    static constexpr std::array words = {"disabled",          "connecting",    "waiting_answers", "subscribed",
                                         "partly_subscribed", "waiting_retry", "stopped"};
    *out << words[static_cast<std::size_t>(state)];
}
