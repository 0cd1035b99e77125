// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QBrush>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QListView>
#include <QRegion>
#include <QStaticText>
#include <QStyledItemDelegate>

#include <chrono>

class QTimer;

namespace astro::studio::dock {

/// What a row's model tells besides Qt's own roles: which event it is, as a qint64.
constexpr int event_id_role = Qt::UserRole;

/// Draws a row of an icon and two lines. Their layout is what takes time, so it is kept for as long as the font stays,
/// and only so much of it is done in one turn of the event loop: OBS draws its preview and hears its user in between.
/// Where the width is another one, a row is drawn as it was until there is time for it.
class EventRows : public QStyledItemDelegate {
public:
    explicit EventRows(QObject *owner) : QStyledItemDelegate(owner) {}

    /// Before rows of that list are drawn. Where it has another size than before, all of its window is painted anew
    /// and takes its time: nothing is laid out then.
    void begin(const QListView &list);
    /// After them: where there was no time for some, or only for how they were in another width.
    const QRegion &left_out() const { return left_out_; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    /// Where they are in a row, as Qt's own rows have an icon and a text.
    struct Places {
        QSize row;
        QRect icon, text;
    };
    struct Lines {
        int width; ///< for which they are laid out
        QStaticText first;
        QStaticText second;
        QBrush brush;
        QIcon icon;
    };
    const Places &places_in(const QStyleOptionViewItem &option) const;
    const Lines *lines_of(const QStyleOptionViewItem &option, const QModelIndex &index) const;

    mutable QHash<qint64, Lines> known_;
    mutable Places places_;
    mutable QRegion left_out_;
    mutable std::chrono::steady_clock::duration spent_{};
    QSize size_;
    QFont font_;
    qint64 palette_ = 0;
};

/// A list that such rows draw.
class EventList : public QListView {
public:
    explicit EventList(QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    EventRows *rows_;
    QTimer *next_turn_; ///< draws what there was no time for
    QRegion left_out_;
};

} // namespace astro::studio::dock
