// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/activity_pane.h"

#include "studio/dock/event_list.h"
#include "studio/dock/kind_icons.h"
#include "studio/dock/open.h"
#include "studio/dock/qt_text.h"
#include "studio/dock/steps.h"
#include "studio/dock/wrapping_tree.h"

#include <QAbstractListModel>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPalette>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace astro::studio::dock {

/// The rows of the list, two lines each.
class ActivityModel : public QAbstractListModel {
public:
    ActivityModel(Activity &activity, QObject *parent) : QAbstractListModel(parent), activity_(activity) {}

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(activity_.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        const auto place = static_cast<std::size_t>(index.row());
        if (role == event_id_role)
            return static_cast<qint64>(activity_.item(place)->id);
        if (role == Qt::DecorationRole)
            return icon_of(activity_.item(place)->event->kind);
        const ActivityRow &row = activity_.row(place);
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return shown(row.time + "  " + row.what + "\n" + row.outcome);
        case Qt::ToolTipRole:
            return plain_tip(shown(row.what + "\n" + row.outcome));
        case Qt::ForegroundRole:
            return row.fired ? QVariant() : QApplication::palette().brush(QPalette::Disabled, QPalette::Text);
        default:
            return {};
        }
    }

    /// For what came.
    void make_room()
    {
        const auto gone = static_cast<int>(activity_.too_many());
        if (gone == 0)
            return;
        beginRemoveRows({}, rowCount() - gone, rowCount() - 1);
        activity_.drop_oldest(static_cast<std::size_t>(gone));
        endRemoveRows();
    }

    void take_new()
    {
        const auto coming = static_cast<int>(activity_.coming());
        if (coming == 0)
            return;
        beginInsertRows({}, 0, coming - 1);
        activity_.take_new();
        endInsertRows();
    }

private:
    Activity &activity_;
};

class ActivityFilter : public QSortFilterProxyModel {
public:
    ActivityFilter(Activity &activity, QObject *parent) : QSortFilterProxyModel(parent), activity_(activity) {}

    void set(const QString &filter)
    {
#if QT_VERSION >= QT_VERSION_CHECK(6, 10, 0)
        beginFilterChange();
        filter_ = filter.toStdString();
        endFilterChange(Direction::Rows);
#else // from 6.10 on, invalidateFilter() is deprecated
        filter_ = filter.toStdString();
        invalidateFilter();
#endif
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        return activity_.fits(static_cast<std::size_t>(row), filter_);
    }

private:
    Activity &activity_;
    std::string filter_;
};

namespace {

constexpr int icon_size = 20;         // pixels
constexpr int narrow_indentation = 8; // pixels: the dock may be as narrow

QTreeWidgetItem *heading(QTreeWidget *tree, const char *label)
{
    auto *item = new QTreeWidgetItem(tree, {words(label)});
    item->setFirstColumnSpanned(true);
    item->setExpanded(true);
    return item;
}

} // namespace

ActivityPane::ActivityPane(QWidget *parent, Steps &steps, const Controls &controls, Activity &activity)
    : QWidget(parent),
      steps_(steps),
      controls_(controls),
      activity_(activity),
      filter_(new QLineEdit(this)),
      parts_(new QSplitter(Qt::Vertical, this)),
      model_(new ActivityModel(activity_, this)),
      shown_(new ActivityFilter(activity_, this))
{
    filter_->setPlaceholderText(words("Dock.Filter"));
    filter_->setAccessibleName(words("Dock.Filter"));
    filter_->setClearButtonEnabled(true);
    shown_->setSourceModel(model_);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(filter_);
    all->addWidget(parts_, 1);
    connect(filter_, &QLineEdit::textChanged, this, [this](const QString &text) { shown_->set(text); });
    steps.then([this] { make_list(); });
    // The first sign that a font does not have takes a millisecond, for finding one that has it: it is in every row.
    steps.then([this] { list_->fontMetrics().horizontalAdvance(QStringLiteral("\u2192")); });
}

void ActivityPane::make_list()
{
    list_ = new EventList(parts_);
    list_->setModel(shown_);
    list_->setUniformItemSizes(true);
    list_->setIconSize({icon_size, icon_size});
    list_->setSpacing(2); // two lines an event: which belong together is seen at a glance
    list_->setAlternatingRowColors(true);
    list_->setTextElideMode(Qt::ElideRight);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setAccessibleName(words("Dock.Activity"));
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { show_details(); });
    connect(list_, &QListView::customContextMenuRequested, this, [this](const QPoint &at) { open_menu(at); });
}

void ActivityPane::make_details()
{
    if (details_)
        return;
    details_ = new WrappingTree(parts_);
    details_->setColumnCount(2);
    details_->setHeaderHidden(true);
    details_->setRootIsDecorated(false);
    details_->setIndentation(narrow_indentation);
    details_->setAccessibleName(words("Dock.Details"));
    details_->hide();
    parts_->setStretchFactor(0, 2);
    parts_->setStretchFactor(1, 1);
    const auto copy = [](QTreeWidgetItem *item, int) {
        if (const QString copied = item->data(0, Qt::UserRole).toString(); !copied.isEmpty())
            QApplication::clipboard()->setText(copied);
    };
    connect(details_, &QTreeWidget::itemClicked, this, copy);
    connect(details_, &QTreeWidget::itemActivated, this, copy); // by the keyboard
    steps_.apply_theme(details_);
}

ActivityPane::~ActivityPane() = default;

void ActivityPane::show_new()
{
    // An event that leaves the list takes its details along: else those of the one before would stand there.
    const QModelIndex before = shown_->mapToSource(list_->currentIndex());
    if (before.isValid() && static_cast<std::size_t>(before.row()) + activity_.too_many() >= activity_.size())
        list_->setCurrentIndex({});
    model_->make_room();
    QScrollBar *const scrolled = list_->verticalScrollBar(); // it counts rows
    const int from = scrolled->value();
    const int rows = shown_->rowCount();
    model_->take_new();
    if (from == 0)
        return;
    // Whoever reads further down goes on reading.
    list_->doItemsLayout();
    scrolled->setValue(from + shown_->rowCount() - rows);
}

HistoryItem ActivityPane::chosen() const
{
    const QModelIndex index = shown_->mapToSource(list_->currentIndex());
    return index.isValid() ? activity_.item(static_cast<std::size_t>(index.row())) : nullptr;
}

void ActivityPane::show_details()
{
    const HistoryItem item = chosen();
    if (!item && !details_)
        return;
    if (!details_) {
        steps_.then([this] { make_details(); });
        steps_.then([this] { show_details(); });
        return;
    }
    details_->setVisible(item != nullptr);
    details_->clear();
    if (!item)
        return;
    QTreeWidgetItem *const rules = heading(details_, "Dock.Details.Rules");
    for (const auto &[name, why] : rules_of(*item, texts())) {
        auto *row = new QTreeWidgetItem(rules, {shown(name) + '\n' + shown(why)});
        row->setFirstColumnSpanned(true);
        row->setToolTip(0, plain_tip(shown(why)));
    }
    QTreeWidgetItem *const fields = heading(details_, "Dock.Details.Fields");
    for (const auto &[name, value] : fields_of(*item->event)) {
        auto *row = new QTreeWidgetItem(fields, {shown("{" + name + "}"), shown(value)});
        row->setData(0, Qt::UserRole, shown("{" + name + "}"));
        row->setToolTip(0, words("Dock.Details.Copy"));
    }
    details_->expandAll();
    details_->resizeColumnToContents(0);
}

void ActivityPane::open_menu(const QPoint &at)
{
    const HistoryItem item = chosen();
    if (!item)
        return;
    auto *menu = new QMenu(this);
    connect(menu->addAction(words("Dock.Replay")), &QAction::triggered, this,
            [this, item] { controls_.pipeline.replay(item->id, [](bool) {}); });
    connect(menu->addAction(words("Dock.Copy")), &QAction::triggered, this,
            [text = list_->currentIndex().data().toString()] { QApplication::clipboard()->setText(text); });
    show_menu(menu, list_->viewport()->mapToGlobal(at));
}

} // namespace astro::studio::dock
