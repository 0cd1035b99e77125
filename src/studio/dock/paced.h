// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/dock/pace.h"
#include "studio/guarded.h"

#include <QTimer>

#include <functional>
#include <utility>

namespace astro::studio::dock {

/// Does something at the Pace of an eye, in a later turn of the event loop.
class Paced : public QTimer {
public:
    Paced(QObject *owner, std::function<void()> show) : QTimer(owner)
    {
        setSingleShot(true);
        setTimerType(Qt::PreciseTimer);
        connect(this, &QTimer::timeout, this, [this, show = std::move(show)] {
            pace_.shown(std::chrono::steady_clock::now());
            guarded("a look of the dock", show);
        });
    }

    void changed()
    {
        if (const auto wait = pace_.changed(std::chrono::steady_clock::now()))
            start(*wait);
    }

private:
    Pace pace_;
};

} // namespace astro::studio::dock
