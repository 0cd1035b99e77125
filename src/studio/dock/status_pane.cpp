// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/status_pane.h"

#include "studio/dock/open.h"
#include "studio/dock/qt_text.h"
#include "studio/status_text.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace astro::studio::dock {
namespace {

QColor color_of(const StatusText &status)
{
    if (status.tone == Tone::error)
        return {0xd9, 0x3b, 0x3b};
    if (status.tone == Tone::warning || !status.fine)
        return {0xe0, 0x9a, 0x1b};
    return {0x3c, 0xa8, 0x55};
}

QIcon dot(const QColor &color)
{
    constexpr int size = 32;
    QPixmap picture(size, size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(6, 6, size - 12, size - 12);
    return QIcon(picture);
}

QToolButton *button(const char *label, const char *help)
{
    auto *made = new QToolButton;
    made->setText(words(label));
    made->setToolTip(words(help));
    made->setAccessibleName(words(label));
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}

} // namespace

StatusPane::StatusPane(const Controls &controls)
    : controls_(controls),
      accounts_(new QVBoxLayout),
      pause_(button("Dock.Pause", "Dock.Pause.Tip")),
      skip_(button("Dock.Skip", "Dock.Skip.Tip")),
      clear_(button("Dock.Clear", "Dock.Clear.Tip")),
      waiting_(new QLabel)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    accounts_->setSpacing(0);
    all->addLayout(accounts_);
    auto *buttons = new QHBoxLayout;
    pause_->setCheckable(true);
    for (QToolButton *one : {pause_, skip_, clear_})
        buttons->addWidget(one);
    waiting_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    buttons->addWidget(waiting_, 1);
    all->addLayout(buttons);
    connect(pause_, &QToolButton::toggled, this,
            [this](bool on) { on ? controls_.pipeline.pause("", nullptr) : controls_.pipeline.resume("", nullptr); });
    connect(skip_, &QToolButton::clicked, this, [this] { controls_.pipeline.skip("", nullptr); });
    connect(clear_, &QToolButton::clicked, this, [this] { controls_.pipeline.clear("", nullptr); });
    show_statuses();
    show_queues();
}

void StatusPane::show_statuses()
{
    const auto &all = controls_.statuses();
    std::vector<Line> lines;
    for (const gateway::Status &status : all) {
        const StatusText told = status_text(all, status.account, Instant::now(), texts());
        lines.push_back({status.account,
                         status.account.empty() ? words("Dock.NoAccount") : shown(status.account + ": " + told.brief),
                         shown(told.line), color_of(told)});
    }
    // New widgets would take the focus away: only where something is to be seen anew.
    if (lines.size() != lines_.size())
        make_lines(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i] == lines_[i])
            continue;
        QPushButton *const button = buttons_[i];
        button->setIcon(dot(lines[i].color));
        button->setText(plain_label(lines[i].text));
        button->setToolTip(plain_tip(lines[i].help));
        button->setAccessibleName(lines[i].text);
    }
    lines_ = std::move(lines);
}

void StatusPane::make_lines(std::size_t count)
{
    for (QPushButton *old : buttons_)
        old->deleteLater();
    buttons_.clear();
    lines_.assign(count, {});
    for (std::size_t i = 0; i < count; ++i) {
        auto *line = new QPushButton;
        line->setFlat(true);
        line->setStyleSheet("text-align: left; padding: 2px;");
        line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(line, &QPushButton::clicked, this, [this, i] { open_settings(controls_, "", lines_[i].account); });
        accounts_->addWidget(line);
        buttons_.push_back(line);
    }
}

void StatusPane::show_queues()
{
    const Pipeline::Queues &queues = controls_.queues();
    const QSignalBlocker block(pause_);
    pause_->setChecked(queues.paused);
    pause_->setText(words(queues.paused ? "Dock.Paused" : "Dock.Pause"));
    pause_->setAccessibleName(pause_->text());
    clear_->setEnabled(queues.waiting > 0);
    waiting_->setText(queues.waiting > 0 ? words("Dock.Waiting", {std::to_string(queues.waiting)}) : QString());
}

} // namespace astro::studio::dock
