// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QBrush>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QListView>
#include <QStaticText>
#include <QStyledItemDelegate>

#include <chrono>

class QTimer;

namespace astro::studio::dock {

/// What a row's model tells besides Qt's own roles: which event it is, as a qint64.
constexpr int event_id_role = Qt::UserRole;

/// Draws a row of an icon and two lines. Their layout is what takes time, so it is kept for as long as the width and
/// the font stay, and only so much of it is done in one turn of the event loop: OBS draws its preview and hears its
/// user in between.
class EventRows : public QStyledItemDelegate {
public:
    explicit EventRows(QObject *owner) : QStyledItemDelegate(owner) {}

    /// Before rows of that list are drawn.
    void begin(const QListView &list);
    /// After them: whether there was no time for some.
    bool left_any_out() const { return left_any_out_; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Lines {
        QStaticText first;
        QStaticText second;
        QBrush brush;
        QIcon icon;
    };
    const Lines *lines_of(const QStyleOptionViewItem &option, const QModelIndex &index) const;

    mutable QHash<qint64, Lines> known_;
    mutable bool left_any_out_ = false;
    mutable std::chrono::steady_clock::duration spent_{};
    int width_ = 0;
    QFont font_;
    qint64 palette_ = 0;
};

/// A list that such rows draw.
class EventList : public QListView {
public:
    explicit EventList(QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    EventRows *rows_;
    QTimer *next_turn_; ///< draws what there was no time for
};

} // namespace astro::studio::dock
