// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"
#include "studio/dock/activity.h"

#include <QWidget>

#include <memory>

class QLineEdit;
class QListView;
class QSplitter;
class QTreeWidget;

namespace astro::studio::dock {

class ActivityModel;
class ActivityFilter;
class Steps;

/// The list of what happened, with the details of the one that is chosen.
class ActivityPane : public QWidget {
public:
    /// @param activity outlives this.
    /// Not all of it is there before `steps` are done.
    ActivityPane(QWidget *parent, Steps &steps, const Controls &controls, Activity &activity);
    ~ActivityPane() override;

    /// What came since.
    void show_new();

private:
    void make_list();
    void make_details();
    void show_details();
    void open_menu(const QPoint &at);
    HistoryItem chosen() const;

    Steps &steps_;
    const Controls &controls_;
    Activity &activity_;
    QLineEdit *filter_;
    QSplitter *parts_;
    QListView *list_ = nullptr;
    QTreeWidget *details_ = nullptr; ///< null until an event is chosen for the first time
    ActivityModel *model_;
    ActivityFilter *shown_;
};

} // namespace astro::studio::dock
