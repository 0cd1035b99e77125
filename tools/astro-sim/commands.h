// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway.h"
#include "shorthand.h"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace astro_sim {

/// Carries out command lines, one after the other. A bad one is reported, and the next one is taken.
class Commands {
public:
    /// @param quit called on the loop, for `quit` and when all is done.
    Commands(asio::io_context &loop, Gateway &gateway, Report &report, std::function<void()> quit);

    void add(const std::string &line);
    /// No more lines come: quit when all that came are carried out.
    void quit_when_done();
    /// Forgets what was not carried out yet, and waits for nothing more.
    void stop();

private:
    using Words = std::vector<std::string>;

    void carry_out_all();
    void quit_if_done();
    void carry_out(const std::string &line);
    void carry_out_json(const std::string &line);
    bool control(const Words &words);
    void publish(std::vector<Planned> plan);
    void publish_json(const Json::Value &wanted);
    void send_file(const std::string &path);
    void later(std::chrono::milliseconds delay, std::function<void()> then);

    bool burst(const Words &words);
    bool wait(const Words &words);
    bool wait_for(const Words &words);
    bool close(const Words &words);
    bool refuse_upgrade(const Words &words);
    bool error(const Words &words);

    asio::io_context &loop_;
    Gateway &gateway_;
    Report &report_;
    std::function<void()> quit_;
    std::deque<std::string> lines_;
    std::set<std::shared_ptr<asio::steady_timer>> timers_; ///< that have not gone off
    std::optional<std::string> awaited_topic_;             ///< "": any
    bool waiting_ = false;
    bool last_line_came_ = false;
    bool stopped_ = false;
    int under_way_ = 0; ///< delayed publications
};

} // namespace astro_sim
