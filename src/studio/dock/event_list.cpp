// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/event_list.h"

#include <QApplication>
#include <QPaintEvent>
#include <QPainter>
#include <QTimer>

#include <utility>

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

} // namespace

void EventRows::begin(const QListView &list)
{
    const qint64 palette = list.palette().cacheKey();
    if (list.font() != font_ || palette != palette_ || known_.size() > most_known)
        known_.clear();
    font_ = list.font();
    palette_ = palette;
    places_ = {};
    const QSize size = list.viewport()->size();
    spent_ = size == size_ ? std::chrono::steady_clock::duration() : most_at_once;
    size_ = size;
    left_out_ = {};
}

const EventRows::Places &EventRows::places_in(const QStyleOptionViewItem &option) const
{
    if (places_.row == option.rect.size())
        return places_;
    QStyleOptionViewItem whole = option;
    whole.rect.moveTo(0, 0);
    whole.features |= QStyleOptionViewItem::HasDisplay | QStyleOptionViewItem::HasDecoration;
    whole.text = QStringLiteral("x"); // any: it takes the width that is left
    const QStyle &style = style_of(option);
    const int margin = style.pixelMetric(QStyle::PM_FocusFrameHMargin, &whole, option.widget) + 1;
    places_.row = option.rect.size();
    places_.icon = style.subElementRect(QStyle::SE_ItemViewItemDecoration, &whole, option.widget);
    places_.text =
        style.subElementRect(QStyle::SE_ItemViewItemText, &whole, option.widget).adjusted(margin, 0, -margin, 0);
    return places_;
}

/// Null where they are not known and there is no time for them.
const EventRows::Lines *EventRows::lines_of(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = places_in(option).text.width();
    const qint64 id = index.data(event_id_role).toLongLong();
    const auto known = known_.constFind(id);
    if (known != known_.constEnd() && known->width == width)
        return &*known;
    if (spent_ >= most_at_once) {
        left_out_ += option.rect;
        return known != known_.constEnd() ? &*known : nullptr;
    }
    const auto begun = std::chrono::steady_clock::now();
    const QString text = index.data(Qt::DisplayRole).toString();
    const auto end_of_first = text.indexOf('\n');
    const Lines lines{width, line(text.left(end_of_first), option, width),
                      line(text.mid(end_of_first + 1), option, width), index.data(Qt::ForegroundRole).value<QBrush>(),
                      index.data(Qt::DecorationRole).value<QIcon>()};
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
    if (!lines)
        return;
    style_of(option).drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    const QRect text = places_.text.translated(option.rect.topLeft());
    lines->icon.paint(painter, places_.icon.translated(option.rect.topLeft()));
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
    connect(next_turn_, &QTimer::timeout, this, [this] { viewport()->update(std::exchange(left_out_, {})); });
}

void EventList::paintEvent(QPaintEvent *event)
{
    rows_->begin(*this);
    QListView::paintEvent(event);
    left_out_ += rows_->left_out();
    if (!left_out_.isEmpty())
        next_turn_->start(0);
}

void EventList::scrollContentsBy(int dx, int dy)
{
    QListView::scrollContentsBy(dx, dy);
    if (!left_out_.isEmpty())
        left_out_ = viewport()->rect(); // they stand elsewhere now
}

} // namespace astro::studio::dock
