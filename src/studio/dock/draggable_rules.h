// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDropEvent>
#include <QEvent>
#include <QRegion>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeWidget>

#include <chrono>
#include <functional>
#include <string>
#include <utility>

namespace astro::studio::dock {

/// Rows that are moved by dragging, and never into each other. OBS's themes make them slow to paint: those that do not
/// fit into a turn of the event loop are painted in the next one.
class DraggableRules : public QTreeWidget {
public:
    /// Where a row has its rule's name, as data of its first column.
    static constexpr int name_role = Qt::UserRole;
    /// Of filling, checking or painting the list in one turn of the event loop.
    static constexpr std::chrono::microseconds most_at_once{400};

    explicit DraggableRules(QWidget *parent) : QTreeWidget(parent)
    {
        setItemDelegate(new Rows(this));
        next_turn_.setSingleShot(true);
        connect(&next_turn_, &QTimer::timeout, this, [this] { viewport()->update(std::exchange(left_out_, {})); });
    }

    std::function<void()> moved;
    std::function<void(const std::string &rule)> double_clicked;

    /// Its owner ends. While a row is dragged Qt's own code is still at work on the list, in an event loop within: then
    /// it lives on, unseen, until that has come back.
    void leave()
    {
        moved = nullptr;
        double_clicked = nullptr;
        if (!dragging_)
            return;
        hide();
        setParent(nullptr);
        is_alone_ = true;
    }

protected:
    void startDrag(Qt::DropActions actions) override
    {
        dragging_ = true;
        QTreeWidget::startDrag(actions);
        dragging_ = false;
        if (is_alone_)
            deleteLater();
    }

    void dropEvent(QDropEvent *event) override
    {
        QTreeWidgetItem *const dragged = currentItem();
        QTreeWidget::dropEvent(event); // Qt then chooses its neighbour
        if (indexOfTopLevelItem(dragged) >= 0)
            setCurrentItem(dragged);
        if (moved)
            moved();
    }

    void showEvent(QShowEvent *event) override
    {
        QTreeWidget::showEvent(event);
        is_seen_first_ = true;
    }

    void paintEvent(QPaintEvent *event) override
    {
        // With all else of its page there is no time for any.
        end_ = std::chrono::steady_clock::now() + (std::exchange(is_seen_first_, false) ? none : most_at_once);
        QTreeWidget::paintEvent(event);
    }

    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (std::chrono::steady_clock::now() < end_)
            return QTreeWidget::drawRow(painter, option, index);
        left_out_ += option.rect;
        next_turn_.start(0);
    }

    void scrollContentsBy(int dx, int dy) override
    {
        QTreeWidget::scrollContentsBy(dx, dy);
        if (!left_out_.isEmpty())
            left_out_ = viewport()->rect(); // they stand elsewhere now
    }

private:
    /// Hears of double clicks, but for those on a check mark: they are two clicks, and the rule is another one than
    /// the chosen one.
    class Rows : public QStyledItemDelegate {
    public:
        explicit Rows(DraggableRules *list) : QStyledItemDelegate(list), list_(list) {}

        bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                         const QModelIndex &index) override
        {
            if (QStyledItemDelegate::editorEvent(event, model, option, index))
                return true;
            if (event->type() == QEvent::MouseButtonDblClick && list_->double_clicked)
                list_->double_clicked(index.sibling(index.row(), 0).data(name_role).toString().toStdString());
            return false;
        }

    private:
        DraggableRules *list_;
    };

    static constexpr std::chrono::microseconds none{0};

    std::chrono::steady_clock::time_point end_;
    bool is_seen_first_ = false;
    mutable QRegion left_out_;
    mutable QTimer next_turn_;
    bool dragging_ = false;
    bool is_alone_ = false;
};

} // namespace astro::studio::dock
