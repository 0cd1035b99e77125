// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/status_pane.h"

#include "studio/dock/open.h"
#include "studio/dock/qt_text.h"
#include "studio/status_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QPainter>
#include <QPixmap>
#include <QPolygon>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <functional>
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

constexpr int icon_size = 32;

QIcon drawn(const QColor &color, const std::function<void(QPainter &)> &draw)
{
    QPixmap picture(icon_size, icon_size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    draw(painter);
    return QIcon(picture);
}

QIcon dot(const QColor &color)
{
    return drawn(color, [](QPainter &painter) { painter.drawEllipse(6, 6, icon_size - 12, icon_size - 12); });
}

/// As on a player. Qt's own is black in any theme.
QIcon to_the_next(const QColor &color)
{
    return drawn(color, [](QPainter &painter) {
        painter.drawPolygon(QPolygon() << QPoint(6, 5) << QPoint(22, 16) << QPoint(6, 27));
        painter.drawRect(22, 5, 4, 22);
    });
}

QToolButton *button(const char *label, const char *help, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setText(words(label));
    made->setToolTip(words(help));
    made->setAccessibleName(words(label));
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}

} // namespace

StatusPane::StatusPane(QWidget *parent, const Controls &controls)
    : QWidget(parent),
      controls_(controls),
      accounts_(new QVBoxLayout),
      pause_(button("Dock.Pause", "Dock.Pause.Tip", this)),
      skip_(button("Dock.Skip", "Dock.Skip.Tip", this)),
      clear_(button("Dock.Clear", "Dock.Clear.Tip", this))
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    accounts_->setSpacing(0);
    all->addLayout(accounts_);
    auto *buttons = new QHBoxLayout;
    pause_->setCheckable(true);
    // Three words would not fit into a dock that is as narrow as it may be.
    skip_->setToolButtonStyle(Qt::ToolButtonIconOnly);
    skip_->setToolTip(words("Dock.Skip") + "\n" + words("Dock.Skip.Tip"));
    skip_->setIcon(to_the_next(palette().color(QPalette::ButtonText)));
    for (QToolButton *one : {pause_, skip_, clear_})
        buttons->addWidget(one);
    buttons->addStretch(1);
    all->addLayout(buttons);
    connect(pause_, &QToolButton::toggled, this,
            [this](bool on) { on ? controls_.pipeline.pause("", nullptr) : controls_.pipeline.resume("", nullptr); });
    connect(skip_, &QToolButton::clicked, this, [this] { controls_.pipeline.skip("", nullptr); });
    connect(clear_, &QToolButton::clicked, this, [this] { controls_.pipeline.clear("", nullptr); });
    show_statuses();
    show_queues();
}

void StatusPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        skip_->setIcon(to_the_next(palette().color(QPalette::ButtonText)));
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
        auto *line = new QPushButton(this);
        line->setFlat(true);
        line->setStyleSheet("text-align: left; padding: 2px;");
        line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(line, &QPushButton::clicked, this, [this, i] { open_settings(controls_, "", lines_[i].account); });
        accounts_->addWidget(line);
        // The keyboard comes to it before the buttons, of which pause_ is the first.
        setTabOrder(pause_, line);
        setTabOrder(line, pause_);
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
    // On the button itself, since there is no room beside it where the dock is as narrow as it may be.
    clear_->setText(queues.waiting > 0 ? words("Dock.ClearWaiting", {std::to_string(queues.waiting)})
                                       : words("Dock.Clear"));
    clear_->setAccessibleName(clear_->text());
}

} // namespace astro::studio::dock
