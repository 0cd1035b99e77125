// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/guarded.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <deque>
#include <functional>
#include <iterator>
#include <utility>

namespace astro::studio::dock {

/// Does one thing after the other, few in one turn of the event loop: OBS draws its preview and hears its user in
/// between.
class Steps : public QTimer {
public:
    /// Of one turn. What has begun then is still done, so a step should be small.
    static constexpr std::chrono::microseconds most_at_once{300};

    explicit Steps(QObject *owner) : QTimer(owner)
    {
        connect(this, &QTimer::timeout, this, [this] { go_on(); });
    }

    /// From within a step: before those that wait already.
    void then(std::function<void()> step)
    {
        next_.push_back(std::move(step));
        if (!isActive())
            start(between);
    }

    /// Of all that is in a widget which is not shown yet: Qt would do it in one turn when it is.
    void apply_theme(QWidget *to)
    {
        const auto apply = [](QWidget *widget) {
            return [widget = QPointer<QWidget>(widget)] {
                if (widget)
                    widget->ensurePolished();
            };
        };
        const auto all = to->findChildren<QWidget *>();
        for (auto one = all.rbegin(); one != all.rend(); ++one) // a widget takes along what is in it
            then(apply(*one));
        then(apply(to));
    }

    /// From within a step that shows something: it is laid out and painted before the next one.
    void rest() { rests_ = true; }

private:
    /// What a step brings about in Qt has a turn of its own.
    static constexpr std::chrono::milliseconds between{2};
    static constexpr std::chrono::milliseconds until_painted{10};

    void go_on()
    {
        rests_ = false;
        const auto end = std::chrono::steady_clock::now() + most_at_once;
        do {
            waiting_.insert(waiting_.begin(), std::make_move_iterator(next_.begin()),
                            std::make_move_iterator(next_.end()));
            next_.clear();
            if (waiting_.empty())
                return stop();
            const std::function<void()> step = std::move(waiting_.front());
            waiting_.pop_front();
            guarded("a step of the dock", step);
        } while (!rests_ && std::chrono::steady_clock::now() < end);
        start(rests_ ? until_painted : between);
    }

    std::deque<std::function<void()>> waiting_;
    std::deque<std::function<void()>> next_; ///< since the last step, or within it
    bool rests_ = false;
};

} // namespace astro::studio::dock
