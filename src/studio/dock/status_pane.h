// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <cstddef>
#include <string>
#include <vector>

class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace astro::studio::dock {

/// The dock's head: a line for each account, and the queues' buttons.
class StatusPane : public QWidget {
public:
    StatusPane(QWidget *parent, const Controls &controls);

    void show_statuses();
    void show_queues();

protected:
    void changeEvent(QEvent *event) override;

private:
    /// One account, as it is shown.
    struct Line {
        std::string account;
        QString text, help;
        QColor color;

        friend bool operator==(const Line &a, const Line &b)
        {
            return a.account == b.account && a.text == b.text && a.help == b.help && a.color == b.color;
        }
    };
    void make_lines(std::size_t count);

    const Controls &controls_;
    QVBoxLayout *accounts_;
    std::vector<QPushButton *> buttons_;
    std::vector<Line> lines_; ///< as the buttons say
    QToolButton *pause_;
    QToolButton *skip_;
    QToolButton *clear_;
};

} // namespace astro::studio::dock
