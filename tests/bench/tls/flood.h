// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

/// A gateway with TLS that sends as fast as can be read: to the one client that comes, all that it sends is encrypted
/// before the first byte of it goes out, each notification as a record of its own. What is measured is the client.
class Flood {
public:
    using Clock = std::chrono::steady_clock;

    /// @param ca_file where the certificate that is to be trusted is written.
    Flood(std::size_t notifications, const std::filesystem::path &ca_file);
    ~Flood();
    Flood(const Flood &) = delete;
    Flood &operator=(const Flood &) = delete;

    std::string url() const { return "wss://localhost:" + std::to_string(port_) + "/"; }
    /// Waits. @return when the first byte went out. @throws what went wrong
    Clock::time_point begun() { return begun_.get_future().get(); }

private:
    void serve();

    const std::size_t notifications_;
    std::string certificate_, key_;
    int listener_ = -1;
    int port_ = 0;
    std::promise<Clock::time_point> begun_;
    std::thread thread_;
};
