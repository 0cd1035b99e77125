// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/event_list.h"

#include <QApplication>
#include <QPaintEvent>
#include <QPainter>
#include <QTimer>

namespace astro::studio::dock {
namespace {

/// Of layouts in one turn of the event loop.
constexpr std::chrono::microseconds most_at_once{250};
/// More rows than the list has, so that those that are drawn are seldom forgotten.
constexpr int most_known = 400;

QStaticText line(const QString &text, const QStyleOptionViewItem &option, int width)
{
    QStaticText laid_out(option.fontMetrics.elidedText(text, option.textElideMode, width));
    laid_out.setTextFormat(Qt::PlainText);
    laid_out.prepare({}, option.font);
    return laid_out;
}

const QStyle &style_of(const QStyleOptionViewItem &option)
{
    return option.widget ? *option.widget->style() : *QApplication::style();
}

/// Where Qt's own rows have them, of an icon and a text.
struct Places {
    QRect icon;
    QRect text;
};

Places places_in(QStyleOptionViewItem option)
{
    const QStyle &style = style_of(option);
    option.features |= QStyleOptionViewItem::HasDisplay | QStyleOptionViewItem::HasDecoration;
    option.text = QStringLiteral("x"); // any: it takes the width that is left
    const int margin = style.pixelMetric(QStyle::PM_FocusFrameHMargin, &option, option.widget) + 1;
    return {style.subElementRect(QStyle::SE_ItemViewItemDecoration, &option, option.widget),
            style.subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget).adjusted(margin, 0, -margin, 0)};
}

} // namespace

void EventRows::begin(const QListView &list)
{
    const int width = list.viewport()->width();
    const qint64 palette = list.palette().cacheKey();
    if (width != width_ || list.font() != font_ || palette != palette_ || known_.size() > most_known)
        known_.clear();
    width_ = width;
    font_ = list.font();
    palette_ = palette;
    spent_ = {};
    left_any_out_ = false;
}

const EventRows::Lines *EventRows::lines_of(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const qint64 id = index.data(event_id_role).toLongLong();
    if (const auto known = known_.constFind(id); known != known_.constEnd())
        return &*known;
    if (spent_ >= most_at_once)
        return nullptr;
    const auto begun = std::chrono::steady_clock::now();
    const QString text = index.data(Qt::DisplayRole).toString();
    const auto end_of_first = text.indexOf('\n');
    const int width = places_in(option).text.width();
    const Lines lines{line(text.left(end_of_first), option, width), line(text.mid(end_of_first + 1), option, width),
                      index.data(Qt::ForegroundRole).value<QBrush>(), index.data(Qt::DecorationRole).value<QIcon>()};
    const auto added = known_.insert(id, lines);
    spent_ += std::chrono::steady_clock::now() - begun;
    return &*added;
}

void EventRows::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    // A theme may have colours of its own for the row that is chosen.
    if (option.state & QStyle::State_Selected)
        return QStyledItemDelegate::paint(painter, option, index);
    const Lines *const lines = lines_of(option, index);
    if (!lines) {
        left_any_out_ = true;
        return;
    }
    style_of(option).drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    const auto [icon, text] = places_in(option);
    lines->icon.paint(painter, icon);
    const int height = option.fontMetrics.lineSpacing();
    const int top = text.top() + (text.height() - 2 * height) / 2;
    painter->setFont(option.font);
    painter->setPen(lines->brush.style() == Qt::NoBrush ? option.palette.color(QPalette::Text) : lines->brush.color());
    painter->drawStaticText(text.left(), top, lines->first);
    painter->drawStaticText(text.left(), top + height, lines->second);
}

EventList::EventList(QWidget *parent) : QListView(parent), rows_(new EventRows(this)), next_turn_(new QTimer(this))
{
    setItemDelegate(rows_);
    next_turn_->setSingleShot(true);
    connect(next_turn_, &QTimer::timeout, this, [this] { viewport()->update(); });
}

void EventList::paintEvent(QPaintEvent *event)
{
    rows_->begin(*this);
    QListView::paintEvent(event);
    // All of it: what was scrolled meanwhile stands elsewhere, and what is known by then takes no time.
    if (rows_->left_any_out())
        next_turn_->start(0);
}

} // namespace astro::studio::dock
