// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QPaintEvent>
#include <QShowEvent>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeWidget>

#include <utility>

namespace astro::studio::dock {

/// A tree whose rows are as high as their words need in the width that there is. Qt's own wraps words, too, but gives a
/// row the height of one that was not wrapped.
class WrappingTree : public QTreeWidget {
public:
    explicit WrappingTree(QWidget *parent) : QTreeWidget(parent)
    {
        setWordWrap(true);
        setUniformRowHeights(false);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setItemDelegate(new Rows(this));
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        QTreeWidget::showEvent(event);
        is_seen_first_ = true;
    }

    void paintEvent(QPaintEvent *event) override
    {
        // Words that are wrapped take their time: not in the turn that paints all else around them, too.
        if (std::exchange(is_seen_first_, false))
            QTimer::singleShot(0, viewport(), [this] { viewport()->update(); });
        else
            QTreeWidget::paintEvent(event);
    }

    void resizeEvent(QResizeEvent *event) override
    {
        QTreeWidget::resizeEvent(event);
        scheduleDelayedItemsLayout();
    }

private:
    class Rows : public QStyledItemDelegate {
    public:
        explicit Rows(WrappingTree *tree) : QStyledItemDelegate(tree), tree_(tree) {}

        QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
        {
            QStyleOptionViewItem with_width = option;
            with_width.rect = QRect(0, 0, tree_->width_of(index), 1);
            return QStyledItemDelegate::sizeHint(with_width, index);
        }

    private:
        const WrappingTree *tree_;
    };

    int width_of(const QModelIndex &index) const
    {
        const bool alone = columnCount() == 1 || isFirstColumnSpanned(index.row(), index.parent());
        int width = alone ? viewport()->width() : columnWidth(index.column());
        for (QModelIndex above = index.parent(); index.column() == 0 && above.isValid(); above = above.parent())
            width -= indentation();
        return width;
    }

    bool is_seen_first_ = false;
};

} // namespace astro::studio::dock
