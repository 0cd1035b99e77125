// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"
#include "studio/dock/activity.h"

#include <QWidget>

#include <memory>

class QLineEdit;
class QListView;
class QTreeWidget;

namespace astro::studio::dock {

class ActivityModel;
class ActivityFilter;
class Paced;

/// The list of what happened, with the details of the one that is chosen.
class ActivityPane : public QWidget {
public:
    explicit ActivityPane(const Controls &controls);
    ~ActivityPane() override;

    /// Shown at the pace of an eye, all that came until then at once.
    void add(const std::vector<HistoryItem> &items);

private:
    void show_new();
    void show_details();
    void open_menu(const QPoint &at);
    HistoryItem chosen() const;

    const Controls &controls_;
    Activity activity_;
    QLineEdit *filter_;
    QListView *list_;
    QTreeWidget *details_;
    Paced *soon_;
    ActivityModel *model_;
    ActivityFilter *shown_;
};

} // namespace astro::studio::dock
