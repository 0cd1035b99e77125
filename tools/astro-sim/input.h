// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>

namespace astro_sim {

/// Lines of standard input, brought to the loop. A thread of its own reads, as that is the one way that works with
/// terminals, pipes and files on every system; it does nothing else, and is left behind at the end.
class Input {
public:
    /// Both are called on the loop.
    Input(asio::io_context &loop, std::function<void(std::string)> on_line, std::function<void()> on_end);
    ~Input();
    Input(const Input &) = delete;
    Input &operator=(const Input &) = delete;

private:
    struct Target;
    std::shared_ptr<Target> target_;
};

} // namespace astro_sim
