// SPDX-License-Identifier: GPL-2.0-or-later
#include "input.h"

#include <asio/post.hpp>

#include <iostream>
#include <mutex>
#include <thread>

namespace astro_sim {

struct Input::Target {
    std::mutex mutex;
    asio::io_context *loop; ///< null: nobody listens any more
    std::function<void(std::string)> on_line;
    std::function<void()> on_end;

    bool line(std::string text)
    {
        const std::lock_guard lock(mutex);
        if (loop)
            asio::post(*loop, [this, text = std::move(text)] { on_line(text); });
        return loop != nullptr;
    }

    void end()
    {
        const std::lock_guard lock(mutex);
        if (loop)
            asio::post(*loop, [this] { on_end(); });
    }
};

Input::Input(asio::io_context &loop, std::function<void(std::string)> on_line, std::function<void()> on_end)
    : target_(std::make_shared<Target>())
{
    target_->loop = &loop;
    target_->on_line = std::move(on_line);
    target_->on_end = std::move(on_end);
    std::thread([target = target_] {
        std::string text;
        while (std::getline(std::cin, text) && target->line(text)) {
        }
        target->end();
    }).detach();
}

Input::~Input()
{
    const std::lock_guard lock(target_->mutex);
    target_->loop = nullptr;
}

} // namespace astro_sim
