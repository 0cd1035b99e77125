// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

/// Runs a real OBS for tests and for the demo. Linux and X11 only. Everything reports failure by throwing Error.
namespace harness {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// Says in plain English what did not work.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Asks `condition` again and again until it gives something true or `timeout` is over. For states that cannot be
/// waited for in any better way; the nap between two questions is the only one in the tests.
/// @return what `condition` gave last.
template <class Condition>
auto wait_until(Condition condition, milliseconds timeout, milliseconds nap = milliseconds(5))
{
    const auto deadline = Clock::now() + timeout;
    while (true) {
        auto result = condition();
        if (result || Clock::now() >= deadline)
            return result;
        std::this_thread::sleep_for(nap);
    }
}

/// As wait_until, but an unmet condition is an Error that names what was waited for.
template <class Condition>
auto require_until(const std::string &what, Condition condition, milliseconds timeout)
{
    auto result = wait_until(std::move(condition), timeout);
    if (!result)
        throw Error("waited " + std::to_string(timeout.count()) + " ms in vain: " + what);
    return result;
}

} // namespace harness
